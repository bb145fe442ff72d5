"""Names and homes of natural persons in the text of a penalty decision 行政处罚决定书.

A name is looked for only after a word that announces a person (当事人：, 姓名：); names of organisations and
names already masked (张某某, 李**) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from gongkai.domain.prose import Severity

Span: TypeAlias = "tuple[int, int, Severity]"

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易"
    "慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相"
    "查后荆红游竺权逯盖益桓公仉岳帅缑亢况有琴商牟佘伯赏墨哈谯年爱阳佟言福肖代付闫覃门苟邸鹿苑战原衣兰岩佴展冼"
)
_COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 长孙 宇文 夏侯 "  # noqa: SIM905
    "端木 轩辕 独孤 南宫 百里 东郭 西门 呼延".split()
)
# Surnames that, straight after 当事人 with no colon, are nearly always a word of the sentence.
_WORD_LIKE = frozenset("于时应和何曾从向全方有能别都经解通须相后原代付因明成平常安公言展")
_SENTENCE_WORDS = frozenset(
    "陈述 申辩 申请 申诉 金额 项目 单位 经营 权利 利益 支付 包括 计划 施工 管理 严重 双方 "  # noqa: SIM905
    "高度 文明 毕竟 连续 单独 易于 全部 全体 时间 应当 曾经 和解 相关 有关 有权 后续 农户 居民 居住 商户 "
    "车辆 车主 国籍 通讯 联系 年龄 家庭 房屋 管辖 关于 广告 广大 养殖 充分 终止 步行 满意 胡乱 占用 容留 "
    "游商 公民 公司 公章 印章 盖章 石材 田地 路边 路口 门店 门前".split()
)
_TITLES = (
    "先生",
    "女士",
    "主任",
    "科长",
    "局长",
    "队长",
    "经理",
    "老板",
    "师傅",
    "同志",
    "书记",
    "所长",
    "站长",
)
_FIRMS = re.compile(
    r"(?:公司|集团|企业|厂|店|部|馆|铺|吧|摊|局|社|中心|超市|商行|酒楼|餐厅|饭庄|食府|学校|大学|中学|小学|医院|诊所|银行|学院|"
    r"工作室|工程队|事务所|合作社|委员会|办事处|管理处|管理所|指挥部|项目部|政府|协会|学会|商会|基金会|幼儿园|养殖场|市场|农场|"
    r"车队|门市|个体工商户)$"
)
_LONG_FIRM = re.compile(
    r"[行场坊园城室所站院村组队屋轩阁苑]$"
)  # also ends given names, so only from four characters on

_REFUSED = "当事人|被处罚人|被处罚个人|违法行为人|违法嫌疑人|被申请人|姓名|户主|业主|车主|驾驶人|驾驶员"
_REASONED = "法定代表人|负责人|经营者|委托代理人|代理人|联系人|见证人|证人"
_HAN = r"\u3400-\u9fff"
_LABELLED = re.compile(
    rf"(?P<label>{_REFUSED}|{_REASONED})[ ]?(?:\([^)\n]{{0,12}}\))?(?:姓名)?[ ]{{0,3}}"
    rf"(?P<colon>[:\t]|(?=[{_HAN}]))[ \t]{{0,4}}"
)
_RUN = re.compile(rf"[{_HAN}·*×○〇]{{1,40}}")
_SPACED = re.compile(rf"[{_HAN}] {{1,4}}[{_HAN}](?![{_HAN}*×○〇])")
_NEXT = re.compile(rf"[、和与及][ ]?(?=[{_HAN}])")
_AFTER = re.compile(
    r"男|女|因|于|在|将|未|从|违反|违法|擅自|占用|驾驶|占道|的|经营|进行|实施|搭建|倾倒|乱|涉嫌|系|是|住|身份证|公民|电话|等|收到|提出"
)


def people(plain: str) -> Iterator[Span]:
    """Names of persons: ``refuse`` after a label and colon, ``reason`` where the sentence leaves a doubt."""
    past = 0
    for label in _LABELLED.finditer(plain):
        if label.end() < past:
            continue
        sure = bool(label["colon"]) and label["label"] in _REFUSED.split("|")
        if not label["colon"] and label["label"] not in {
            "当事人",
            "被处罚人",
            "违法行为人",
            "违法嫌疑人",
            "经营者",
        }:
            continue
        start = label.end()
        while (span := _name_at(plain, start, spoken=not label["colon"])) is not None:
            end, certain = span
            if end:
                yield start, end, "refuse" if sure and certain else "reason"
            past = end or start
            following = _NEXT.match(plain, past) if end else None
            if following is None:
                break
            start = following.end()


def _name_at(plain: str, start: int, *, spoken: bool) -> tuple[int, bool] | None:
    """Where the name that begins at ``start`` ends, and whether it is certainly a name; ``None``: no name."""
    spaced = _SPACED.match(plain, start)
    if spaced and not spoken and is_person(spaced.group().replace(" ", "")):
        return spaced.end(), True
    run = _RUN.match(plain, start)
    if run is None:
        return None
    words = (
        re.split(r"(?<=..)[和与及](?=..)", run.group(), maxsplit=1)[0]
        if not _firm(run.group())
        else run.group()
    )
    if spoken and (words[0] in _WORD_LIKE or words[:2] in _SENTENCE_WORDS):
        return None
    if is_person(words):
        return start + len(words), True
    if _firm(words) or re.search(r"公司|某", words):
        return None
    for end in (2, 3, 4):
        if _AFTER.match(words, end) and is_person(words[:end]):
            return start + end, False
    return None


def is_person(words: str) -> bool:
    """Whether ``words`` alone read as the unmasked name of a natural person."""
    if re.search(r"[某*×○〇]", words):
        return False
    if "·" in words:  # names of other nationalities in Chinese writing: 阿卜杜拉·买买提
        return (
            5 <= len(words) <= 20
            and not words.startswith("·")
            and not words.endswith("·")
            and not _firm(words)
        )
    if not 2 <= len(words) <= 4 or words in _SENTENCE_WORDS or words[-2:] in _TITLES or words[1:] in _TITLES:
        return False
    compound = words[:2] in _COMPOUND and len(words) > 2
    return (compound or (words[0] in _SURNAMES and len(words) < 4)) and not _firm(words)


def _firm(words: str) -> bool:
    return bool(_FIRMS.search(words)) or (len(words) >= 4 and bool(_LONG_FIRM.search(words)))


_HOME = re.compile(
    r"(?P<label>家庭住址|家庭地址|户籍所在地|户籍地址|户籍地|户籍|现住址|现住|居住地址|居住地|身份证地址|"
    r"身份证住址|住址|住所地|住所|(?<=[，,、；;。\s])住)"
    r"(?:为|在|于)?[ ]?(?:\([^)\n]{0,12}\))?[ ]?[:\t]?[ ]{0,4}(?P<place>[^\n\t，。；;,:]{4,80})"
)
_REGION = re.compile(
    r"(?:[^\d]{2,6}?(?:省|自治区))?(?:[^\d]{1,6}?(?:市|州(?!市)|盟|地区))?"
    r"(?:[^\d]{1,6}?(?:县|区(?<!小区)(?<!社区)|市|旗))?"
)
_DETAIL = re.compile(
    r"\d+[ ]?(?:号|室|栋|幢|组|户|单元|楼|弄|#)|[一二三四五六七八九十]+(?:室|栋|幢|组|户|单元|队)|"
    r"村|庄|小区|路|街|巷|号"
)
_ORGANISATION_BEFORE = re.compile(r"公司|集团|企业|工商户|商行|超市|中心|[厂店部馆铺局社][\s，,。；;]")


def residences(plain: str) -> Iterator[Span]:
    """The parts of home addresses below county or district. An organisation's 住所 is public, not meant."""
    for home in _HOME.finditer(plain):
        label, place = home["label"], home["place"]
        registered = label in {"住所", "住所地"}
        if registered and _ORGANISATION_BEFORE.search(plain[max(home.start() - 80, 0) : home.start()]):
            continue
        region = _REGION.match(place)
        below = region.end() if region else 0
        rest = place[below:].rstrip()
        if re.search(r"[*×○〇某]|XX", rest) or not _DETAIL.search(rest):
            continue
        start = home.start("place") + below
        yield start, start + len(rest), "reason" if registered else "refuse"
