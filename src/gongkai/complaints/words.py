"""The words of matters in the reader's language: kinds, classes, states, periods, results, ratings, grounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongkai.complaints import house
from gongkai.core import places
from gongkai.core.lawwords import in_chinese, label, label_in, label_of, options
from gongkai.core.text import render
from gongkai.domain.complaints import PROCESS, categories
from gongkai.domain.text import N_
from gongkai.domain.worktime import amount

__all__ = [
    "KIND_HINTS",
    "STATE_BADGES",
    "WAYS",
    "category",
    "category_tree",
    "channel",
    "class_label",
    "clue",
    "district",
    "either",
    "ground",
    "in_chinese",
    "kind",
    "kind_options",
    "label_in",
    "label_of",
    "length",
    "light",
    "office_time",
    "public_state",
    "rating",
    "rating_options",
    "result",
    "state",
    "way",
    "way_options",
    "where_to_turn",
]

#: How the badge of each state looks; what is not named is on its way.
STATE_BADGES = {
    "received": "soon",
    "shelved": "quiet",
    "replied": "info",
    "deciding": "soon",
    "closed": "done",
    "merged": "quiet",
    "declined": "quiet",
    "converted": "quiet",
    "withdrawn": "quiet",
}
#: How a reply is told, and how somebody is called back.
WAYS = {
    "telephone": N_("by telephone"),
    "online": N_("online, under number and code"),
    "in_person": N_("in person"),
    "letter": N_("by letter"),
    "message": N_("by text message"),
    "email": N_("by e-mail to them"),
}
#: What each kind is, for people who do not know the words.
KIND_HINTS = {
    "enquiry": N_("you want to know something"),
    "help": N_("you need something done"),
    "complaint": N_("something is wrong and should be put right"),
    "report": N_("somebody breaks the rules; it is never shown to the public"),
    "suggestion": N_("something could be done better"),
}
#: The detailed word of the public version → what everybody is told.
_PUBLIC_STATES = {
    "RECEIVED": N_("received"),
    "IN_PROCESS": N_("in hand"),
    "PROCESSED": N_("replied to"),
    "ARCHIVED": N_("closed matter"),
    "REJECTED": N_("not taken up here"),
}
#: Unit of a period → one of it, and several.
_LENGTHS = {
    "working_hour": (N_("{n} working hour"), N_("{n} working hours")),
    "hour": (N_("{n} hour by the clock"), N_("{n} hours by the clock")),
    "working_day": (N_("{n} working day"), N_("{n} working days")),
    "calendar_day": (N_("{n} calendar day"), N_("{n} calendar days")),
}


def either(chinese: str, english: str) -> str:
    """What fits the reader; the Chinese where there is nothing else."""
    return chinese if in_chinese() else english or chinese


def kind(key: str) -> str:
    """What kind of matter it is."""
    return label("complaints", "kind", key)


def kind_options(*, explained: bool = False) -> list[tuple[str, str]]:
    """The kinds; ``explained``: each with what it is."""
    found = options("complaints", "kind")
    if not explained:
        return found
    return [
        (key, _("{kind}: {what}").format(kind=word, what=_(KIND_HINTS[key])) if key in KIND_HINTS else word)
        for key, word in found
    ]


def channel(key: str) -> str:
    """The way in."""
    return label("complaints", "channel", key)


def result(key: str) -> str:
    """How it ended."""
    return label("complaints", "result", key) if key else ""


def rating(key: str) -> str:
    """What the reporter says of it."""
    return label("complaints", "rating", key) if key else ""


def rating_options(*, by_reporter: bool = False) -> list[tuple[str, str]]:
    """The ratings; ``by_reporter``: those one can give oneself."""
    found = options("complaints", "rating")
    return [each for each in found if each[0] != "unreached"] if by_reporter else found


def ground(key: str) -> str:
    """Why it is not taken up."""
    return label("complaints", "ground", key) if key else ""


def where_to_turn(key: str) -> str:
    """Where the reporter can turn with what is not taken up here."""
    row = house.row("ground", key)
    return either(str(row["where"]), str(row["where_en"])) if row else ""


def state(key: str) -> str:
    """Where a matter stands."""
    return _(PROCESS.state(key).label) if PROCESS.has_state(key) else key


def public_state(detailed: str) -> str:
    """Where a matter stands, as everybody is told."""
    return _(_PUBLIC_STATES.get(detailed, detailed))


def category(code: str, version: str = "", on: date | None = None) -> str:
    """The small class by the version the matter carries, or as it is in force on ``on``; nothing for none."""
    if not code:
        return ""
    found = categories.of_version(code, version) if version else None
    if found is None and on is not None:
        found = next((row for row in categories.categories(on) if row.code == code), None)
    return label_in(found) if found else code


def category_tree(on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The small classes in force on ``on``, grouped by large class, for a select list."""
    return [
        (
            f"{label_in(tree.name)} · {label_in(branch.large)}",
            [(row.code, label_in(row)) for row in branch.categories],
        )
        for tree in categories.tree(on)
        for branch in tree.branches
    ]


def class_label(code: str, on: date) -> str:
    """The label of a small class, of a large class or of a whole tree; nothing for an unknown code."""
    for tree in categories.tree(on):
        if tree.name.code == code:
            return label_in(tree.name)
        for branch in tree.branches:
            if branch.large.code == code:
                return label_in(branch.large)
    found = next((row for row in categories.categories(on) if row.code == code), None)
    return label_in(found) if found else ""


def district(code: str) -> str:
    """The district's name; nothing for none."""
    found = places.area(code) if code else None
    return places.area_name(found) if found else ""


def length(period: Mapping[str, Any]) -> str:
    """A period in words, such as "13 working days"; one of no length ends with the day."""
    number, unit = int(period["length"]), str(period["unit"])
    if number == 0:
        return _("by the end of the day")
    one, several = _LENGTHS[unit]
    return _(one if number == 1 else several).format(n=number)


def light(step: str) -> str:
    """A step of the ladder, or the urging by hand."""
    return _("Urged by hand") if step == "by_hand" else label("ladder", "step", step)


def way(key: str) -> str:
    """How somebody was told or reached."""
    return _(WAYS[key]) if key in WAYS else key


def way_options(*, calling: bool = False) -> list[tuple[str, str]]:
    """The ways a reply is told; ``calling``: those in which somebody can be asked."""
    return [(key, _(word)) for key, word in WAYS.items() if not calling or key not in ("online", "letter")]


def clue(key: str) -> str:
    """Where a clue leads."""
    return label("complaints", "clue", key)


def office_time(time: timedelta) -> str:
    """A stretch of office time: hours and minutes."""
    return render(amount(time))
