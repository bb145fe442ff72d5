"""The demonstration's bureau: 4 sections, 5 brigades, their posts and invented people. No name is a real person's."""

from __future__ import annotations

from dataclasses import dataclass

#: One password for every demonstration account; a real installation gives random ones.
PASSWORD = "Gongkai-Demo-2026"  # noqa: S105 - printed for everybody to use

BUREAU = {
    "code": "cgj",
    "name": "示例市城市管理局",
    "short_name": "示例市城管局",
    "name_en": "Shili City Urban Management Bureau (demonstration)",
    "organisation_code": "014314799",
    "address": "示例市公开大道 100 号",
    "postcode": "000000",
    "telephone": "0000-5550100",
    "fax": "0000-5550101",
    "email": "cgj@example.org",
    "office_hours": "工作日 8:30—12:00，14:30—17:30",
    "head_name": "赵示例",
    "working_body": "示例市城市管理局政务公开办公室",
    "functions": (
        "贯彻执行城市管理和综合执法方面的法律、法规、规章；负责市容环境卫生、户外广告、建筑垃圾运输、"
        "市政设施和园林绿化的监督管理；承担城市管理领域的行政处罚和行政强制；受理群众投诉举报。"
    ),
    "site_code": "0000000000",
    "icp_number": "示例ICP备00000000号",
    "police_number": "示例公网安备00000000000000号",
}
HOUSING = {
    "code": "zjj",
    "name": "示例市住房和城乡建设局",
    "short_name": "示例市住建局",
    "name_en": "Shili City Housing and Construction Bureau (demonstration)",
    "organisation_code": "000000018",
    "address": "示例市公开大道 102 号",
    "telephone": "0000-5550200",
    "office_hours": "工作日 8:30—12:00，14:30—17:30",
    "working_body": "示例市住房和城乡建设局办公室",
    "functions": "负责住房保障、房地产市场和建筑业的监督管理。",
}
GOVERNMENT = {
    "code": "szfb",
    "name": "示例市人民政府办公室",
    "short_name": "示例市政府办",
    "name_en": "General Office of Shili City Government (demonstration)",
    "organisation_code": "000000026",
    "address": "示例市公开大道 1 号",
    "telephone": "0000-5550001",
    "office_hours": "工作日 8:30—12:00，14:30—17:30",
    "working_body": "示例市人民政府办公室政务公开科",
    "functions": "示例市政府信息公开工作的主管部门。",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit."""

    code: str
    name: str
    name_en: str
    kind: str
    duties: str


UNITS = (
    Desk("leadership", "局领导", "Bureau leadership", "leadership", "领导全局工作。"),
    Desk("office", "办公室", "General office", "section", "综合协调、政务公开、档案和后勤。"),
    Desk("law", "法制科", "Legal section", "section", "规范性文件审核、行政复议应诉、保密审查。"),
    Desk(
        "appearance", "市容管理科", "City appearance section", "section", "市容环境、户外广告的管理和审批。"
    ),
    Desk("waste", "渣土管理科", "Construction waste section", "section", "建筑垃圾处置核准和运输监管。"),
    *(
        Desk(f"brigade{n}", f"执法{c}大队", f"Enforcement brigade {n}", "brigade", f"{area}的城市管理执法。")
        for n, c, area in (
            (1, "一", "东城片区"),
            (2, "二", "西城片区"),
            (3, "三", "南部新区"),
            (4, "四", "高新区"),
            (5, "五", "渣土运输和夜间"),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """An account: who, in which post of which unit, with which roles, and what the part is for."""

    username: str
    name: str
    unit: str
    title: str
    roles: tuple[str, ...]
    part: str


PARTS = (
    Part(
        "drafter",
        "孙示例",
        "waste",
        "科员",
        (
            "publishing.drafter",
            "complaints.handler",
            "powers.editor",
            "powers.handler",
            "consultations.drafter",
        ),
        "起草、投诉承办、权责编制、案件承办、规范性文件起草（渣土管理科）",
    ),
    Part(
        "section-head",
        "李示例",
        "waste",
        "科长",
        ("publishing.section_head", "complaints.head", "duties.doer"),
        "科室负责人、任务承办（渣土管理科）",
    ),
    Part("secrecy", "周示例", "law", "保密审查员", ("publishing.secrecy_reviewer",), "保密与隐私审查"),
    Part(
        "leader",
        "吴示例",
        "leadership",
        "副局长",
        (
            "publishing.leader",
            "requests.leader",
            "annual_reports.signer",
            "complaints.leader",
            "powers.publisher",
            "powers.leader",
            "campaigns.publisher",
            "consultations.leader",
            "duties.leader",
        ),
        "审批领导（文件、答复、年报、投诉批示、执法决定、专项治理发布、规范性文件签发、组织保障审定）",
    ),
    Part(
        "office",
        "郑示例",
        "office",
        "政务公开办主任",
        (
            "publishing.office",
            "requests.head",
            "annual_reports.preparer",
            "powers.publisher",
            "campaigns.organiser",
            "consultations.publisher",
            "duties.planner",
        ),
        "政务公开办公室主任（公开工作机构负责人、专项治理组织人、意见征集公开人、工作方案管理）",
    ),
    Part(
        "head",
        "赵示例",
        "leadership",
        "局长",
        ("publishing.leader", "complaints.leader", "consultations.leader"),
        "局长",
    ),
    Part(
        "complaint-desk",
        "廖示例",
        "office",
        "投诉受理员",
        ("complaints.desk",),
        "投诉受理（电话、来信、来访、网上）",
    ),
    Part(
        "complaint-chief", "邹示例", "office", "投诉受理中心主任", ("complaints.chief",), "投诉受理中心负责人"
    ),
    Part("complaint-caller", "喻示例", "office", "回访员", ("complaints.caller",), "投诉回访"),
    Part("request-desk", "姜示例", "office", "受理岗", ("requests.desk",), "依申请公开受理岗"),
    Part(
        "request-officer", "陶示例", "waste", "经办人", ("requests.officer",), "依申请公开承办（渣土管理科）"
    ),
    Part(
        "city-officer",
        "戚示例",
        "appearance",
        "经办人",
        ("requests.officer",),
        "依申请公开承办（市容管理科）",
    ),
    Part("request-legal", "谢示例", "law", "法制审核员", ("requests.legal",), "依申请公开法制审核"),
    Part("supervisor", "王示例", "leadership", "监督小组成员", ("people.supervisor",), "监督（只看不改）"),
    Part(
        "city-drafter",
        "冯示例",
        "appearance",
        "科员",
        (
            "publishing.drafter",
            "complaints.handler",
            "powers.editor",
            "powers.handler",
            "consultations.drafter",
        ),
        "起草、投诉承办、权责编制、案件承办、规范性文件起草（市容管理科）",
    ),
    Part(
        "city-head",
        "陈示例",
        "appearance",
        "科长",
        ("publishing.section_head", "complaints.head", "duties.doer"),
        "科室负责人、任务承办（市容管理科）",
    ),
    Part(
        "law-drafter",
        "褚示例",
        "law",
        "科员",
        ("publishing.drafter", "powers.editor", "duties.trainer", "duties.publicist"),
        "起草、培训考试、普法宣传（法制科）",
    ),
    Part(
        "law-head",
        "卫示例",
        "law",
        "科长",
        ("publishing.section_head", "powers.reviewer", "consultations.legal", "duties.doer"),
        "科室负责人、权责法制审核、规范性文件审核、任务承办（法制科）",
    ),
    Part(
        "office-drafter",
        "蒋示例",
        "office",
        "科员",
        ("publishing.drafter", "complaints.handler", "powers.editor", "archive.keeper"),
        "起草、档案管理（办公室）",
    ),
    Part(
        "office-head",
        "沈示例",
        "office",
        "主任",
        ("publishing.section_head", "complaints.head", "duties.doer", "duties.publicist"),
        "科室负责人、任务承办、宣传（办公室）",
    ),
    *(
        part
        for n, c, drafter, chief, officer in (
            (1, "一", "韩示例", "杨示例", "柏示例"),
            (2, "二", "朱示例", "秦示例", "窦示例"),
            (3, "三", "尤示例", "许示例", "章示例"),
            (4, "四", "何示例", "吕示例", "苏示例"),
            (5, "五", "施示例", "张示例", "潘示例"),
        )
        for part in (
            Part(
                f"b{n}-drafter",
                drafter,
                f"brigade{n}",
                "内勤",
                ("publishing.drafter", "complaints.handler", "powers.editor", "powers.handler"),
                f"起草、投诉承办、案件承办（执法{c}大队）",
            ),
            Part(
                f"b{n}-head",
                chief,
                f"brigade{n}",
                "大队长",
                ("publishing.section_head", "complaints.head", "campaigns.inspector", "duties.doer"),
                f"负责人、现场检查、任务承办（执法{c}大队）",
            ),
            Part(
                f"b{n}-officer",
                officer,
                f"brigade{n}",
                "执法队员",
                ("campaigns.inspector",),
                f"现场检查（执法{c}大队）",
            ),
        )
    ),
    Part("system-admin", "孔示例", "office", "系统管理员", ("people.system_admin",), "系统管理员"),
    Part("permission-admin", "曹示例", "office", "权限管理员", ("people.permission_admin",), "权限管理员"),
    Part("audit-admin", "严示例", "law", "审计管理员", ("people.audit_admin",), "审计管理员"),
)
#: Who drafts and who checks in each unit.
DRAFTERS = {
    "waste": ("drafter", "section-head"),
    "appearance": ("city-drafter", "city-head"),
    "law": ("law-drafter", "law-head"),
    "office": ("office-drafter", "office-head"),
    **{f"brigade{n}": (f"b{n}-drafter", f"b{n}-head") for n in range(1, 6)},
}
CHANNELS = (
    ("disclosure_site", "示例市政府信息公开网", "https://example.org/xxgk/", False),
    ("own_portal", "本局门户网站", "", True),
    ("superior_site", "市住房和城乡建设局网站", "https://example.org/zjj/", False),
    ("wechat", "“示例城管”微信公众号", "", False),
    ("newspaper", "示例日报", "", False),
    ("radio", "示例广播电台", "", False),
    ("notice_board", "局机关公示栏", "", False),
    ("archives", "市档案馆、市图书馆查阅点", "", False),
)
TOPICS = (
    ("notices", "通知公告", "需要大家知道的事项。"),
    ("systems", "政府信息公开制度", "公开、保密审查、依申请公开等工作制度。"),
    ("annual-reports", "政府信息公开年报", "每年一份，报告上一年的公开工作。"),
    ("zhatu", "渣土运输专项整治", "渣土车密闭运输、工地“六到位”检查和处罚情况。"),
    ("guanggao", "户外广告规范", "户外广告设置标准、审批结果和整治进展。"),
    ("liandong", "廉政风险防控", "权力清单、流程图、廉政风险点和防控措施。"),
    ("shuzi-chengguan", "数字城管", "数字城管平台建设、运行和月度通报。"),
)
WORDINGS = (
    ("国家级最佳", "用语绝对化，改为可以核实的事实。", "reason"),
    ("零容忍零容忍", "重复用语。", "note"),
    ("内部资料", "公开的文件不应写有“内部资料”；请核对公开属性。", "refuse"),
    ("不得外传", "公开的文件不应写有“不得外传”；请核对公开属性。", "refuse"),
)
