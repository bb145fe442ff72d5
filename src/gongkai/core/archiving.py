"""How the rooms tell the archive what has ended: one shape of query, and papers made from what the room keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongkai.core import files, sealed
from gongkai.core.letters.issuing import addressee_of, content_of
from gongkai.core.models import Letter, StoredFile
from gongkai.core.paper.blocks import plain
from gongkai.core.paper.sheet import Block, Heading, ListBlock, Paragraph, Table
from gongkai.domain.archive.bag import table as csv_table
from gongkai.domain.archive.records import Gone, Paper, Record
from gongkai.domain.process import Process

#: Bytes read at once.
CHUNK = 1 << 20
TEXT, CSV = "text/plain; charset=utf-8", "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of records that ends (``law/archive.toml``), and how the archive reads it.

    ``rows`` gives all of them; ``closed`` is the expression of the day one ended; ``steps`` the number of the step
    that ended it, so that one that was opened and ended again is known as new. ``told`` gives a record as it goes to
    the archive, ``shows`` whether an actor may see it, ``url`` the name of its page and what that is made of.

    A package holds more than the page of its record may show: ``whole`` says whether an actor may have all of it,
    names in the clear too (``None``: whoever sees the record may). ``about`` gives the records that concern the actor,
    who takes no copy of them in any post; ``hidden`` those of them the actor must not even know of.

    ``erased`` is the expression of the moment the room erased the personal data of a record (``None``: it erases none).
    """

    kind: str
    rows: Callable[[], QuerySet[Any]]
    closed: Combinable
    told: Callable[[int], Record]
    shows: Callable[[Any, int], bool]
    url: Callable[[int], tuple[str, tuple[object, ...]]]
    steps: QuerySet[Any] | None = None
    whole: Callable[[Any, int], bool] | None = None
    about: Callable[[Any], Q] | None = None
    hidden: Callable[[Any], Q] | None = None
    erased: Combinable | None = None
    number: str = "number"
    title: str = "title"
    state: str = "state"
    unit: str = "unit_id"
    agency: str = "agency_id"


@dataclass(frozen=True, slots=True)
class Ended:
    """A record that has ended: where it stands, since when, the step that ended it, whether data of it were erased."""

    kind: str
    key: int
    number: str
    title: str
    unit: int | None
    state: str
    closed_on: date
    step: int
    erased: datetime | None = None


def ended(source: Source, agency_id: int, states: Collection[str]) -> QuerySet[Any]:
    """The records of one agency in one of the states, with what ``Ended`` says of them as ``arch_…``."""
    step = Subquery(source.steps.values("pk")[:1]) if source.steps is not None else None
    rows = source.rows().filter(**{source.agency: agency_id, f"{source.state}__in": list(states)})
    answered: QuerySet[Any] = rows.annotate(
        arch_number=F(source.number),
        arch_title=F(source.title),
        arch_unit=F(source.unit),
        arch_state=F(source.state),
        arch_closed=source.closed,
        arch_step=Value(0, BigIntegerField())
        if step is None
        else Coalesce(step, 0, output_field=BigIntegerField()),
        arch_erased=erasure_of(source),
    ).filter(arch_closed__isnull=False)
    return answered


def erasure_of(source: Source) -> Combinable:
    """The moment the room erased personal data of a record, as an expression over its rows."""
    return Value(None, DateTimeField()) if source.erased is None else source.erased


FIELDS = (
    "pk", "arch_number", "arch_title", "arch_unit", "arch_state", "arch_closed", "arch_step", "arch_erased",
)  # fmt: skip


def read(source: Source, rows: QuerySet[Any]) -> list[Ended]:
    """The rows of ``ended`` as values; one query."""
    return [
        Ended(source.kind, pk, str(number), str(title), unit, state, closed, step, erased)
        for pk, number, title, unit, state, closed, step, erased in rows.values_list(*FIELDS)
    ]


def moves_into(process: Process, states: Collection[str], without: Collection[str] = ()) -> tuple[str, ...]:
    """The moves of a process that lead into one of the states."""
    return tuple(move.key for move in process.moves if move.target in states and move.key not in without)


def text(
    kind: str, name: str, words: str, *, personal: bool, made_on: date | None = None, who: str = ""
) -> Paper:
    """A paper made from the record's own words; lines end as on Unix. ``personal``: it may have to be erased."""
    content = (words.replace("\r\n", "\n").replace("\x00", "").rstrip("\n") + "\n").encode()
    return _held(kind, name, TEXT, content, personal=personal, made_on=made_on, who=who)


def table(
    kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, personal: bool
) -> Paper:
    """A paper that is a table, as CSV that spreadsheets open."""
    lines = ([_cell(value) for value in row] for row in rows)
    return _held(kind, name, CSV, csv_table(head, lines).encode(), personal=personal)


def _cell(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _held(
    kind: str,
    name: str,
    media: str,
    content: bytes,
    *,
    personal: bool,
    made_on: date | None = None,
    who: str = "",
) -> Paper:
    return Paper(
        kind,
        name,
        media,
        lambda: iter((content,)),
        size=len(content),
        kept=not personal,
        personal=personal,
        made_on=made_on,
        who=who,
    )


def stored(kind: str, file: StoredFile, name: str, *, made_on: date | None = None, who: str = "") -> Paper:
    """A file kept under its digest: read piece by piece, and only when it is written."""
    return Paper(
        kind,
        name,
        file.content_type,
        lambda: _pieces(file.sha256),
        size=file.size,
        sha256=file.sha256,
        made_on=made_on,
        who=who,
        pages=file.pages,
    )


def _pieces(sha256: str) -> Iterator[bytes]:
    with files.path_of(sha256).open("rb") as source:
        while piece := source.read(CHUNK):
            yield piece


def kept_sealed(kind: str, key: str, name: str, media: str, *, made_on: date | None = None) -> Paper:
    """A file sealed on disk. It is opened whole: what is sealed can only be proved as a whole."""
    return Paper(kind, name, media, lambda: iter((sealed.fetch(key),)), made_on=made_on)


def sealed_files(kind: str, rows: Iterable[Any]) -> tuple[list[Paper], list[Gone]]:
    """Files of a room with ``key``, ``name`` and ``content_type``: papers, and those that were erased."""
    return parted(kind, ((row.key, row.name, row.content_type) for row in rows))


def parted(kind: str, rows: Iterable[tuple[str, str, str]]) -> tuple[list[Paper], list[Gone]]:
    """Sealed files by key, name and media type: papers, and those that were erased."""
    papers, gone = [], []
    for key, name, media in rows:
        if sealed.is_kept(key):
            papers.append(kept_sealed(kind, key, name, media))
        else:
            gone.append(Gone(kind, name))
    return papers, gone


def letters(subjects: Collection[tuple[str, object]]) -> tuple[list[Paper], list[Gone]]:
    """The letters of the subjects as they were sent, in words: papers, and those whose words were erased."""
    papers, gone = [], []
    for kind, key in subjects:
        for letter in Letter.objects.filter(subject_type=kind, subject=str(key)).order_by("id"):
            name = f"{letter.title} {letter.number}.txt"
            if letter.erased_at is not None:
                gone.append(Gone("letter", name))
            else:
                papers.append(letter_paper(letter))
    return papers, gone


def letter_paper(letter: Letter) -> Paper:
    """One letter; it names whom it went to."""
    content = content_of(letter)
    lines = [letter.issuer, letter.title, letter.number, ""]
    to = addressee_of(letter)
    if to:
        lines += [f"{to}：", ""]
    lines += [*content.paragraphs, *(line for block in content.blocks for line in _lines(block))]
    if letter.remedies:
        lines += ["", letter.remedies]
    lines += ["", letter.issuer, letter.issued_on.isoformat()]
    return text(
        "letter",
        f"{letter.title} {letter.number}.txt",
        "\n".join(lines),
        personal=True,
        made_on=letter.issued_on,
        who=letter.issuer,
    )


def _lines(block: Block) -> Iterator[str]:
    """A block of a letter as lines of text; what has no words has none."""
    if isinstance(block, Paragraph | Heading):
        yield plain(block.runs)
    elif isinstance(block, Table):
        for row in block.rows:
            yield "\t".join(" ".join(line for each in cell.blocks for line in _lines(each)) for cell in row)
    elif isinstance(block, ListBlock):
        for item in block.items:
            yield from (line for each in item for line in _lines(each))


def day(value: date | None) -> str:
    """A day as the metadata write it; none is empty."""
    return "" if value is None else value.isoformat()


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment where the agency is."""
    return None if moment is None else timezone.localtime(moment).date()


def rows_of(**values: object) -> tuple[tuple[str, str], ...]:
    """Metadata rows by their keys; those that say nothing are left out."""
    return tuple((key, _cell(value)) for key, value in values.items() if value not in (None, ""))


def as_page(paper: Paper) -> Paper:
    """A paper whose words are a page of HTML."""
    return replace(paper, media_type="text/html; charset=utf-8")
