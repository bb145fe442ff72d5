"""A small shelf of documents in our own words, the same for every test of the search."""

from __future__ import annotations

from datetime import date

from gongkai.core import search

DOCUMENTS = (
    (
        1,
        "2024-03-01",
        "建筑垃圾（渣土）运输车辆管理办法",
        "城管发〔2024〕3号 014314799/2024-00002 运输企业应当使用密闭车辆。渣土车上路须持准运证，按核定路线行驶。",
        {"article20.1.documents", "validity:valid"},
    ),
    (
        2,
        "2024-05-06",
        "廉政风险点排查情况公示",
        "本局共排查廉政风险点二十六处，逐项制定防控措施，由纪检组监督落实。",
        {"article20.15", "validity:valid", "topic:lian-zheng"},
    ),
    (
        3,
        "2023-11-20",
        "户外广告设置技术规范",
        "设置户外广告应当安全、美观。招牌高度不超过 3.5 米，不得遮挡 WiFi 基站与 PM2.5 监测点。",
        {"article20.1.documents", "validity:repealed"},
    ),
    (
        4,
        "2025-01-08",
        "二〇二四年政务公开工作年度报告",
        "全年主动公开信息八十四条，其中渣土整治十二条、户外广告九条。收到申请二十件，均按期答复。",
        {"article20.15", "validity:valid"},
    ),
    (
        5,
        "2022-07-15",
        "共享单车停放秩序整治方案",
        "划定停放区域，清理违停车辆。企业未按时清运的，约谈并通报。城管发〔2022〕13号",
        {"article20.5", "validity:valid"},
    ),
    (
        6,
        "2024-05-06",
        "门前三包责任书示范文本",
        "包卫生、包秩序、包绿化。ＡＢＣ商场先行试点。",
        {"validity:valid"},
    ),
)


def entry(
    key: int,
    day: str,
    title: str,
    body: str,
    terms: frozenset[str] | set[str] = frozenset(),
    agency: str = "cg",
) -> search.Entry:
    """An entry of kind ``document``."""
    return search.Entry("document", key, agency, date.fromisoformat(day), title, body, frozenset(terms))


def entries() -> list[search.Entry]:
    """The whole shelf."""
    return [entry(key, day, title, body, terms) for key, day, title, body, terms in DOCUMENTS]


def keys(text: str = "", **more: object) -> list[int]:
    """The keys found for ``text``, in order."""
    return [hit.key for hit in search.search(search.Query(text=text, **more)).hits]  # type: ignore[arg-type]
