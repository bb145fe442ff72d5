"""What the browser of a reporter keeps for a while: whose matter it may show, and what was just handed in.

Each cookie is sent to the pages that need it alone, so that the room's pages for everybody never get one.
"""

from __future__ import annotations

from django.urls import reverse

from gongkai.core.visits import Cookie, Visits

#: Whose matter is shown, and what was handed in.
COOKIE, HANDED_IN = "gongkai_matter", "gongkai_matter_handed_in"

_VISITS = Visits(
    Cookie(COOKIE, lambda: reverse("portal:complaint_mine")),
    Cookie(HANDED_IN, lambda: reverse("portal:complaint_done")),
    "complaints.handed_in",
)

let_in = _VISITS.let_in
matter_id = _VISITS.number
hand_in = _VISITS.hand_in
handed_in = _VISITS.handed_in
forget = _VISITS.forget
