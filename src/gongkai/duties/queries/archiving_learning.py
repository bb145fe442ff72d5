"""What courses, examinations and publicity tell the archive when they have ended."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.domain.archive.records import Record
from gongkai.domain.duties import examining, learning
from gongkai.domain.duties import publicity as publicity_course
from gongkai.duties import access_learning, publicity_words
from gongkai.duties.access import agencies_seen
from gongkai.duties.models import Activity, Candidate, Course, Examination
from gongkai.duties.queries import publicity
from gongkai.duties.queries.archiving_ends import ending, of_agency
from gongkai.duties.queries.learning import courses, examinations
from gongkai.duties.queries.learning.subjects import subject_of
from gongkai.people.actor import StaffActor


def _course(pk: int) -> Record:
    found = Course.objects.select_related("agency").get(pk=pk)
    rows = (
        found.attendances.filter(present=True)
        .select_related("learner", "unit")
        .order_by("learner__staff_number")
    )
    lines = [[each.learner.staff_number, each.learner.name, each.unit.name, each.hours] for each in rows]
    about = "\n".join([found.title, f"授课人：{found.teacher}", found.about])
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.begins_on,
        ended=gettext(learning.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(begins_on=found.begins_on, ends_on=found.ends_on, place=found.place, counted=len(lines)),
        papers=(
            archiving.text("body", "培训.txt", about, personal=False),
            archiving.table("roster", "参训名册.csv", ("工号", "姓名", "单位", "学时"), lines, personal=True),
        ),
        subjects=(subject_of(found),),
    )


def _examination(pk: int) -> Record:
    found = Examination.objects.select_related("agency").get(pk=pk)
    rows = (
        Candidate.objects.filter(sitting__examination=found, withdrawn_at__isnull=True)
        .select_related("learner", "unit")
        .order_by("learner__staff_number", "id")
    )
    lines = [
        [
            each.learner.staff_number,
            each.learner.name,
            each.unit.name,
            _there(each),
            each.marks,
            _passed(each),
        ]
        for each in rows
    ]
    head = ("工号", "姓名", "单位", "到考", "成绩", "合格")
    return Record(
        number=found.number,
        title=found.title,
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(examining.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(counted=len(lines), published_on=found.confirmed_on),
        papers=(archiving.table("roster", "成绩册.csv", head, lines, personal=True),),
        subjects=(subject_of(found),),
    )


def _there(each: Candidate) -> str:
    return "" if each.present is None else "是" if each.present else "否"


def _passed(each: Candidate) -> str:
    return "是" if each.passed else "否"


def _activity(pk: int) -> Record:
    found = Activity.objects.select_related("agency", "unit", "board").get(pk=pk)
    said = [found.title, found.words, f"合办：{found.co_organisers}", f"统计方法：{found.counted_how}"]
    said += [
        f"报道：{found.press_title} {found.press_outlet} {found.press_url}",
        f"撤回理由：{found.withdrawn_reason}",
    ]
    photos, gone = archiving.parted(
        "photo",
        (
            (each.key, f"{each.caption or '照片'} {number}.jpg", "image/jpeg")
            for number, each in enumerate(found.photos.order_by("id"), 1)
        ),
    )
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.begins_on,
        ended=gettext(publicity_course.PROCESS.state(found.state).label),
        responsible=found.unit.name,
        rows=rows_of(
            category=publicity_words.kind_name(found.kind),
            begins_on=found.begins_on,
            ends_on=found.ends_on,
            place=found.place,
            counted=found.consulted,
            published_on=found.published_on,
        ),
        papers=(archiving.text("body", "活动记录.txt", "\n".join(said), personal=False), *photos),
        gone=tuple(gone),
        subjects=(publicity.subject_of(found),),
    )


def _sees_names(actor: StaffActor, found: Course | Examination) -> bool:
    """Whether every name and mark is shown: others see those of the own unit, or their own."""
    return found.agency_id in agencies_seen(actor, access_learning.SEEING_ALL)


SOURCES = (
    Source(
        kind="course",
        rows=lambda: of_agency(Course.objects.all()),
        closed=Coalesce(F("held_on"), TruncDate("updated_at")),
        told=_course,
        shows=lambda actor, pk: courses.course(actor, pk) is not None,
        url=lambda pk: ("workspace:learning_course", (pk,)),
        whole=lambda actor, pk: _sees_names(actor, Course.objects.get(pk=pk)),
        steps=ending("course", learning.PROCESS, "course"),
        unit="no_unit",
    ),
    Source(
        kind="examination",
        rows=lambda: of_agency(Examination.objects.all()),
        closed=Coalesce(F("confirmed_on"), TruncDate("updated_at")),
        told=_examination,
        shows=lambda actor, pk: examinations.examination(actor, pk) is not None,
        url=lambda pk: ("workspace:learning_examination", (pk,)),
        whole=lambda actor, pk: _sees_names(actor, Examination.objects.get(pk=pk)),
        steps=ending("examination", examining.PROCESS, "examination"),
        unit="no_unit",
    ),
    Source(
        kind="publicity",
        rows=Activity.objects.all,
        closed=Coalesce(F("withdrawn_on"), F("published_on"), TruncDate("updated_at")),
        told=_activity,
        shows=lambda actor, pk: publicity.activity(actor, pk) is not None,
        url=lambda pk: ("workspace:activity", (pk,)),
        steps=ending(publicity.STEPS, publicity_course.PROCESS, "publicity"),
    ),
)
