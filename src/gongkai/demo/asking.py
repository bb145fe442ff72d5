"""Who asks the demonstration's bureau, and for what. Every person and organisation is invented."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.requests.actions import AnswerInput
from gongkai.requests.identity import Identity


@dataclass(frozen=True, slots=True)
class Asker:
    """An invented applicant: the kind, and what they write into the form."""

    kind: str
    identity: Identity


def person(number: int) -> Asker:
    """An invented natural person."""
    return Asker(
        "natural_person",
        Identity(
            name=f"示例居民{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
            identity="id_card",
            identity_number=f"00000020000101{number:04d}",
            telephone=f"0000-666{number:04d}",
            address="示例市公开大道 200 号",
            postcode="000000",
        ),
    )


def organisation(kind: str, name: str) -> Asker:
    """An invented organisation."""
    return Asker(
        kind,
        Identity(
            name="示例联系人",
            organisation=name,
            representative="示例负责人",
            identity="credit_code",
            identity_number="00000000EXAMPLE000",
            telephone="0000-7770000",
            email="applicant@example.org",
            address="示例市公开大道 300 号",
            postcode="000000",
        ),
    )


ORGANISATIONS = (
    organisation("commercial_enterprise", "示例渣土运输有限公司"),
    organisation("commercial_enterprise", "示例广告传媒有限公司"),
    organisation("research_institution", "示例城市治理研究所"),
    organisation("public_welfare_organisation", "示例环保志愿者协会"),
    organisation("legal_service_organisation", "示例律师事务所"),
    organisation("other_organisation", "示例小区业主委员会"),
)

#: Unit, what is asked for in a line, and how it is described.
SUBJECTS = (
    ("waste", "渣土运输企业核准名单", "本年度经核准从事建筑垃圾运输的企业名称、核准文号和核准日期。"),
    ("appearance", "东城片区户外广告设置审批结果", "东城片区大型户外广告的审批结果，含设置人、地点和期限。"),
    ("waste", "建筑垃圾消纳场地名单", "全市建筑垃圾消纳场所的名称、地址和容量。"),
    ("appearance", "公共自行车停放点设置标准", "非机动车停放点的设置标准和现有点位表。"),
    ("waste", "夜间渣土运输专项整治情况", "专项整治的检查次数、发现问题数和处理结果。"),
    ("appearance", "早市疏导点管理办法", "早市疏导点的管理办法及摊位费收取标准。"),
    ("waste", "工地“六到位”检查记录", "南部新区在建工地“六到位”检查记录。"),
    ("appearance", "市容环境考核评分表", "去年各街道市容环境考核的评分表。"),
)

#: The ways an answer goes, with the words of the officer.
ANSWERS = {
    "open": AnswerInput(kind="open", outcome="granted", pointer="随本答复书一并提供电子文本。"),
    "public": AnswerInput(
        kind="public",
        outcome="granted",
        pointer="本局门户网站“政府信息公开”专栏，可按标题检索并下载。",
    ),
    "third_party": AnswerInput(
        kind="refused",
        outcome="refused_third_party_rights",
        ground="trade_secret",
        reason="所申请的信息含有企业的报价和客户名单，公开会损害第三方合法权益，第三方书面不同意公开。",
    ),
    "internal": AnswerInput(
        kind="refused",
        outcome="refused_internal_affairs",
        ground="internal_affairs",
        reason="所申请的信息属于本局内部工作流程方面的信息，对外不产生直接影响。",
    ),
    "file": AnswerInput(
        kind="refused",
        outcome="refused_enforcement_file",
        ground="enforcement_file",
        reason="所申请的信息属于行政执法案卷信息，当事人可以依照行政处罚法的规定查阅。",
    ),
    "not_exist": AnswerInput(
        kind="not_exist",
        outcome="unavailable_not_held",
        search_record="本机关在档案系统和业务科室台账中，以申请中的名称和文号为检索词进行了检索",
        reason="该项工作尚未开展，没有形成书面记录。",
    ),
    "not_here": AnswerInput(
        kind="not_this_agency",
        outcome="unavailable_not_held",
        reason="该信息由住房和城乡建设部门制作并保存。",
        right_agency="示例市住房和城乡建设局",
        right_agency_contact="0000-5550200",
    ),
    "creation": AnswerInput(
        kind="needs_creation",
        outcome="unavailable_needs_creation",
        reason="所申请的分年度、分路段统计没有现成的文本，需要对原始记录重新汇总。",
    ),
    "petition": AnswerInput(
        kind="petition",
        outcome="not_processed_petition",
        reason="申请内容是反映占道经营问题，要求处理。",
        pointer="市民城管投诉电话或者12345政务服务便民热线",
    ),
    "publication": AnswerInput(
        kind="publication", outcome="not_processed_publication", pointer="市档案馆、市图书馆政府信息查阅点"
    ),
    "excessive": AnswerInput(
        kind="excessive", outcome="not_processed_excessive", reason="所述理由与申请的数量不相称。"
    ),
    "other": AnswerInput(
        kind="other",
        outcome="other_other",
        reason="已并案办理",
        text="所申请的事项已并入此前的申请一并办理。",
    ),
}
