"""Sentences as data: an English message with its parameters, put into the reader's language upstairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

Value: TypeAlias = "str | int | date | Text"


@dataclass(frozen=True, slots=True)
class Text:
    """A translatable sentence: ``msgid`` in English with ``{name}`` fields, and the values of the fields.

    ``str()`` gives the English sentence; ``core.text.render`` gives it in the active language, with dates
    written the way that language writes them.
    """

    msgid: str
    params: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.msgid.format(**{k: str(v) for k, v in self.params.items()})

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((k, str(v)) for k, v in self.params.items()))))


def say(msgid: str, /, **params: Value) -> Text:
    """Mark ``msgid`` for translation and bind its parameters."""
    return Text(msgid, MappingProxyType(dict(params)))


def N_(msgid: str) -> str:  # noqa: N802 - the usual name of the marker
    """Mark a label for translation where it is declared; it is translated where it is shown."""
    return msgid
