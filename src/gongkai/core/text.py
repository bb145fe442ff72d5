"""Puts domain sentences into the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext

from gongkai.domain.text import Text, Value


def render(text: Text | str) -> str:
    """``text`` in the active language; dates and numbers written the way that language writes them."""
    if not isinstance(text, Text):
        plain = str(text)  # a template's _("…") arrives as a lazy string
        return gettext(plain) if plain else ""
    message = gettext(text.msgid) if text.msgid else ""
    return message.format(**{key: _value(value) for key, value in text.params.items()})


def day(value: date | None) -> str:
    """A day as pages write it; nothing where there is none."""
    return formats.date_format(value, "DATE_FORMAT") if value else ""


def percent(value: object) -> str:
    """A number of per cent with its sign, as the language writes it: ``90.17%`` in Chinese, ``90.17 %`` in English."""
    return gettext("{rate} %").format(rate=value)


def _value(value: Value) -> str:
    if isinstance(value, Text):
        return render(value)
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    return str(value)
