"""The shapes drafts and opinions have as open data, each field with what it means and an example."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from gongkai.core.open_data import about
from gongkai.domain.text import N_

KEY = r"^[A-Za-z0-9._-]*$"
PAGE = "https://www.example.gov.cn/consultations/cgj/CGJ-JCGK-2026-001/"
StateName = Literal["open", "under_way", "decided"]
VerdictName = Literal["adopted", "partly", "not_adopted", "covered", "outside"]
_CURSOR = N_("Where the page begins: the cursor of the page before it, as it stands.")


class ConsultationQuestion(Schema):
    """What the list of drafts is narrowed by."""

    state: StateName | None = Field(
        None, description=N_("Open for opinions now, being decided, or decided and published.")
    )
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    cursor: str = Field("", max_length=20, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Drafts on a page."))


class OpinionsQuestion(Schema):
    """What the opinions on a draft are narrowed by."""

    clause: str = Field(
        "", max_length=20, pattern=KEY, description=N_("Key of a provision, or “whole”: on the whole text.")
    )
    verdict: VerdictName | None = Field(
        None, description=N_("What became of it; nothing is found before the answers are public.")
    )
    cursor: str = Field("", max_length=20, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Opinions on a page."))


class ConsultationInList(Schema):
    """A draft as the list gives it."""

    number: str = about(N_("Number of the project."), "CGJ-JCGK-2026-001")
    agency: str = about(N_("Code of an agency."), "cgj")
    title: str = about(N_("Its title."), "示例市城市建筑垃圾管理暂行办法")
    kind: str = about(N_("Key of the kind of document."), "normative")
    unit: str = about(N_("Code of the unit that drafts it."), "waste")
    state: str = about(N_("Where it stands on its way."), "consulting")
    open: bool = about(N_("Whether opinions may be given today."), True)
    version: int = about(N_("Number of the newest version that was put out."), 1)
    opens_on: date | None = about(N_("First day of its consultation."), "2026-03-02")
    closes_on: date | None = about(N_("Last day on which opinions are taken."), "2026-04-01")
    formal_number: str = about(N_("Unified number; empty: not published yet."), "")
    published_on: date | None = about(N_("Day of publication; empty: not published yet."), None)
    url: str = about(N_("The page for people."), PAGE)


class ConsultationPage(Schema):
    """A page of the list of drafts."""

    items: list[ConsultationInList]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)


class ProvisionShape(Schema):
    """A provision of the text."""

    key: str = about(N_("Its key; it stays the same through all versions."), "c4")
    level: str = about(
        N_("Its level: opening, part, chapter, section, article, paragraph, item, subitem."), "article"
    )
    mark: str = about(N_("The number printed before it."), "第四条")
    name: str = about(N_("What it is cited by."), "第四条")
    text: str = about(N_("Its words."), "运输车辆应当在二十二时至次日六时之间行驶。")
    opinions: int = about(N_("How many opinions on it are shown."), 3)


class VersionShape(Schema):
    """A version that was put out."""

    number: int = about(N_("Its number."), 1)
    opens_on: date = about(N_("First day of its consultation."), "2026-03-02")
    closes_on: date = about(N_("Last day on which opinions are taken."), "2026-04-01")
    shorter_reason: str = about(N_("Why its time is shorter than the rule; empty: it is not."), "")
    digest: str = about(N_("SHA-256 over levels and words of its provisions."), "9f2c")
    url: str = about(N_("The page for people."), f"{PAGE}versions/1/")


class ReportShape(Schema):
    """The numbers of the adoption report."""

    opinions: int = about(N_("Opinions that need an answer, all of them answered."), 60)
    by_verdict: dict[str, int] = about(N_("What became of them → how many."), {"adopted": 21})
    by_channel: dict[str, int] = about(N_("How they came → how many."), {"web": 40})
    hidden: dict[str, int] = about(N_("Why they are not shown → how many; they need no answer."), {"spam": 2})
    url: str = about(N_("The page for people."), f"{PAGE}report/")


class ConsultationWhole(ConsultationInList):
    """A draft with its text."""

    need: str = about(N_("Why it is needed, and on which basis."), "现行规定对运输环节缺少要求。")
    explanation: str = about(N_("What is proposed and why."), "规范运输单位条件和行驶时间。")
    identity: str = about(N_("Who may give an opinion: anyone, email or name."), "anyone")
    interpretation: str = about(N_("What it means; empty: not published yet."), "")
    channels: str = about(N_("What it was published through; empty: not published yet."), "")
    in_force_from: date | None = about(N_("First day in force; empty: not published yet."), None)
    lapses_on: date | None = about(N_("Last day in force; empty: not published yet, or no end."), None)
    received: int = about(N_("How many opinions came in."), 63)
    shown: int = about(N_("How many of them are shown."), 61)
    provisions: list[ProvisionShape]
    versions: list[VersionShape]
    report: ReportShape | None = about(
        N_("The numbers of the adoption report; empty: some opinion is not answered yet.")
    )
    files: list[str] = about(N_("The text as files."), [f"{PAGE}text.docx?version=1"])


class OpinionShape(Schema):
    """An opinion as everybody reads it."""

    reference: str = about(N_("Its reference."), "YJ-K7MP3XQR")
    version: int = about(N_("The version it was given on."), 1)
    clause: str = about(N_("Key of the provision it is on; empty: the whole text."), "c4")
    quote: str = about(N_("The words it is on; empty: not on certain words."), "二十二时至次日六时")
    start: int | None = about(
        N_("Where these words begin in the newest text; empty: not on words, or they are gone."), 8
    )
    end: int | None = about(N_("Where they end."), 17)
    orphan: bool = about(N_("Whether what it is on is gone from the newest text."), False)
    words: str = about(N_("What was said, without anything personal."), "建议放宽行驶时间。")
    channel: str = about(N_("Key of how it came."), "web")
    received_on: date = about(N_("Day on which it came."), "2026-03-05")
    verdict: str = about(N_("Key of what became of it; empty: not public yet."), "")
    reason: str = about(N_("Why; empty: not public yet, or no reason was needed."), "")
    answer_clause: str = about(N_("Key of the provision it led to; empty: none."), "")
    answer_provision: str = about(
        N_("Name of that provision; one since taken out says in which version."), ""
    )
    answer_version: int | None = about(N_("The newest version that has it."), None)


class OpinionPage(Schema):
    """A page of the opinions on a draft."""

    items: list[OpinionShape]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)
