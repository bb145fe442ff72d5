"""Special meetings: prepared, called, held, minuted; once signed, their decisions are tasks in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.core import clock, ledger, mail, numbering
from gongkai.core.refusals import Invalid
from gongkai.domain.duties.meetings import PRESENCES, PROCESS
from gongkai.domain.duties.plans import PLANNER
from gongkai.domain.text import N_, say
from gongkai.duties import plan_access
from gongkai.duties.actions.base import in_hand, in_post, note_author, put_back, tell_ledger, words
from gongkai.duties.actions.plan_moving import Way, move, verbs_of
from gongkai.duties.actions.task_clocks import begin
from gongkai.duties.actions.tasks import tell as tell_task
from gongkai.duties.models import AgendaItem, Called, Decision, Meeting, Task, WorkPlan
from gongkai.duties.queries import meetings, tasks
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Membership, Unit

PREPARED = ledger.verb("duties.meeting.prepared", N_("{actor} prepared meeting {number}"))
WRITTEN = ledger.verb(
    "duties.meeting.written", N_("{actor} changed day, place or agenda of meeting {number}")
)
MINUTED = ledger.verb("duties.meeting.minuted", N_("{actor} wrote the minutes of meeting {number}"))
GIVEN = ledger.verb("duties.task.given", N_("Task {number} came of a meeting's decision"))
VERBS = verbs_of("meeting", PROCESS)
LONGEST = {"title": 120, "place": 120}
LONGEST_ITEM, LONGEST_NUMBER, LONGEST_MINUTES, MOST_ITEMS = 200, 80, 20000, 100


@dataclass(frozen=True, slots=True)
class ItemInput:
    """An item of the agenda: words, with the open task or the number of a record it is about."""

    title: str
    task_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """What is prepared before a meeting."""

    title: str
    body_id: int
    begins_at: datetime
    place: str = ""
    agenda: tuple[ItemInput, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """A decision: what is to be done, by which unit, until when; ``plan_id`` the adopted plan it goes to."""

    text: str
    unit_id: int
    due_on: date
    plan_id: int | None = None


def prepare_meeting(*, actor: StaffActor, agency_id: int, given: MeetingInput) -> Meeting:
    """Begins a meeting. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    fields = _checked(given, agency_id)
    with transaction.atomic():
        ledger.take_turn()
        plan_access.may_plan(actor, agency_id).require()
        agency, now = Agency.objects.get(pk=agency_id), clock.now()
        year = timezone.localtime(given.begins_at).year
        serial = numbering.next_in(f"meeting.{agency.code}.{year}")
        made = Meeting.objects.create(
            agency=agency,
            number=f"{agency.code.upper()}-HY-{year}-{serial:02d}",
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
            **fields,
        )
        _set_agenda(made, given.agenda)
        doing = in_post(actor, agency_id, (PLANNER,))
        note_author("meeting", made, doing)
        _tell(PREPARED, made, doing, {"title": made.title})
    return made


def write_meeting(
    *, meeting_id: int, actor: StaffActor, expected_revision: int | None, given: MeetingInput
) -> Meeting:
    """Changes day, place and agenda; of a called meeting everybody is told anew. Raises as above, and ``Conflict``."""
    with transaction.atomic():
        found = in_hand(Meeting, meeting_id, plan_access.meetings_seen(actor), expected_revision)
        plan_access.may_prepare(actor, found).require()
        fields = _checked(given, found.agency_id)
        if found.state == "called" and fields["body_id"] != found.body_id:
            raise Invalid(say("The meeting was called: its body stays."), field="body")
        changed = sorted(name for name, value in fields.items() if getattr(found, name) != value)
        for name in changed:
            setattr(found, name, fields[name])
        changed += ["agenda"] if _set_agenda(found, given.agenda) else []
        if not changed:
            return found
        if found.state == "called":
            _tell_members(found)
        doing = in_post(actor, found.agency_id, (PLANNER,))
        put_back(found)
        note_author("meeting", found, doing)
        _tell(WRITTEN, found, doing, {"fields": changed})
    return found


def write_minutes(
    *,
    meeting_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    minutes: str,
    presences: Mapping[int, str],
    decisions: Iterable[DecisionInput],
) -> Meeting:
    """Writes attendance (called seat → presence), minutes and decisions of a held meeting, all of them anew."""
    plain = words(minutes, "minutes", LONGEST_MINUTES)
    with transaction.atomic():
        found = in_hand(Meeting, meeting_id, plan_access.meetings_seen(actor), expected_revision)
        plan_access.may_minute(actor, found).require()
        found.minutes = plain
        for each in found.called.all():
            said = presences.get(each.pk, "")
            if said and said not in PRESENCES:
                raise Invalid(say("Choose present, excused or absent."), field="minutes")
            Called.objects.filter(pk=each.pk).update(presence=said)
        _set_decisions(found, list(decisions))
        doing = in_post(actor, found.agency_id, (PLANNER,))
        put_back(found)
        note_author("meeting", found, doing)
        counted = {"decisions": meetings.decisions(found).count()}
        _tell(MINUTED, found, doing, counted)
    return found


def move_meeting(
    *, meeting_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Meeting:
    """Makes the move ``key`` (``domain.duties.meetings``); see ``plan_moving.move``."""
    moved: Meeting = move(
        WAY, pk=meeting_id, key=key, actor=actor, expected_revision=expected_revision, reason=reason
    )
    return moved


def _effects(found: Meeting, key: str, actor: StaffActor) -> None:
    if key == "call":
        found.called_on = clock.today()
        _tell_members(found)
    elif key == "hold":
        found.held_on = timezone.localtime(found.begins_at).date()
    elif key == "sign":
        found.signed_on = clock.today()
        for each in meetings.decisions(found):
            _give(found, each, actor)
    elif key == "cancel" and found.called_on is not None:
        _tell_members(found, cancelled=True)


WAY = Way(Meeting, PROCESS, plan_access.meetings_seen, meetings.facts, VERBS, _effects, ("body",))


def _give(found: Meeting, decision: Decision, actor: StaffActor) -> None:
    """The decision as a task in force: of its plan, where that is still carried out, or under the meeting."""
    plan = decision.plan if decision.plan is not None and decision.plan.state == "adopted" else None
    serial = numbering.next_in(f"meeting.tasks.{found.pk}")
    today, now = clock.today(), clock.now()
    task = Task.objects.create(
        agency=found.agency,
        plan=plan,
        meeting=found,
        number=f"{found.number}-{serial:02d}",
        title=decision.text,
        standard=decision.text,
        unit=decision.unit,
        begins_on=min(today, decision.due_on),
        due_on=decision.due_on,
        added_because=f"会议决定{found.number}" if plan else "",
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    Decision.objects.filter(pk=decision.pk).update(task=task)
    begin(task)
    data = {"title": task.title, "unit": decision.unit.code, "due": str(task.due_on), "meeting": found.number}
    tell_task(GIVEN, task, actor, data)


def _tell_members(found: Meeting, *, cancelled: bool = False) -> None:
    """Calls every seat of the body on that day and tells whoever sits there by mail; who left it since stays listed."""
    day = timezone.localtime(found.begins_at)
    for seat in meetings.seats(found.body_id, day.date()):
        people = [seat.person] if seat.person else [each.person for each in seat.post.held]  # type: ignore[union-attr]
        mailed = sum(_mail(found, person.email, day, cancelled=cancelled) for person in people)
        known = Called.objects.filter(meeting=found, member=seat)
        if known.exists():
            known.update(mailed=mailed)
        elif not cancelled:
            Called.objects.create(meeting=found, member=seat, mailed=mailed)


def _mail(found: Meeting, to: str, day: datetime, *, cancelled: bool) -> bool:
    where = f"{settings.PUBLIC_URL}/workspace/meetings/{found.pk}/" if settings.PUBLIC_URL else "工作台“会议”"
    said = "已取消" if cancelled else f"定于{day:%Y-%m-%d %H:%M}在{found.place}召开"
    text = f"会议{found.number}{said}，详见：{where}"
    title = f"会议{found.number}{'取消通知' if cancelled else '通知'}"
    return mail.queue(to=to, title=title, text=text, subject=subject_of(found)) is not None


def _checked(given: MeetingInput, agency_id: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, LONGEST[name], needed=name == "title") for name in LONGEST
    }
    if given.body_id not in {each.pk for each in meetings.bodies_of(agency_id, given.body_id)}:
        raise Invalid(say("Choose a body of the agency."), field="body")
    if not Membership.objects.filter(body_id=given.body_id).exists():
        raise Invalid(say("Nobody sits in this body. Give its seats first."), field="body")
    return fields | {"body_id": given.body_id, "begins_at": given.begins_at}


def _set_agenda(found: Meeting, wanted: tuple[ItemInput, ...]) -> bool:
    """Takes out what is not wanted any more and adds what is new; whether anything changed."""
    if len(wanted) > MOST_ITEMS:
        raise Invalid(say("More than {most} items. Hold two meetings.", most=MOST_ITEMS), field="agenda")
    known = {(each.title, each.task_id, each.number): each for each in meetings.agenda(found)}
    keys: list[tuple[str, int | None, str]] = []
    allowed = set(tasks.open_in(found.agency_id).values_list("pk", flat=True))
    for each in wanted:
        key = (
            words(each.title, "agenda", LONGEST_ITEM, needed=True),
            each.task_id,
            words(each.number, "agenda", LONGEST_NUMBER),
        )
        if each.task_id is not None and each.task_id not in allowed and key not in known:
            raise Invalid(say("Choose tasks of the agency that are open."), field="agenda")
        keys.append(key)
    gone = [each.pk for key, each in known.items() if key not in keys]
    AgendaItem.objects.filter(pk__in=gone).update(taken_out_at=clock.now())
    new = [key for key in dict.fromkeys(keys) if key not in known]
    for title, task, number in new:
        AgendaItem.objects.create(meeting=found, title=title, task_id=task, number=number)
    return bool(gone or new)


def _set_decisions(found: Meeting, wanted: list[DecisionInput]) -> None:
    if len(wanted) > MOST_ITEMS:
        raise Invalid(say("More than {most} items. Hold two meetings.", most=MOST_ITEMS), field="decisions")
    units = {each.pk for each in Unit.objects.filter(agency_id=found.agency_id)}
    plans = set(
        WorkPlan.objects.filter(agency_id=found.agency_id, state="adopted").values_list("pk", flat=True)
    )
    keys = []
    for each in wanted:
        text = words(each.text, "decisions", LONGEST_ITEM, needed=True)
        if each.unit_id not in units:
            raise Invalid(say("Choose a unit of the agency."), field="decisions")
        if each.plan_id is not None and each.plan_id not in plans:
            raise Invalid(say("Choose a plan that is being carried out."), field="decisions")
        if found.held_on is not None and each.due_on < found.held_on:
            raise Invalid(say("The limit of a decision comes after the meeting."), field="decisions")
        keys.append((text, each.unit_id, each.due_on, each.plan_id))
    known = {
        (each.text, each.unit_id, each.due_on, each.plan_id): each.pk for each in meetings.decisions(found)
    }
    gone = [pk for key, pk in known.items() if key not in keys]
    Decision.objects.filter(pk__in=gone).update(taken_out_at=clock.now())
    for text, unit, due_on, plan in dict.fromkeys(keys):
        if (text, unit, due_on, plan) not in known:
            Decision.objects.create(meeting=found, text=text, unit_id=unit, due_on=due_on, plan_id=plan)


def _tell(verb: ledger.Verb, found: Meeting, actor: StaffActor, data: dict[str, Any]) -> None:
    tell_ledger(verb, subject_of(found), actor, agency=found.agency.code, number=found.number, data=data)
