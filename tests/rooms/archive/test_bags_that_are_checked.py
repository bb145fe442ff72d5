"""Does a check find a flipped byte, a missing file, one too many, and refuse what would do harm?"""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path

import bagit
import pytest

from gongkai.archive.checking import check
from gongkai.domain.archive import bag


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bag made by somebody else's tool."""
    made = tmp_path / "一个 包"
    made.mkdir()
    (made / "文件 一.txt").write_text("内容", encoding="utf-8")
    (made / "b.bin").write_bytes(bytes(range(256)))
    bagit.make_bag(str(made), checksums=["sha256", "md5"])
    return made


def faults(path: Path) -> tuple[str, ...]:
    (found,) = check(path)
    return found.faults


def test_a_bag_of_any_tool_is_whole(folder: Path) -> None:
    assert faults(folder) == ()


def test_a_flipped_byte_is_found(folder: Path) -> None:
    path = folder / "data/b.bin"
    content = bytearray(path.read_bytes())
    content[7] ^= 1
    path.write_bytes(content)
    assert any("data/b.bin was changed" in each or "data/b.bin" in each for each in faults(folder))


def test_a_missing_file_and_one_too_many_are_named(folder: Path) -> None:
    (folder / "data/b.bin").unlink()
    (folder / "data/塞进来.txt").write_text("x")
    told = " ".join(faults(folder))
    assert "data/b.bin is missing" in told
    assert "data/塞进来.txt is not in the manifest" in told


def test_a_changed_tag_file_is_found(folder: Path) -> None:
    path = folder / "bag-info.txt"
    path.write_text(path.read_text().replace("Bagging-Date", "Begging-Date"))
    assert any("bag-info.txt" in each for each in faults(folder))


def test_a_manifest_written_anew_over_a_changed_event_is_found(tmp_path: Path) -> None:
    made = tmp_path / "bag"
    (made / "data").mkdir(parents=True)
    line = '{"digest_name":"sha256","reason":"一"}'
    (made / bag.LEDGER).write_text(f"{line}\n", encoding="utf-8")
    (made / bag.DIGESTS).write_text(f"{bag.sha256(line.encode())}  1\n")
    _manifests(made)
    assert faults(made) == ()
    (made / bag.TAGS).unlink()
    assert faults(made) == (f"{bag.TAGS} is missing.",)
    (made / bag.LEDGER).write_text(f"{line.replace('一', '二')}\n", encoding="utf-8")
    _manifests(made)
    assert faults(made) == (f"Line 1 of {bag.LEDGER} does not agree with its digest.",)


def _manifests(folder: Path) -> None:
    entries = [
        bag.Entry(path.relative_to(folder).as_posix(), bag.sha256(path.read_bytes()), path.stat().st_size)
        for path in (folder / "data").rglob("*")
        if path.is_file()
    ]
    (folder / bag.BAGIT).write_text(bag.DECLARATION)
    (folder / bag.MANIFEST).write_text(bag.manifest(entries), encoding="utf-8")
    tags = [
        bag.Entry(name, bag.sha256((folder / name).read_bytes()), 0) for name in (bag.BAGIT, bag.MANIFEST)
    ]
    (folder / bag.TAGS).write_text(bag.manifest(tags), encoding="utf-8")


@pytest.mark.parametrize("what", ["nothing", "no bagit.txt", "not text", "no manifest"])
def test_what_is_no_bag_says_so_and_raises_nothing(tmp_path: Path, what: str) -> None:
    place = tmp_path / "x"
    place.mkdir()
    if what == "no bagit.txt":
        (place / "y").mkdir()
        (place / "y" / "a.txt").write_text("a")
    if what == "not text":
        (place / "bagit.txt").write_bytes(b"\xff\xfe\x00\x01")
    if what == "no manifest":
        (place / "bagit.txt").write_text(bag.DECLARATION)
        (place / "data").mkdir()
    assert all(each.faults for each in check(place))


def test_many_are_checked_each_for_itself(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "zz"
    shutil.copytree(folder, other)
    (other / "data/b.bin").write_bytes(b"")
    shutil.make_archive(str(tmp_path / "packed"), "zip", folder.parent, folder.name)
    found = {Path(each.name).name: bool(each.faults) for each in check(tmp_path)}
    assert found == {"一个 包": False, "zz": True, "packed.zip": False}


@pytest.mark.parametrize(
    "name", ["../out.txt", "/tmp/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"]
)
def test_a_zip_that_would_write_elsewhere_is_not_unpacked(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(zipfile.ZipInfo(name), "x")
    (told,) = faults(path)
    assert "outside" in told
    assert not (tmp_path / "out.txt").exists()
    assert not Path("/tmp/out.txt").exists()


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    link = zipfile.ZipInfo("bag/data")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc")
    assert "link" in faults(path)[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_zip_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.zip"
    path.write_bytes(content)
    assert "cannot be read" in faults(path)[0]


def test_a_zip_too_big_to_unpack_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    path = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", folder.parent, folder.name))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 1))  # type: ignore[attr-defined]
    assert "not enough room" in faults(path)[0]
