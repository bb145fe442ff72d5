"""Does a copy pass any check without this software, and does it say what is not as it was archived?"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import archive_stage as stage
import bagit
import pytest

from cast import Cast
from gongkai.archive import writing
from gongkai.archive.actions import taking_out
from gongkai.archive.checking import check
from gongkai.archive.models import Package
from gongkai.complaints.models import MatterFile, Reporter
from gongkai.core import clock, files, ledger, sealed
from gongkai.core.models import Event, StoredFile
from gongkai.core.refusals import Invalid
from gongkai.domain.archive import bag
from gongkai.publishing.models import Attachment

pytestmark = pytest.mark.django_db
SHA256SUM = ("sha256sum", "--strict", "-c")


def sums(folder: Path) -> int:
    """What ``sha256sum -c`` says of both manifests."""
    ends = [
        subprocess.run([*SHA256SUM, name], cwd=folder, capture_output=True, check=False).returncode
        for name in (bag.MANIFEST, bag.TAGS)
    ]
    return max(ends)


def whole(path: Path) -> bool:
    found = list(check(path))
    assert found
    return not any(each.faults for each in found)


@pytest.mark.parametrize("kind", ["complaint", "request", "document"])
def test_a_copy_passes_sha256sum_and_any_bagit_tool(cast: Cast, tmp_path: Path, kind: str) -> None:
    record = {"complaint": stage.matter, "request": stage.request}.get(kind)
    found = record(cast) if record else stage.document(cast, "名录.csv")
    made = stage.archived(cast, kind, found)
    out = tmp_path / "out"
    folder = stage.unpacked(made, out)
    assert sums(folder) == 0
    assert bagit.Bag(str(folder)).validate()
    assert (folder / bag.BAGIT).read_text() == bag.DECLARATION
    assert bag.sha256((folder / bag.MANIFEST).read_bytes()) == made.digest
    packed = stage.unpacked(made, out, as_zip=True)
    assert whole(packed)
    assert whole(out)


def test_two_copies_are_the_same_to_the_byte(cast: Cast, tmp_path: Path) -> None:
    made = stage.archived(cast, "complaint", stage.matter(cast))
    one, other = (stage.unpacked(made, tmp_path / name, as_zip=True).read_bytes() for name in ("a", "b"))
    assert one == other


def test_the_ledger_can_be_checked_with_a_shell(cast: Cast, tmp_path: Path) -> None:
    matter = stage.matter(cast)
    folder = stage.unpacked(stage.archived(cast, "complaint", matter), tmp_path)
    events = list(ledger.events_of([("complaints.matter", matter.pk)]))
    lines = (folder / bag.LEDGER).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == [each.seq for each in events]
    told = [hashlib.sha256(line.encode()).hexdigest() for line in lines]
    if events[0].digest_name == "sha256":
        assert told == [each.digest for each in events]
    said = (folder / bag.DIGESTS).read_text().splitlines()
    assert said == [f"{each.digest}  {each.seq}" for each in events]
    readme = (folder / bag.README).read_text(encoding="utf-8")
    shell = readme[readme.index("      while IFS=") : readme.index("&& echo OK") + len("&& echo OK")]
    ran = subprocess.run(["bash", "-c", shell], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.stdout == "OK\n", ran.stdout + ran.stderr


def test_names_that_would_go_astray_are_made_safe(cast: Cast, tmp_path: Path) -> None:
    names = ("../../逃.csv", "a:b|c?.csv", "雨🌧️.csv", "con.csv", "一\x00二.csv")
    found = stage.document(cast, *names)
    made = stage.archived(cast, "document", found)
    folder = stage.unpacked(made, tmp_path)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert all(path.resolve().is_relative_to(folder.resolve()) for path in written)
    assert len(list((folder / bag.PAPERS).iterdir())) == made.papers == 1 + len(names)
    assert sums(folder) == 0
    assert whole(stage.unpacked(made, tmp_path / "zip", as_zip=True))


def test_a_file_that_was_changed_on_disk_is_told(cast: Cast, tmp_path: Path) -> None:
    found = stage.document(cast, "表.csv")
    made = stage.archived(cast, "document", found)
    stored = StoredFile.objects.get(
        sha256=next(row["sha256"] for row in made.files if row["name"] == "表.csv")
    )
    path = files.path_of(stored.sha256)
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    (fault,) = writing.compared(made)
    assert (fault.what, fault.path.endswith("表.csv")) == ("changed", True)
    target, faults = writing.to_disk(made, tmp_path, as_zip=True)
    assert faults == [fault]
    assert not whole(target)


def test_what_was_erased_is_missing_and_named(cast: Cast, tmp_path: Path) -> None:
    matter = stage.matter(cast)
    MatterFile.objects.create(
        matter=matter, kind="reported", name="照片.jpg", key=sealed.keep(b"jpeg"), content_type="image/jpeg",
        size=4, added_at=matter.created_at,
    )  # fmt: skip
    made = stage.archived(cast, "complaint", matter)
    assert writing.compared(made) == []
    sealed.erase(MatterFile.objects.get().key)
    Reporter.objects.update(sealed="", erased_at=clock.now())
    faults = {each.path.rpartition("/")[2]: each.what for each in writing.compared(made)}
    assert len(faults) == 2
    assert set(faults.values()) == {"missing"}
    target, told = writing.to_disk(made, tmp_path, as_zip=False)
    assert {each.path.rpartition("/")[2] for each in told} == set(faults)
    info = (target / bag.INFO).read_text(encoding="utf-8")
    assert all(name in info for name in faults)
    (result,) = check(target)
    assert {name for name in faults for fault in result.faults if name in fault} == set(faults)


def test_what_was_erased_before_is_named_and_keeps_nothing(cast: Cast, tmp_path: Path) -> None:
    matter = stage.matter(cast)
    MatterFile.objects.create(
        matter=matter, kind="reported", name="照片.jpg", key="0" * 64, content_type="image/jpeg", size=4,
        added_at=matter.created_at, erased_at=matter.created_at,
    )  # fmt: skip
    made = stage.archived(cast, "complaint", matter)
    assert made.gone == [{"kind": "received", "name": "照片.jpg"}]
    assert "照片.jpg" in (stage.unpacked(made, tmp_path) / bag.METADATA).read_text(encoding="utf-8")


def test_a_huge_attachment_is_never_held_in_memory(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = stage.document(cast, "大.csv")
    size, piece = 64 << 20, b"\0" * (1 << 20)
    digest = hashlib.sha256()
    for _ in range(size // len(piece)):
        digest.update(piece)
    row = StoredFile.objects.get(pk=Attachment.objects.get(revision__document=found).file_id)
    path = files.path_of(digest.hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as sparse:
        sparse.truncate(size)
    StoredFile.objects.filter(pk=row.pk).update(sha256=digest.hexdigest(), size=size)
    tracemalloc.start()
    try:
        made = stage.archived(cast, "document", found)
        target = stage.unpacked(made, tmp_path, as_zip=True)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert made.size > size
    assert peak < 24 << 20
    with zipfile.ZipFile(target) as read:
        assert max(each.file_size for each in read.infolist()) == size


def test_nothing_is_written_over_and_nothing_half_is_left(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stage.archived(cast, "complaint", stage.matter(cast))
    stage.unpacked(made, tmp_path)
    with pytest.raises(FileExistsError):
        stage.unpacked(made, tmp_path)
    monkeypatch.setattr(writing, "_info", lambda *_: 1 / 0)
    for as_zip in (True, False):
        with pytest.raises(ZeroDivisionError):
            writing.to_disk(made, tmp_path / "half", as_zip=as_zip)
    assert list((tmp_path / "half").iterdir()) == []


def test_a_copy_has_a_purpose_in_the_ledger(cast: Cast) -> None:
    made = stage.archived(cast, "complaint", stage.matter(cast))
    for purpose in ("", "  \x00 ", "长" * (taking_out.LONGEST + 1)):
        with pytest.raises(Invalid):
            taking_out.export(package=made, actor=cast.archivist, purpose=purpose)
    before = Event.objects.count()
    file, faults = taking_out.export(package=made, actor=cast.archivist, purpose="移交市档案馆")
    with file:
        assert zipfile.ZipFile(file).testzip() is None  # type: ignore[arg-type]
    assert faults == []
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("seq")
    assert (event.verb, event.reason, event.data["number"]) == (
        "archive.package.exported", "移交市档案馆", made.number,
    )  # fmt: skip


def test_a_check_is_kept_with_what_it_found(cast: Cast) -> None:
    made = stage.archived(cast, "complaint", stage.matter(cast))
    assert taking_out.check_now(package=made, actor=cast.archivist) == []
    Reporter.objects.update(sealed="", erased_at=clock.now())
    found = taking_out.check_now(package=made, actor=cast.archivist)
    again = Package.objects.get(pk=made.pk)
    assert [each["what"] for each in again.faults] == [each.what for each in found] == ["missing"]
    assert again.checked_at is not None
    assert Event.objects.latest("seq").data["faults"] == 1


def test_the_files_the_archive_keeps_are_missed_when_they_are_gone(cast: Cast) -> None:
    made = stage.archived(cast, "complaint", stage.matter(cast))
    sealed.erase(made.kept_key)
    missing = {each.path for each in writing.compared(made)}
    assert missing == {row["path"] for row in made.files if row["kept"]}


def _pieces() -> Iterator[bytes]:
    yield b""


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    sink = writing.FolderSink(tmp_path)
    assert sink.add("data/x", _pieces(), "text/plain") == (bag.sha256(b""), 0)
    assert (tmp_path / "data/x").read_bytes() == b""
