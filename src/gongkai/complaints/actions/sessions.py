"""Hotline sessions (政风行风热线): the programme, what was taken on air, and the progress report back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.complaints import access, house
from gongkai.complaints.actions.base import needed
from gongkai.complaints.models import Session
from gongkai.complaints.queries.sessions import progress_of
from gongkai.complaints.queries.subjects import session_subject
from gongkai.core import clock, deadlines, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.complaints import DESK
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

HELD = ledger.verb("complaints.session.held", N_("{actor} entered the hotline session {programme} of {on}"))
CHANGED = ledger.verb(
    "complaints.session.changed", N_("{actor} changed the hotline session {programme} of {on}")
)
REPORTED = ledger.verb(
    "complaints.session.reported", N_("{actor} reported the progress of {programme} of {on} to {to}")
)
NOTHING = ledger.verb(
    "complaints.session.nothing", N_("{actor} noted that nothing was taken on air in {programme} of {on}")
)
PROGRESS = "complaint.progress_report"
MEDIA = ("radio", "television", "online")


@dataclass(frozen=True, slots=True)
class SessionInput:
    """What is known of a session."""

    programme: str
    on: date
    station: str = ""
    medium: str = "radio"
    topic: str = ""
    guests: str = ""
    note: str = ""


def hold_session(*, agency_id: int, actor: StaffActor, session: SessionInput) -> Session:
    """Enters a session; the progress report is due from its day on."""
    access.may_register(actor, agency_id).require()
    with transaction.atomic():
        ledger.take_turn()
        agency = Agency.objects.get(pk=agency_id)
        _check(session)
        if Session.objects.filter(agency=agency, programme=session.programme.strip(), on=session.on).exists():
            raise Invalid(say("This session was entered before. Open it in the list."), field="on")
        row = Session.objects.create(agency=agency, created_at=clock.now(), **_values(session))
        deadlines.start_period(
            PROGRESS,
            period=house.period("progress_report"),
            subject=session_subject(row),
            at=clock.now(),
            agency=agency.code,
            title=f"{row.programme} {row.on.isoformat()}",
        )
        _tell(HELD, row, actor)
    return row


def change_session(*, session_id: int, actor: StaffActor, session: SessionInput) -> Session:
    """Corrects what is known of a session."""
    with transaction.atomic():
        row = _mine(session_id, actor)
        _check(session)
        for name, value in _values(session).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        _tell(CHANGED, row, actor)
    return row


def _check(session: SessionInput) -> None:
    needed(session.programme, "programme", 120)
    if session.on > clock.today():
        raise Invalid(say("The day lies ahead. Enter a session when it was held."), field="on")
    if session.medium not in MEDIA:
        raise Invalid(say("Choose radio, television or online."), field="medium")


def _values(session: SessionInput) -> dict[str, object]:
    return {
        "programme": session.programme.strip(),
        "on": session.on,
        "station": session.station.strip()[:120],
        "medium": session.medium,
        "topic": session.topic.strip()[:200],
        "guests": session.guests.strip()[:300],
        "note": session.note.strip()[:4000],
    }


def report_progress(*, session_id: int, actor: StaffActor, words: str) -> Session:
    """The written progress report to the programme and to the correction office, as two letters; stops its clock.

    ``words`` stand before the list of what was taken on air and where each matter stands today.
    """
    from gongkai.complaints.actions.letters import progress_letters

    with transaction.atomic():
        row = _mine(session_id, actor)
        if row.reported_on is not None:
            raise Refusal(say("The progress of this session was reported before; the letters stand below."))
        lines = progress_of(row)
        if not lines:
            raise Refusal(say("No matter was taken on air in this session, so there is nothing to report."))
        letters = progress_letters(row, actor, needed(words, "words", 4000), lines)
        row.programme_letter, row.office_letter = letters
        row.reported_on = clock.today()
        row.version += 1
        row.save()
        deadlines.stop(session_subject(row))
        _tell(REPORTED, row, actor, to=[each.number for each in letters])
    return row


def note_nothing_taken(*, session_id: int, actor: StaffActor) -> Session:
    """Nothing was taken on air: no report is due, and its clock stops."""
    with transaction.atomic():
        row = _mine(session_id, actor)
        if row.matters.exists():
            raise Refusal(say("Matters were taken on air in this session; their progress is reported."))
        if not deadlines.running(session_subject(row)).exists():
            raise Refusal(say("No report is due for this session any more."))
        deadlines.stop(session_subject(row))
        _tell(NOTHING, row, actor)
    return row


def _mine(session_id: int, actor: StaffActor) -> Session:
    ledger.take_turn()
    row = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency")
        .filter(pk=session_id)
        .first()
    )
    if row is None:
        raise Refusal(say("There is no such hotline session. Choose again."))
    access.may_register(actor, row.agency_id).require()
    return row


def _tell(kind: ledger.Verb, row: Session, actor: StaffActor, **more: object) -> None:
    ledger.record(
        kind,
        subject=session_subject(row),
        actor=actor.acting_as(actor.holds(DESK, agency_id=row.agency_id)),
        data={"programme": row.programme, "on": row.on.isoformat(), **more},
    )
