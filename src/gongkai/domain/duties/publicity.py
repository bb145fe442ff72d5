"""Publicity (普法宣传): the way of an activity, what each kind of it needs, and how a year's figures are counted.

The data stand in ``law/duties_publicity.toml``.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_, Text, say

PUBLICIST = "duties.publicist"
LEADER = "duties.leader"

_OPEN = Citation("政府信息公开条例", "第二十条")

FLAGS = {
    "complete": "what its kind needs is written: words for the public, the place, the board or the piece in the press",
    "photos_looked_at": "every photo was veiled where needed or kept from the public",
    "harmless": "nothing personal stands in what the public would read",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("publicist", N_("Keeper of publicity")),
    Lane("leader", N_("Leader of duties")),
)

STATES = (
    State("draft", N_("Being drafted"), "", "publicist"),
    State("in_review", N_("To be approved"), "", "leader"),
    State("published", N_("Published"), N_("This activity is public."), "leader", Kind.REST),
    State("withdrawn", N_("Withdrawn"), N_("This activity was withdrawn."), "leader", Kind.FINAL),
    State("discarded", N_("Discarded"), "", "publicist", Kind.FINAL),
)

_COMPLETE = Guard("complete", N_("It is not complete yet. The list of faults says what is missing."))
_PHOTOS = Guard(
    "photos_looked_at",
    N_("Look at every photo first: veil faces and number plates, or keep it from the public."),
)
_HARMLESS = Guard(
    "harmless", N_("Something personal stands in the words. Return it, so that it is taken out.")
)

MOVES = (
    Move(
        "submit", N_("Submit for approval"), N_("{actor} submitted activity {number} for approval"),
        ("draft",), "in_review", (PUBLICIST,), guards=(_COMPLETE,),
    ),
    Move(
        "take_back", N_("Take back to the draft"), N_("{actor} took activity {number} back to change it"),
        ("in_review",), "draft", (PUBLICIST,),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned activity {number}"),
        ("in_review",), "draft", (LEADER,), needs=("reason",),
    ),
    Move(
        "publish", N_("Publish"), N_("{actor} published activity {number}"),
        ("in_review",), "published", (LEADER,), distinct_from=(AUTHOR, "submit"),
        guards=(_COMPLETE, _PHOTOS, _HARMLESS), citation=_OPEN,
    ),
    Move(
        "withdraw", N_("Withdraw"), N_("{actor} withdrew activity {number}"),
        ("published",), "withdrawn", (LEADER,), needs=("reason",), distinct_from=(AUTHOR,),
    ),
    Move(
        "discard", N_("Discard the draft"), N_("{actor} discarded activity {number}"),
        ("draft",), "discarded", (PUBLICIST,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="publicity",
    title=N_("How publicity becomes public"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States in which the keeper still writes in it.
WRITABLE = ("draft",)
#: States in which photos are added, veiled and kept back.
PREPARED = ("draft", "in_review")


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of activity: whether it has a place, which boards it renews, whether a piece appeared, who is counted."""

    key: str
    label: str
    label_en: str
    place: bool
    board: str
    press: bool
    counts: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class Counted:
    """What an activity brings to the figures: its day, when it was published and withdrawn, copies and people."""

    day: date
    published_on: date | None
    withdrawn_on: date | None
    printed: int
    given_out: int
    consulted: int


@dataclass(frozen=True, slots=True)
class PublicityFigures:
    """Publicity of a year: activities, copies printed and given out, people consulted on the spot (person-times)."""

    activities: int = 0
    printed: int = 0
    given_out: int = 0
    consulted: int = 0


@cache
def kinds() -> Mapping[str, ActivityKind]:
    """Every kind by its key, in the order of the data."""
    return {
        row["key"]: ActivityKind(
            row["key"],
            row["label"],
            row["label_en"],
            row.get("place", False),
            row.get("board", ""),
            row.get("press", False),
            row.get("counts", False),
            citation_of(row),
        )
        for row in load("duties_publicity")["kind"]
    }


def rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table of ``law/duties_publicity.toml`` (kind, board, partner)."""
    return list(load("duties_publicity")[table])


def row(table: str, key: str) -> dict[str, Any] | None:
    """A row of one of the tables, if there is one."""
    return next((each for each in rows(table) if each["key"] == key), None)


def limits() -> dict[str, Any]:
    """The house's numbers: most photos, copies, people and days of one activity."""
    return dict(load("duties_publicity")["limits"])


def needed_of(kind: str) -> tuple[str, ...]:
    """The fields a kind needs before it is submitted, beside title and words."""
    found = kinds()[kind]
    fields = [("place", found.place), ("board", bool(found.board)), ("press_title", found.press)]
    fields.append(("press_outlet", found.press))
    return tuple(name for name, true in fields if true)


def remarks(
    *, printed: int, given_out: int, in_stock: int, consulted: int, counted_how: str, photos: int
) -> list[Text]:
    """What looks strange in the numbers (copies, person-times); nobody is stopped by it."""
    found = []
    if given_out > printed + in_stock:
        found.append(
            say(
                "{given} copies were given out, but only {had} were printed or in stock. Is that right?",
                given=given_out,
                had=printed + in_stock,
            )
        )
    if consulted and not counted_how.strip():
        found.append(say("Say how the people were counted, so that the number can be believed."))
    if not photos:
        found.append(say("There is no photo yet."))
    return found


def stale_from(kind: str, renewed_on: date) -> date:
    """The first day on which a board renewed on a day counts as stale."""
    found = row("board", kind)
    if found is None:
        raise KeyError(kind)
    months = renewed_on.month - 1 + int(found["months"])
    year, month = renewed_on.year + months // 12, months % 12 + 1
    return date(year, month, min(renewed_on.day, calendar.monthrange(year, month)[1]))


def is_stale(kind: str, renewed_on: date | None, today: date) -> bool:
    """Whether a board was renewed too long ago, or never."""
    return renewed_on is None or today >= stale_from(kind, renewed_on)


def counts_in(year: int, found: Counted) -> bool:
    """Whether an activity counts for a year: held in it, and public at the end of its 31 December."""
    last = date(year, 12, 31)
    return (
        found.day.year == year
        and found.published_on is not None
        and found.published_on <= last
        and (found.withdrawn_on is None or found.withdrawn_on > last)
    )


def figures(year: int, every: Iterable[Counted]) -> PublicityFigures:
    """The figures of a year, as its activities stood on 31 December."""
    counted = [each for each in every if counts_in(year, each)]
    return PublicityFigures(
        len(counted),
        sum(each.printed for each in counted),
        sum(each.given_out for each in counted),
        sum(each.consulted for each in counted),
    )
