"""``read``: a file or a folder, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from gongkai.core.intake.model import MB
from gongkai.domain.text import say
from gongkai.publishing.importing import page, plain, sheets, table, word
from gongkai.publishing.importing.records import ImportRecord, Known, Problem, Problems, known

LARGEST_TEXT = 20 * MB
_DOCUMENTS: dict[str, Callable[..., ImportRecord | None]] = {
    ".txt": plain.read, ".md": plain.read, ".htm": page.read, ".html": page.read, ".shtml": page.read,
    ".docx": word.read,
}  # fmt: skip
_TABLES = {".csv", ".tsv", ".xlsx"}
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")


def read(
    path: Path,
    *,
    known_rows: Collection[str],
    known_topics: Collection[str] = (),
    known_channels: Collection[str] | None = None,
    title: str = "",
) -> tuple[list[ImportRecord], list[Problem]]:
    """The records in ``path`` and everything that stands in their way, at most 200 problems; never raises.

    ``path`` is a file or a folder, which is read with all folders below it in the order of names.
    ``known_rows``, ``known_topics`` and ``known_channels`` are the keys a table may name (given as a
    mapping, their labels count too); without ``known_channels`` those of ``law/channels.toml`` hold.
    ``title`` names the document of a single text, page or Word file. A row of a table with a bad cell gives
    no record. Files that a table names as attachments are not read as documents of their own.
    """
    path, problems = Path(path), Problems()
    names = known(known_rows, known_topics, known_channels)
    if not path.exists():
        problems.error(str(path), say("There is no file or folder of this name."))
        return [], problems.all(str(path))
    reader = _Reader(path if path.is_dir() else path.parent, names, problems)
    found = reader.folder() if path.is_dir() else reader.file(path, title)
    if path.is_dir() and not found and not problems.found:
        problems.error(str(path), say("This folder is empty."))
    return found, problems.all(path.name)


class _Reader:
    """One reading: what has been met so far."""

    def __init__(self, root: Path, names: Known, problems: Problems) -> None:
        self.root, self.names, self.problems = root, names, problems
        self.seen: dict[str, str] = {}
        self.used: set[Path] = set()

    def folder(self) -> list[ImportRecord]:
        """Tables first, for they say which of the other files are attachments; then in the order of names."""
        files = sorted(each for each in self.root.rglob("*") if each.is_file() and not _is_litter(each))
        by_file: dict[Path, list[ImportRecord]] = {}
        for file in sorted(files, key=lambda each: each.suffix.lower() not in _TABLES):
            if file.resolve() in self.used:
                continue
            if not file.resolve().is_relative_to(self.root.resolve()):
                self.problems.note(
                    self.source(file), say("This link leads outside the folder and was left out.")
                )
                continue
            by_file[file] = self.file(file, "")
        kept = [file for file in files if file in by_file and file.resolve() not in self.used]
        return [record for file in kept for record in by_file[file]]

    def source(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()

    def file(self, file: Path, title: str) -> list[ImportRecord]:
        source, suffix = self.source(file), file.suffix.lower()
        try:
            if suffix in _TABLES:
                return self.table(file, source)
            if suffix not in _DOCUMENTS:
                self.problems.note(
                    source,
                    say("This kind of file is not imported. TXT, HTML, DOCX, and tables in CSV or XLSX are."),
                )
                return []
            if suffix != ".docx" and file.stat().st_size > LARGEST_TEXT:
                self.problems.error(
                    source, say("This file has more than {limit} MB.", limit=LARGEST_TEXT // MB)
                )
                return []
            record = _DOCUMENTS[suffix](file, source, self.problems, title=title)
        except OSError:
            self.problems.error(source, say("This file cannot be opened."))
            return []
        return [record] if record else []

    def table(self, file: Path, source: str) -> list[ImportRecord]:
        reading = table.Table(source, file.parent, self.names, self.problems, self.seen)
        found = table.records(reading, sheets.rows(file, source, self.problems))
        self.used |= reading.used
        return found


def _is_litter(file: Path) -> bool:
    """What operating and office systems leave lying about."""
    return file.name in _LITTER or file.name.startswith(("~$", ".~", "._"))
