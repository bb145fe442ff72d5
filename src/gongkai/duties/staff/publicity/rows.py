"""Activities and boards as rows of lists and worklists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.staffpages import address
from gongkai.duties import publicity_words as words
from gongkai.duties.queries.publicity_lists import BoardAge, Worklist
from gongkai.duties.queries.records_publicity import Activity


def work_rows(work: Worklist) -> dict[str, list[dict[str, Any]]]:
    """The person's lists of publicity: ``to_do``, ``waiting``, ``done``."""
    return {
        "to_do": [*map(row, work.to_do), *map(board_row, work.stale)],
        "waiting": [row(each) for each in work.waiting],
        "done": [row(each) for each in work.done],
    }


def row(found: Activity) -> dict[str, Any]:
    """One activity for ``components/work_row.html``."""
    return {
        "title": found.title,
        "url": address("activity", found.pk),
        "number": found.number,
        "unit": words.name_of(found.unit),
        "note": words.kind_name(found.kind),
        "at": found.updated_at,
        "badges": [words.state_badge(found)],
    }


def listed_row(found: Activity) -> dict[str, Any]:
    """One activity of the list: its days and its numbers."""
    told = [words.kind_name(found.kind), found.place, words.figures(found)]
    return {**row(found), "at": None, "person": words.days_of(found), "note": " · ".join(filter(None, told))}


def board_row(found: BoardAge) -> dict[str, Any]:
    """A board that is to be renewed."""
    return {
        "title": _("Renew: {board}").format(board=found.board.name),
        "url": address("publicity_board", found.board.pk),
        "unit": words.name_of(found.board.unit),
        "note": words.board_kind(found.board.kind),
        "at": found.renewed_on,
        "due_on": words.due_of(found),
        "badges": [words.age_badge(found)],
    }
