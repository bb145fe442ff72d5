"""The shapes collections, remarks and problems have as open data, each field with what it means and an example."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from gongkai.consultations.api.schemas import KEY
from gongkai.core.open_data import about
from gongkai.domain.text import N_

SITE = "https://www.example.gov.cn"
PAGE = f"{SITE}/voice/cgj/CGJ-ZJ-2026-004/"
CollectionState = Literal["open", "closed", "told"]
ProblemState = Literal["planned", "done", "settled"]
_CURSOR = N_("Where the page begins: the cursor of the page before it, as it stands.")


class CollectionQuestion(Schema):
    """What the list of collections is narrowed by."""

    state: CollectionState | None = Field(
        None, description=N_("Open to take part, being evaluated, or results published.")
    )
    kind: str = Field("", max_length=20, pattern=KEY, description=N_("Key of the kind of collection."))
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    cursor: str = Field("", max_length=20, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Collections on a page."))


class RemarksQuestion(Schema):
    """Which page of the remarks."""

    cursor: str = Field("", max_length=20, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Remarks on a page."))


class ProblemsQuestion(Schema):
    """What the list of problems is narrowed by."""

    state: ProblemState | None = Field(None, description=N_("Being put right, being checked, or put right."))
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    cursor: str = Field("", max_length=20, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Problems on a page."))


class CollectionInList(Schema):
    """A collection as the list gives it."""

    number: str = about(N_("Number of the collection."), "CGJ-ZJ-2026-004")
    agency: str = about(N_("Code of an agency."), "cgj")
    title: str = about(N_("Its title."), "市容环境满意度调查")
    kind: str = about(N_("Key of the kind of collection."), "survey")
    unit: str = about(N_("Code of the unit that collects."), "waste")
    state: str = about(N_("Where it stands on its way."), "told")
    open: bool = about(N_("Whether anybody may take part, or sign up, on the site today."), False)
    begins_on: date = about(N_("First day of taking part."), "2026-03-02")
    ends_on: date | None = about(N_("Last day of taking part; empty: there is none."), "2026-03-31")
    closed_on: date | None = about(N_("Day on which it was closed; empty: it is open."), "2026-04-01")
    told_on: date | None = about(
        N_("Day on which its results were published; empty: not published."), "2026-04-15"
    )
    url: str = about(N_("The page for people."), PAGE)


class CollectionPage(Schema):
    """A page of the list of collections."""

    items: list[CollectionInList]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)


class QuestionShape(Schema):
    """A question of the questionnaire."""

    key: str = about(N_("Key of the question."), "q1")
    kind: str = about(
        N_("How it is answered: single, multiple, scale (marks from 1 to 5) or free."), "single"
    )
    text: str = about(N_("The question itself."), "您对市容环境满意吗？")
    options: list[str] = about(N_("Answers to choose from, in their order."), ["满意", "一般", "不满意"])
    needed: bool = about(N_("Whether it must be answered."), True)


class AnswerCount(Schema):
    """How often one answer was chosen."""

    place: int = about(N_("Place of the answer from 1; of a scale the mark."), 1)
    count: int = about(N_("How often it was chosen."), 412)


class FigureShape(Schema):
    """What was answered to a question."""

    question: str = about(N_("Key of the question."), "q1")
    answered: int = about(N_("How many answered it."), 507)
    counts: list[AnswerCount]
    mean: float | None = about(N_("Mean of the marks; empty: not a scale, or nobody answered."), None)


class CollectionWhole(CollectionInList):
    """A collection with what came of it."""

    introduction: str = about(N_("What it is about."), "了解市民对市容环境的意见。")
    place: str = about(N_("Where it takes place; empty: nowhere in particular."), "")
    sign_up_until: date | None = about(N_("Last day for signing up; empty: nobody needs to sign up."), None)
    channels: list[str] = about(N_("Keys of the ways to take part."), ["web", "form"])
    draft: str = about(N_("Number of the draft it is about; empty: none that is public."), "")
    invited: int | None = about(N_("How many were asked; empty: nobody in particular."), 800)
    sample: str = about(N_("Who was asked: groups and organisations."), "沿街商户")
    questions: list[QuestionShape]
    sheets: int = about(N_("How many filled-in questionnaires came in."), 512)
    remarks_received: int = about(N_("How many remarks came in."), 63)
    remarks_shown: int = about(N_("How many of them are shown."), 61)
    problems: int = about(N_("How many public problems were found in it."), 2)
    response_rate: float | None = about(
        N_("Share of those asked who answered, from 0 to 1; empty: results not published, or nobody asked."),
        0.64,
    )
    figures: list[FigureShape] | None = about(
        N_("The figures of the questionnaire; empty: results not published, or nothing was asked.")
    )
    minutes: str = about(N_("Minutes; empty: none, or results not published."), "")
    results: str = about(N_("What came of it; empty: results not published."), "增设果皮箱40处。")


class RemarkShape(Schema):
    """A remark as everybody reads it."""

    reference: str = about(N_("Its reference."), "YJ-K7MP3XQR")
    words: str = about(N_("What was said, without anything personal."), "夜市收摊后垃圾清运不及时。")
    channel: str = about(N_("Key of how it came."), "web")
    received_on: date = about(N_("Day on which it came."), "2026-03-05")
    problem: str = about(
        N_("Number of the problem it showed; empty: none that is public."), "CGJ-WT-2026-002"
    )


class RemarkPage(Schema):
    """A page of the remarks."""

    items: list[RemarkShape]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)


class ProblemShape(Schema):
    """A problem, and how it is put right."""

    number: str = about(N_("Number of the problem."), "CGJ-WT-2026-002")
    agency: str = about(N_("Code of an agency."), "cgj")
    title: str = about(N_("Its title."), "夜市周边清运不及时")
    collection: str = about(N_("Number of the collection it was found in."), "CGJ-ZJ-2026-004")
    unit: str = about(N_("Code of the unit that puts it right."), "waste")
    state: str = about(N_("Where it stands on its way."), "settled")
    measure: str = about(N_("How it is put right."), "收摊后一小时内增加一次清运。")
    due_on: date | None = about(N_("Last day for putting it right."), "2026-05-31")
    settled_on: date | None = about(N_("Day on which it was found put right; empty: not yet."), "2026-05-20")
    outcome: str = about(N_("What was done; empty: not found put right yet."), "已调整清运班次。")
    evidence: str = about(N_("What proves it; empty: not found put right yet."), "清运记录")
    remarks: int = about(N_("How many remarks showed it."), 4)
    url: str = about(N_("The page for people."), f"{SITE}/problems/cgj/CGJ-WT-2026-002/")


class ProblemPage(Schema):
    """A page of the list of problems."""

    items: list[ProblemShape]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)
