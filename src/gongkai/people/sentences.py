"""The ledger told as sentences: who did what, in which post, why. Every room's history is shown with this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from gongkai.core import ledger
from gongkai.core.models import Event, EventSecret
from gongkai.people.models import Person
from gongkai.people.roles import BY_KEY

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a reader meets it; the fields are those of ``components/timeline.html``.

    ``person`` is empty where the system acted by itself; ``on_behalf`` names the absent person stood in for.
    """

    at: datetime
    sentence: str
    person: str
    post: str
    reason: str
    on_behalf: str
    seq: int = 0
    verb: str = ""
    subject: tuple[str, str] = ("", "")


class _Words(dict[str, str]):
    """The fields of a sentence; one the event does not have reads as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def tell(events: Iterable[Event]) -> list[Told]:
    """``events`` as sentences in the active language and in their own order; two queries however many.

    Never raises: an unknown verb is shown by its key, a missing or erased value as a gap.
    """
    listed = list(events)
    names = _names(listed)
    private = _private(listed)
    return [_told(event, names, private.get(event.seq, {})) for event in listed]


def verb_words(key: str) -> str:
    """The kind of deed in words, for a list to choose from: its sentence with gaps."""
    known = ledger.verbs().get(key)
    if known is None:
        return key
    return _fill(_(known.sentence), _Words(actor="")).strip(" ，,")


def _told(event: Event, names: Mapping[int, str], private: Mapping[str, str]) -> Told:
    person = _name(event.person, names)
    known = ledger.verbs().get(event.verb)
    # Who has no account here (an applicant) is told by what they are; where nothing is said, the system acted.
    values = {**event.data, **private, "actor": person or _(event.post or "The system")}
    sentence = _(known.sentence) if known else "{actor}: " + event.verb
    return Told(
        at=event.at,
        sentence=_fill(sentence, _Words({key: _word(value) for key, value in values.items()})),
        person=person,
        post=event.post if person else "",
        reason=event.reason,
        on_behalf=_name(event.on_behalf_of, names),
        seq=event.seq,
        verb=event.verb,
        subject=(event.subject_type, event.subject),
    )


def _fill(sentence: str, words: _Words) -> str:
    try:
        return sentence.format_map(words)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return sentence


def _names(events: list[Event]) -> dict[int, str]:
    wanted = {
        number for event in events for number in (event.person, event.on_behalf_of) if number is not None
    }
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _name(number: int | None, names: Mapping[int, str]) -> str:
    if number is None:
        return ""
    return names.get(number) or _("account no. {number}").format(number=number)


def _private(events: list[Event]) -> dict[int, dict[str, str]]:
    """The personal values kept beside the chain; an erased one says so."""
    found: dict[int, dict[str, str]] = {}
    wanted = [event.seq for event in events if event.sealed]
    for secret in EventSecret.objects.filter(event_id__in=wanted) if wanted else ():
        value = secret.value if secret.erased_by is None else _("[erased]")
        found.setdefault(secret.event_id, {})[secret.name] = value
    return found


def _word(value: Any) -> str:
    """A value of an event as words: roles by their names, days as the language writes them, lists joined."""
    if isinstance(value, list | tuple):
        return _(", ").join(_word(each) for each in value) or "—"
    if value is None or value == "":
        return "—"
    if isinstance(value, str):
        if value in BY_KEY:
            return _(BY_KEY[value].label)
        if ISO_DAY.fullmatch(value):
            return _day(value)
    return str(value)


def _day(value: str) -> str:
    try:
        return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:
        return value
