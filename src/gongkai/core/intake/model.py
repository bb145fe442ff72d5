"""What the intake says about a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Literal, TypeAlias

from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, Text, say

Kind: TypeAlias = Literal[
    "pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "ofd", "odt", "ods", "odp",
    "image", "text", "csv", "zip", "audio", "video",
]  # fmt: skip

CLEANABLE: frozenset[str] = frozenset({"pdf", "docx", "xlsx", "pptx", "image"})
"""Kinds that ``without_metadata`` can write anew (of images: JPEG, PNG and WebP)."""

Source: TypeAlias = IO[bytes]

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Meta:
    """One thing the file says about its making; ``label_msgid`` is translated where it is shown."""

    key: str
    label_msgid: str
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form of content: its kind, its media type, the name endings that agree with it, and what people call
    it."""

    kind: Kind
    content_type: str
    extensions: tuple[str, ...]
    label_msgid: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look inside brings to light; the parts of ``Inspected`` that depend on the kind."""

    pages: int | None = None
    metadata: tuple[Meta, ...] = ()
    warnings: tuple[Text, ...] = ()
    has_text: bool | None = None
    needs_cleaning: bool = False


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be taken in.

    ``name`` is safe to store and to offer for download (Chinese kept, at most 120 characters). ``size`` is in
    bytes. ``pages`` counts pages or slides where the file says so. ``has_text`` is None where the question
    makes no sense. ``needs_cleaning`` means that the file carries something active (a script, an attached
    file) which ``without_metadata`` takes out: it should not be published as it is.
    """

    name: str
    content_type: str
    kind: Kind
    size: int
    sha256: str
    pages: int | None
    metadata: tuple[Meta, ...]
    warnings: tuple[Text, ...]
    has_text: bool | None
    needs_cleaning: bool = False


LABELS: dict[str, str] = {
    "title": N_("Title in the file"),
    "subject": N_("Subject in the file"),
    "author": N_("Author"),
    "last_modified_by": N_("Last modified by"),
    "manager": N_("Manager"),
    "company": N_("Company"),
    "keywords": N_("Keywords in the file"),
    "description": N_("Note in the file"),
    "software": N_("Software"),
    "template": N_("Template"),
    "device": N_("Device"),
    "copyright": N_("Copyright notice"),
    "created": N_("Created"),
    "modified": N_("Modified"),
    "gps": N_("Place where it was taken"),
    "custom": N_("Other property"),
}


def meta(key: str, value: object) -> tuple[Meta, ...]:
    """``value`` as metadata if it says anything: control characters removed, at most 300 characters."""
    words = "".join(c if c.isprintable() else " " for c in str(value or "")).strip()
    return (Meta(key, LABELS[key], words[:300]),) if words else ()


def damaged() -> Invalid:
    """The refusal for content that cannot be read to its end."""
    return Invalid(
        say("This file is damaged or was cut off on the way. Open it, save it again, and send the new file."),
        field="file",
    )


def refused(text: Text) -> Invalid:
    """A refusal that belongs to the file field."""
    return Invalid(text, field="file")
