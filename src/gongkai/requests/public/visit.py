"""What the browser of an applicant keeps for a while: whose request it may show, and what was just handed in.

Both cookies are sent to the room's own addresses alone; see ``core.visits``.
"""

from __future__ import annotations

from django.urls import reverse

from gongkai.core.visits import Cookie, Visits

#: Whose request is shown, and what was handed in.
COOKIE, HANDED_IN = "gongkai_request", "gongkai_handed_in"


def _room() -> str:
    return reverse("portal:request_follow").removesuffix("follow/")


_VISITS = Visits(Cookie(COOKIE, _room), Cookie(HANDED_IN, _room), "requests.handed_in")

let_in = _VISITS.let_in
request_id = _VISITS.number
hand_in = _VISITS.hand_in
handed_in = _VISITS.handed_in
forget = _VISITS.forget
