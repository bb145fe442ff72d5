"""Putting on record what happens beside the text: hearing, expert argument, risk assessment, discussion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from gongkai.consultations import access
from gongkai.consultations.actions.base import in_post, take_in_hand, tell_ledger, words
from gongkai.consultations.models import Beside
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.opinions import personal
from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

RECORDED = ledger.verb("consultations.beside.recorded", N_("{actor} put “{name}” of {title} on record"))
STRUCK = ledger.verb("consultations.beside.struck", N_("{actor} struck a record of “{name}” of {title}"))
#: Kinds written here; reviews are written by their moves.
KINDS = ("hearing", "experts", "risk", "discussion")
LONGEST, LONGEST_VOICE = 8000, 1000


@dataclass(frozen=True, slots=True)
class Voice:
    """What one member said in the discussion; ``head``: the head of the agency, who speaks last."""

    who: str
    says: str
    dissent: bool = False
    head: bool = False


def put_on_record(
    *,
    document_id: int,
    actor: StaffActor,
    kind: str,
    held_on: date,
    outcome: str,
    voices: Sequence[Voice] = (),
) -> Beside:
    """Writes the record. A discussion needs at least two voices, one of them the head's, and that the last.

    Raises ``NotAllowed`` without the post or at another stage, ``Invalid`` naming the field.
    """
    if kind not in KINDS:
        raise Invalid(say("Choose what is put on record."), field="kind")
    said = words(outcome, "outcome", LONGEST, needed=True)
    if personal(said):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="outcome")
    spoken = _voices(voices) if kind == "discussion" else []
    if held_on > clock.today():
        raise Invalid(say("This day lies ahead."), field="held_on")
    with transaction.atomic():
        found = take_in_hand(document_id, actor, None)
        access.may_record(actor, found, kind).require()
        text = texts.newest(found)
        made = Beside.objects.create(
            document=found,
            kind=kind,
            version=text.number if text else 0,
            held_on=held_on,
            outcome=said,
            voices=[asdict(each) for each in spoken],
            by_id=actor.person_id,
            at=clock.now(),
        )
        dissent = sum(each.dissent for each in spoken)
        data = {**_called(kind), "on": held_on.isoformat(), "voices": len(spoken), "dissent": dissent}
        tell_ledger(RECORDED, found, in_post(actor, found, (DRAFTER, PUBLISHER)), data=data)
    return made


def _called(kind: str) -> dict[str, str]:
    """What the ledger is told of the kind: its key, and its name for the sentence."""
    step = rules.row("step", kind)
    return {"what": kind, "name": step["label"] if step else "集体讨论"}


def _voices(voices: Sequence[Voice]) -> list[Voice]:
    spoken = [
        Voice(
            words(each.who, "voices", 60), words(each.says, "voices", LONGEST_VOICE), each.dissent, each.head
        )
        for each in voices
        if each.who.strip() or each.says.strip()
    ]
    if len(spoken) < 2 or not all(each.who and each.says for each in spoken):
        raise Invalid(say("Write who took part and what each said; at least two."), field="voices")
    if [each.head for each in spoken] != [False] * (len(spoken) - 1) + [True]:
        raise Invalid(
            say("The head of the agency speaks last: put them at the end, and only there."), field="voices"
        )
    return spoken


def strike(*, beside_id: int, actor: StaffActor, reason: str) -> Beside:
    """Strikes a record written by mistake; it stays readable with the reason."""
    plain = words(reason, "reason", 500, needed=True)
    with transaction.atomic():
        row = Beside.objects.filter(pk=beside_id).first()
        if row is None or row.kind not in KINDS:
            raise Refusal(say("There is no such record."))
        found = take_in_hand(row.document_id, actor, None)
        access.may_record(actor, found, row.kind).require()
        if row.struck_at is None:
            row.struck_at, row.struck_reason = clock.now(), plain
            row.save(update_fields=["struck_at", "struck_reason"])
            doing = in_post(actor, found, (DRAFTER, PUBLISHER))
            tell_ledger(STRUCK, found, doing, data=_called(row.kind), reason=plain)
    return row
