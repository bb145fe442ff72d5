"""Does a package stay what it was when words of the software change, and lose what a room erases of a person?"""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import archive_stage as stage
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from cast import Cast
from gongkai.archive import writing
from gongkai.archive.actions import archiving, by_itself, erasing
from gongkai.archive.models import Package
from gongkai.archive.packing import fetch
from gongkai.archive.queries.erasing import kinds_erased
from gongkai.complaints import words as complaint_words
from gongkai.complaints.actions import revealing
from gongkai.complaints.models import Reporter
from gongkai.core import clock, sealed
from gongkai.core.models import Event
from gongkai.core.refusals import Refusal
from gongkai.domain.archive import bag
from gongkai.requests import words as request_words
from gongkai.requests.actions import sealing
from gongkai.requests.models import Applicant

pytestmark = pytest.mark.django_db
TELEPHONE = "13800000000"
WORDS = {"complaint": (complaint_words, "result"), "request": (request_words, "answer")}


def _ended(cast: Cast, kind: str) -> Any:
    if kind == "request":
        return stage.request(cast)
    return stage.matter(cast, contact={"name": stage.SECRET, "telephone": TELEPHONE})


def _reworded(patching: pytest.MonkeyPatch, kind: str) -> None:
    patching.setattr(*WORDS[kind], lambda *_: "另一种说法")


def _erased_by_the_room(kind: str) -> None:
    """The time of keeping is over, and the room's own clock comes."""
    over = clock.today() - timedelta(days=1)
    if kind == "request":
        Applicant.objects.update(erase_after=over)
        assert sealing.erase_due() == 1
    else:
        Reporter.objects.update(erase_after=over)
        assert revealing.erase_due() == 1


def _read(made: Package) -> Package:
    return Package.objects.select_related("agency").get(pk=made.pk)


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_a_label_that_changes_later_changes_no_package(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    made = stage.archived(cast, kind, _ended(cast, kind))
    before = stage.unpacked(made, tmp_path / "before", as_zip=True).read_bytes()
    _reworded(monkeypatch, kind)
    assert writing.compared(made) == []
    assert stage.unpacked(made, tmp_path / "after", as_zip=True).read_bytes() == before
    sealed.erase(made.personal_key)
    assert {each.what for each in writing.compared(made)} == {"missing"}, "the label was in a paper"


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_a_package_made_before_reads_its_record_as_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    made = stage.archived(cast, kind, _ended(cast, kind))
    sealed.erase(made.personal_key)
    Package.objects.update(personal_key="")
    assert writing.compared(_read(made)) == []
    _erased_by_the_room(kind)
    assert erasing.erase_due() == 0
    assert {each.what for each in writing.compared(_read(made))} == {"missing"}


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_what_the_room_erases_goes_and_is_named(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    made = stage.archived(cast, kind, _ended(cast, kind))
    assert erasing.erase_due() == 0
    _erased_by_the_room(kind)
    now = set(_from_record_alone(made))
    assert {each.path for each in writing.compared(_read(made))} == now, (
        "nobody is told any more, clock or not"
    )
    events = Event.objects.count()
    by_itself.run()
    by_itself.run()
    after = _read(made)
    assert not sealed.is_kept(made.personal_key)
    assert (after.digest, after.files, after.leftover_key) == (made.digest, made.files, "")
    assert Event.objects.count() == events + 1
    event = Event.objects.latest("seq")
    _reworded(monkeypatch, kind)
    target, faults = writing.to_disk(after, tmp_path, as_zip=False)
    assert {each.path for each in faults} == now
    assert {each.what for each in faults} == {"missing"}
    assert any(path.endswith((".txt", ".csv")) for path in now)
    assert (event.verb, event.data["papers"]) == ("archive.package.erased", len(now))
    info = (target / bag.INFO).read_text(encoding="utf-8")
    assert all(f"Gongkai-Missing: {path}" in info.replace("\n  ", "") for path in now)
    rest = ("sha256sum", "--strict", "--ignore-missing", "-c", bag.MANIFEST)
    assert subprocess.run(rest, cwd=target, capture_output=True, check=False).returncode == 0
    content = b"".join(each.read_bytes() for each in target.rglob("*") if each.is_file())
    assert stage.SECRET.encode() not in content
    assert TELEPHONE.encode() not in content


def _from_record_alone(made: Package) -> list[str]:
    """What would be missing, were nothing kept apart: as it was before papers of people were kept."""
    bare = _read(made)
    bare.personal_key = ""
    return [each.path for each in writing.compared(bare)]


def test_the_packages_before_it_lose_it_as_well(cast: Cast) -> None:
    matter = _ended(cast, "complaint")
    first = stage.archived(cast, "complaint", matter)
    stage.reopened(cast, matter)
    second = stage.archived(cast, "complaint", matter)
    _erased_by_the_room("complaint")
    assert erasing.erase_due() == 2
    for each in (first, second):
        assert not sealed.is_kept(each.personal_key)
        assert stage.SECRET not in _kept_of(_read(each))


def _kept_of(package: Package) -> str:
    return b"".join(fetch(package.personal_key).values()).decode() if package.personal_key else ""


def test_what_is_archived_after_the_erasure_is_left_alone(cast: Cast) -> None:
    matter = _ended(cast, "complaint")
    _erased_by_the_room("complaint")
    made = stage.archived(cast, "complaint", matter)
    assert stage.SECRET not in _kept_of(made)
    assert erasing.erase_due() == 0
    assert writing.compared(made) == []


def test_an_erasure_while_it_is_read_makes_no_package(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matter, real = _ended(cast, "complaint"), archiving.drafted

    def drafted(*told: Any) -> Any:
        found = real(*told)
        _erased_by_the_room("complaint")
        return found

    monkeypatch.setattr(archiving, "drafted", drafted)
    with pytest.raises(Refusal, match="changed while"):
        stage.archived(cast, "complaint", matter)
    assert _sealed_files() == set()


def _sealed_files() -> set[Path]:
    return {each for each in (Path(settings.DATA_DIR) / "files" / "sealed").rglob("*") if each.is_file()}


def test_a_package_that_was_not_written_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = _ended(cast, "complaint")
    before = _sealed_files()
    monkeypatch.setattr(archiving, "_put", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stage.archived(cast, "complaint", matter)
    assert _sealed_files() == before


def test_a_machine_that_goes_down_leaves_nothing_for_long(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stage.archived(cast, "complaint", _ended(cast, "complaint"))
    _erased_by_the_room("complaint")
    with monkeypatch.context() as down:
        down.setattr(sealed, "erase", _no_room)
        assert erasing.erase_due() == 0
    assert sealed.is_kept(made.personal_key)
    assert _read(made).leftover_key == made.personal_key
    erasing.erase_due()
    assert not sealed.is_kept(made.personal_key)
    assert _read(made).leftover_key == ""


def _no_room(_key: str) -> None:
    raise OSError("the disk is gone")


def test_one_that_cannot_be_erased_keeps_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matter, request = _ended(cast, "complaint"), _ended(cast, "request")
    made = [stage.archived(cast, "complaint", matter), stage.archived(cast, "request", request)]
    _erased_by_the_room("complaint")
    _erased_by_the_room("request")
    real = erasing.staying
    with monkeypatch.context() as broken:
        broken.setattr(
            erasing, "staying", lambda each: real(each) if each.kind == "complaint" else {}[each.kind]
        )
        assert erasing.erase_due() == 1
    assert [sealed.is_kept(each.personal_key) for each in made] == [False, True]
    assert erasing.erase_due() == 1


def test_every_room_that_erases_says_so() -> None:
    owners = {
        f"{model._meta.app_label}"
        for model in apps.get_models()
        if any(field.name == "erase_after" for field in model._meta.get_fields())
    }
    assert owners == {"requests", "complaints"}
    assert set(kinds_erased()) == {"request", "complaint"}


def test_nothing_of_the_person_is_readable_unsealed(cast: Cast) -> None:
    made = stage.archived(cast, "complaint", _ended(cast, "complaint"))
    assert stage.SECRET in _kept_of(made), "it is kept, so that the package stays what it was"
    assert stage.SECRET not in b"".join(fetch(made.kept_key).values()).decode()
    assert _holds("archive_package", made.number), "the search would find what is there"
    for secret in (stage.SECRET, TELEPHONE):
        for file in Path(settings.DATA_DIR).rglob("*"):
            assert not file.is_file() or secret.encode() not in file.read_bytes(), file
        assert [table for table in _tables() if _holds(table, secret)] == []


def _tables() -> list[str]:
    """Every table that can be read; the vocabulary of the search is a view of one of them."""
    return [each for each in connection.introspection.table_names() if each != "core_search_chars"]


def _holds(table: str, secret: str) -> bool:
    """Whether a cell of the table has it, as it is or as JSON writes it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        cells = [_text(cell) for row in cursor.fetchall() for cell in row]
    return any(wanted in cell for cell in cells for wanted in (secret, json.dumps(secret)[1:-1]))


def _text(cell: object) -> str:
    return bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else str(cell)
