"""Moving a document on. One door: access → the process table → effects → compare-and-set → event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.consultations import access, indexing
from gongkai.consultations.actions.base import in_post, note_step, put_back, take_in_hand, tell_ledger, words
from gongkai.consultations.models import Beside, Document
from gongkai.consultations.queries import documents as reads
from gongkai.consultations.queries import texts
from gongkai.core import clock, ledger, letters, numbering, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import PROCESS
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor

VERBS = {move.key: ledger.verb(f"consultations.document.{move.key}", move.done) for move in PROCESS.moves}
LONGEST_REASON = 2000
#: Review → the record its passing leaves.
_REVIEWS = {"fairly_reviewed": Beside.Kind.FAIR_REVIEW, "legally_reviewed": Beside.Kind.LEGALITY}


@dataclass(frozen=True, slots=True)
class Given:
    """What the form of a move supplies."""

    reason: str = ""
    opinion: str = ""
    on: date | None = None

    def names(self) -> frozenset[str]:
        """What is given, in the words of the process table."""
        found = {"reason": self.reason.strip(), "opinion": self.opinion.strip(), "moment": self.on}
        return frozenset(name for name, value in found.items() if value)


NOTHING = Given()


def move(
    *,
    document_id: int,
    key: str,
    actor: StaffActor | None,
    expected_revision: int | None,
    given: Given = NOTHING,
) -> Document:
    """Makes the move ``key`` (``domain.consultations.course``). ``actor`` ``None``: the clock.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster, ``Invalid`` for
    a day that cannot be. A second click on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            found = take_in_hand(document_id, actor, expected_revision)
        except Conflict:
            again = _already_done(document_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        answer = step(PROCESS, found.state, key, reads.facts(found, actor, given.names()))
        if isinstance(answer, Refused):
            raise _refusal(found, key, actor, answer)
        said = words(given.reason or given.opinion, "reason", LONGEST_REASON)
        before, found.state = found.state, answer.state.key
        doing = in_post(actor, found, PROCESS.move(key).roles) if actor else None
        text = texts.newest(found)
        _effects(found, key, given, doing)
        put_back(found)
        note_step(found, key, doing, version=text.number if text else None, reason=said)
        data = {"from": before, "to": found.state, **_told(found, key)}
        tell_ledger(VERBS[key], found, doing, data=data, reason=said)
        shown = texts.newest_public(found)
        if shown is not None:
            indexing.follow(found, shown)
            public_version.public_changed()
    return found


def _effects(found: Document, key: str, given: Given, actor: StaffActor | None) -> None:
    if key == "consult":
        _put_out(found)
    elif key in _REVIEWS and actor is not None:
        _passed(found, _REVIEWS[key], given.opinion.strip(), actor)
    elif key == "sign":
        _sign(found)
    elif key == "publish":
        found.published_on = clock.today()
        found.in_force_from = found.in_force_from or clock.today()
        if rules.kinds()[found.kind].counted:
            found.lapses_on = rules.lapses_on(found.in_force_from, found.validity_years)
    elif key == "file":
        found.filed_on = _not_ahead(given.on, found.published_on)
    elif key in ("repeal", "declare_lapsed", "lapse", "give_up"):
        found.ended_on, found.ended_reason = clock.today(), given.reason.strip()


def _put_out(found: Document) -> None:
    """From now on the version never changes."""
    version = texts.being_written(found)
    if version is None or found.closes_on is None:
        raise Refusal(say("There is no text to be put out."))
    version.opens_on, version.closes_on = clock.today(), found.closes_on
    version.shorter_reason, version.identity = found.shorter_reason, found.identity
    version.save(update_fields=["opens_on", "closes_on", "shorter_reason", "identity"])


def _passed(found: Document, kind: str, opinion: str, actor: StaffActor) -> None:
    text = texts.newest(found)
    Beside.objects.create(
        document=found,
        kind=kind,
        version=text.number if text else 0,
        held_on=clock.today(),
        outcome=opinion,
        by_id=actor.person_id,
        at=clock.now(),
    )


def _sign(found: Document) -> None:
    """Gives the unified number (统一编号), without gap in the year."""
    found.signed_on = clock.today()
    if not rules.kinds()[found.kind].counted:
        return
    year = clock.today().year
    serial = numbering.next_in(f"normative.{found.agency.code}.{year}")
    pattern = rules.house("numbering")["pattern"]
    found.formal_number = pattern.format(mark=letters.head(found.agency).mark, year=year, serial=serial)


def _not_ahead(on: date | None, first: date | None) -> date:
    day = on or clock.today()
    if day > clock.today() or (first is not None and day < first):
        raise Invalid(say("Give a day from the publication to today."), field="on")
    return day


def _told(found: Document, key: str) -> dict[str, str]:
    """What the ledger is told of the move beside its states."""
    days: dict[str, dict[str, object]] = {
        "consult": {"closes_on": found.closes_on, "shorter": found.shorter_reason},
        "sign": {"formal_number": found.formal_number},
        "publish": {"in_force_from": found.in_force_from, "lapses_on": found.lapses_on},
        "file": {"filed_on": found.filed_on},
    }
    return {name: str(value) for name, value in days.get(key, {}).items() if value}


def _already_done(pk: int, key: str, actor: StaffActor | None, seen: int | None) -> Document | None:
    """The document, when this person made this very move as the very next deed: a double click."""
    if seen is None or actor is None:
        return None
    found = reads.for_staff(actor).filter(pk=pk, revision=seen + 1).first()
    last = found.steps.order_by("-id").first() if found else None
    return found if last and last.move == key and last.person_id == actor.person_id else None


def _refusal(found: Document, key: str, actor: StaffActor | None, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if actor is not None and not roles & set(access.roles_over(actor, found)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
