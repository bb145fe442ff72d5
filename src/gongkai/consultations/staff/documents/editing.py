"""Writing a project: its kind, why it is needed, and how its consultation is to be held."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access
from gongkai.consultations import document_words as words
from gongkai.consultations.actions import writing
from gongkai.consultations.forms.documents import ProjectForm
from gongkai.consultations.queries import document_lists
from gongkai.consultations.queries.records import Document, Unit
from gongkai.consultations.staff.documents import periods
from gongkai.consultations.staff.documents.common import found, revision, show, trail, without_nul
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.consultations import rules
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

FIELDS = ("kind", "title", "need", "closes_on", "shorter_reason", "identity")


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a project."""
    acting = actor(request)
    units = document_lists.units_drafting(acting)
    if not units:
        raise NotAllowed(say("Only a drafter of the unit begins and writes its documents. Ask that person."))
    return _page(request, acting, None, units)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The project's fields."""
    of, acting = found(request, pk)
    access.may_write(acting, of).require()
    return _page(request, acting, of, None)


def _page(
    request: HttpRequest, acting: StaffActor, of: Document | None, units: list[Unit] | None
) -> HttpResponse:
    data = without_nul(request.POST) if request.method == "POST" else None
    first: dict[str, Any] = {"kind": "normative", "identity": "anyone"}
    if of is not None:
        first = {name: getattr(of, name) for name in FIELDS}
    elif units:
        first["unit"] = units[0].pk
    form = ProjectForm(data, units=units, initial=first)
    if of is not None and (told := periods.rule_of(of.kind)).get("last_day"):
        form.fields["closes_on"].help_text = periods.by_the_rule(told)
    refusal: Refusal | None = None
    if data is not None and form.is_valid():
        try:
            made = _save(request, acting, of, units or [], form)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The project is saved."))
            return go("consultation", made.pk)
    now = found(request, of.pk)[0].revision if of is not None and refusal else of.revision if of else 0
    context = {
        "document": of,
        "form": form,
        "rules": [
            {"kind": words.kind_name(kind), **told}
            for kind in rules.kinds()
            if (told := periods.rule_of(kind))
        ],
        "refusal": refusal,
        "errors": error_summary(form)["errors"],
        "revision": revision(request, now, refusal),
        "heading": _("Change the project {number}").format(number=of.number) if of else _("Begin a project"),
        "back_url": address("consultation", of.pk) if of else address("consultations"),
        "crumbs": trail(of, (_("The project"), "")) if of else trail(None, (_("New"), "")),
    }
    return show(request, "document_edit", context, refusal.status if refusal else 422 if form.errors else 200)


def _save(
    request: HttpRequest, acting: StaffActor, of: Document | None, units: list[Unit], form: ProjectForm
) -> Document:
    if of is not None:
        return writing.write_document(
            document_id=of.pk, actor=acting, expected_revision=version_seen(request), given=form.given()
        )
    chosen = next(each for each in units if each.pk == form.cleaned_data["unit"])
    return writing.begin_project(
        actor=acting, agency_id=chosen.agency_id, unit_id=chosen.pk, given=form.given()
    )
