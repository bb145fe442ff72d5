"""Words of collections (征集活动) and problems (问题) in the reader's language: kinds, states, channels, faults."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.queries.records import Collection, Problem
from gongkai.core import text
from gongkai.domain.consultations import collecting, problems, rules
from gongkai.domain.consultations.questionnaires import HIGHEST, Figure
from gongkai.domain.process import Kind
from gongkai.domain.text import N_

STATE_BADGES = {"draft": "plain", "open": "info", "closed": "soon", "told": "done", "discarded": "quiet"}
PROBLEM_BADGES = {"found": "plain", "planned": "soon", "done": "info", "settled": "done", "dropped": "quiet"}
QUESTIONS = {
    "single": N_("One of several answers"),
    "multiple": N_("Several of several answers"),
    "scale": N_("Marks from 1 to 5"),
    "free": N_("In one's own words"),
}
#: What the fields are called, where a fault names one.
FIELDS = {
    "title": N_("Title"),
    "ends_on": N_("Last day"),
    "place": N_("Place and signing up"),
}


def kind_of(kind: str) -> dict[str, Any]:
    """What ``law/consultations.toml`` says of a kind; one it does not know asks and takes nothing."""
    known = rules.row("collection", kind)
    return known or {"asks": False, "standing": False, "signs": False, "remarks": False, "channels": []}


def kind_name(kind: str) -> str:
    """What a kind of collection is called."""
    return words.row_name("collection", kind)


def kind_options() -> list[tuple[str, str]]:
    """Every kind with its name."""
    return [(row["key"], kind_name(row["key"])) for row in rules.rows("collection")]


def channel_options(kind: str) -> list[tuple[str, str]]:
    """The ways by which staff enter what came in."""
    return [(key, words.row_name("channel", key)) for key in kind_of(kind)["channels"] if key != "web"]


def question_options() -> list[tuple[str, str]]:
    """Every kind of question with its name."""
    return [(key, _(name)) for key, name in QUESTIONS.items()]


def state_badge(found: Collection) -> dict[str, str]:
    """Where a collection stands, as a badge."""
    label = _(collecting.PROCESS.state(found.state).label)
    return {"label": label, "kind": STATE_BADGES.get(found.state, "plain")}


def state_options() -> list[tuple[str, str]]:
    """Every state of a collection with its name."""
    return [(state.key, _(state.label)) for state in collecting.PROCESS.states]


def problem_badge(found: Problem) -> dict[str, str]:
    """Where a problem stands, as a badge."""
    label = _(problems.PROCESS.state(found.state).label)
    return {"label": label, "kind": PROBLEM_BADGES.get(found.state, "plain")}


def problem_options() -> list[tuple[str, str]]:
    """Every state of a problem with its name."""
    return [(state.key, _(state.label)) for state in problems.PROCESS.states]


def next_step(found: Collection | Problem) -> str:
    """Who has the next step; nothing once it is over."""
    process = collecting.PROCESS if isinstance(found, Collection) else problems.PROCESS
    state = process.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(process.lane(state.lane).label))


def field_name(field: str) -> str:
    """What a field is called, where a fault names it."""
    if field.startswith("question:"):
        return _("Question {n}").format(n=int(field.partition(":")[2]) + 1)
    return _(FIELDS.get(field, field))


def days(first: date, last: date | None) -> str:
    """From when to when; what has no last day is open from the first on."""
    if last is None:
        return _("From {day} on, without a last day").format(day=date_format(first))
    if first == last:
        return date_format(first)
    return _("{first} to {last}").format(first=date_format(first), last=date_format(last))


def days_of(found: Collection) -> str:
    """Its days as staff read them; a draft whose last day is not chosen yet is not called one without."""
    if found.ends_on is None and not kind_of(found.kind)["standing"]:
        return f"{date_format(found.begins_on)} – …"
    return days(found.begins_on, found.ends_on)


def share(part: float) -> str:
    """A share from 0 to 1 as a percentage."""
    return text.percent(f"{part * 100:.1f}")


def figure_rows(figures: tuple[Figure, ...]) -> list[dict[str, Any]]:
    """The figures of a questionnaire for ``parts/_figures.html``: how many chose what, and their share."""
    return [
        {
            "n": at,
            "text": each.question.text,
            "kind": _(QUESTIONS[each.question.kind]),
            "free": each.question.kind == "free",
            "answered": each.answered,
            "mean": f"{each.mean:.2f}" if each.mean is not None else "",
            "rows": [
                {
                    "label": _label(each, place),
                    "count": count,
                    "share": share(count / each.answered) if each.answered else "—",
                    "width": round(100 * count / each.answered, 1) if each.answered else 0,
                }
                for place, count in each.counts.items()
            ],
        }
        for at, each in enumerate(figures, start=1)
    ]


def _label(figure: Figure, place: int) -> str:
    if figure.question.kind == "scale":
        return scale_name(place)
    return figure.question.options[place - 1]


def scale_name(place: int) -> str:
    """A mark of a scale; its ends say which is which."""
    if place == 1:
        return _("1 – the lowest")
    return _("{mark} – the highest").format(mark=HIGHEST) if place == HIGHEST else str(place)
