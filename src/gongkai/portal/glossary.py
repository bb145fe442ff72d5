"""The statutory terms of the site: verbatim in Chinese, explained once in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.domain.law import Citation
from gongkai.domain.text import N_

REGULATION = "政府信息公开条例"


@dataclass(frozen=True, slots=True)
class Term:
    """A term: as the law writes it, in English, what it means, and where it stands."""

    key: str
    chinese: str
    english: str
    meaning: str
    citation: Citation | None = None


def _regulation(article: str) -> Citation:
    return Citation(REGULATION, article)


_TERMS = (
    Term(
        "information",
        "政府信息",
        "Government information",
        N_("What an agency made or obtained while doing its administrative work, and recorded in some form."),
        _regulation("第二条"),
    ),
    Term(
        "active",
        "主动公开",
        "Published of its own motion",
        N_(
            "The agency publishes without being asked: what touches the public interest or people should know."
        ),
        _regulation("第十九条"),
    ),
    Term(
        "on-request",
        "依申请公开",
        "Open on request",
        N_("What was not published may be asked for. Anyone may ask, and need not say why."),
        _regulation("第二十七条"),
    ),
    Term(
        "closed",
        "不予公开",
        "Not open",
        N_("State secrets, trade secrets, privacy and a few other kinds that the law names stay closed."),
        _regulation("第十三条至第十六条"),
    ),
    Term(
        "guide",
        "政府信息公开指南",
        "Guide",
        N_("Says how information is sorted and obtained, and how to reach the office in charge."),
        _regulation("第十二条"),
    ),
    Term(
        "catalogue",
        "政府信息公开目录",
        "Catalogue",
        N_("The list of what is published, with index number, name, summary and the date it was made."),
        _regulation("第十二条"),
    ),
    Term(
        "office",
        "政府信息公开工作机构",
        "Openness office",
        N_("The one body of an agency that handles openness: it publishes, answers requests and reports."),
        _regulation("第四条"),
    ),
    Term(
        "review",
        "保密审查",
        "Secrecy review",
        N_("Before anything is published somebody who did not write it checks that it may be."),
        _regulation("第十七条"),
    ),
    Term(
        "index-number",
        "索引号",
        "Index number",
        N_("The number of a record. It is given once and never changed or used again."),
    ),
    Term(
        "document-number",
        "文号",
        "Document number",
        N_("The number an agency gives its official documents: its sign, the year, the serial number."),
    ),
    Term(
        "date-made",
        "成文日期",
        "Date made",
        N_("The day a document was made. The time to publish it is counted from the next day."),
        _regulation("第二十六条"),
    ),
    Term(
        "validity",
        "有效性",
        "Validity",
        N_(
            "Whether a document is in force, amended, repealed or lapsed. What no longer applies stays readable."
        ),
    ),
    Term(
        "working-day",
        "工作日",
        "Working day",
        N_("A day on which offices work, by the yearly notice of the State Council, with make-up weekends."),
    ),
    Term(
        "provisional",
        "暂定日期",
        "Provisional date",
        N_("A date in a year whose holiday notice is not out yet. It is worked out again when it is."),
    ),
    Term(
        "interpretation",
        "政策解读",
        "Interpretation",
        N_("An explanation of a policy in plain words, published with it or within a few days."),
    ),
    Term(
        "clarification",
        "澄清",
        "Clarification",
        N_("What an agency publishes against false or incomplete information that causes disorder."),
        _regulation("第六条"),
    ),
    Term(
        "correction",
        "补正",
        "Completing a request",
        N_("If a request is unclear, the agency says once, within seven working days, what is missing."),
        _regulation("第三十条"),
    ),
    Term(
        "third-party",
        "第三方意见",
        "A third party's opinion",
        N_("Whoever could be harmed by openness is asked first and has fifteen working days to answer."),
        _regulation("第三十二条"),
    ),
    Term(
        "annual-report",
        "政府信息公开工作年度报告",
        "Annual report",
        N_("By 31 January every department reports on the openness of the year before."),
        _regulation("第四十九条"),
    ),
    Term(
        "remedy",
        "行政复议、行政诉讼",
        "Review and suit",
        N_("Whoever thinks an answer unlawful may ask the authority above to review it, or go to court."),
        _regulation("第五十一条"),
    ),
)


def terms() -> tuple[Term, ...]:
    """The terms in the order of the page."""
    return _TERMS
