"""Two versions of a text: side by side, or as one text with what went and what came marked."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.public import present, said
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.records import Document
from gongkai.core.access import public_page
from gongkai.domain.consultations.versions import Change
from gongkai.domain.text import N_

_OPS = {
    "same": (N_("Unchanged"), "same"),
    "changed": (N_("Changed"), "change"),
    "added": (N_("Added"), "insert"),
    "removed": (N_("Removed"), "delete"),
    "moved": (N_("Moved"), "move"),
}


@public_page
def compare(request: HttpRequest, agency: str, number: str, old: int, new: int) -> HttpResponse:
    """What changed from one version to a later one; ``?view=marked``: as one text."""
    found = present.found_or_404(agency, number)
    before, after = present.version_or_404(found, old), present.version_or_404(found, new)
    if old >= new:
        raise Http404
    rows = [_row(each) for each in texts.compared(before, after)]
    marked = request.GET.get("view") == "marked"
    here = present.compare_address(found, old, new)
    context = {
        "document": found,
        "document_url": present.address_of(found),
        "rows": rows,
        "changes": [row for row in rows if row["op"] != "same"],
        "marked": marked,
        "sides_url": here,
        "marked_url": f"{here}?view=marked",
        "old_label": said.version_name(old),
        "new_label": said.version_name(new),
        "others": _others(found, old, new),
        "lang": words.content_lang(),
        "crumbs": present.trail(found, (_("Compare versions"), "")),
    }
    return render(request, "consultations/public/compare.html", context)


def _row(each: Change) -> dict[str, Any]:
    label, kind = _OPS[each.op]
    renamed = each.op != "added" and each.op != "removed" and each.old_name != each.new_name
    return {
        "op": each.op,
        "kind": kind,
        "label": _(label),
        "anchor": f"{present.ANCHOR}{each.new_key or each.old_key}",
        "name": each.new_name or each.old_name or _("Heading"),
        "was": each.old_name if renamed else "",
        "old": [(piece.text, piece.op != "equal") for piece in each.old],
        "new": [(piece.text, piece.op != "equal") for piece in each.new],
        "marked": each.marked_up,
    }


def _others(found: Document, old: int, new: int) -> list[dict[str, str]]:
    """Other pairs that can be compared: every version with the one before it, and the first with the last."""
    numbers = [each.number for each in reads.versions(found)]
    pairs = list(dict.fromkeys([*pairwise(numbers), (numbers[0], numbers[-1])]))
    return [
        {
            "label": _("Version {old} with version {new}").format(old=first, new=last),
            "url": present.compare_address(found, first, last),
        }
        for first, last in pairs
        if first < last and (first, last) != (old, new)
    ]
