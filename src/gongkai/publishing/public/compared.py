"""A comparison of two versions as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext

from gongkai.domain.comparison import FieldChange, Piece, Row
from gongkai.publishing.content import FIELDS
from gongkai.publishing.public.present import statutory
from gongkai.publishing.queries.public import Attachment

_KINDS = {"equal": "same", "insert": "insert", "delete": "delete", "change": "change", "moved": "move"}
#: Fields that hold a key of ``law/openness.toml``: the table with their words.
_TABLES = {"openness": "attribute", "origin": "origin"}


def _pairs(pieces: Iterable[Piece]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.op != "equal") for piece in pieces]


def rows_for(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows of the text for ``components/comparison.html``; long stretches without change are left out."""
    shown: list[dict[str, Any]] = []
    skipped = 0
    for at, row in enumerate(rows):
        near = any(each.op != "equal" for each in rows[max(0, at - 1) : at + 2])
        if not near:
            skipped += 1
            continue
        if skipped:
            shown.append(_gap(skipped))
            skipped = 0
        note = gettext("Only its form changed") if row.form_only else ""
        shown.append({"kind": _KINDS[row.op], "old": _pairs(row.old), "new": _pairs(row.new), "note": note})
    if skipped and shown:
        shown.append(_gap(skipped))
    return shown


def _gap(number: int) -> dict[str, Any]:
    words = gettext("… {number} unchanged").format(number=number)
    return {"kind": "same", "old": [(words, False)], "new": [(words, False)], "note": ""}


def fields_for(fields: Iterable[object]) -> list[dict[str, Any]]:
    """The fields of the metadata that differ, each with its words."""
    found = []
    for change in fields:
        assert isinstance(change, FieldChange)
        old, new = _pairs(change.old), _pairs(change.new)
        table = _TABLES.get(change.name)
        if table:
            old, new = (
                [(statutory(table, "".join(text for text, _ in side)), True)] if side else []
                for side in (old, new)
            )
        found.append({"label": gettext(FIELDS[change.name]), "old": old, "new": new})
    return found


def files_for(old: Sequence[Attachment], new: Sequence[Attachment]) -> list[dict[str, str]]:
    """Attachments that came or went between the versions."""

    def known(files: Sequence[Attachment]) -> dict[tuple[str, str], str]:
        return {(each.name, each.file.sha256): each.title or each.name for each in files}

    before, after = known(old), known(new)
    gone = [{"kind": "del", "name": name} for key, name in before.items() if key not in after]
    came = [{"kind": "ins", "name": name} for key, name in after.items() if key not in before]
    return gone + came
