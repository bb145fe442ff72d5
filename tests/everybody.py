"""Tries a deed by everybody of the cast, undoes it, and tells who was allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Max, Sum

from cast import PARTS, Cast
from gongkai.core.models import Event, StoredFile
from gongkai.core.refusals import Refusal
from gongkai.people.actor import StaffActor
from gongkai.publishing.models import Document, Step

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


def written() -> tuple[object, ...]:
    versions = Document.objects.aggregate(sum=Sum("version"), last=Max("updated_at"))
    return Event.objects.count(), Step.objects.count(), StoredFile.objects.count(), versions


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
