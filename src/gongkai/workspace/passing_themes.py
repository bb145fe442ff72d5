"""The screen of the stairs from a theme to the published documents: one is put under it by its index number."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.formfields import line, needed, refuse
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, tell_refusal
from gongkai.duties import plan_access
from gongkai.duties.queries import themes
from gongkai.journeys import theme_of_documents
from gongkai.people.middleware import actor


class PublicationForm(forms.Form):
    """The index number of a published document."""

    index_number = needed(
        line(
            _("Index number"), 80, _("It stands at the head of the document, such as 014314799/2026-00012.")
        ),
        _("Write the index number."),
    )


@staff_page
def theme_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a publication under a theme."""
    acting = actor(request)
    found = themes.theme(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    plan_access.may_tag(acting, found).require()
    form = PublicationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            theme_of_documents.put(theme_id=pk, actor=acting, index_number=form.cleaned_data["index_number"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, gettext("The publication stands under the theme."))
            return go("theme", pk)
    context = {
        "title": gettext("Put a publication under a theme"),
        "lead": gettext("The public page of the theme shows it with a link."),
        "number": found.number,
        "words": found.title,
        "form": form,
        "version": found.revision,
        "button": gettext("Put it under the theme"),
        "back": address("theme", pk),
        "crumbs": crumbs(
            (gettext("Themes"), address("themes")),
            (found.number, address("theme", pk)),
            (gettext("Publication"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)


@staff_page
@require_POST
def theme_publication_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a publication out of a theme."""
    acting = actor(request)
    found = themes.theme(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    number = request.POST.get("index_number", "")
    try:
        theme_of_documents.take_out(theme_id=pk, actor=acting, index_number=number)
    except NotAllowed:
        raise
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, gettext("The publication was taken out of the theme."))
    return go("theme", pk)
