"""The words of requests in the reader's language: states, ways in, applicants, answers, rows, disputes, service."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.core.lawwords import in_chinese, label, label_in, label_of, options
from gongkai.domain import letters, outcomes
from gongkai.domain.law import load
from gongkai.domain.requests import PROCESS, channels
from gongkai.domain.text import N_

__all__ = [
    "CLOSINGS_BY_MOVES",
    "DISPUTE_BADGES",
    "STATE_BADGES",
    "answer",
    "answer_options",
    "applicant_kind",
    "channel",
    "channel_options",
    "consultation_kind",
    "consultation_result",
    "dispute_kind",
    "dispute_kind_options",
    "dispute_result",
    "ground",
    "ground_options",
    "in_chinese",
    "label",
    "label_in",
    "label_of",
    "letter_title",
    "options",
    "outcome",
    "outcome_options",
    "service_options",
    "service_way",
    "state",
]

#: How the badge of each state looks; what is not named is on its way.
STATE_BADGES = {
    "received": "soon",
    "correction": "plain",
    "consulting": "plain",
    "excessive": "plain",
    "fee": "plain",
    "closed": "done",
    "archived": "quiet",
    "void": "quiet",
}
DISPUTE_BADGES = {"upheld": "done", "corrected": "danger", "other_result": "plain", "pending": "info"}
#: Answers that are no drafts: a move of the process ends the request so.
CLOSINGS_BY_MOVES = ("overdue_correction", "overdue_fee", "withdrawn")

_CONSULTATIONS = {
    "third_party": N_("A third party"),
    "agency": N_("Another agency"),
    "joint": N_("An agency that made it jointly"),
}
_RESULTS = {
    "agrees": N_("It agrees"),
    "objects": N_("It objects"),
    "silent": N_("It kept silent"),
    "": N_("No answer yet"),
}
#: A complaint to the competent authority (Article 51) is no row of the annual table: the law's data do not name it.
_AUTHORITY = N_("Complaint to the competent authority")


def state(key: str) -> str:
    """Where a request stands."""
    return _(PROCESS.state(key).label) if PROCESS.has_state(key) else key


def channel(key: str) -> str:
    """The way in."""
    return dict(channel_options()).get(key, key)


def channel_options(*, by_staff: bool = False) -> list[tuple[str, str]]:
    """The ways in; ``by_staff``: those the desk enters."""
    return [
        (each.key, label_in(each))
        for each in channels()
        if not by_staff or (each.by_staff and each.rule != "register")
    ]


def applicant_kind(key: str) -> str:
    """Who asks: a column of the annual table."""
    return label("outcomes", "applicant_kind", key)


def outcome(key: str) -> str:
    """A row of the annual table."""
    return label("outcomes", "outcome", key) if key else ""


def outcome_options() -> list[tuple[str, str]]:
    """The 21 rows, each with its number on the form."""
    return [(row.key, f"{row.number} {label_in(row)}") for row in outcomes.outcomes()]


def answer(key: str) -> str:
    """A way to answer or to close."""
    known = {each.key: each for each in outcomes.answers()}
    if key not in known:
        return key
    return known[key].short if in_chinese() else known[key].short_en


def answer_options() -> list[tuple[str, str]]:
    """The ways to answer an officer may draft: the seven of Article 36 first, then the others."""
    return [(each.key, answer(each.key)) for each in outcomes.answers() if each.key not in CLOSINGS_BY_MOVES]


def ground_options() -> list[tuple[str, str]]:
    """The grounds for closing, each with its article (Articles 14 to 16)."""
    return [(row["key"], f"{label_of(row)} ({row['article']})") for row in load("openness")["ground"]]


def ground(key: str) -> str:
    """The words for a ground as stored."""
    return dict(ground_options()).get(key, key)


def consultation_kind(key: str) -> str:
    """Whom a hearing asks."""
    return _(_CONSULTATIONS.get(key, key))


def consultation_result(key: str) -> str:
    """What came of a hearing."""
    return _(_RESULTS.get(key, key))


def dispute_kind(key: str) -> str:
    """A review, a suit or a complaint."""
    return _(_AUTHORITY) if key == "authority_complaint" else label("outcomes", "dispute_kind", key)


def dispute_kind_options() -> list[tuple[str, str]]:
    """The kinds of dispute that are registered."""
    return [*options("outcomes", "dispute_kind"), ("authority_complaint", _(_AUTHORITY))]


def dispute_result(key: str) -> str:
    """How a dispute ended; nothing: it is pending."""
    return label("outcomes", "dispute_result", key or "pending")


def service_options() -> list[tuple[str, str]]:
    """The ways of service."""
    return [(each.key, label_in(each)) for each in letters.service_ways()]


def service_way(key: str) -> str:
    """A way of service."""
    return dict(service_options()).get(key, key)


def letter_title(kind: str) -> str:
    """A kind of letter."""
    known = {each.key: each for each in letters.kinds()}
    return label_in(known[kind]) if kind in known else kind
