"""The words of the law's data in the reader's language: attributes, grounds, validity, rows, channels, links."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext, pgettext_lazy

from gongkai.core.lawwords import in_chinese, label, label_of, options
from gongkai.domain import internal
from gongkai.domain.law import load

__all__ = [
    "LINKS",
    "STATE_BADGES",
    "VALIDITY_BADGES",
    "audience",
    "entry_label",
    "ground",
    "ground_options",
    "in_chinese",
    "internal_kind",
    "internal_options",
    "label",
    "label_of",
    "link_label",
    "options",
]

#: How the badge of each state looks; what is not named is on its way.
STATE_BADGES = {
    "draft": "quiet",
    "history": "soon",
    "published": "done",
    "closed": "plain",
    "repealed": "danger",
    "lapsed": "soon",
    "superseded": "soon",
    "withdrawn": "danger",
    "abandoned": "quiet",
}
VALIDITY_BADGES = {"valid": "done", "amended": "info", "repealed": "danger", "lapsed": "soon"}

#: How one document bears on another, seen from the one that says so and from the other.
LINKS = {
    "interprets": (pgettext_lazy("link", "Interprets"), pgettext_lazy("link", "Interpreted by")),
    "clarifies": (pgettext_lazy("link", "Clarifies"), pgettext_lazy("link", "Clarified by")),
    "amends": (pgettext_lazy("link", "Amends"), pgettext_lazy("link", "Amended by")),
    "repeals": (pgettext_lazy("link", "Repeals"), pgettext_lazy("link", "Repealed by")),
    "replaces": (pgettext_lazy("link", "Replaces"), pgettext_lazy("link", "Replaced by")),
    "related": (pgettext_lazy("link", "Belongs with"), pgettext_lazy("link", "Belongs with")),
}


class Labelled(Protocol):
    """A catalogue row: its words in both languages."""

    label: str
    label_en: str


def entry_label(entry: Labelled) -> str:
    """The label of a catalogue row in the reader's language."""
    return entry.label if in_chinese() else entry.label_en or entry.label


def ground_options() -> list[tuple[str, str]]:
    """The grounds for closing, each with its article (Articles 14 to 16)."""
    return [(row["key"], f"{label_of(row)} ({row['article']})") for row in load("openness")["ground"]]


def ground(key: str) -> str:
    """The words for a ground as stored."""
    return gettext("Open on request") if key == "on_request" else dict(ground_options()).get(key, key)


def audience(key: str) -> str:
    """``public`` or ``staff`` in the law's words."""
    return label("openness", "audience", "internal" if key == "staff" else key)


def internal_options() -> list[tuple[str, str]]:
    """The kinds of staff-only publications, in the order of the data."""
    return [(key, internal_kind(key)) for key in internal.kinds()]


def internal_kind(key: str) -> str:
    """What a kind of staff-only publication is called; the key itself where the data do not know it."""
    return label("internal", "kind", key)


def link_label(kind: str, *, outgoing: bool) -> str:
    """How a document bears on another."""
    return str(LINKS[kind][0 if outgoing else 1])
