"""Plain text: encoding, site furniture, title, number, signature, date."""

from __future__ import annotations

from pathlib import Path

from gongkai.core.intake.text import decode
from gongkai.core.richtext import from_plain
from gongkai.domain.text import say
from gongkai.publishing.importing import furniture, official
from gongkai.publishing.importing.records import LONGEST, ImportRecord, Problems


def read(path: Path, source: str, problems: Problems, *, title: str = "") -> ImportRecord | None:
    """The record of a text file in UTF-8, UTF-16 or GB18030; the file's name is the title of last resort."""
    text = decoded(path, source, problems)
    return None if text is None else of_text(text, source, problems, title=title, fallback=path.stem)


def decoded(path: Path, source: str, problems: Problems) -> str | None:
    """The file's text, or None and a problem."""
    found = decode(path.read_bytes())
    if found is None:
        problems.error(source, say("This is not text we can read. Save it as UTF-8 text and try again."))
        return None
    if not found[0].strip():
        problems.error(source, say("This file has no words in it."))
        return None
    return found[0]


def of_text(text: str, source: str, problems: Problems, *, title: str, fallback: str) -> ImportRecord | None:
    """The record in ``text``, whose lines end in ``\\n``."""
    sorted_lines = furniture.sort(text.split("\n"))
    lines = list(sorted_lines.own)
    parts = official.parts_of(lines)
    body = "\n".join(line for n, line in enumerate(lines) if n not in parts.head).strip("\n")
    if not body.strip():
        problems.error(source, say("Beside its title this file has no text."))
        return None
    if not (title or parts.title):
        problems.note(
            source, say("No title was found in the text: the file's name was taken. Check it in the draft.")
        )
    return ImportRecord(
        source=source,
        line=None,
        title=fitted(title or parts.title or fallback, "title", source, problems),
        body_html=from_plain(body),
        document_number=parts.document_number,
        issuing_agency=parts.issuing_agency or sorted_lines.source,
        date_made=parts.date_made,
        date_published=sorted_lines.date_published,
        set_aside=sorted_lines.set_aside,
    )


def fitted(value: str, field: str, source: str, problems: Problems) -> str:
    """``value`` on one line; a problem where the field cannot hold it."""
    value = " ".join(value.split())
    if len(value) > LONGEST[field]:
        problems.error(
            source,
            say(
                "“{start}…” is {count} characters long; {most} fit here.",
                start=value[:20],
                count=len(value),
                most=LONGEST[field],
            ),
        )
    return value
