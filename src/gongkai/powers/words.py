"""Words of the register in the reader's language: kinds, states, choices, versions."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.core.lawwords import in_chinese, label_in
from gongkai.domain.powers.completeness import completeness
from gongkai.domain.powers.course import PROCESS
from gongkai.domain.powers.schema import Content, Field, kinds
from gongkai.domain.text import Text, say
from gongkai.powers.models import Version

#: How the state of a version looks as a badge.
STATE_BADGES = {
    "draft": "plain",
    "in_review": "soon",
    "approved": "info",
    "published": "done",
    "withdrawn": "danger",
    "discarded": "quiet",
}


def kind_name(kind: str) -> str:
    """What a kind of entry is called."""
    return label_in(kinds()[kind])


def kind_options() -> list[tuple[str, str]]:
    """Every kind with its name."""
    return [(key, label_in(kind)) for key, kind in kinds().items()]


def choice_label(field: Field, value: str) -> str:
    """The words of a choice; a value the data do not know stands as it is."""
    return next((label_in(each) for each in field.choices() if each.key == value), value)


def choice_options(kind: str, key: str) -> list[tuple[str, str]]:
    """The values of a choice with their words."""
    return [(each.key, label_in(each)) for each in kinds()[kind].field(key).choices()]


def state_badge(version: Version) -> dict[str, str]:
    """Where a version stands, as a badge."""
    label = _(PROCESS.state(version.state).label)
    return {"label": label, "kind": STATE_BADGES.get(version.state, "plain")}


def elements_badge(kind: str, content: Content) -> dict[str, str]:
    """How many of the required fields are written, as a badge."""
    found = completeness(kind, content)
    return {
        "label": _("{filled} of {total} elements").format(filled=found.filled, total=found.total),
        "kind": "done" if found.whole else "danger",
    }


def version_name(version: Version) -> str:
    """What a version is called."""
    return _("Version {number}").format(number=version.number)


def content_lang() -> str:
    """The ``lang`` of what the units wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def in_force(version: Version, today: date) -> Text:
    """From which day to which the version is in force, as a sentence."""
    begins, ends = version.in_force_from, version.in_force_until
    if begins is None:
        return say("In force from the day it is published.")
    if ends is not None:
        if ends < today:
            return say("Was in force from {first} to {last}.", first=begins, last=ends)
        return say("In force from {first} to {last}.", first=begins, last=ends)
    if begins > today:
        return say("Comes into force on {first}.", first=begins)
    return say("In force since {first}.", first=begins)


def category_name(version: Version) -> str:
    """The category of a power, in words."""
    field = kinds()["item"].field("category")
    return choice_label(field, str(version.content.get("category") or ""))
