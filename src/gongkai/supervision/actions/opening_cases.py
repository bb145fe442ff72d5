"""Opening a case of accountability (责任追究立案): by hand, or begun from a finding or a matter."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from gongkai.complaints.models import Matter
from gongkai.complaints.queries import records as matters
from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid, NotAllowed
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.accountability import SUPERVISOR
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Appointment, Person, Unit
from gongkai.supervision import access_accountability as access
from gongkai.supervision.models import Case, CaseStep, Finding
from gongkai.supervision.queries import findings
from gongkai.supervision.queries.cases import subject_of

OPENED = ledger.verb("supervision.case.opened", N_("{actor} opened case {number}"))
#: Longest words of a step, and of the line that says what happened, in characters.
LONGEST, LONGEST_TITLE = 4000, 200


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case is opened with. ``person_id`` ``None``: the case is the unit's. ``token``: the form's own."""

    unit_id: int
    fault: str
    title: str
    facts: str
    person_id: int | None = None
    source: str = Case.Source.HAND
    finding_id: int | None = None
    matter_id: int | None = None
    token: str = ""


def open_case(*, actor: StaffActor, content: NewCase) -> Case:
    """Opens it. Raises ``NotAllowed``, or ``Invalid`` naming the field. A second click gives the case of the first."""
    with transaction.atomic():
        ledger.take_turn()
        known = _opened_before(actor, content.token)
        if known is not None:
            return known
        unit, person = _unit(actor, content), _person(content)
        access.may_open(actor, unit, content.person_id).require()
        _check(content, unit, person)
        finding, matter = _from(actor, content)
        today = clock.today()
        year = today.year
        number = f"ZZ{year}-{numbering.next_in(f'{unit.agency.code}.case.{year}'):03d}"
        case = Case.objects.create(
            agency_id=unit.agency_id,
            number=number,
            token=content.token[:64] or None,
            unit=unit,
            person=person,
            fault=content.fault,
            title=plain(content.title)[:LONGEST_TITLE],
            facts=plain(content.facts),
            source=content.source,
            finding=finding,
            matter=matter,
            opened_on=today,
            act_by=clock.calendar().after(today, liability.days()["look_into"]),
            updated_at=clock.now(),
        )
        doing = actor.acting_as(actor.holds(SUPERVISOR, agency_id=unit.agency_id))
        CaseStep.objects.create(
            case=case,
            move="opened",
            to_state=case.state,
            person_id=actor.person_id,
            on_behalf_of_id=doing.on_behalf_of_id,
            post=doing.post_title[:120],
            at=clock.now(),
            words=case.facts,
        )
        ledger.record(
            OPENED,
            subject=subject_of(case),
            actor=doing,
            data={"number": number, "fault": case.fault, "unit": unit.name, "source": case.source},
            private={"words": case.facts, **({"person": person.name} if person else {})},
        )
    return case


def plain(text: str) -> str:
    """The text without the sign no database keeps, and without outer blanks."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _opened_before(actor: StaffActor, token: str) -> Case | None:
    """The case this very form opened before; somebody else's token finds nothing."""
    if not token:
        return None
    mine = Case.objects.filter(token=token[:64], steps__move="opened", steps__person_id=actor.person_id)
    return mine.first()


def _unit(actor: StaffActor, content: NewCase) -> Unit:
    rows = Unit.objects.select_related("agency").filter(pk=content.unit_id)
    unit = rows.filter(agency_id__in={each.agency_id for each in actor.holdings}).first()
    if unit is None:
        raise Invalid(say("Choose the unit concerned."), field="unit")
    return unit


def _person(content: NewCase) -> Person | None:
    return Person.objects.filter(pk=content.person_id).first() if content.person_id else None


def _check(content: NewCase, unit: Unit, person: Person | None) -> None:
    if content.fault not in liability.faults():
        raise Invalid(say("Choose what kind of fault it is."), field="fault")
    if not plain(content.title):
        raise Invalid(say("Write in a line what happened."), field="title")
    if len(plain(content.title)) > LONGEST_TITLE:
        raise _too_long(LONGEST_TITLE, "title")
    if not plain(content.facts):
        raise Invalid(say("Write what is known so far."), field="facts")
    if len(plain(content.facts)) > LONGEST:
        raise _too_long(LONGEST, "facts")
    if content.person_id is None and unit.closed_on is not None:
        raise Invalid(say("This unit is closed, and nobody answers for it. Name the person."), field="person")
    if content.person_id is not None:
        held = Appointment.objects.filter(person_id=content.person_id, post__unit=unit)
        if person is None or not held.exists():
            raise Invalid(
                say("This person never held a post in this unit. Choose both anew."), field="person"
            )


def _too_long(longest: int, field: str) -> Invalid:
    return Invalid(say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field)


def _from(actor: StaffActor, content: NewCase) -> tuple[Finding | None, Matter | None]:
    """The records it is begun from: those the actor sees."""
    finding = findings.one(actor, content.finding_id) if content.finding_id else None
    matter = matters.matter_for_staff(actor, content.matter_id) if content.matter_id else None
    if (content.finding_id and finding is None) or (content.matter_id and matter is None):
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    return finding, matter
