"""What plans, tasks, meetings and themes tell the archive when they have ended; the rest in ``archiving_learning``."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.domain.archive.records import Paper, Record
from gongkai.domain.duties import meetings as meeting_course
from gongkai.domain.duties import plans as plan_course
from gongkai.domain.duties import tasks as task_course
from gongkai.domain.duties import themes as theme_course
from gongkai.duties.models import Meeting, Task, Theme, WorkPlan
from gongkai.duties.queries import archiving_learning, meetings, plans, tasks, themes
from gongkai.duties.queries.archiving_ends import ending, of_agency
from gongkai.duties.queries.plan_subjects import subject_of


def _plan(pk: int) -> Record:
    found = WorkPlan.objects.select_related("agency").get(pk=pk)
    rows = found.tasks.select_related("unit").order_by("number")
    lines = [
        [
            each.number,
            each.title,
            each.standard,
            each.unit.name,
            each.begins_on,
            each.due_on,
            _state(each),
            each.done_on,
        ]
        for each in rows
    ]
    head = ("编号", "任务", "完成标准", "牵头单位", "开始日期", "时限", "状态", "完成日期")
    said = "\n".join([found.title, f"依据：{found.basis}", found.text])
    return Record(
        number=found.number,
        title=found.title,
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(plan_course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(published_on=found.adopted_on, counted=len(lines), basis=found.basis),
        papers=(
            archiving.text("body", "方案.txt", said, personal=False, made_on=found.adopted_on),
            archiving.table("course", "任务完成情况.csv", head, lines, personal=False),
        ),
        subjects=(subject_of(found),),
    )


def _state(task: Task) -> str:
    return gettext(task_course.PROCESS.state(task.state).label)


def _task(pk: int) -> Record:
    found = Task.objects.select_related("agency", "unit", "plan", "meeting", "person").get(pk=pk)
    come = [
        [archiving.day_of(each.at), each.percent, each.words, each.person.name if each.person else ""]
        for each in found.progress.select_related("person").order_by("id")
    ]
    papers: list[Paper] = [
        archiving.table("course", "进展.csv", ("日期", "进度%", "情况", "填报人"), come, personal=False)
    ]
    papers += [
        archiving.stored("evidence", each.file, each.name or each.words)
        for each in found.evidence.select_related("file").order_by("id")
        if each.file is not None
    ]
    origin = found.plan or found.meeting
    numbers = [
        origin.number if origin else "",
        *found.evidence.order_by("id").values_list("number", flat=True),
    ]
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.begins_on,
        ended=_state(found),
        responsible=found.unit.name,
        rows=rows_of(
            due_on=found.due_on,
            officer=found.person.name if found.person else "",
            basis=found.standard,
            related="、".join(each for each in numbers if each),
        ),
        papers=tuple(papers),
        subjects=(subject_of(found),),
    )


def _meeting(pk: int) -> Record:
    found = Meeting.objects.select_related("agency", "body").get(pk=pk)
    agenda = found.agenda.filter(taken_out_at__isnull=True).order_by("id")
    decided = found.decisions.filter(taken_out_at__isnull=True).select_related("unit").order_by("id")
    said = [found.title, "议题"]
    said += [f"{number}. {each.title} {each.number}".rstrip() for number, each in enumerate(agenda, 1)]
    said += ["纪要", found.minutes, "议定事项"]
    said += [f"{each.text}（{each.unit.name}，{each.due_on.isoformat()}前）" for each in decided]
    return Record(
        number=found.number,
        title=found.title,
        opened_on=archiving.day_of(found.begins_at),
        ended=gettext(meeting_course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(place=found.place, begins_on=archiving.day_of(found.begins_at), counted=len(decided)),
        papers=(
            archiving.text(
                "minutes", "会议纪要.txt", "\n".join(said), personal=False, made_on=found.signed_on
            ),
        ),
        subjects=(subject_of(found),),
    )


def _theme(pk: int) -> Record:
    found = Theme.objects.select_related("agency").get(pk=pk)
    said = "\n".join([found.title, f"目标：{found.aim}", f"措施：{found.measures}"])
    lines = [[each.index_number, each.title] for each in found.publications.order_by("id")]
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.begins_on,
        ended=gettext(theme_course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(begins_on=found.begins_on, ends_on=found.ends_on, counted=len(lines)),
        papers=(
            archiving.text("body", "专题.txt", said, personal=False),
            archiving.table("attachment", "专题文件.csv", ("索引号", "标题"), lines, personal=False),
        ),
        subjects=(subject_of(found),),
    )


SOURCES = (
    Source(
        kind="work_plan",
        rows=lambda: of_agency(WorkPlan.objects.all()),
        closed=Coalesce(F("closed_on"), TruncDate("updated_at")),
        told=_plan,
        shows=lambda actor, pk: plans.plan(actor, pk) is not None,
        url=lambda pk: ("workspace:plan", (pk,)),
        steps=ending("plan", plan_course.PROCESS, "work_plan"),
        unit="no_unit",
    ),
    Source(
        kind="work_task",
        rows=lambda: Task.objects.filter(given_on__isnull=False),
        closed=Coalesce(F("done_on"), F("dropped_on"), TruncDate("updated_at")),
        told=_task,
        shows=lambda actor, pk: tasks.task(actor, pk) is not None,
        url=lambda pk: ("workspace:task", (pk,)),
        steps=ending("task", task_course.PROCESS, "work_task"),
    ),
    Source(
        kind="meeting",
        rows=lambda: of_agency(Meeting.objects.all()),
        closed=Coalesce(F("signed_on"), TruncDate("updated_at")),
        told=_meeting,
        shows=lambda actor, pk: meetings.meeting(actor, pk) is not None,
        url=lambda pk: ("workspace:meeting", (pk,)),
        steps=ending("meeting", meeting_course.PROCESS, "meeting"),
        unit="no_unit",
    ),
    Source(
        kind="theme",
        rows=lambda: of_agency(Theme.objects.all()),
        closed=Coalesce(F("closed_on"), TruncDate("updated_at")),
        told=_theme,
        shows=lambda actor, pk: themes.theme(actor, pk) is not None,
        url=lambda pk: ("workspace:theme", (pk,)),
        steps=ending("theme", theme_course.PROCESS, "theme"),
        unit="no_unit",
    ),
    *archiving_learning.SOURCES,
)
