"""``inspect``: the one way in for every file."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gongkai.core.intake import archive, forms, office, ole, openformats, pdf, picture, text
from gongkai.core.intake.model import MB, Findings, Form, Inspected, Source, refused
from gongkai.core.intake.names import ending, safe_name
from gongkai.core.intake.recognising import recognise
from gongkai.core.refusals import Invalid
from gongkai.domain.text import Text, say

_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_MOST_MEMBERS = 500
_IN_MEMORY = 8 * MB


def inspect(path_or_file: Path | str | Source, name: str, *, max_bytes: int) -> Inspected:
    """What the file is and what it carries, by its content.

    ``path_or_file`` is a path or a seekable binary file, read piece by piece and left at its beginning.
    ``max_bytes`` is the largest size taken, in bytes. Raises ``Invalid`` with a sentence for everything that
    is not taken in: empty, too large, damaged, locked, active, or called by a name that does not fit.
    """
    with _opened(path_or_file) as file:
        return _inspect(file, name, max_bytes, depth=0)


@contextmanager
def _opened(path_or_file: Path | str | Source) -> Iterator[Source]:
    if isinstance(path_or_file, Path | str):
        try:
            with Path(path_or_file).open("rb") as file:
                yield file
        except OSError as error:
            raise refused(say("This file cannot be opened. Choose it again.")) from error
        return
    try:
        yield path_or_file
    finally:
        if not path_or_file.closed:
            path_or_file.seek(0)


def _inspect(file: Source, name: str, max_bytes: int, depth: int) -> Inspected:
    size = _size(file, max_bytes)
    safe = safe_name(name)
    form = recognise(file, safe)
    safe = _fitting(safe, form)
    found = _look(file, form, max_bytes, depth)
    digest = hashlib.sha256()
    for piece in text.chunks(file, MB):
        digest.update(piece)
    return Inspected(
        name=safe,
        content_type=form.content_type,
        kind=form.kind,
        size=size,
        sha256=digest.hexdigest(),
        pages=found.pages,
        metadata=found.metadata,
        warnings=found.warnings,
        has_text=found.has_text,
        needs_cleaning=found.needs_cleaning,
    )


def _size(file: Source, max_bytes: int) -> int:
    size = file.seek(0, 2)
    if size == 0:
        raise refused(say("This file is empty. Choose the file again; perhaps it was still being saved."))
    if size > max_bytes:
        raise refused(
            say(
                "This file has {size} MB, more than the {limit} MB that are taken. Make it smaller or "
                "split it.",
                size=_megabytes(size),
                limit=_megabytes(max_bytes),
            )
        )
    return size


def _megabytes(size: int) -> str:
    return f"{size / MB:.1f}".removesuffix(".0") if size >= MB // 10 else f"{size / MB:.4f}".rstrip("0")


def _fitting(name: str, form: Form) -> str:
    """The name if its ending agrees with the content; a name without ending gets the right one."""
    said = ending(name)
    if said in form.extensions:
        return name
    if not said:
        return safe_name(f"{name}.{form.extensions[0]}")
    raise refused(
        say(
            "The name “{name}” ends in .{said}, but the content is {what}. Give the file the ending "
            ".{right}, or choose the file you meant.",
            name=name,
            said=said,
            what=Text(form.label_msgid),
            right=form.extensions[0],
        )
    )


def _look(file: Source, form: Form, max_bytes: int, depth: int) -> Findings:
    match form.kind:
        case "pdf":
            return pdf.look(file)
        case "docx" | "xlsx" | "pptx":
            return office.look(file, form)
        case "doc" | "xls" | "ppt":
            return ole.look(file, form)
        case "ofd":
            return openformats.look_ofd(file)
        case "odt" | "ods" | "odp":
            return openformats.look_odf(file, form)
        case "image":
            return picture.look(file, form)
        case "text" | "csv":
            return text.look(file, table=form is forms.CSV)
        case "zip":
            return _look_zip(file, max_bytes, depth)
        case _:
            return Findings()


@dataclass(frozen=True, slots=True)
class _Members:
    warnings: tuple[Text, ...]
    needs_cleaning: bool


def _look_zip(file: Source, max_bytes: int, depth: int) -> Findings:
    """Every file in the archive must be one that would be taken by itself."""
    if depth:
        raise refused(say("An archive inside an archive is not taken. Pack the files into one ZIP."))
    with archive.opened(file) as bundle:
        parts = [part for part in bundle.infolist() if not _litter(part)]
        if not parts:
            raise refused(say("This archive is empty."))
        if len(parts) > _MOST_MEMBERS:
            raise refused(
                say("This archive holds more than {most} files. Split it into several.", most=_MOST_MEMBERS)
            )
        warnings: list[Text] = []
        needs_cleaning = False
        for part in parts:
            member = _member(bundle, part, max_bytes)
            needs_cleaning = needs_cleaning or member.needs_cleaning
            warnings += member.warnings
    return Findings(warnings=tuple(warnings), needs_cleaning=needs_cleaning)


def _litter(part: zipfile.ZipInfo) -> bool:
    return part.is_dir() or part.filename.startswith(_LITTER[0]) or part.filename.endswith(_LITTER[1:])


def _member(bundle: zipfile.ZipFile, part: zipfile.ZipInfo, max_bytes: int) -> _Members:
    shown = archive.shown_name(part)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        with archive.part(bundle, part.filename) as stream:
            while piece := stream.read(MB):
                copy.write(piece)
        try:
            inside = _inspect(copy, shown, max(max_bytes, 1), depth=1)
        except Invalid as error:
            raise refused(
                say("In the archive, “{name}”: {reason}", name=safe_name(shown), reason=error.reason)
            ) from error
    warnings = tuple(
        say("In the archive, “{name}”: {reason}", name=inside.name, reason=each) for each in inside.warnings
    )
    return _Members(warnings, inside.needs_cleaning)
