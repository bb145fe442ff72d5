"""How far a task has come, what shows it, and the reminders of its limit."""

from __future__ import annotations

from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from gongkai.core import clock, files, ledger, mail
from gongkai.core.refusals import Invalid
from gongkai.domain.duties import tasks as rules
from gongkai.domain.duties.plans import DOER
from gongkai.domain.text import N_, say
from gongkai.duties import plan_access
from gongkai.duties.actions.base import in_hand, in_post, put_back, words
from gongkai.duties.actions.tasks import tell
from gongkai.duties.models import Task, TaskEvidence, TaskProgress, TaskReminder
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Appointment, Person

PROGRESS = ledger.verb("duties.task.progress", N_("{actor} told how far task {number} has come: {percent} %"))
EVIDENCE = ledger.verb("duties.task.evidence", N_("{actor} added evidence to task {number}"))
REMINDED = ledger.verb("duties.task.reminded", N_("The unit of task {number} was reminded of its limit"))
LONGEST_WORDS, LONGEST_NUMBER, LONGEST_SHOWN = 1000, 80, 200
#: Tasks looked at in one round, and people of a unit written to.
MOST, MOST_PEOPLE = 500, 10


def tell_progress(
    *, task_id: int, actor: StaffActor, expected_revision: int | None, percent: int, text: str
) -> TaskProgress:
    """Notes how far a task has come, in per cent and words. Raises ``NotAllowed``, ``Conflict``, ``Invalid``."""
    plain = words(text, "words", LONGEST_WORDS, needed=True)
    if not 0 <= percent <= 100:
        raise Invalid(say("Write a number from 0 to 100."), field="percent")
    with transaction.atomic():
        found = in_hand(Task, task_id, plan_access.tasks_seen(actor), expected_revision, "plan", "unit")
        plan_access.may_tell(actor, found).require()
        doing = in_post(actor, found.agency_id, (DOER,), found.unit_id)
        made = TaskProgress.objects.create(
            task=found, percent=percent, words=plain, person_id=actor.person_id, at=clock.now()
        )
        found.percent = percent
        put_back(found)
        tell(PROGRESS, found, doing, {"percent": percent})
    return made


def add_evidence(
    *,
    task_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    text: str,
    number: str = "",
    file: tuple[BinaryIO, str] | None = None,
) -> TaskEvidence:
    """Adds what shows that something was done: a file, or the number of a record. Raises as ``tell_progress``."""
    plain = words(text, "words", LONGEST_SHOWN, needed=True)
    numbered = words(number, "number", LONGEST_NUMBER)
    if file is None and not numbered:
        raise Invalid(say("Choose a file, or write the number of the record."), field="number")
    with transaction.atomic():
        found = in_hand(Task, task_id, plan_access.tasks_seen(actor), expected_revision, "plan", "unit")
        plan_access.may_tell(actor, found).require()
        stored, name = files.take(*file) if file is not None else (None, "")
        doing = in_post(actor, found.agency_id, (DOER,), found.unit_id)
        made = TaskEvidence.objects.create(
            task=found,
            words=plain,
            number=numbered,
            file=stored,
            name=name[:200],
            person_id=actor.person_id,
            at=clock.now(),
        )
        put_back(found)
        shown = {"evidence": numbered, "sha256": stored.sha256 if stored else ""}
        tell(EVIDENCE, found, doing, shown)
    return made


def remind() -> int:
    """Reminds the units of tasks whose limit is near or over, once for each step; gives how many."""
    today = clock.today()
    rows = Task.objects.filter(state__in=rules.OPEN, given_on__isnull=False)
    reminded = 0
    for pk, due_on in rows.order_by("due_on", "id").values_list("pk", "due_on")[:MOST]:
        days = rules.reminder_due(due_on, today)
        if days is None:
            break
        known = TaskReminder.objects.filter(task_id=pk, due_on=due_on, days__lte=days)
        if not known.exists():
            reminded += _remind(pk, days)
    return reminded


def _remind(pk: int, days: int) -> int:
    with transaction.atomic():
        ledger.take_turn()
        rows = Task.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
        found = rows.filter(pk=pk, state__in=rules.OPEN).first()
        if found is None or TaskReminder.objects.filter(task=found, due_on=found.due_on, days=days).exists():
            return 0
        mailed = sum(_write_to(found, person, days) for person in _whom(found))
        TaskReminder.objects.create(task=found, due_on=found.due_on, days=days, mailed=mailed, at=clock.now())
        tell(REMINDED, found, None, {"days": days, "mailed": mailed})
    return 1


def _whom(found: Task) -> list[Person]:
    """The responsible person, or whoever carries out tasks in the lead unit."""
    if found.person is not None:
        return [found.person]
    rows = Appointment.objects.filter(
        current_on(clock.today()), post__unit_id=found.unit_id, person__is_active=True
    ).select_related("person", "post")
    return [each.person for each in rows.order_by("id") if DOER in each.post.roles][:MOST_PEOPLE]


def _write_to(found: Task, person: Person, days: int) -> bool:
    """A message that says nothing of the matter but its number and limit."""
    where = f"{settings.PUBLIC_URL}/workspace/tasks/{found.pk}/" if settings.PUBLIC_URL else "工作台“任务”"
    said = f"已超过期限（{found.due_on}）" if days < 0 else f"期限为{found.due_on}"
    text = f"任务{found.number}{said}，请及时办理并报告进展：{where}"
    title = f"任务{found.number}{'逾期提醒' if days < 0 else '到期提醒'}"
    return mail.queue(to=person.email, title=title, text=text, subject=subject_of(found)) is not None
