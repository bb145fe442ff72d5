"""Writing the answer: its kind, its row, its texts and its files, while the request is being handled."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, BinaryIO

from django.db import transaction

from gongkai.core import clock, files, ledger
from gongkai.core.refusals import Invalid
from gongkai.domain import outcomes
from gongkai.domain.law import load
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.actions.base import in_post, note_author, put_back, take_in_hand, tell_ledger
from gongkai.requests.models import Answer, AnswerFile, Request

SAVED = ledger.verb("requests.answer.saved", N_("{actor} wrote in the answer to {number}"))
ADDED = ledger.verb(
    "requests.answer.file_added", N_("{actor} added the file “{name}” to the answer to {number}")
)
REMOVED = ledger.verb(
    "requests.answer.file_removed", N_("{actor} took the file “{name}” off the answer to {number}")
)
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """What the officer wrote; the fields are those of ``models.Answer``."""

    kind: str = ""
    outcome: str = ""
    own_record_result: str = ""
    text: str = ""
    ground: str = ""
    reason: str = ""
    search_record: str = ""
    pointer: str = ""
    right_agency: str = ""
    right_agency_contact: str = ""
    regime: str = ""
    earlier_number: str = ""
    earlier_on: date | None = None
    override_reason: str = ""


def save_answer(
    *, request_id: int, actor: StaffActor, expected_version: int | None, content: AnswerInput
) -> Request:
    """Saves the answer as far as it is written. It may lack what it needs until it is submitted."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        access.may_edit_answer(actor, request).require()
        _check(content)
        answer = _answer(request)
        values = asdict(content)
        changed = {name for name, value in values.items() if getattr(answer, name) != value}
        if not changed:
            return request
        for name, value in values.items():
            setattr(answer, name, value)
        answer.updated_at = clock.now()
        answer.save()
        _tell(
            SAVED,
            request,
            actor,
            {"kind": answer.kind, "outcome": answer.outcome, "changed": sorted(changed)},
        )
    return request


def _check(content: AnswerInput) -> None:
    choices = {
        "kind": {each.key for each in outcomes.answers()},
        "outcome": outcomes.outcome_keys(),
        "ground": {row["key"] for row in load("openness")["ground"]},
        "own_record_result": {row["key"] for row in load("requests")["own_record_result"]},
    }
    for name, known in choices.items():
        chosen = getattr(content, name)
        if chosen and chosen not in known:
            raise Invalid(
                say("“{value}” is none of the choices here. Choose again.", value=chosen), field=name
            )
    for name, value in asdict(content).items():
        column = Answer._meta.get_field(name)  # noqa: SLF001 - Django's public way to ask
        longest = getattr(column, "max_length", None) or LONGEST
        if isinstance(value, str) and len(value) > longest:
            raise Invalid(
                say(
                    "This is longer than {longest} characters. Shorten it, or attach a file.", longest=longest
                ),
                field=name,
            )


def _answer(request: Request) -> Answer:
    now = clock.now()
    answer, _new = Answer.objects.get_or_create(
        request=request, round=request.round, defaults={"created_at": now, "updated_at": now}
    )
    return answer


def _tell(kind: ledger.Verb, request: Request, actor: StaffActor, data: dict[str, Any]) -> None:
    doing = in_post(actor, request, ("requests.officer",))
    assert isinstance(doing, StaffActor)
    put_back(request)
    note_author(request, doing)
    tell_ledger(kind, request, doing, data=data)


def add_file(
    *,
    request_id: int,
    actor: StaffActor,
    expected_version: int | None,
    source: BinaryIO,
    name: str,
    title: str = "",
    delivered: bool = True,
) -> AnswerFile:
    """Adds a file to the answer; ``delivered`` false: an original that stays with the staff."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        access.may_edit_answer(actor, request).require()
        stored, safe_name = files.take(source, name, strip_metadata=False)
        added = AnswerFile.objects.create(
            answer=_answer(request),
            file=stored,
            name=safe_name[:160],
            title=title.strip()[:200],
            delivered=delivered,
            added_at=clock.now(),
        )
        _tell(ADDED, request, actor, {"name": added.name, "sha256": stored.sha256, "delivered": delivered})
    return added


def add_redacted(
    *,
    request_id: int,
    actor: StaffActor,
    expected_version: int | None,
    original_id: int,
    source: BinaryIO,
    name: str,
    boxes: list[dict[str, Any]],
    proof: dict[str, Any],
) -> AnswerFile:
    """Adds the redacted copy of an original. The original is from now on kept for the staff only."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        access.may_edit_answer(actor, request).require()
        original = _file(request, original_id)
        AnswerFile.objects.filter(pk=original.pk).update(delivered=False)
        AnswerFile.objects.filter(redacted_from=original, removed_at__isnull=True).update(
            removed_at=clock.now()
        )
        stored, safe_name = files.take(source, name)
        added = AnswerFile.objects.create(
            answer=original.answer,
            file=stored,
            name=safe_name[:160],
            title=original.title,
            redacted_from=original,
            boxes=boxes,
            proof=proof,
            added_at=clock.now(),
        )
        _tell(
            ADDED, request, actor, {"name": added.name, "sha256": stored.sha256, "redacted_boxes": len(boxes)}
        )
    return added


def remove_file(*, request_id: int, actor: StaffActor, expected_version: int | None, file_id: int) -> Request:
    """Takes a file off the answer; the row stays, and an original's redacted copies go with it."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        access.may_edit_answer(actor, request).require()
        file = _file(request, file_id)
        now = clock.now()
        AnswerFile.objects.filter(pk=file.pk).update(removed_at=now)
        AnswerFile.objects.filter(redacted_from=file, removed_at__isnull=True).update(removed_at=now)
        _tell(REMOVED, request, actor, {"name": file.name})
    return request


def _file(request: Request, file_id: int) -> AnswerFile:
    file = (
        AnswerFile.objects.select_related("answer", "file")
        .filter(pk=file_id, answer__request=request, answer__round=request.round, removed_at__isnull=True)
        .first()
    )
    if file is None:
        raise Invalid(say("This file is no longer on the answer."))
    return file
