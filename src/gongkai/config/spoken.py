"""Domain sentences in the reader's language where Django is not set up: for commands that must start fast."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from gongkai.domain.text import Text, Value

PACKAGES = ("gongkai.domain", "gongkai.config")
CHINESE = "zh_Hans"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Renders texts in Chinese or, with ``chinese`` false, in English."""

    chinese: bool = True

    def __call__(self, text: Text) -> str:
        """``text`` with its parameters; days as 2026年3月2日 or 2026-03-02."""
        message = _catalogue().gettext(text.msgid) if self.chinese else text.msgid
        return message.format(**{name: self._value(value) for name, value in text.params.items()})

    def _value(self, value: Value) -> str:
        if isinstance(value, Text):
            return self(value)
        if isinstance(value, date) and self.chinese:
            return f"{value.year}年{value.month}月{value.day}日"
        return str(value)


@cache
def _catalogue() -> gettext.NullTranslations:
    """The Chinese words of the packages a command speaks with: compiled, or before set-up from the source."""
    found = gettext.NullTranslations()
    for package in PACKAGES:
        folder = Path(str(files(package))) / "locale" / CHINESE / "LC_MESSAGES"
        words = _compiled(folder / "django.mo") or _source(folder / "django.po")
        if words is not None:
            words.add_fallback(found)
            found = words
    return found


def _compiled(path: Path) -> gettext.NullTranslations | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _source(path: Path) -> gettext.NullTranslations | None:
    if not path.is_file():
        return None
    import io

    from babel.messages.mofile import write_mo  # slow to import, and needed only before the set-up
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
