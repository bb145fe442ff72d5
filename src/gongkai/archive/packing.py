"""A record as a package: what lies where, with which digest. Nothing is written, and big files are not read."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone, translation

from gongkai.core import ledger, sealed
from gongkai.core.archiving import Ended, day
from gongkai.core.models import Event
from gongkai.domain.archive import bag, rules
from gongkai.domain.archive.names import numbered
from gongkai.domain.archive.records import Paper, Record
from gongkai.people.models import Agency, Unit
from gongkai.people.sentences import tell

#: The language in which a package speaks.
LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a package as its row keeps it (``Package.files``)."""

    path: str
    sha256: str
    size: int
    kind: str = ""
    name: str = ""
    media: str = "text/plain; charset=utf-8"
    made_on: str = ""
    who: str = ""
    kept: bool = True

    def row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    def entry(self) -> bag.Entry:
        return bag.Entry(self.path, self.sha256, self.size)


@dataclass(frozen=True, slots=True)
class Place:
    """What only the archive knows of a package: its number, how often it was archived, what it replaces."""

    number: str
    year: int
    retention: str
    keep_until: date | None
    revision: int = 1
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A record read for the archive: all of the package but what its number says."""

    record: Record
    ended: Ended
    agency: Agency
    unit: Unit | None
    papers: tuple[Item, ...]
    kept: Mapping[str, bytes] = field(default_factory=dict)
    personal: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def pages(self) -> int | None:
        counted = [each.pages for each in self.record.papers if each.pages is not None]
        return sum(counted) if counted else None


@dataclass(frozen=True, slots=True)
class Packed:
    """A whole package: every file in the order of their paths, and the bytes of those the archive keeps."""

    items: tuple[Item, ...]
    kept: Mapping[str, bytes]

    @property
    def manifest(self) -> str:
        return bag.manifest(each.entry() for each in self.items)

    @property
    def digest(self) -> str:
        return bag.sha256(self.manifest.encode())

    @property
    def size(self) -> int:
        return sum(each.size for each in self.items)


def drafted(record: Record, ended: Ended, agency: Agency, unit: Unit | None) -> Draft:
    """The papers with their digests, and the ledger's extract. Raises ``OSError`` where a file is not there."""
    items: list[Item] = []
    kept: dict[str, bytes] = {}
    personal: dict[str, bytes] = {}
    for number, paper in enumerate(record.papers, 1):
        item = _item(number, paper)
        items.append(item)
        if paper.kept or paper.personal:
            (kept if paper.kept else personal)[item.path] = b"".join(paper.read())
    kept |= _ledger(record)
    return Draft(record, ended, agency, unit, tuple(items), kept, personal)


def _item(number: int, paper: Paper) -> Item:
    digest, size = (
        (paper.sha256, paper.size) if paper.sha256 and paper.size is not None else measured(paper.read())
    )
    return Item(
        path=f"{bag.PAPERS}/{numbered(number, paper.name)}",
        sha256=digest,
        size=size,
        kind=paper.kind,
        name=paper.name,
        media=paper.media_type,
        made_on=day(paper.made_on),
        who=paper.who,
        kept=paper.kept,
    )


def measured(pieces: Iterator[bytes]) -> tuple[str, int]:
    """Digest and size of what is read piece by piece."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _ledger(record: Record) -> dict[str, bytes]:
    """The events of the record's subjects: as they are chained, their digests, and in sentences."""
    events: list[Event] = list(ledger.events_of(record.subjects))
    chained = "".join(f"{ledger.written(each)}\n" for each in events)
    digests = "".join(f"{each.digest}  {each.seq}\n" for each in events)
    with translation.override(LANGUAGE):
        # Personal values stand apart from the chain and are left out: they may have to be erased.
        told = [_line(each) for each in tell(_without_private(events))]
    return {
        bag.LEDGER: chained.encode(),
        bag.DIGESTS: digests.encode(),
        bag.TOLD: "".join(told).encode(),
    }


def _without_private(events: Sequence[Event]) -> list[Event]:
    bare = []
    for each in events:
        event = Event(**{name.attname: getattr(each, name.attname) for name in Event._meta.concrete_fields})  # noqa: SLF001 - Django's public way to list fields
        event.sealed = {}
        bare.append(event)
    return bare


def _line(told: Any) -> str:
    at = timezone.localtime(told.at).strftime("%Y-%m-%d %H:%M:%S")
    post = f"（{told.post}）" if told.post else ""
    why = f" 理由：{' '.join(told.reason.split())}" if told.reason else ""
    return f"{told.seq}\t{at}\t{' '.join(told.sentence.split())}{post}{why}\n"


def packed(draft: Draft, place: Place) -> Packed:
    """The whole package once its number is known."""
    kept = dict(draft.kept)
    values = elements(draft, place)
    items = [*draft.papers]
    kept[bag.METADATA] = _metadata(draft, values).encode()
    kept[bag.LIST] = _list(draft, values).encode()
    kept[bag.README] = bag.README_TEXT.format(number=place.number, title=draft.record.title).encode()
    known = {each.path for each in items}
    items += [
        Item(path, bag.sha256(content), len(content)) for path, content in kept.items() if path not in known
    ]
    return Packed(tuple(sorted(items, key=lambda each: each.path)), kept)


def elements(draft: Draft, place: Place) -> dict[str, str]:
    """Element of ``law/archive.toml`` → its value in Chinese words."""
    record, kind = draft.record, rules.kinds()[draft.ended.kind]
    pages = draft.pages
    return {
        "archive_number": place.number,
        "fonds_name": draft.agency.name,
        "kind": kind.label,
        "number": record.number,
        "title": record.title,
        "responsible": record.responsible,
        "document_number": record.document_number,
        "opened_on": day(record.opened_on),
        "closed_on": day(draft.ended.closed_on),
        "ended": record.ended,
        "year": str(place.year),
        "retention": rules.retentions()[place.retention].label,
        "keep_until": day(place.keep_until),
        "unit": draft.unit.name if draft.unit else "",
        "papers": str(len(draft.papers)),
        "pages": "" if pages is None else str(pages),
        "revision": str(place.revision),
        "replaces": place.replaces,
        "digest_name": "SHA-256",
    }


def _metadata(draft: Draft, values: Mapping[str, str]) -> str:
    names = rules.words("element") | rules.words("field")
    rows = [*values.items(), *draft.record.rows]
    return bag.canonical(
        {
            "elements": [
                {"key": key, "label": names[key].label, "label_en": names[key].label_en, "value": value}
                for key, value in rows
            ],
            "documents": [
                {
                    "path": each.path,
                    "kind": rules.words("paper")[each.kind].label,
                    "name": each.name,
                    "media_type": each.media,
                    "date": each.made_on,
                    "responsible": each.who,
                    "size": each.size,
                    "sha256": each.sha256,
                }
                for each in draft.papers
            ],
            "erased_before": [
                {"kind": rules.words("paper")[each.kind].label, "name": each.name}
                for each in draft.record.gone
            ],
        }
    )


def _list(draft: Draft, values: Mapping[str, str]) -> str:
    names = rules.words("element") | rules.words("field")
    papers = rules.words("paper")
    rows = [[names[key].label, value] for key, value in (*values.items(), *draft.record.rows)]
    rows += [["", ""], ["文件", "说明", "日期", "责任者", "字节数", "SHA-256"]]
    rows += [
        [
            each.path,
            f"{papers[each.kind].label}：{each.name}",
            each.made_on,
            each.who,
            str(each.size),
            each.sha256,
        ]
        for each in draft.papers
    ]
    rows += [[f"（已按规定删除）{each.name}", papers[each.kind].label] for each in draft.record.gone]
    return bag.table(["项目", "内容"], rows)


def keep(content: Mapping[str, bytes]) -> str:
    """Keeps files of a package sealed in the data folder. Gives the key they are fetched with; of none an empty one."""
    if not content:
        return ""
    told = {path: piece.decode() for path, piece in content.items()}
    return sealed.keep(zlib.compress(json.dumps(told, ensure_ascii=False).encode()))


def fetch(key: str) -> dict[str, bytes]:
    """These files again. Raises ``Refusal`` where they are not there or cannot be opened."""
    told = json.loads(zlib.decompress(sealed.fetch(key)))
    return {path: piece.encode() for path, piece in told.items()}


def told_in_chinese(told: Any, key: int) -> Record:
    """What a room tells of a record, in the language of packages."""
    with translation.override(LANGUAGE):
        record: Record = told(key)
    return replace(record, title=record.title.replace("\x00", ""))
