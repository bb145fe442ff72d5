"""Drawing a clean-up list (清理目录) up: who begins it, what it says of each document, and its way to the public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.actions.base import words
from gongkai.consultations.actions.evaluating import (
    begin_move,
    finish_move,
    in_post,
    note_author,
    put_back,
    take_in_hand,
    tell_ledger,
)
from gongkai.consultations.models import CleanUp, CleanUpEntry
from gongkai.consultations.queries import evaluating as reads
from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.cleaning import LONGEST_REASON, PROCESS
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

BEGUN = ledger.verb("consultations.clean_up.begun", N_("{actor} began clean-up list {number}"))
WRITTEN = ledger.verb("consultations.clean_up.written", N_("{actor} wrote in clean-up list {number}"))
VERBS = {move.key: ledger.verb(f"consultations.clean_up.{move.key}", move.done) for move in PROCESS.moves}
LONGEST = {"title": 200, "introduction": 4000}


def begin_clean_up(
    *, actor: StaffActor, agency_id: int, unit_id: int, title: str, as_of: date, introduction: str = ""
) -> CleanUp:
    """Begins a list with every normative document in force at the end of the day ``as_of``.

    What the latest post-evaluation of a document concluded is proposed for it. Raises ``NotAllowed`` without the post,
    ``Invalid`` naming the field.
    """
    said = _checked(title, introduction)
    if as_of > clock.today():
        raise Invalid(say("This day lies ahead."), field="as_of")
    with transaction.atomic():
        ledger.take_turn()
        access.may_draw_up(actor, agency_id, unit_id).require()
        unit = Unit.objects.select_related("agency").filter(pk=unit_id, agency_id=agency_id).first()
        if unit is None:
            raise Invalid(say("Choose a unit of the agency."), field="unit")
        year, now, code = clock.today().year, clock.now(), unit.agency.code
        made = CleanUp.objects.create(
            agency=unit.agency,
            unit=unit,
            number=f"{code.upper()}-QL-{year}-{numbering.next_in(f'clean_up.{code}.{year}'):03d}",
            as_of=as_of,
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
            **said,
        )
        count = _bring_in(made)
        doing = in_post(actor, made, PROCESS.move("submit").roles)
        note_author(made, doing)
        tell_ledger(BEGUN, made, doing, data={"as_of": as_of.isoformat(), "entries": count})
    return made


def write_clean_up(
    *,
    clean_up_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    title: str,
    introduction: str,
    entries: Mapping[int, tuple[str, str]],
    rest: str = "",
) -> CleanUp:
    """Writes the list: ``entries`` are entry → (result, reason); entries left out stay as they are.

    ``rest``: the result of every entry that has none after that. Documents in force on the day that are missing are
    brought in. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field (``entry:<key>``).
    """
    said = _checked(title, introduction)
    for key, (result, reason) in entries.items():
        _check_entry(key, result, reason)
    if rest and rules.row("clean_up_result", rest) is None:
        raise Invalid(say("Choose what is to become of it."), field="rest")
    with transaction.atomic():
        found = take_in_hand(CleanUp, clean_up_id, actor, expected_revision)
        access.may_write(actor, found).require()
        fields = [name for name, value in said.items() if getattr(found, name) != value]
        for name in fields:
            setattr(found, name, said[name])
        new = _bring_in(found)
        changed = _write_entries(found, entries, rest)
        if not (fields or new or changed):
            return found
        doing = in_post(actor, found, PROCESS.move("submit").roles)
        put_back(found)
        note_author(found, doing)
        tell_ledger(WRITTEN, found, doing, data={"fields": fields, "entries": changed, "brought_in": new})
    return found


def move_clean_up(
    *,
    clean_up_id: int,
    key: str,
    actor: StaffActor,
    expected_revision: int | None,
    given: Mapping[str, str] | None = None,
) -> CleanUp:
    """Makes the move ``key`` (``domain.consultations.cleaning``); raises as ``move_evaluation`` does.

    Publishing the list ends no document: whoever signs for the agency repeals each by its own move.
    """
    with transaction.atomic():
        found, doing, said, before = begin_move(CleanUp, clean_up_id, key, actor, expected_revision, given)
        if doing is None:
            return found
        if key == "decide":
            found.decided_on = clock.today()
        elif key == "publish":
            found.published_on = clock.today()
        elif key in ("send_back", "correct"):
            found.decided_on = None
        counted = {f"{name or 'none'}": count for name, count in reads.results(found).items()}
        finish_move(found, key, doing, VERBS[key], {"from": before, "results": counted}, said)
    return found


def _bring_in(found: CleanUp) -> int:
    """Puts the documents in force on its day on the list that are missing; how many there were."""
    documents = reads.missing(found)
    proposed = reads.proposals(documents)
    CleanUpEntry.objects.bulk_create(
        CleanUpEntry(clean_up=found, document=each, result=result, reason=reason)
        for each in documents
        for result, reason in [proposed.get(each.pk, ("", ""))]
    )
    return len(documents)


def _write_entries(found: CleanUp, entries: Mapping[int, tuple[str, str]], rest: str) -> int:
    """Writes what is new of them; how many entries changed."""
    changed = []
    for row in found.entries.order_by("id"):
        result, reason = entries.get(row.pk, (row.result, row.reason))
        result, reason = result or rest, reason.strip()
        if (result, reason) != (row.result, row.reason):
            row.result, row.reason = result, reason
            changed.append(row)
    CleanUpEntry.objects.bulk_update(changed, ["result", "reason"], batch_size=200)
    return len(changed)


def _checked(title: str, introduction: str) -> dict[str, str]:
    said = {
        "title": words(title, "title", LONGEST["title"], needed=True),
        "introduction": words(introduction, "introduction", LONGEST["introduction"]),
    }
    for name, value in said.items():
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    return said


def _check_entry(key: int, result: str, reason: str) -> None:
    """An entry may wait for its result and its reason until the list is submitted; what it says must be right."""
    if result and rules.row("clean_up_result", result) is None:
        raise Invalid(say("Choose what is to become of it."), field=f"entry:{key}")
    plain = words(reason, f"entry:{key}", LONGEST_REASON)
    if privacy.findings(plain):
        raise Invalid(
            say("The public reads this: leave out names and numbers of persons."), field=f"entry:{key}"
        )
