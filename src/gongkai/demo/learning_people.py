"""The roster of the demonstration: 940 invented people, and the questions they are asked; the same every time."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.core.table_files import Row

#: How many are in the roster, sat the examination of 2012, and passed it.
PEOPLE, SAT, PASSED = 940, 936, 844
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_FIGURES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒盈昃"
#: Code of a unit → how many of each hundred belong to it.
UNITS = (
    ("office", 6),
    ("law", 3),
    ("appearance", 8),
    ("waste", 8),
    ("brigade1", 25),
    ("brigade2", 25),
    ("brigade3", 25),
)
#: Accounts of the demonstration that are in the roster → their unit.
ACCOUNTS = (
    ("drafter", "waste"),
    ("section-head", "waste"),
    ("request-officer", "waste"),
    ("city-drafter", "appearance"),
    ("city-head", "appearance"),
    ("b1-drafter", "brigade1"),
    ("b1-head", "brigade1"),
    ("b1-officer", "brigade1"),
    ("law-head", "law"),
    ("office-head", "office"),
)


def number(place: int) -> str:
    """The staff number of the person at a place in the roster."""
    return f"CG{place + 1:05d}"


def name(place: int) -> str:
    """A name nobody has: a surname, the word for "example", and a sign for the rest."""
    return f"{SURNAMES[place % len(SURNAMES)]}示{_FIGURES[place // len(SURNAMES)]}"


def unit(place: int) -> str:
    """The unit of the person at a place."""
    rest = place % 100
    for code, share in UNITS:
        if rest < share:
            return code
        rest -= share
    return UNITS[-1][0]


def rows() -> list[Row]:
    """The roster as a file would bring it."""
    return [
        Row(place + 2, {"number": number(place), "name": name(place), "unit": unit(place)})
        for place in range(PEOPLE)
    ]


def marks() -> Iterator[Row]:
    """The results of 2012 as a file would bring them: 936 sat, 844 passed; who failed is spread over the units."""
    failed = SAT - PASSED
    for place in range(PEOPLE):
        if place >= SAT:
            said = "缺考"
        elif place * failed // SAT != (place + 1) * failed // SAT:
            said = str(40 + place * 7 % 20)
        else:
            said = str(60 + place * 13 % 39)
        yield Row(place + 2, {"number": number(place), "name": name(place), "marks": said})


def there(most: int, skipped: int) -> list[Row]:
    """An attendance: the first ``most``, every ``skipped``-th of them missing."""
    return [
        Row(place + 2, {"number": number(place)}) for place in range(most) if place % skipped != skipped - 1
    ]


#: Text, options, key; the regulation as amended in 2019.
SINGLES = (
    (
        "政府信息公开应当遵循什么原则？",
        ("以公开为常态、不公开为例外", "以不公开为常态", "先收费后公开", "由领导决定"),
        "A",
        "第五条",
    ),
    (
        "属于主动公开范围的政府信息，应当自形成或者变更之日起多少个工作日内公开？",
        ("10", "15", "20", "30"),
        "C",
        "第二十六条",
    ),
    (
        "收到政府信息公开申请，不能当场答复的，应当自收到之日起多少个工作日内答复？",
        ("10", "15", "20", "30"),
        "C",
        "第三十三条",
    ),
    ("需要延长答复期限的，延长最长不得超过多少个工作日？", ("10", "15", "20", "30"), "C", "第三十三条"),
    ("第三方应当自收到征求意见书之日起多少个工作日内提出意见？", ("5", "7", "10", "15"), "D", "第三十二条"),
    (
        "申请内容不明确的，行政机关应当自收到申请之日起多少个工作日内一次性告知补正？",
        ("3", "5", "7", "15"),
        "C",
        "第三十条",
    ),
    (
        "政府信息公开工作年度报告，县级以上人民政府部门应当在每年何时前公布？",
        ("1月31日", "2月28日", "3月31日", "12月31日"),
        "A",
        "第四十九条",
    ),
    (
        "公开行政机关制作的政府信息，由谁负责公开？",
        ("制作该信息的行政机关", "上级机关", "档案馆", "申请人"),
        "A",
        "第十条",
    ),
)
MULTIPLES = (
    (
        "下列哪些信息不得公开？",
        ("依法确定为国家秘密的", "法律、行政法规禁止公开的", "公开后可能危及国家安全的", "办事指南"),
        "ABC",
        "第十四条",
    ),
    (
        "申请公开政府信息应当包括哪些内容？",
        ("姓名或者名称、身份证明、联系方式", "所申请信息的名称等描述", "形式要求", "申请的理由和用途"),
        "ABC",
        "第二十九条",
    ),
    (
        "行政机关可以通过哪些途径主动公开政府信息？",
        ("政府公报", "政府网站", "新闻发布会", "口头转告个别人"),
        "ABC",
        "第二十三条",
    ),
)
JUDGES = (
    ("行政机关应当对公职人员开展政府信息公开培训。", "T", "第四十八条"),
    ("申请人申请公开政府信息必须说明用途。", "F", "第二十九条"),
    ("涉及个人隐私的信息一律不得公开。", "F", "第十五条"),
    ("行政机关公开政府信息前应当进行审查。", "T", "第十七条"),
)
WRITTEN = (
    (
        "简述公开涉及第三方合法权益的信息时应当怎样征求意见。",
        "书面征求；十五个工作日；逾期由行政机关决定；公共利益",
        "第三十二条",
    ),
    ("简述主动公开信息发现内容有误时应当怎样处理。", "核实；更正；说明；留存记录", "第六条"),
)


def questions() -> list[Row]:
    """The bank as a file would bring it."""
    found: list[dict[str, str]] = []
    for text, options, key, source in SINGLES:
        found.append(_asked("单选题", text, key, "5", source) | dict(zip("ABCD", options, strict=True)))
    for text, options, key, source in MULTIPLES:
        found.append(_asked("多选题", text, key, "8", source) | dict(zip("ABCD", options, strict=True)))
    found += [
        _asked("判断题", text, "对" if key == "T" else "错", "4", source) for text, key, source in JUDGES
    ]
    found += [_asked("简答题", text, key, "10", source) for text, key, source in WRITTEN]
    return [Row(place + 2, {"code": f"GK-{place + 1:03d}", **said}) for place, said in enumerate(found)]


def _asked(kind: str, text: str, key: str, marks_of: str, source: str) -> dict[str, str]:
    return {
        "subject": "政府信息公开知识",
        "kind": kind,
        "text": text,
        "key": key,
        "marks": marks_of,
        "source": f"政府信息公开条例{source}",
    }
