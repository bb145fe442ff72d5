"""The wordings for replies on the screen: by class and result, each with its versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import access, actions, words
from gongkai.complaints.forms.rules import ReasonForm
from gongkai.complaints.forms.templates import TemplateForm, WordingFilter
from gongkai.complaints.queries import wordings as queries
from gongkai.complaints.queries.wordings import ReplyTemplate
from gongkai.complaints.staff.common import address, crumbs, go, show, tell
from gongkai.complaints.staff.rules import opened
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

WORDING, RETIRED = "complaints.template", "complaints.template.retired"


def _trail(*further: tuple[str, str]) -> list[dict[str, str]]:
    here = address("complaint_wordings") if further else ""
    return crumbs((_("Complaints"), address("complaints")), (_("Wordings for replies"), here), *further)


@staff_page
def wordings(request: HttpRequest) -> HttpResponse:
    """The wordings in use by class and result, and those that were retired."""
    acting, agency = opened(request)
    form = WordingFilter(request.GET, today=clock.today())
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.kept(agency.pk, category=given.get("category", ""), result=given.get("result", ""))
    why = queries.why_retired(WORDING, RETIRED, found.gone)
    context = {
        "form": form,
        "here": address("complaint_wordings"),
        "filtered": any(given.values()),
        "rows": [_told(each) for each in found.used],
        "gone": [{**_told(each), "why_retired": why.get(each.pk, "")} for each in found.gone],
        "keeps": bool(access.may_keep_rules(acting, agency.pk)),
        "crumbs": _trail(),
    }
    return show(request, "templates", context)


def _told(row: ReplyTemplate) -> dict[str, Any]:
    label = words.class_label(row.category, clock.today()) if row.category else ""
    return {
        "pk": row.pk,
        "key": row.key,
        "version": row.version,
        "title": row.title,
        "category": f"{row.category} {label}".strip() if row.category else _("Every class"),
        "result": words.result(row.result) if row.result else _("Every result"),
        "text": row.text,
        "reason": row.reason,
        "at": row.created_at,
        "by": row.created_by.name if row.created_by_id and row.created_by else "",
        "retired_at": row.retired_at,
        "url": address("complaint_wording", row.pk),
    }


@staff_page
def enter(request: HttpRequest) -> HttpResponse:
    """A new wording."""
    acting, agency = opened(request)
    access.may_keep_rules(acting, agency.pk).require()
    form = TemplateForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        saved = _keep(form, agency.pk, acting, form.cleaned_data["key"])
        if saved is not None:
            tell(request, _("The wording is kept and offered from now on."))
            return go("complaint_wording", saved.pk)
    context = {"form": form, "crumbs": _trail((_("Write a wording"), ""))}
    return show(request, "template_form", context, 422 if form.errors else 200)


def _keep(form: TemplateForm, agency_id: int, acting: StaffActor, key: str) -> ReplyTemplate | None:
    given = form.cleaned_data
    try:
        return actions.keep_template(
            agency_id=agency_id,
            actor=acting,
            key=key,
            title=given["title"],
            text=given["text"],
            reason=given["reason"],
            category=given["category"],
            result=given["result"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return None


def _found(request: HttpRequest, pk: int) -> tuple[StaffActor, ReplyTemplate]:
    acting = actor(request)
    row = queries.wording(acting, pk)
    if row is None:
        raise Http404
    return acting, row


@staff_page
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """One wording with every version."""
    acting, row = _found(request, pk)
    return _page(request, acting, row, ReasonForm())


def _page(
    request: HttpRequest, acting: StaffActor, row: ReplyTemplate, form: ReasonForm, status: int = 200
) -> HttpResponse:
    versions = queries.versions(row)
    held = next((each for each in versions if each.retired_at is None), None)
    why = queries.why_retired(WORDING, RETIRED, versions)
    context = {
        "row": _told(row),
        "held": held is not None and held.pk == row.pk,
        "newest": _told(held) if held and held.pk != row.pk else None,
        "versions": [{**_told(each), "why_retired": why.get(each.pk, "")} for each in versions],
        "keeps": bool(access.may_keep_rules(acting, row.agency_id)),
        "form": form,
        "crumbs": _trail((row.title, "")),
    }
    return show(request, "template", context, status)


@staff_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A wording is changed as a new version; replies that began with it stay as they are."""
    acting, row = _found(request, pk)
    access.may_keep_rules(acting, row.agency_id).require()
    names = ("title", "category", "result", "text")
    form = TemplateForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in names},
        today=clock.today(),
        known=True,
        category=row.category,
    )
    if request.method == "POST" and form.is_valid():
        saved = _keep(form, row.agency_id, acting, row.key)
        if saved is not None:
            tell(request, _("The wording is kept as version {n}.").format(n=saved.version))
            return go("complaint_wording", saved.pk)
    further = ((row.title, address("complaint_wording", pk)), (_("Change the wording"), ""))
    context = {"form": form, "row": row, "crumbs": _trail(*further)}
    return show(request, "template_form", context, 422 if form.errors else 200)


@staff_page
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """A wording is offered no more."""
    acting, row = _found(request, pk)
    access.may_keep_rules(acting, row.agency_id).require()
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.retire_template(template_id=pk, actor=acting, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The wording “{title}” is offered no more.").format(title=row.title))
            return go("complaint_wordings")
    return _page(request, acting, row, form, 422)


urlpatterns_staff: list[URLPattern] = [
    path("complaints/wordings/", wordings, name="complaint_wordings"),
    path("complaints/wordings/new/", enter, name="complaint_wording_new"),
    path("complaints/wordings/<int:pk>/", wording, name="complaint_wording"),
    path("complaints/wordings/<int:pk>/change/", change, name="complaint_wording_change"),
    path("complaints/wordings/<int:pk>/retire/", retire, name="complaint_wording_retire"),
]
