"""Tries a deed by everybody of the cast, undoes it, and tells who was allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from cast import PARTS, Cast
from gongkai.core.models import Deadline, Event, Letter, StoredFile
from gongkai.core.refusals import Refusal
from gongkai.people.actor import StaffActor
from gongkai.publishing.models import Document, Step
from gongkai.requests import models as requests

EVERYBODY = (*PARTS, "outsider")
IN_ITS_UNIT = {"drafter", "second_drafter"}
#: Each actor looked up once a test: nobody's posts change in between.
ACTORS: dict[str, StaffActor] = {}


def forget_actors() -> None:
    """Before each test: its cast is another one."""
    ACTORS.clear()


def attempt(work: Callable[[], object]) -> Refusal | None:
    """Tries and undoes; gives the refusal."""
    with transaction.atomic():
        try:
            work()
        except Refusal as refusal:
            return refusal
        finally:
            transaction.set_rollback(True)
    return None


#: Tables whose rows are counted before and after what must have written nothing.
COUNTED = (
    Event, Step, StoredFile, Letter, Deadline, requests.Request, requests.Step, requests.Answer, requests.AnswerFile,
    requests.Consultation, requests.Fee, requests.SealedFile, requests.Transfer, requests.Dispute,
)  # fmt: skip
#: What changes when a row that is there already is written.
CHANGING = (
    (Document, "SUM(version)"), (Document, "MAX(updated_at)"), (requests.Request, "SUM(version)"),
    (requests.Request, "MAX(updated_at)"), (requests.Dispute, "SUM(version)"), (Deadline, "COUNT(stopped_on)"),
    (Deadline, "MAX(due_on)"), (requests.Consultation, "COUNT(letter_received_on)"),
)  # fmt: skip


def written() -> tuple[object, ...]:
    """What would be another if anything had been written; one query."""
    asked = [(table, "COUNT(*)") for table in COUNTED] + [*CHANGING]
    parts = (f"(SELECT {what} FROM {table._meta.db_table})" for table, what in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}")
        return tuple(cursor.fetchone())


def who_may(cast: Cast, work: Callable[[StaffActor], object], among: Iterable[str] = EVERYBODY) -> set[str]:
    """Those who may. What they did is undone; what was refused must have written nothing in the first place."""
    before, allowed = written(), set()
    for name in among:
        with transaction.atomic():
            try:
                work(actor_of_cast(cast, name))
                allowed.add(name)
            except Refusal as refusal:
                assert str(refusal.reason)  # noqa: PT017 - both outcomes are looked at
                assert written() == before, f"{name} was refused, yet something was written"
            transaction.set_rollback(True)
    return allowed


def actor_of_cast(cast: Cast, name: str) -> StaffActor:
    if name not in ACTORS:
        ACTORS[name] = getattr(cast, name)
    return ACTORS[name]
