"""Fields the forms of the room share; they are the house's."""

from __future__ import annotations

from gongkai.core.formfields import (
    FilesField,
    HalfWidthField,
    MailField,
    choose,
    half_width,
    kinds_of_files,
    largest,
    line,
    lines,
    needed,
    refuse,
)

__all__ = [
    "FilesField",
    "HalfWidthField",
    "MailField",
    "choose",
    "half_width",
    "kinds_of_files",
    "largest",
    "line",
    "lines",
    "needed",
    "refuse",
]
