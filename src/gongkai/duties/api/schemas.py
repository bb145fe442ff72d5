"""The shapes plans, themes, publicity, examinations and bodies have as open data, each field with an example."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from gongkai.core.open_data import about
from gongkai.domain.text import N_

KEY = r"^[A-Za-z0-9._-]*$"
SITE = "https://www.example.gov.cn"
PLAN = f"{SITE}/plans/cgj/CGJ-FA-2026-01/"
ACTIVITY = f"{SITE}/publicity/cgj/CGJ-XC-2026-001/"
_AGENCY, _CURSOR = (
    N_("Code of an agency."),
    N_("Where the page begins: the cursor of the page before it, as it stands."),
)
_NEXT, _MARK = N_("Address of the next page; empty: this is the last."), N_("Cursor of the next page.")
_PAGE = N_("The page for people.")


class PlansQuestion(Schema):
    """What the list of plans is narrowed by."""

    year: int | None = Field(None, ge=2000, le=2100, description=N_("Year of the plan."))
    state: Literal["adopted", "closed"] | None = Field(None, description=N_("Being carried out, or closed."))
    agency: str = Field("", max_length=40, pattern=KEY, description=_AGENCY)
    cursor: str = Field("", max_length=20, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Records on a page."))


class ThemesQuestion(Schema):
    """What the list of themes is narrowed by."""

    state: Literal["running", "closed"] | None = Field(None, description=N_("Under way, or over."))
    agency: str = Field("", max_length=40, pattern=KEY, description=_AGENCY)
    cursor: str = Field("", max_length=20, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Records on a page."))


class ActivitiesQuestion(Schema):
    """What the list of publicity is narrowed by."""

    year: int | None = Field(None, ge=2000, le=2100, description=N_("Year of the activity."))
    kind: str = Field("", max_length=20, pattern=KEY, description=N_("Key of a kind of publicity."))
    agency: str = Field("", max_length=40, pattern=KEY, description=_AGENCY)
    cursor: str = Field("", max_length=40, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Records on a page."))


class YearQuestion(Schema):
    """Which year of which agency."""

    year: int | None = Field(
        None, ge=2000, le=2100, description=N_("The year; without one: the latest there is something of.")
    )
    agency: str = Field("", max_length=40, pattern=KEY, description=_AGENCY)


class BodiesQuestion(Schema):
    """Whose bodies."""

    agency: str = Field("", max_length=40, pattern=KEY, description=_AGENCY)


class PlanInList(Schema):
    """A plan as the list gives it."""

    number: str = about(N_("Number of the plan."), "CGJ-FA-2026-01")
    agency: str = about(_AGENCY, "cgj")
    title: str = about(N_("Its title."), "政务公开工作方案")
    year: int = about(N_("The year it is for."), 2026)
    state: str = about(N_("adopted: being carried out; closed."), "adopted")
    adopted_on: date | None = about(N_("Day of its adoption."), "2026-01-12")
    closed_on: date | None = about(N_("Day on which it was closed; empty: not closed."), None)
    tasks: int = about(N_("Its tasks without those dropped."), 12)
    done: int = about(N_("Tasks that are done."), 7)
    url: str = about(_PAGE, PLAN)


class PlanPage(Schema):
    """A page of the list of plans."""

    items: list[PlanInList]
    next: str | None = about(_NEXT, None)
    cursor: str | None = about(_MARK, None)


class TaskShape(Schema):
    """A task as everybody reads it."""

    number: str = about(N_("Number of the task."), "CGJ-FA-2026-01-03")
    plan: str = about(N_("Number of its plan."), "CGJ-FA-2026-01")
    goal: str = about(N_("The goal it serves."), "权力公开透明运行")
    measure: str = about(N_("The measure it belongs to."), "清理权力事项")
    title: str = about(N_("What is to be done."), "梳理权责清单")
    standard: str = about(N_("What counts as done."), "清单经审核并公布。")
    unit: str = about(N_("Code of the lead unit."), "waste")
    unit_name: str = about(N_("Name of the lead unit."), "渣土管理科")
    helping: list[str] = about(N_("Codes of the units that help."), ["office"])
    begins_on: date = about(N_("Its first day."), "2026-03-02")
    due_on: date = about(N_("Its limit."), "2026-06-30")
    state: str = about(N_("planned, doing, reported, done or dropped."), "doing")
    overdue: bool = about(N_("Whether the limit is over and it is not finished."), False)
    percent: int = about(N_("How far it has come, in per cent, as its unit says."), 60)
    done_on: date | None = about(N_("Day on which it was found done; empty: not yet."), None)
    added_because: str = about(N_("Why it was added to an adopted plan; empty: it stood there before."), "")


class Plan(PlanInList):
    """A plan with its tasks."""

    basis: str = about(N_("What it is based on."), "省政务公开工作要点。")
    text: str = about(N_("Its text."), "全面推进政务公开。")
    by_state: dict[str, int] = about(N_("State of tasks → how many."), {"doing": 5, "done": 7})
    items: list[TaskShape]
    files: list[str] = about(N_("Its tasks as files."), [f"{PLAN}tasks.csv"])


class ThemeInList(Schema):
    """A theme as the list gives it."""

    number: str = about(N_("Number of the theme."), "CGJ-ZT-2026-01")
    agency: str = about(_AGENCY, "cgj")
    title: str = about(N_("Its title."), "政务公开深化年")
    aim: str = about(N_("What it is for."), "让群众看得到、看得懂。")
    state: str = about(N_("running: under way; closed."), "running")
    begins_on: date = about(N_("Its first day."), "2026-01-01")
    ends_on: date = about(N_("Its last day."), "2026-12-31")
    url: str = about(_PAGE, f"{SITE}/themes/cgj/CGJ-ZT-2026-01/")


class ThemePage(Schema):
    """A page of the list of themes."""

    items: list[ThemeInList]
    next: str | None = about(_NEXT, None)
    cursor: str | None = about(_MARK, None)


class ThemeDocument(Schema):
    """A document that belongs to a theme and is public."""

    index_number: str = about(N_("Its index number."), "014314799/2026-00001")
    title: str = about(N_("Its title."), "权责清单")
    url: str = about(_PAGE, f"{SITE}/documents/014314799-2026-00001/")


class Theme(ThemeInList):
    """A theme with its tasks and documents."""

    measures: str = about(N_("What is done for it."), "清理权责，公布标准。")
    tasks: int = about(N_("Its tasks that are public."), 4)
    percent: int = about(N_("Share of them that is done, in whole per cent, rounded down."), 50)
    by_state: dict[str, int] = about(N_("State of tasks → how many."), {"doing": 2, "done": 2})
    items: list[TaskShape]
    documents: list[ThemeDocument]


class ActivityShape(Schema):
    """A published activity."""

    number: str = about(N_("Number of the activity."), "CGJ-XC-2026-001")
    agency: str = about(_AGENCY, "cgj")
    title: str = about(N_("Its title."), "法制宣传日活动")
    kind: str = about(N_("Key of a kind of publicity."), "law_day")
    kind_label: str = about(N_("Its kind in words."), "法制宣传日")
    unit: str = about(N_("Code of the unit that held it."), "waste")
    begins_on: date = about(N_("Its first day."), "2026-03-15")
    ends_on: date = about(N_("Its last day."), "2026-03-15")
    place: str = about(N_("Where; empty: nowhere in particular."), "人民广场")
    co_organisers: str = about(N_("Held together with whom; empty: nobody."), "")
    partners: list[str] = about(N_("Names of the organisations that helped."), ["示例日报"])
    printed: int = about(N_("Copies printed for it."), 300)
    in_stock: int = about(N_("Copies there were before."), 60)
    given_out: int = about(N_("Copies given out."), 340)
    consulted: int = about(N_("People who asked on the spot, in person-times."), 55)
    counted_how: str = about(N_("How they were counted."), "现场登记")
    words: str = about(N_("What the public reads of it."), "现场发放宣传材料。")
    press_title: str = about(N_("The piece in the press; empty: none."), "")
    press_outlet: str = about(N_("Where it appeared."), "")
    press_on: date | None = about(N_("On which day."), None)
    press_url: str = about(N_("Its address."), "")
    published_on: date | None = about(N_("Day of publication."), "2026-03-18")
    photos: list[str] = about(N_("Its photos as the public sees them."), [f"{SITE}/publicity/photos/7.jpg"])
    url: str = about(_PAGE, ACTIVITY)


class ActivityPage(Schema):
    """A page of the list of publicity."""

    items: list[ActivityShape]
    next: str | None = about(_NEXT, None)
    cursor: str | None = about(_MARK, None)


class Withdrawn(Schema):
    """What is said of a withdrawn activity."""

    message: str = about(N_("What happened, why, and what to do, in one or two sentences."), "该活动已撤下。")
    number: str = about(N_("Number of the activity."), "CGJ-XC-2026-001")
    withdrawn_on: date | None = about(N_("Day on which it was withdrawn."), "2026-04-01")
    reason: str = about(N_("Why it was withdrawn."), "照片未经同意。")


class ExaminationShape(Schema):
    """A confirmed examination in numbers; nobody's name, nobody's mark."""

    title: str = about(N_("Its title."), "政府信息公开条例考试")
    subject: str = about(N_("Key of its subject."), "regulation")
    subject_label: str = about(N_("Its subject in words."), "政府信息公开")
    sittings: int = about(N_("Sittings that were held, resits among them."), 2)
    resits: int = about(N_("Resits among them."), 1)
    last_on: date | None = about(N_("Day of the last sitting."), "2026-05-20")
    enrolled: int = about(N_("Persons enrolled."), 990)
    candidates: int = about(N_("Persons who sat it, each once."), 936)
    passed: int = about(N_("Persons who passed it."), 844)
    rate: float | None = about(N_("Passed of candidates in per cent; empty: nobody sat it."), 90.17)


class TrainingYear(Schema):
    """Training and examinations of a year."""

    agency: str = about(_AGENCY, "cgj")
    year: int = about(N_("The year."), 2026)
    years: list[int] = about(N_("The years there is something of."), [2026, 2025])
    courses: int = about(N_("Courses held."), 6)
    person_times: int = about(N_("Who attended them, in person-times."), 412)
    candidates: int = about(N_("Persons who sat an examination, each once an examination."), 936)
    passed: int = about(N_("Persons who passed."), 844)
    items: list[ExaminationShape]
    url: str = about(_PAGE, f"{SITE}/training/?year=2026")


class SeatShape(Schema):
    """A seat of a body; who holds the post is not named."""

    seat: str = about(N_("head, deputy, director or member."), "head")
    unit: str = about(N_("Name of the unit of the post; empty: appointed in person."), "局领导")
    post: str = about(N_("The post that sits there; empty: appointed in person."), "局长")
    begins_on: date = about(N_("Since when."), "2026-01-05")
    ends_on: date | None = about(N_("Until when; empty: no end is set."), None)


class ChangeShape(Schema):
    """A change of a body."""

    on: date = about(N_("The day."), "2026-01-05")
    what: str = about(N_("founded, dissolved, given (a seat) or ended (a seat)."), "given")
    seat: str = about(N_("Which seat; empty: the body itself."), "member")
    post: str = about(N_("Of which post; empty: none, or appointed in person."), "科长")
    basis: str = about(N_("The document behind it."), "城管〔2026〕1号")


class BodyShape(Schema):
    """A body that leads or supervises openness."""

    name: str = about(N_("Its name."), "政务公开领导小组")
    kind: str = about(N_("leading_group, office, supervision_group or other."), "leading_group")
    duties: str = about(N_("What it does."), "统筹政务公开工作。")
    basis: str = about(N_("The document it was founded by."), "城管〔2026〕1号")
    begins_on: date = about(N_("Since when it sits."), "2026-01-05")
    ends_on: date | None = about(N_("Since when it does not any more; empty: it sits."), None)
    meetings: int = about(N_("Special meetings held this year."), 3)
    seats: list[SeatShape]
    changes: list[ChangeShape]


class Bodies(Schema):
    """The bodies of an agency."""

    agency: str = about(_AGENCY, "cgj")
    items: list[BodyShape]
    url: str = about(_PAGE, f"{SITE}/organisation/")
