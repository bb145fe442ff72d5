"""Deeds beside the process: correcting what it is about, looking on the spot, asking, helping, urging, instructing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.complaints import access, house
from gongkai.complaints.actions import files as file_deeds
from gongkai.complaints.actions import projecting, telling, timing
from gongkai.complaints.actions.base import (
    ahead,
    in_post,
    needed,
    note_step,
    put_back,
    take_in_hand,
    tell_ledger,
)
from gongkai.complaints.actions.taking import version_of
from gongkai.complaints.models import Exchange, Instruction, Link, Matter, MatterFile, Nudge, SiteCheck
from gongkai.complaints.people import Acting
from gongkai.complaints.queries.subjects import instruction_subject
from gongkai.core import clock, deadlines, ledger, places
from gongkai.core.models import Deadline
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.complaints import CHIEF, DESK, LEADER, OPEN, categories
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

CORRECTED = ledger.verb("complaints.matter.corrected", N_("{actor} corrected what {number} is about"))
CHECKED = ledger.verb("complaints.check.entered", N_("{actor} looked at {number} on the spot"))
ASKED = ledger.verb("complaints.exchange.asked", N_("{actor} asked the reporter of {number} a question"))
ANSWERED = ledger.verb("complaints.exchange.answered", N_("{actor} answered the question on {number}"))
ADDED = ledger.verb("complaints.exchange.added", N_("{actor} added something to {number}"))
HELPED = ledger.verb("complaints.co_unit.contributed", N_("{actor} contributed to {number}"))
INSTRUCTED = ledger.verb("complaints.instruction.given", N_("{actor} gave an instruction on {number}"))
REPORTED = ledger.verb(
    "complaints.instruction.reported", N_("{actor} reported on the instruction on {number}")
)
URGED = ledger.verb("complaints.matter.urged", N_("{actor} urged the unit that has {number}"))
LINKED = ledger.verb("complaints.link.made", N_("{actor} passed on what {number} shows: {kind} {link}"))
#: Clock of an instruction.
INSTRUCTION = "complaint.instruction"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a matter is about; ``None`` leaves it as it is."""

    kind: str | None = None
    category: str | None = None
    title: str | None = None
    urgent: bool | None = None
    lat: float | None = None
    lon: float | None = None
    district: str | None = None
    grid: str | None = None
    address: str | None = None
    answers: dict[str, Any] | None = None


def correct(
    *,
    matter_id: int,
    actor: StaffActor,
    correction: Correction,
    reason: str = "",
    expected_version: int | None,
) -> Matter:
    """Corrects kind, category or place. A running period of handling is counted anew from the same moment."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, expected_version)
        access.may_edit(actor, matter).require()
        if matter.state not in OPEN:
            raise Refusal(say("The matter is closed; what it was about stays as it was counted."))
        before = timing.handling_periods(matter)
        told = _corrected(matter, correction)
        if not told:
            return matter
        running = timing.handle_clock(matter)
        put_back(matter)
        if running is not None and timing.handling_periods(matter) != before:
            _count_anew(matter, running)
        projecting.follow(matter, "correct")
        doing = in_post(actor, matter, (DESK, CHIEF))
        note_step(matter, "correct", doing, reason=reason.strip(), data=told)
        tell_ledger(CORRECTED, matter, doing, data={"changed": told}, reason=reason.strip())
    return matter


def _corrected(matter: Matter, correction: Correction) -> dict[str, Any]:
    if correction.kind is not None and correction.kind not in house.keys("kind"):
        raise Invalid(say("Choose what kind of matter it is."), field="kind")
    if correction.category:
        found = categories.category(correction.category, matter.received_on)
        if isinstance(found, Refused):
            raise Invalid(found.reason, field="category")
    if correction.title is not None:
        needed(correction.title, "title", 200)
    if correction.lat is not None and correction.lon is not None:
        at = places.checked_point(correction.lat, correction.lon)
        if isinstance(at, Refused):
            raise Invalid(at.reason, field="lat")
    told: dict[str, Any] = {}
    for name in (
        "kind",
        "category",
        "title",
        "urgent",
        "lat",
        "lon",
        "district",
        "grid",
        "address",
        "answers",
    ):
        value = getattr(correction, name)
        if value is None or value == getattr(matter, name):
            continue
        # Words of places may name a home: the ledger says that they changed, not to what.
        told[name] = value if name in ("kind", "category", "urgent", "district", "grid") else True
        setattr(matter, name, value)
    if "category" in told:
        matter.category_version = version_of(matter.category, matter.received_on)
    return told


def _count_anew(matter: Matter, running: Deadline) -> None:
    """The same start, holds and extension under the limits of what it really is."""
    periods = timing.handling_periods(matter)
    timing.stop(matter, timing.STEP)
    for number, period in enumerate(periods[:-1], start=1):
        timing.begin(matter, f"{timing.STEP}{number}", at=running.started_at, period=period)
    deadlines.change_period(running, period=periods[-1], title=f"{matter.number} {matter.title}")


def enter_check(
    *, matter_id: int, actor: StaffActor, text: str, before: Any = (), after: Any = ()
) -> SiteCheck:
    """What was found on the spot, with photos before and after."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        access.may_work_on(actor, matter).require()
        check = SiteCheck.objects.create(
            matter=matter,
            round=matter.round,
            person_id=actor.person_id,
            at=clock.now(),
            text=needed(text, "text"),
        )
        uploads = [file_deeds.Upload(each.file, each.name, MatterFile.Kind.BEFORE) for each in before]
        uploads += [file_deeds.Upload(each.file, each.name, MatterFile.Kind.AFTER) for each in after]
        kept = file_deeds.keep_files(matter, uploads, actor)
        doing = in_post(actor, matter, access.ROLES)
        tell_ledger(CHECKED, matter, doing, data={"files": [[each.pk, each.kind] for each in kept]})
    return check


def ask_reporter(*, matter_id: int, actor: StaffActor, question: str) -> Exchange:
    """A question the reporter answers by the link, without an account. The clock does not stop for it."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        access.may_work_on(actor, matter).require()
        if matter.state not in OPEN:
            raise Refusal(say("The matter is closed; nothing can be asked any more."))
        row = Exchange.objects.create(
            matter=matter,
            question=needed(question, "question", 1000),
            person_id=actor.person_id,
            asked_at=clock.now(),
        )
        tell_ledger(ASKED, matter, in_post(actor, matter, access.ROLES))
        telling.tell_question(matter)
    return row


def add_words(
    *, matter_id: int, actor: Acting, text: str, exchange_id: int | None = None, files: Any = ()
) -> Exchange:
    """The reporter answers a question, or adds something unasked; the desk enters what was said by telephone."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        if isinstance(actor, StaffActor):
            access.may_work_on(actor, matter).require()
        if matter.state not in OPEN:
            raise Refusal(say("The matter is closed. Object to the closing, or hand in a new matter."))
        words = needed(text, "text")
        now = clock.now()
        if exchange_id is None:
            row = Exchange.objects.create(matter=matter, answer=words, answered_at=now)
        else:
            open_question = Exchange.objects.filter(pk=exchange_id, matter=matter, answered_at__isnull=True)
            if not open_question.update(answer=words, answered_at=now):
                raise Refusal(say("This question was answered before. Add your words as a supplement."))
            row = Exchange.objects.get(pk=exchange_id)
        staff = actor if isinstance(actor, StaffActor) else None
        kept = file_deeds.keep_files(
            matter, [file_deeds.Upload(each.file, each.name) for each in files], staff
        )
        doing = in_post(actor, matter, access.ROLES)
        kind = ANSWERED if exchange_id is not None else ADDED
        tell_ledger(kind, matter, doing, data={"exchange": row.pk, "files": len(kept)})
    return row


def contribute(*, matter_id: int, actor: StaffActor, text: str) -> None:
    """A co-unit's part (协办意见)."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        units = {each.unit_id: each for each in actor.holdings if each.roles & set(access.OF_UNIT)}
        seat = matter.co_units.filter(ended_at__isnull=True, unit_id__in=list(units)).first()
        if seat is None:
            raise Refusal(say("Your unit was not asked to help with this matter."))
        seat.contribution, seat.person_id = needed(text, "text"), actor.person_id
        seat.contributed_at = clock.now()
        seat.save()
        tell_ledger(HELPED, matter, actor.acting_as(units[seat.unit_id]), data={"unit": seat.unit_id})


def instruct(*, matter_id: int, actor: StaffActor, text: str, due_on: date | None) -> Instruction:
    """A leader's instruction (批示) with the day by which to report."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        access.may_instruct(actor, matter).require()
        if matter.state not in OPEN:
            raise Refusal(say("The matter is closed; an instruction would reach nobody."))
        row = Instruction.objects.create(
            matter=matter,
            leader_id=actor.person_id,
            text=needed(text, "text", 1000),
            due_on=ahead(due_on, "due_on"),
            at=clock.now(),
        )
        deadlines.start(
            INSTRUCTION,
            subject=instruction_subject(row),
            on=clock.today(),
            agency=matter.agency.code,
            title=f"{matter.number} {matter.title}",
            unit=matter.unit_id or matter.answerable_id,
            fixed_on=row.due_on,
        )
        tell_ledger(
            INSTRUCTED, matter, in_post(actor, matter, (LEADER,)), data={"due": row.due_on.isoformat()}
        )
    return row


def report_on(*, instruction_id: int, actor: StaffActor, text: str) -> Instruction:
    """What became of the instruction."""
    with transaction.atomic():
        row = Instruction.objects.filter(pk=instruction_id).first()
        if row is None:
            raise Refusal(say("There is no such instruction."))
        matter = take_in_hand(row.matter_id, actor, None)
        access.may_work_on(actor, matter).require()
        if row.done_at is not None:
            raise Refusal(say("It was reported on before."))
        row.report, row.reported_by_id, row.done_at = needed(text, "text"), actor.person_id, clock.now()
        row.save()
        deadlines.stop(instruction_subject(row))
        tell_ledger(REPORTED, matter, in_post(actor, matter, access.ROLES), data={"instruction": row.pk})
    return row


def urge(*, matter_id: int, actor: StaffActor, text: str) -> Nudge:
    """Urged by hand (督办)."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        access.may_urge(actor, matter).require()
        if matter.state not in OPEN or matter.unit_id is None:
            raise Refusal(say("No unit has the matter now, so there is nobody to urge."))
        row = Nudge.objects.create(
            matter=matter,
            step="by_hand",
            person_id=matter.handler_id,
            by_id=actor.person_id,
            text=needed(text, "text", 500),
            at=clock.now(),
        )
        tell_ledger(URGED, matter, in_post(actor, matter, (LEADER, CHIEF)), reason=row.text)
    return row


def link(*, matter_id: int, actor: StaffActor, kind: str, number: str, note: str, system: str = "") -> Link:
    """What the matter shows goes on elsewhere: a penalty case, a risk point, a campaign. It stays open itself."""
    if kind not in house.keys("clue"):
        raise Invalid(say("Choose where it goes on."), field="kind")
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        access.may_work_on(actor, matter).require()
        row = Link.objects.create(
            matter=matter,
            kind=kind,
            number=needed(number, "number", 80),
            system=system.strip()[:80],
            note=needed(note, "note", 2000),
            person_id=actor.person_id,
            on=clock.today(),
        )
        doing = in_post(actor, matter, access.ROLES)
        tell_ledger(LINKED, matter, doing, data={"kind": kind, "link": row.number})
    return row


def note_origin(
    *, matter: Matter, number: str, actor: StaffActor, kind: Link.Kind = Link.Kind.FROM_REQUEST
) -> Link:
    """The request (Article 39) or opinion it came from; part of the deed that passes it on."""
    row = Link.objects.create(
        matter=matter,
        kind=kind,
        number=number[:80],
        person_id=actor.person_id,
        on=clock.today(),
    )
    tell_ledger(LINKED, matter, actor, data={"kind": row.kind, "link": row.number})
    return row
