"""Is a record archived once, however many try at the same moment, and never half?"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import archive_stage as stage
import pytest

from cast import Cast
from gongkai.archive.actions import archiving
from gongkai.archive.models import Package
from gongkai.core import numbering
from gongkai.core.models import Event
from gongkai.core.refusals import Refusal
from together import own_database

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_at_once_make_one_package(cast: Cast, tmp_path: Path) -> None:
    first, second = stage.matter(cast), stage.matter(cast, title="另一件")
    with own_database(tmp_path) as together:
        works = [lambda: stage.archived(cast, "complaint", first)] * 3
        works += [lambda: stage.archived(cast, "complaint", second)]
        found = together.at_once(*works)
        assert all(isinstance(each, Package) for each in found), found
        assert len({each.pk for each in found[:3]}) == 1
        told = together.alone(lambda: sorted(Package.objects.values_list("item", flat=True)))
        assert told == [1, 2]
        events = together.alone(lambda: Event.objects.filter(verb="archive.package.made").count())
        assert events == 2


@pytest.mark.parametrize("place", ["keep", "packed"])
def test_killed_in_the_midst_nothing_half_is_listed(cast: Cast, tmp_path: Path, place: str) -> None:
    matter = stage.matter(cast)
    with own_database(tmp_path) as together:
        child = os.fork()
        if child == 0:
            setattr(archiving, place, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            together.alone(lambda: stage.archived(cast, "complaint", matter))
            os._exit(1)
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        assert together.alone(Package.objects.count) == 0
        made = together.alone(lambda: stage.archived(cast, "complaint", matter))
        assert made.item == 1, "the number was given back"


def test_one_that_changed_while_it_was_read_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = stage.matter(cast)
    real = archiving.drafted

    def drafted(*given: object) -> object:
        made = real(*given)  # type: ignore[arg-type]
        stage.mattering.go(cast, matter, "object", "reporter", reason="没有解决")
        return made

    monkeypatch.setattr(archiving, "drafted", drafted)
    with pytest.raises(Refusal, match="changed while it was read"):
        stage.archived(cast, "complaint", matter)
    assert not Package.objects.exists()


def test_a_number_is_given_back_with_the_deed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = stage.matter(cast)
    real = numbering.next_in
    monkeypatch.setattr(archiving, "_put", lambda *_: (_ for _ in ()).throw(ValueError("x")))
    with pytest.raises(ValueError):
        stage.archived(cast, "complaint", matter)
    monkeypatch.undo()
    assert numbering.next_in is real
    assert stage.archived(cast, "complaint", matter).item == 1
