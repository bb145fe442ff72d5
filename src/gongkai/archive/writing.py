"""A package written out: as a folder or a ZIP, file by file; and read again from the record to be compared.

The manifest is always the one made when it was archived. What is not as it was then is written as it is now, or not at
all, and told: whoever checks the copy finds it as well.
"""

from __future__ import annotations

import itertools
import os
import shutil
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.utils import timezone

from gongkai.archive.models import Package
from gongkai.archive.packing import Item, fetch, measured, told_in_chinese
from gongkai.archive.queries.erasing import is_behind
from gongkai.archive.queries.sources import sources
from gongkai.core import sealed
from gongkai.core.refusals import Refusal
from gongkai.domain.archive import bag, rules
from gongkai.domain.archive.names import safe

Pieces = Callable[[], Iterator[bytes]]
MISSING, CHANGED = "missing", "changed"
#: Media types that are packed as they are: they are compressed already.
_PACKED = (
    "image/",
    "video/",
    "audio/",
    "application/pdf",
    "application/zip",
    "application/vnd.openxmlformats",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not as it was archived: ``missing`` or ``changed``."""

    path: str
    what: str

    def row(self) -> dict[str, str]:
        return {"path": self.path, "what": self.what}


class Sink(Protocol):
    """Where a package is written to."""

    def add(self, path: str, pieces: Iterator[bytes], media: str) -> tuple[str, int]:
        """Writes a file; gives digest and size of what was written."""


def items_of(package: Package) -> list[Item]:
    """The files of a package as its row keeps them."""
    return [Item(**row) for row in package.files]


def contents(package: Package) -> dict[str, Pieces]:
    """Path → how its bytes are read now; what is not there any more is left out."""
    items = items_of(package)
    kept = _kept(package.kept_key)
    if not is_behind(package):  # else only what the record still says, before the clock has erased the rest
        kept |= _kept(package.personal_key)
    found: dict[str, Pieces] = {path: _whole(content) for path, content in kept.items()}
    wanted = [each for each in items if not each.kept and each.path not in found]
    if wanted:
        found |= from_record(package, wanted)
    return {each.path: found[each.path] for each in items if each.path in found}


def _whole(content: bytes) -> Pieces:
    return lambda: iter((content,))


def _kept(key: str) -> dict[str, bytes]:
    try:
        return fetch(key)
    except (Refusal, OSError, ValueError):
        return {}


def from_record(package: Package, wanted: list[Item]) -> dict[str, Pieces]:
    """The papers as the record has them: found by their digests, wherever they stand in it now."""
    record = told_in_chinese(sources()[package.kind].told, package.record)
    by_digest: dict[str, Pieces] = {}
    for paper in record.papers:
        if paper.kept:
            continue
        digest = paper.sha256 or _digest(paper.read)
        if digest:
            by_digest.setdefault(digest, paper.read)
    return {each.path: by_digest[each.sha256] for each in wanted if each.sha256 in by_digest}


def staying(package: Package) -> tuple[dict[str, bytes], int]:
    """Of the papers kept apart those the record itself still says to the byte, and how many there were.

    So the archive never has more of a person than the room. Raises ``Refusal`` where they cannot be opened.
    """
    if not sealed.is_kept(package.personal_key):
        return {}, 0
    kept = fetch(package.personal_key)
    said = from_record(package, [each for each in items_of(package) if each.path in kept])
    return {path: content for path, content in kept.items() if path in said}, len(kept)


def _digest(reading: Pieces) -> str:
    """The digest of what can be read; nothing where it cannot."""
    try:
        return measured(reading())[0]
    except (Refusal, OSError):
        return ""


def compared(package: Package) -> list[Fault]:
    """Every file read anew and held against its digest."""
    found = contents(package)
    faults = []
    for each in items_of(package):
        if each.path not in found:
            faults.append(Fault(each.path, MISSING))
            continue
        try:
            now = measured(found[each.path]())
        except (Refusal, OSError):
            faults.append(Fault(each.path, MISSING))
            continue
        if now != (each.sha256, each.size):
            faults.append(Fault(each.path, CHANGED))
    manifest = bag.manifest(each.entry() for each in items_of(package))
    if bag.sha256(manifest.encode()) != package.digest:
        faults.append(Fault(bag.MANIFEST, CHANGED))
    return faults


def write(package: Package, sink: Sink) -> list[Fault]:
    """Writes the whole package. Gives what is not as it was archived."""
    found = contents(package)
    items = items_of(package)
    faults = []
    for each in items:
        if each.path not in found:
            faults.append(Fault(each.path, MISSING))
            continue
        try:
            written = sink.add(each.path, found[each.path](), each.media)
        except Refusal:
            faults.append(Fault(each.path, MISSING))
            continue
        if written != (each.sha256, each.size):
            faults.append(Fault(each.path, CHANGED))
    tags = {
        bag.BAGIT: bag.DECLARATION,
        bag.INFO: bag.info(_info(package, items, faults)),
        bag.MANIFEST: bag.manifest(each.entry() for each in items),
    }
    entries = []
    for path, text in tags.items():
        digest, size = sink.add(path, iter((text.encode(),)), "text/plain")
        entries.append(bag.Entry(path, digest, size))
    sink.add(bag.TAGS, iter((bag.manifest(entries).encode(),)), "text/plain")
    return faults


def _info(package: Package, items: list[Item], faults: list[Fault]) -> list[tuple[str, str]]:
    retention = rules.retentions()[package.retention]
    rows = [
        ("Source-Organization", package.agency.name),
        ("External-Identifier", package.number),
        ("External-Description", package.title),
        ("Internal-Sender-Identifier", package.record_number),
        ("Bagging-Date", timezone.localtime(package.made_at).date().isoformat()),
        ("Payload-Oxum", bag.oxum(each.entry() for each in items)),
        ("Bag-Software-Agent", "Gongkai"),
        ("Gongkai-Retention", f"{retention.label} ({retention.label_en})"),
        ("Gongkai-Keep-Until", package.keep_until.isoformat() if package.keep_until else ""),
    ]
    return [*rows, *((f"Gongkai-{each.what.capitalize()}", each.path) for each in faults)]


def folder_name(package: Package) -> str:
    """What the package's folder or ZIP is called."""
    return safe(package.number, "package")


class ZipSink:
    """Writes into a ZIP, everything below one folder."""

    def __init__(self, target: BinaryIO | Path, package: Package) -> None:
        self._zip = zipfile.ZipFile(target, "w", allowZip64=True)
        self._folder = folder_name(package)
        at = timezone.localtime(package.made_at)
        self._at = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)

    def add(self, path: str, pieces: Iterator[bytes], media: str) -> tuple[str, int]:
        told = zipfile.ZipInfo(f"{self._folder}/{path}", self._at)
        told.compress_type = zipfile.ZIP_STORED if media.startswith(_PACKED) else zipfile.ZIP_DEFLATED
        told.external_attr = 0o644 << 16
        first = next(pieces, b"")  # what cannot be read is not begun: the ZIP then has no half file
        with self._zip.open(told, "w", force_zip64=True) as out:
            return measured(_tee(first, pieces, out.write))

    def close(self) -> None:
        self._zip.close()


class FolderSink:
    """Writes below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, path: str, pieces: Iterator[bytes], media: str) -> tuple[str, int]:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        first = next(pieces, b"")
        with target.open("wb") as out:
            return measured(_tee(first, pieces, out.write))


def _tee(first: bytes, rest: Iterator[bytes], write_out: Callable[[bytes], object]) -> Iterator[bytes]:
    for piece in itertools.chain((first,), rest):
        write_out(piece)
        yield piece


def to_zip(package: Package, target: BinaryIO) -> list[Fault]:
    """Writes the package as a ZIP into an open file."""
    sink = ZipSink(target, package)
    try:
        return write(package, sink)
    finally:
        sink.close()


def to_disk(package: Package, out: Path, *, as_zip: bool) -> tuple[Path, list[Fault]]:
    """Writes the package below ``out``, under a name of its own until it is whole.

    Raises ``FileExistsError`` where it is there already: nothing is written over.
    """
    out.mkdir(parents=True, exist_ok=True)
    target = out / (folder_name(package) + (".zip" if as_zip else ""))
    if target.exists():
        raise FileExistsError(str(target))
    unfinished = out / f".{folder_name(package)}.{uuid.uuid4().hex[:8]}.part"
    try:
        if as_zip:
            with unfinished.open("wb") as file:
                faults = to_zip(package, file)
                file.flush()
                os.fsync(file.fileno())
        else:
            faults = write(package, FolderSink(unfinished))
        unfinished.rename(target)
    except BaseException:
        if unfinished.is_dir():
            shutil.rmtree(unfinished, ignore_errors=True)
        else:
            unfinished.unlink(missing_ok=True)
        raise
    return target, faults
