"""The day a request counts as received (收到申请之日): Article 31, by the way it came in.

In person: the day it is handed in. By post that is signed for: the day of signing. By ordinary post: the working
body confirms with the applicant the same day, and the day of that confirmation counts. By the network or the body's
fax: the day on which both sides have confirmed. Spoken requests are written down by the staff in the applicant's
presence and count as handed in. E-mail is treated like the network (the 2019 text names "internet channel").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, Text, say

Rule = Literal["handed_in", "signed_for", "confirmed", "both_confirmed", "register"]

#: What proves the day of receipt, by the keys of ``law/requests.toml``.
EVIDENCE = {
    "both_confirmed": N_("how both sides confirmed it"),
    "post_number": N_("the number of the registered or express letter"),
    "confirmed": N_("how it was confirmed with the applicant"),
    "taken_in": N_("who took it in"),
    "written_down": N_("who wrote it down"),
    "register": N_("the register"),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in: its words, and which rule of Article 31 gives its day of receipt."""

    key: str
    label: str
    label_en: str
    rule: Rule
    #: What the evidence of the day is, a msgid for the form.
    evidence: str
    by_staff: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of the arrival. ``arrived_on``: handed in, signed for, or sent in (network, fax)."""

    arrived_on: date
    #: The agency confirmed (and, for ordinary post, spoke with the applicant).
    agency_confirmed_on: date | None = None
    #: The applicant confirmed having sent it (network, fax).
    applicant_confirmed_on: date | None = None
    evidence: str = ""


@cache
def channels() -> tuple[Channel, ...]:
    """The ways in, in the order of ``law/requests.toml``."""
    return tuple(
        Channel(
            row["key"],
            row["label"],
            row["label_en"],
            row["rule"],
            EVIDENCE[row["evidence"]],
            row["by_staff"],
            citation_of(row),
        )
        for row in load("requests")["channel"]
    )


def channel(key: str) -> Channel | Refused:
    """The way in called ``key``."""
    known = {each.key: each for each in channels()}
    if key in known:
        return known[key]
    return Refused(say("“{key}” is no way in that the law knows. Choose one of the list.", key=key))


def receipt_day(key: str, shown: Shown, today: date) -> date | Refused:
    """The day of receipt, or which proof of it is missing. A day to come is refused."""
    way = channel(key)
    if isinstance(way, Refused):
        return way
    day = _day(way, shown)
    if isinstance(day, Text):
        return Refused(day, way.citation)
    if day > today:
        return Refused(
            say("The day of receipt, {day}, lies ahead. Enter the day on which it really arrived.", day=day),
            way.citation,
        )
    if way.rule != "register" and not shown.evidence.strip():
        return Refused(
            say("The day of receipt needs its evidence: {evidence}.", evidence=Text(way.evidence)),
            way.citation,
        )
    return day


def _day(way: Channel, shown: Shown) -> date | Text:
    if way.rule in ("handed_in", "signed_for", "register"):
        return shown.arrived_on
    if shown.agency_confirmed_on is None:
        return say("The agency has not confirmed it with the applicant yet; only that day counts.")
    if shown.agency_confirmed_on < shown.arrived_on:
        return say(
            "It cannot have been confirmed on {day}, before it arrived.", day=shown.agency_confirmed_on
        )
    if way.rule == "confirmed":
        return shown.agency_confirmed_on
    if shown.applicant_confirmed_on is None:
        return say("The applicant has not confirmed it yet; it counts as received when both sides have.")
    return max(shown.agency_confirmed_on, shown.applicant_confirmed_on)
