"""Checks packages that lie somewhere, offline and without the database: any bag (RFC 8493), a folder or a ZIP."""

from __future__ import annotations

import hashlib
import logging
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import bagit

from gongkai.domain.archive import bag as layout

#: Bytes read at once.
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """A bag that was checked: where it lies, how many files its manifests name, and what is wrong, in sentences."""

    name: str
    files: int
    faults: tuple[str, ...]


def check(path: Path) -> Iterator[Checked]:
    """Every bag at ``path``: a bag, a ZIP of one, or a folder with any number of both. Never raises for a bad bag."""
    if path.is_dir() and not (path / "bagit.txt").exists():
        found = sorted(each for each in path.iterdir() if not each.name.startswith("."))
        bags = [each for each in found if each.is_dir() or each.suffix.lower() == ".zip"]
        for each in bags:
            yield from check(each) if each.is_dir() else iter((_zip(each),))
        if not bags:
            yield Checked(str(path), 0, ("There is no bag here: no bagit.txt, no folder, no ZIP.",))
    elif path.is_dir():
        yield _folder(path, str(path))
    else:
        yield _zip(path)


def _folder(path: Path, name: str) -> Checked:
    quiet = logging.getLogger("bagit")
    before, quiet.disabled = quiet.disabled, True
    try:
        return _bag(path, name)
    except (bagit.BagError, OSError, UnicodeError, ValueError, KeyError) as error:
        return Checked(name, 0, (f"This is no bag that can be read: {error}",))
    finally:
        quiet.disabled = before


def _bag(path: Path, name: str) -> Checked:
    found = bagit.Bag(str(path))
    faults: list[str] = []
    try:
        found.validate()
    except bagit.BagValidationError as error:
        faults += _what_is_wrong(found, path) or [str(error)]
    except bagit.FileNormalizationConflict as error:
        faults.append(str(error))
    return Checked(name, len(found.entries), (*faults, *_unproved(path), *_ledger(path)))


def _unproved(path: Path) -> list[str]:
    """A package of this software without the digests of its own manifest; other tools may leave them out."""
    ours = (path / layout.LEDGER).is_file()
    return [f"{layout.TAGS} is missing."] if ours and not (path / layout.TAGS).is_file() else []


def _what_is_wrong(found: bagit.Bag, path: Path) -> list[str]:
    missing, extra = found.compare_manifests_with_fs()
    faults = [f"{each} is missing." for each in sorted(missing)]
    faults += [f"{each} is not in the manifest." for each in sorted(extra)]
    for name, digests in sorted(found.entries.items()):
        file = path / found.normalized_filesystem_names.get(name, name)
        if not file.is_file():
            faults += [] if name in missing else [f"{name} is missing."]
            continue
        faults += [
            f"{name} was changed: its {algorithm} is not the one in the manifest."
            for algorithm, digest in digests.items()
            if algorithm in hashlib.algorithms_available and _digest(file, algorithm) != digest.lower()
        ]
    return faults


def _digest(file: Path, algorithm: str) -> str:
    digest = hashlib.new(algorithm)
    with file.open("rb") as source:
        while piece := source.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _ledger(path: Path) -> list[str]:
    """Events of the ledger's extract whose digest does not agree; nothing where the bag has none."""
    extract, digests = path / layout.LEDGER, path / layout.DIGESTS
    if not extract.is_file() or not digests.is_file():
        return []
    text, told = (each.read_bytes().decode("utf-8", errors="replace") for each in (extract, digests))
    return [
        f"Line {number} of {layout.LEDGER} does not agree with its digest."
        for number in layout.ledger_faults(text, told)
    ]


def _zip(path: Path) -> Checked:
    try:
        with zipfile.ZipFile(path) as packed, tempfile.TemporaryDirectory() as folder:
            refused = _refused(packed, Path(folder))
            if refused:
                return Checked(str(path), 0, (refused,))
            for each in packed.infolist():
                if not each.is_dir():
                    _unpack(packed, each, Path(folder))
            roots = [each.parent for each in sorted(Path(folder).rglob("bagit.txt"))][:1]
            if not roots:
                return Checked(str(path), 0, ("There is no bag in this ZIP: no bagit.txt.",))
            return _folder(roots[0], str(path))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        return Checked(str(path), 0, (f"This ZIP cannot be read: {error}",))


def _refused(packed: zipfile.ZipFile, folder: Path) -> str:
    """Why the ZIP is not unpacked; nothing where it is."""
    for each in packed.infolist():
        parts = PurePosixPath(each.filename.replace("\\", "/")).parts
        if each.filename.startswith(("/", "\\")) or ".." in parts or ":" in each.filename:
            return f"This ZIP would write outside its folder: {each.filename!r}."
        if stat.S_ISLNK(each.external_attr >> 16):
            return f"This ZIP holds a link: {each.filename!r}."
    needed = sum(each.file_size for each in packed.infolist())
    if needed > shutil.disk_usage(folder).free:
        return f"There is not enough room to unpack this ZIP: it needs {needed} bytes."
    return ""


def _unpack(packed: zipfile.ZipFile, told: zipfile.ZipInfo, folder: Path) -> None:
    """One file; what is longer than the ZIP says is cut there, and the check finds it changed."""
    target = folder / told.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    left = told.file_size
    with packed.open(told) as source, target.open("wb") as out:
        while left > 0 and (piece := source.read(min(CHUNK, left))):
            out.write(piece)
            left -= len(piece)
