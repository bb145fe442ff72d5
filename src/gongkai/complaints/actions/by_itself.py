"""What the system's own clock does to matters: the shelved list, and the ladder that urges. Safe to run twice."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.complaints.actions.base import tell_ledger
from gongkai.complaints.actions.moving import move
from gongkai.complaints.models import Matter, Nudge
from gongkai.complaints.queries.people import heads_of, leaders_of
from gongkai.complaints.queries.subjects import SUBJECT, subject_of
from gongkai.core import clock, ladder, ledger, mail
from gongkai.core.models import Deadline, LadderStep
from gongkai.core.refusals import Conflict, Refusal
from gongkai.domain.ladder import steps_on
from gongkai.domain.text import N_
from gongkai.people.models import Person

log = logging.getLogger(__name__)

NUDGED = ledger.verb("complaints.matter.nudged", N_("{actor} took the step {step} of the ladder on {number}"))


def look_again() -> int:
    """Takes matters from the shelved list whose day has come. Gives how many."""
    due = Matter.objects.filter(state="shelved", review_again_on__lte=clock.today()).order_by("pk")
    return sum(_by_clock(pk, "look_again") for pk in list(due.values_list("pk", flat=True)))


def _by_clock(pk: int, key: str) -> int:
    try:
        move(matter_id=pk, key=key, actor=None, expected_version=None)
    except Conflict:
        return 0
    except Refusal as refusal:
        # One that cannot be done keeps none of the others waiting.
        log.error("Matter %s: %s was refused: %s", pk, key, refusal)  # noqa: TRY400 - the sentence says it
        return 0
    return 1


def climb(limit: int = 200) -> int:
    """Takes the steps of the ladder whose moment has come, in office hours only. Gives how many."""
    return ladder.fire_due(_nudge, limit=limit)


def _nudge(step: LadderStep, deadline: Deadline) -> None:
    """Writes whom the step reached. Part of the transaction that claims the step."""
    if deadline.subject_type != SUBJECT:
        return
    matter = (
        Matter.objects.select_related("agency", "handler", "unit").filter(pk=int(deadline.subject)).first()
    )
    if matter is None:
        return
    people = _reached(matter, step)
    Nudge.objects.create(
        matter=matter,
        ladder_step=step.pk,
        step=step.step,
        person=people[0] if people else None,
        at=clock.now(),
    )
    tell_ledger(NUDGED, matter, None, data={"step": step.step, "people": [each.pk for each in people]})
    for person in people:
        _write_to(person, matter, step.step)


def _reached(matter: Matter, step: LadderStep) -> list[Person]:
    """Whom the step names (handler, head of the unit, leader); never the person the report is against."""
    whom = next((each.to for each in steps_on(clock.today()) if each.key == step.step), ())
    found = [matter.handler] if matter.handler is not None and "handler" in whom else []
    if "head" in whom:
        found += heads_of(matter)
    if "leader" in whom:
        found += leaders_of(matter)
    return [each for each in dict.fromkeys(found) if each.pk != matter.against_person_id]


def _write_to(person: Person, matter: Matter, step: str) -> None:
    with translation.override("zh-hans"):
        titles = {
            "yellow": _("{number}: most of the time is gone"),
            "red": _("{number}: the time is over"),
            "urge": _("{number}: one working day overdue, please reply"),
            "supervise": _("{number}: long overdue, a leader is told"),
        }
        title = titles.get(step, "{number}").format(number=matter.number)
        text = _("Please open your work list: {address}").format(address=f"{settings.PUBLIC_URL}/workspace/")
    mail.queue(to=person.email, title=title, text=text, subject=subject_of(matter))
