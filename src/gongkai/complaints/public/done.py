"""The receipt (受理回执): number, secret code, the proof that the matter is in the ledger, and what happens next."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gongkai.complaints import house, secret, words
from gongkai.complaints.actions import timing
from gongkai.complaints.public import visit
from gongkai.complaints.public.present import absolute, content_lang, crumbs
from gongkai.complaints.queries import following as queries
from gongkai.complaints.queries.following import Matter
from gongkai.core.access import applicant_page
from gongkai.domain.text import Text, say


@applicant_page
def done(request: HttpRequest) -> HttpResponse:
    """The receipt; it can be loaded again for half an hour from the browser that sent the form."""
    token = visit.handed_in(request)
    found = queries.handed_in(token)
    if found is None:
        return redirect("portal:complaint_follow")
    code = secret.code_of(token)
    context = {
        "matter": found,
        "matter_number": found.number,
        "code": code,
        "codes": [
            {"label": gettext("Number of the matter"), "value": found.number},
            {"label": gettext("Secret code"), "value": code},
        ],
        "steps": steps_of(found),
        "period": timing.handling_periods(found)[-1],
        "proof": queries.proof_of(found),
        "about": words.category(found.category, found.category_version) or words.kind(found.kind),
        "district": words.district(found.district),
        "qr": _qr(request, found.number, code),
        "sent_before": request.GET.get("sent") == "before",
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Receipt of your matter"), "")),
    }
    return render(request, "complaints/public/done.html", context)


def _qr(request: HttpRequest, number: str, code: str) -> SafeString:
    """The way to the matter for a telephone. Number and code stand behind the "#": no server's log ever sees them."""
    address = absolute(request, reverse("portal:complaint_follow"))
    held = f"{address}#{urlencode({'number': number, 'code': code})}"
    drawn = segno.make(held, error="m", micro=False).svg_inline(omitsize=True, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 - segno's own drawing; what it says is only in its modules


def steps_of(matter: Matter) -> list[Text]:
    """What happens next, with the periods the bureau holds itself to."""
    period: dict[str, Any] = timing.handling_periods(matter)[-1]
    return [
        say(
            "The complaints desk registers your matter and gives it to the unit responsible for it. If it cannot be "
            "taken up here, you are told why and where you can turn."
        ),
        say(
            "From the moment it is given to the unit, the unit has {period} to reply to you. The time does not stop "
            "when the matter is passed on.",
            period=words.length(period),
        ),
        say(
            "After the reply somebody else than the handler asks you, within {period}, whether you were answered and "
            "whether it is solved. You can also say so yourself on the page of your matter.",
            period=words.length(house.period("call_back")),
        ),
        say(
            "With number and secret code you see at any time where it stands, add something, and read the reply. Keep "
            "the code to yourself: whoever has both can read them."
        ),
    ]
