"""The bodies that lead and supervise openness (领导机构): seats by post, terms, founding document, changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line
from gongkai.domain.text import N_
from gongkai.duties import plan_words as words
from gongkai.duties.public import plan_words as said
from gongkai.duties.queries import bodies

_KINDS = {
    "leading_group": N_("Leading group"),
    "office": N_("Office of the leading group"),
    "supervision_group": N_("Supervision group"),
    "other": N_("Other body"),
}
_WHAT = {
    "founded": N_("Founded"),
    "dissolved": N_("Dissolved"),
    "given": N_("Joined: {seat}, {member}"),
    "ended": N_("Left: {seat}, {member}"),
}


@public_page
def organisation(request: HttpRequest) -> HttpResponse:
    """The bodies of an agency; of the host where the address names none."""
    agencies = list(bodies.agencies())
    wanted = one_line(request.GET.get("agency", ""), 40)
    chosen = next((each for each in agencies if each.code == wanted), agencies[0] if agencies else None)
    here = reverse("portal:organisation")
    context: dict[str, Any] = {
        "agency": words.name_of(chosen) if chosen else "",
        "tabs": [
            {
                "label": words.name_of(each),
                "url": f"{here}?agency={each.code}",
                "current": each == chosen,
            }
            for each in agencies
        ]
        if len(agencies) > 1
        else [],
        "bodies": [_body(row) for row in bodies.of(chosen)] if chosen else [],
        "lang": words.content_lang(),
        "crumbs": said.crumbs((_("Leading bodies"), "")),
    }
    return render(request, "duties/public/organisation.html", context)


def _body(row: bodies.BodyRow) -> dict[str, Any]:
    body = row.body
    over = body.ends_on is not None and body.ends_on < clock.today()
    held = ngettext("{n} special meeting held this year", "{n} special meetings held this year", row.meetings)
    return {
        "key": f"body-{body.pk}",
        "name": body.name,
        "kind": _(_KINDS[body.kind]),
        "duties": body.duties,
        "basis": body.basis,
        "begins_on": body.begins_on,
        "ends_on": body.ends_on if over else None,
        "meetings": held.format(n=row.meetings),
        "seats": [
            {
                "seat": words.seat_name(each.seat),
                "unit": words.name_of(each.post.unit) if each.post else "",
                "post": each.post.title if each.post else "",
                "begins_on": each.begins_on,
                "ends_on": each.ends_on,
            }
            for each in row.seats
        ],
        "changes": [_change(each) for each in row.changes],
    }


def _change(each: bodies.Change) -> dict[str, Any]:
    """A change in words; who sits there for their own person is not named."""
    member = ""
    if each.member is not None:
        post = each.member.post
        member = f"{words.name_of(post.unit)} {post.title}" if post else _("a member appointed in person")
    seat = words.seat_name(each.member.seat) if each.member else ""
    return {
        "day": each.day,
        "what": _(_WHAT[each.what]).format(seat=seat, member=member),
        "basis": each.basis,
    }
