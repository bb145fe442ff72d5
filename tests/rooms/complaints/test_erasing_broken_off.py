"""Is erasing that was killed in the midst finished later, and done once where two begin it together?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

import complaining
import mattering
from cast import Cast, make_cast
from gongkai.complaints import actions, identity
from gongkai.complaints.actions import Upload, revealing
from gongkai.complaints.models import MatterFile, Reporter
from gongkai.core import ledger
from gongkai.core.models import Event
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 7


@pytest.fixture
def together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Together]:
    """Seven reporters whose time is over, and chunks of two."""
    monkeypatch.setattr(revealing, "CHUNK", 2)
    with own_database(tmp_path) as found:
        found.alone(lambda: stage(make_cast()))
        yield found


def stage(cast: Cast) -> None:
    for _ in range(COUNT):
        photo = Upload(complaining.photo().file, "a.jpg")
        actions.submit(agency_id=cast.agency.pk, actor=None, report=mattering.report(), files=[photo])
    Reporter.objects.update(erase_after="2020-01-31")


def state() -> tuple[int, int, int, int]:
    """Reporters erased, events that tell of it, files erased, files whose bytes are there."""
    sealed = [path for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file()]
    return (
        Reporter.objects.filter(erased_at__isnull=False, sealed="").count(),
        Event.objects.filter(verb=revealing.ERASED.key).count(),
        MatterFile.objects.filter(erased_at__isnull=False).count(),
        len([path for path in sealed if "sealed" in path.parts]),
    )


def killed_in(place: str, call: int) -> None:
    """A process of its own erases and is killed the ``call``-th time it comes to this place."""
    child = os.fork()
    if child == 0:  # pragma: no cover - it dies
        try:
            module, _, name = place.partition(".")
            owner: Any = {"ledger": ledger, "revealing": revealing}[module]
            real, calls = getattr(owner, name), []

            def deadly(*given: Any) -> Any:
                calls.append(1)
                if len(calls) == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given)

            setattr(owner, name, deadly)
            revealing.erase_due()
        finally:
            os._exit(9)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize(
    ("place", "call", "stands"),
    [
        # In the midst of the second chunk: the first stands whole, of the second nothing does.
        ("ledger.record_all", 2, (2, 2, 2, COUNT - 2)),
        # After the second chunk and before its bytes were erased: those go the next time.
        ("revealing.erase_bytes", 2, (4, 4, 4, COUNT - 2)),
    ],
)
def test_killed_in_the_midst_it_is_finished_later(
    together: Together, place: str, call: int, stands: tuple[int, int, int, int]
) -> None:
    together.alone(lambda: killed_in(place, call))
    assert together.alone(state) == stands
    assert together.alone(revealing.erase_due) == COUNT - stands[0]
    assert together.alone(state) == (COUNT, COUNT, COUNT, 0)
    assert together.alone(ledger.verify)[1] is None
    assert together.alone(lambda: any(map(identity.read, Reporter.objects.all()))) is False


def test_begun_twice_at_once_each_is_erased_once(together: Together) -> None:
    found = together.at_once(*[revealing.erase_due] * 3)
    assert sum(found) == COUNT, found
    assert together.alone(state) == (COUNT, COUNT, COUNT, 0)
