"""Channels with their counts, and the list behind each count; the wordings the checks look for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.people.middleware import actor
from gongkai.publishing import access, actions, forms, queries, words
from gongkai.publishing.forms.base import refuse
from gongkai.publishing.staff.common import address, crumbs, go, show, tell, tell_refusal

SEVERITIES = {"refuse": "danger", "reason": "soon", "note": "quiet"}


def _year(request: HttpRequest) -> int:
    form = forms.YearForm(request.GET)
    return int(form.cleaned_data["year"]) if form.is_valid() else clock.today().year


@staff_page
def channels(request: HttpRequest) -> HttpResponse:
    """How many releases each channel saw in a year; the office opens channels here."""
    acting = actor(request)
    form = forms.ChannelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_channel(actor=acting, agency_id=acting.agency_id, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The channel “{channel}” is open.").format(channel=opened.name))
            return go("channels")
    year = _year(request)
    counts = queries.channel_counts(acting.agency_id, year)
    context = {
        "year": year,
        "year_form": forms.YearForm(initial={"year": year}),
        "counts": [
            {
                "row": row,
                "kind": words.label("channels", "channel", row.kind),
                "count": count,
                "url": f"{address('channel', row.pk)}?year={year}",
            }
            for row, count in counts
        ],
        "total": sum(count for _row, count in counts),
        "form": form,
        "keeps": bool(access.is_office(acting, acting.agency_id)),
        "crumbs": crumbs((_("My work"), address("home")), (_("Channels"), "")),
    }
    return show(request, "channels", context, 422 if form.errors else 200)


@staff_page
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """The releases a channel's count counts."""
    acting = actor(request)
    row = queries.channel(acting.agency_id, pk)
    if row is None:
        raise Http404
    year = _year(request)
    context = {
        "row": row,
        "kind": words.label("channels", "channel", row.kind),
        "year": year,
        "year_form": forms.YearForm(initial={"year": year}),
        "releases": queries.releases_of(row, year),
        "crumbs": crumbs((_("Channels"), f"{address('channels')}?year={year}"), (row.name, "")),
    }
    return show(request, "channel", context)


@staff_page
@require_POST
def close_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a channel; its releases stay counted."""
    acting = actor(request)
    try:
        actions.close_channel(actor=acting, agency_id=acting.agency_id, channel_id=pk)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("The channel is closed; its releases stay counted."))
    return go("channels")


@staff_page
def wordings(request: HttpRequest) -> HttpResponse:
    """The wordings the checks look for; the office adds its own."""
    acting = actor(request)
    form = forms.WordingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_wording(actor=acting, agency_id=acting.agency_id, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(
                request,
                _("From now on the checks look for “{wording}”.").format(
                    wording=form.cleaned_data["pattern"]
                ),
            )
            return go("wordings")
    labels = dict(forms.WordingForm.base_fields["severity"].choices)  # type: ignore[attr-defined]
    context = {
        "wordings": [
            {
                "row": each,
                "severity": str(labels.get(each.severity, each.severity)),
                "kind": SEVERITIES.get(each.severity, "plain"),
                "own": each.agency_id == acting.agency_id,
            }
            for each in queries.wordings(acting.agency_id)
        ],
        "form": form,
        "keeps": bool(access.is_office(acting, acting.agency_id)),
        "crumbs": crumbs((_("My work"), address("home")), (_("Wordings"), "")),
    }
    return show(request, "wordings", context, 422 if form.errors else 200)


@staff_page
@require_POST
def retire_wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a wording out of the checks."""
    acting = actor(request)
    try:
        actions.retire_wording(actor=acting, agency_id=acting.agency_id, wording_id=pk)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("The wording is taken out of the checks."))
    return go("wordings")
