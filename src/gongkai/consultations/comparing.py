"""Two versions of a text beside each other or as marked-up text: what changed stands out, what did not is folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.domain.comparison import Piece
from gongkai.domain.consultations.versions import Change

_KINDS = {"same": "same", "changed": "change", "added": "insert", "removed": "delete", "moved": "move"}


def groups(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Runs of provisions that stayed (``same``) and of those that did not, in the order of the newer text."""
    found = []
    for same, run in groupby(changes, key=lambda each: each.op == "same"):
        rows = [_row(each) for each in run]
        count = len(rows)
        words = ngettext("{count} provision is unchanged", "{count} provisions are unchanged", count)
        found.append(
            {
                "same": same,
                "rows": rows,
                "label": words.format(count=count) if same else "",
                "from": rows[0]["name"],
                "to": rows[-1]["name"] if count > 1 else "",
            }
        )
    return found


def counted(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """How many provisions were changed, added, removed and moved; those of which there are none are left out."""
    listed = list(changes)
    words = (
        ("changed", _("Changed"), "soon"),
        ("added", _("Added"), "done"),
        ("removed", _("Removed"), "danger"),
        ("moved", _("Moved"), "info"),
    )
    counts = {key: sum(each.op == key for each in listed) for key, _word, _kind in words}
    return [{"label": f"{word} {counts[key]}", "kind": kind} for key, word, kind in words if counts[key]]


def _row(change: Change) -> dict[str, Any]:
    return {
        "kind": _KINDS[change.op],
        "name": change.new_name or change.old_name,
        "old_name": change.old_name,
        "new_name": change.new_name,
        "old": _pairs(change.old),
        "new": _pairs(change.new),
        "marked": [(piece.text, piece.op) for piece in change.marked_up],
        "note": _note(change),
    }


def _note(change: Change) -> str:
    """What happened to the provision as a whole."""
    names = {"old": change.old_name or "—", "new": change.new_name or "—"}
    if change.op == "moved":
        return _("Moved: was {old}, is {new}").format(**names)
    if change.op == "added":
        return _("Added: {new}").format(**names)
    if change.op == "removed":
        return _("Removed: {old}").format(**names)
    if change.op == "changed" and all(piece.op == "equal" for piece in (*change.old, *change.new)):
        return _("Only its level changed: was {old}, is {new}").format(**names)
    if change.old_name != change.new_name:
        return _("Was {old}, is {new}").format(**names)
    return ""


def _pairs(parts: Iterable[Piece]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.op != "equal") for piece in parts]
