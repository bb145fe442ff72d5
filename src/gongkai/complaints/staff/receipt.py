"""The receipt of what was taken in: number, code, proof, to print or to read out, and on to the next caller."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.complaints import words
from gongkai.complaints.actions import Submitted
from gongkai.complaints.queries import entering as queries
from gongkai.complaints.queries.entering import Matter
from gongkai.complaints.staff.common import address, address_if_any, path_to, show
from gongkai.complaints.staff.rows import state_badge
from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.people.actor import StaffActor

#: A word for each letter of a code, so that on the telephone none is taken for another.
SPELLED = {
    "A": "Apple", "B": "Book", "C": "Cat", "D": "Dog", "E": "Egg", "F": "Fish", "G": "Good", "H": "Hello",
    "J": "Job", "K": "King", "L": "Love", "M": "Mother", "N": "No", "P": "Party", "Q": "Queen", "R": "Rain",
    "S": "Sun", "T": "Tea", "U": "Uncle", "V": "Victory", "W": "Water", "X": "X-ray", "Y": "Yes", "Z": "Zoo",
}  # fmt: skip


def receipt(
    request: HttpRequest, taken: Submitted, acting: StaffActor, refusal: Refusal | None
) -> HttpResponse:
    """What is read out or handed over. ``refusal``: why the deed that was to follow was not done."""
    matter = queries.fresh(taken.matter.pk)
    follow = address_if_any("portal:complaint_follow")
    context = {
        "matter": matter,
        "codes": [
            {"label": _("Number of the matter"), "value": matter.number},
            {"label": _("Secret code"), "value": taken.code},
        ],
        "spelled": spelled(taken.code),
        "proof": {"number": taken.seq, "digest": taken.digest},
        "again": taken.again,
        "state": state_badge(matter),
        "about": words.category(matter.category, matter.category_version) or words.kind(matter.kind),
        "unit": matter.unit.name if matter.unit else "",
        "joined": matter.lead.number if matter.lead else "",
        "refusal": render(refusal.reason) if refusal else "",
        "person": acting.name,
        "follow_url": request.build_absolute_uri(follow) if follow else "",
        "next_url": _next(matter),
        "crumbs": path_to(matter, (_("Receipt of the matter"), "")),
    }
    return show(request, "new_receipt", context)


def _next(matter: Matter) -> str:
    """The empty form for the next caller, with the same way in."""
    kept: dict[str, Any] = (
        {"session": matter.session_id} if matter.session_id else {"channel": matter.channel}
    )
    return f"{address('complaint_enter')}?{urlencode(kept)}"


def spelled(code: str) -> list[list[dict[str, str]]]:
    """The code in its two halves, each sign with the word that tells it on the telephone."""
    return [[{"sign": sign, "word": SPELLED.get(sign, "")} for sign in half] for half in code.split("-")]
