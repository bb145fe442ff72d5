"""Handing a matter in, page by page: danger first, then what and where, then photos and who reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from gongkai.complaints import actions, house, words
from gongkai.complaints.actions.files import MOST_FILES
from gongkai.complaints.forms.draft import Draft
from gongkai.complaints.forms.photos import uploads_of
from gongkai.complaints.forms.reporting import BY_CLASS, PAGES, LastForm, WhatForm, WhereForm
from gongkai.complaints.public import visit
from gongkai.complaints.public.present import content_lang, crumbs, warning_words
from gongkai.complaints.queries import following, similar
from gongkai.core import clock, rate
from gongkai.core.access import form_page
from gongkai.core.formfields import largest, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.text import render as in_words
from gongkai.domain.text import say
from gongkai.people import directory

DAYS_OF_A_YEAR = 365


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """The form. Sent twice, it is taken once and confirmed alike."""
    agencies = directory.agencies()
    if not agencies:
        context = {"crumbs": crumbs((gettext("Hand a matter in"), ""))}
        return render(request, "complaints/public/closed.html", context)
    sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if sent else (QueryDict(), MultiValueDict())
    draft = Draft(data, files, today=clock.today(), agencies=agencies)
    if not sent:
        return _what(request, draft, WhatForm())
    if draft.back:
        return _back(request, draft)
    return _forward(request, draft)


def _back(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A page that was there before, as it was left."""
    if draft.back == "where" and draft.what.is_valid():
        return _where(request, draft, draft.again_where())
    return _what(request, draft, draft.again_what())


def _forward(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The next page; or the one that was sent, with what is wrong on it; danger comes before either."""
    if not draft.what.is_valid():
        return _what(request, draft, draft.what, status=422)
    if draft.at == "what":
        return _danger(request, draft) or _where(request, draft, draft.again_where())
    if not draft.where.is_valid():
        return _danger(request, draft) or _where(request, draft, draft.where, status=422)
    warned = _danger(request, draft, by_class=True)
    if warned is not None:
        return warned
    near = _near(draft)
    offered = [each.public_id for each in near]
    agency = draft.where.agency_of()
    units = following.units_to_choose(agency.pk)
    if draft.at == "where":
        return _last(request, draft, draft.again_last(units, offered), near)
    last = draft.last(units, offered)
    if last.is_valid():
        return _send(request, draft, last, near)
    return _last(request, draft, last, near, status=422)


def _send(request: HttpRequest, draft: Draft, last: LastForm, near: list[similar.Near]) -> HttpResponse:
    most = settings.GONGKAI_REPORTS_PER_MINUTE
    seconds = rate.wait("complaints.form", rate.caller(request), most)
    if seconds:
        last.add_error(None, in_words(_too_many(most, seconds)))
        return _last(request, draft, last, near, status=429)
    agency = draft.where.agency_of()
    report = draft.report(last, people=following.people_of(agency.pk))
    try:
        taken = actions.submit(
            agency_id=agency.pk,
            actor=None,
            report=report,
            token=draft.token,
            files=uploads_of(last.cleaned_data["photos"]),
        )
    except Refusal as refusal:
        if getattr(refusal, "field", "") in ("photo", "files", "file"):
            last.add_error("photos", in_words(refusal.reason))
        else:
            refuse(last, refusal)
        return _last(request, draft, last, near, status=422)
    other = taken.again and taken.matter.text != report.text.strip()
    address = reverse("portal:complaint_done") + (f"?{urlencode({'sent': 'before'})}" if other else "")
    response = redirect(address)
    visit.hand_in(response, draft.token)
    return response


def _too_many(most: int, seconds: int) -> Any:
    return say(
        "More than {most} matters came from your address within a minute, so this one was not taken yet. Wait "
        "{seconds} seconds and send it again; what you typed still stands. If it cannot wait, call us.",
        most=most,
        seconds=seconds,
    )


def _near(draft: Draft) -> list[similar.Near]:
    """Open matters nearby that may be the same; a report of a wrong is compared with nobody's."""
    where = draft.where
    point = where.place.point
    if point is None or where.cleaned_data["kind"] == "report":
        return []
    return similar.for_public(
        agency=where.agency_of().code, category=where.cleaned_data["code"], point=(point.lon, point.lat)
    )


def _danger(request: HttpRequest, draft: Draft, *, by_class: bool = False) -> HttpResponse | None:
    """The warning that comes before anything else; nothing where there is none, or it was confirmed."""
    category = draft.where.chosen if by_class else None
    dangers, keys = draft.dangers(category)
    if keys <= draft.confirmed:
        return None
    numbers: dict[str, list[str]] = {}
    for each in dangers:
        numbers.setdefault(each.number, []).append(words.either(each.sentence, each.sentence_en))
    context = {
        "dangers": [{"number": number, "sentences": said} for number, said in numbers.items()],
        "by_class": BY_CLASS in keys - draft.confirmed,
        "safe": " ".join(sorted(keys | draft.confirmed)),
    }
    return _page(request, draft, "danger", context)


def _what(request: HttpRequest, draft: Draft, form: WhatForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "trap": bool(form.errors.get("homepage")), "warning_words": warning_words()}
    return _page(request, draft, "what", context, form, status=status)


def _where(request: HttpRequest, draft: Draft, form: WhereForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "suggested": bool(form.suggested)}
    return _page(request, draft, "where", context, form, status=status)


def _last(
    request: HttpRequest, draft: Draft, form: LastForm, near: Sequence[similar.Near], status: int = 200
) -> HttpResponse:
    category, days = draft.where.chosen, house.number("retention_days")
    context = {
        "form": form,
        "near": [
            {
                "id": each.public_id,
                "category": words.category(each.category, on=draft.today),
                "district": words.district(each.district),
                "metres": each.metres,
                "on": each.received,
                "state": words.public_state(each.detailed),
            }
            for each in near
        ],
        "same": form["same"].value() or "",
        "owner": words.label_in(category.owner) if category and category.owner else "",
        "pinned": draft.where.place.point is not None,
        "may_be_against": draft.where.cleaned_data["kind"] in ("report", "complaint"),
        "against_open": any(form[name].value() for name in ("against_unit", "against_words")),
        "largest": largest(),
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "most": MOST_FILES,
        "years": days // DAYS_OF_A_YEAR if days % DAYS_OF_A_YEAR == 0 else 0,
        "days": days,
        "keep_words": house.number("keep_words"),
        "agency": draft.where.agency_of(),
        "summary": _summary(draft),
    }
    return _page(request, draft, "last", context, form, status=status)


def _summary(draft: Draft) -> list[dict[str, str]]:
    """What was said on the pages before, each with the page where it can be changed."""
    where, place = draft.where, draft.where.place
    category = where.chosen
    spots = [place.address, words.district(place.district), gettext("pin on the map") if place.point else ""]
    rows = [
        (gettext("What happened?"), draft.what.cleaned_data["text"], "what"),
        (gettext("What do you want?"), words.kind(where.cleaned_data["kind"]), "where"),
        (gettext("What is the matter about?"), words.label_in(category) if category else "", "where"),
        (gettext("Where is it?"), " · ".join(each for each in spots if each), "where"),
    ]
    return [
        {"question": question, "answer": answer or gettext("Not said"), "page": page}
        for question, answer, page in rows
    ]


def _page(
    request: HttpRequest, draft: Draft, page: str, context: dict[str, Any], *shown: Form, status: int = 200
) -> HttpResponse:
    """A page of the form, with what was typed on the others in hidden fields."""
    at = page if page in PAGES else draft.at
    context |= {
        "at": at,
        "sent": request.method == "POST",
        "number": PAGES.index(at) + 1,
        "pages": len(PAGES),
        "token": draft.token,
        "carried": draft.carried(*shown),
        "safe": context.get("safe", " ".join(sorted(draft.confirmed))),
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Hand a matter in"), "")),
    }
    return render(request, f"complaints/public/{page}.html", context, status=status)
