"""Single values as programs send them: an empty one is as good as none; what is wrong is noted, all of it."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from gongkai.api.open311.serialize import writable
from gongkai.api.open311.shapes import Problem
from gongkai.domain.text import Text, say

#: Longest part of what was sent that is repeated in a sentence.
SHOWN = 60
LONGEST_URL = 2000

# A plus sign that was not escaped arrives as a blank.
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")
#: Further off, databases and zones disagree about what a moment is.
_YEARS = range(1900, 2200)
_TRUTHS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_DIGITS = re.compile(r"[0-9]{1,9}")


class Fields:
    """What was sent, by name, and the problems found while reading it."""

    def __init__(self, sent: Any) -> None:
        """``sent``: Django's ``QueryDict``."""
        self._sent = sent
        self.problems: list[Problem] = []

    def wrong(self, sentence: Text, code: int = 400) -> None:
        """Notes a problem."""
        self.problems.append(Problem(code, sentence))

    def names(self) -> list[str]:
        """The names that were sent."""
        return list(self._sent)

    def all(self, name: str) -> list[str]:
        """Every value of that name that says something."""
        values = (writable(value).strip() for value in self._sent.getlist(name))
        return [value for value in values if value]

    def text(self, name: str, most: int, *, lines: bool = False) -> str:
        """A text of at most ``most`` characters; in one line unless ``lines``."""
        found = self.all(name)
        value = found[-1] if found else ""
        if not lines:
            value = " ".join(value.split())
        if len(value) > most:
            self.wrong(
                say(
                    "“{name}” has {length} characters; {most} is the most.",
                    name=name,
                    length=len(value),
                    most=most,
                )
            )
            return ""
        return value

    def listed(self, name: str) -> tuple[str, ...]:
        """Values separated by commas, each once."""
        parts = (part.strip() for value in self.all(name) for part in value.split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def moment(self, name: str, *, end: bool = False) -> datetime | None:
        """A W3C moment with its zone, or a day where the office stands (its end, if ``end``)."""
        found = self.all(name)
        if not found:
            return None
        value = moment_of(found[-1], end=end)
        if value is None:
            self.wrong(
                say(
                    "“{value}” in “{name}” is not a moment: write it with its zone, "
                    "for example 2026-03-02T08:00:00Z or 2026-03-02T16:00:00+08:00.",
                    value=found[-1][:SHOWN],
                    name=name,
                )
            )
        return value

    def is_day(self, name: str) -> bool:
        """Whether a day was given, which is meant to its end, rather than a moment."""
        return any(len(value) <= len("2026-03-02") for value in self.all(name)[-1:])

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1."""
        found = self.all(name)
        if not found:
            return default
        if not _DIGITS.fullmatch(found[-1]) or not 1 <= int(found[-1]) <= most:
            self.wrong(
                say(
                    "“{value}” in “{name}” must be a whole number from 1 to {most}.",
                    value=found[-1][:SHOWN],
                    name=name,
                    most=most,
                )
            )
            return default
        return int(found[-1])

    def truth(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        found = self.all(name)
        if not found:
            return False
        if found[-1].lower() not in _TRUTHS:
            self.wrong(
                say("“{value}” in “{name}” must be true or false.", value=found[-1][:SHOWN], name=name)
            )
        return _TRUTHS.get(found[-1].lower(), False)

    def email(self, name: str) -> str:
        """An address of e-mail."""
        value = self.text(name, 254)
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.wrong(say("“{value}” is not an e-mail address.", value=value[:SHOWN]))
            return ""
        return value

    def addresses(self, name: str, most: int) -> tuple[str, ...]:
        """Addresses of the web. They are never opened here."""
        found = tuple(dict.fromkeys(value for each in (name, f"{name}[]") for value in self.all(each)))
        if len(found) > most:
            self.wrong(
                say(
                    "“{name}” stands {count} times; {most} is the most.",
                    name=name,
                    count=len(found),
                    most=most,
                )
            )
            return ()
        for value in found:
            try:
                URLValidator(schemes=["http", "https"])(value)
                usable = len(value) <= LONGEST_URL
            except ValidationError:
                usable = False
            if not usable:
                self.wrong(
                    say("“{value}” in “{name}” is not an address of the web.", value=value[:SHOWN], name=name)
                )
        return found


def moment_of(value: str, *, end: bool = False) -> datetime | None:
    """The moment meant; ``None`` where it is none, its zone is missing, or no calendar of ours reaches it."""
    try:
        if (day := parse_date(value)) is not None:
            found = timezone.make_aware(datetime.combine(day, time.min))
            found += timedelta(days=1, microseconds=-1) if end else timedelta()
        elif (moment := parse_datetime(_LOST_PLUS.sub("+", value))) is not None and moment.tzinfo is not None:
            found = moment.astimezone(timezone.get_current_timezone())
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return found if found.year in _YEARS else None
