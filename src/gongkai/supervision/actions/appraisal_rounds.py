"""Preparing a round of appraisal: whose year, who may be drawn, until when answers are taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.supervision.appraisal import OPEN, SUPERVISOR
from gongkai.domain.supervision.appraisal_sheet import numbers, sheet_on
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.supervision import access_appraisal as access
from gongkai.supervision.actions.appraisal_base import (
    in_post,
    note_author,
    put_back,
    take_in_hand,
    tell_ledger,
)
from gongkai.supervision.models import Round

PREPARED = ledger.verb("supervision.appraisal.prepared", N_("{actor} prepared appraisal {number} of {year}"))
WRITTEN = ledger.verb("supervision.appraisal.written", N_("{actor} changed the days of appraisal {number}"))
#: Days the time may run in which somebody dealt with the agency: two years.
LONGEST_PERIOD = 731


@dataclass(frozen=True, slots=True)
class RoundInput:
    """The year appraised, the time in which people dealt with the agency, and the last day for answers."""

    year: int
    period_from: date
    period_to: date
    closes_on: date


def prepare_round(*, agency_id: int, actor: StaffActor, given: RoundInput) -> Round:
    """Prepares a round; a second click gives the same. Raises ``NotAllowed``, ``Refusal``, ``Invalid``."""
    _check(given)
    with transaction.atomic():
        ledger.take_turn()
        access.may_prepare(actor, agency_id).require()
        agency = Agency.objects.filter(pk=agency_id, closed_on__isnull=True).first()
        if agency is None:
            raise NotAllowed(say("There is no such agency, or it is closed."))
        before = Round.objects.filter(agency=agency, year=given.year, state__in=OPEN).first()
        if before is not None:
            if before.state == "prepared" and _same(before, given):
                return before
            raise Refusal(
                say(
                    "Appraisal {number} of this year is under way. End it or call it off.",
                    number=before.number,
                )
            )
        sheet = sheet_on(clock.today())
        if sheet is None:
            raise Refusal(say("The data hold no question sheet for today."))
        now, code, this_year = clock.now(), agency.code, clock.today().year
        made = Round.objects.create(
            agency=agency,
            number=f"{code.upper()}-PY-{this_year}-{numbering.next_in(f'appraisal.{code}.{this_year}'):03d}",
            sheet=sheet.key,
            year=given.year,
            period_from=given.period_from,
            period_to=given.period_to,
            closes_on=given.closes_on,
            created_at=now,
            updated_at=now,
        )
        doing = in_post(actor, made, (SUPERVISOR,))
        note_author(made, doing)
        tell_ledger(PREPARED, made, doing, data=_told(given))
    return made


def write_round(
    *, round_id: int, actor: StaffActor, expected_revision: int | None, given: RoundInput
) -> Round:
    """Changes the days before the draw. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    _check(given)
    with transaction.atomic():
        found = take_in_hand(round_id, actor, expected_revision)
        access.may_write(actor, found).require()
        if _same(found, given) and found.year == given.year:
            return found
        others = Round.objects.filter(agency=found.agency_id, year=given.year, state__in=OPEN)
        if others.exclude(pk=found.pk).exists():
            raise Invalid(say("Another appraisal of this year is under way."), field="year")
        found.year, found.closes_on = given.year, given.closes_on
        found.period_from, found.period_to = given.period_from, given.period_to
        doing = in_post(actor, found, (SUPERVISOR,))
        put_back(found)
        note_author(found, doing)
        tell_ledger(WRITTEN, found, doing, data=_told(given))
    return found


def _check(given: RoundInput) -> None:
    today, longest = clock.today(), int(numbers("days")["longest"])
    if not 2008 <= given.year <= today.year:
        raise Invalid(say("Give a year from 2008 to this one."), field="year")
    if given.period_from > given.period_to:
        raise Invalid(say("The last day lies before the first."), field="period_to")
    if given.period_to > today:
        raise Invalid(say("This day is still to come."), field="period_to")
    if (given.period_to - given.period_from).days > LONGEST_PERIOD:
        raise Invalid(say("The time is longer than two years."), field="period_from")
    if given.closes_on < today:
        raise Invalid(say("This day is over already."), field="closes_on")
    if (given.closes_on - today).days > longest:
        raise Invalid(say("Answers are taken for at most {days} days.", days=longest), field="closes_on")


def _same(found: Round, given: RoundInput) -> bool:
    now = (found.period_from, found.period_to, found.closes_on)
    return now == (given.period_from, given.period_to, given.closes_on)


def _told(given: RoundInput) -> dict[str, str]:
    return {
        "period_from": given.period_from.isoformat(),
        "period_to": given.period_to.isoformat(),
        "closes_on": given.closes_on.isoformat(),
    }
