"""The letters' texts: the legal officer reads, tries out and changes them; everybody else of the agency may read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from gongkai.core import letters as core_letters
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.letters import LetterText
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import PrintError
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, tell_refusal, version_seen
from gongkai.domain.letters import LetterKind
from gongkai.people.middleware import actor
from gongkai.requests import access
from gongkai.requests.actions import letters as actions
from gongkai.requests.forms.letters import LetterForm, LetterheadForm
from gongkai.requests.queries import letters as queries
from gongkai.requests.staff import letter_parts as parts


def _show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render_page(request, f"requests/staff/letters/{name}.html", context, status=status)


def _kind(key: str) -> LetterKind:
    found = queries.letter_kind(key)
    if found is None:
        raise Http404
    return found


@staff_page
def letters(request: HttpRequest) -> HttpResponse:
    """Every kind of letter with the text in force, and what all letters carry."""
    acting = actor(request)
    agency = queries.office(acting)
    context = {
        "agency": agency,
        "groups": parts.groups(queries.letter_texts(agency)),
        "head": parts.head(agency),
        "named": queries.authority_named(agency),
        "edits": bool(access.may_edit_letters(acting, agency.pk)),
        "crumbs": crumbs((_("My work"), address("home")), (_("Letters"), "")),
    }
    return _show(request, "letters", context)


@staff_page
def letter(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: its text, its fields, its block on review and suit, a preview, and its versions."""
    acting, known = actor(request), _kind(kind)
    agency = queries.office(acting)
    versions = queries.letter_versions(agency, known)
    current = versions[0].row
    assert isinstance(current, LetterText)
    block = queries.letter_block(known)
    posted = request.POST if request.method == "POST" else None
    form = LetterForm(posted, initial=parts.initial(current, block))
    refusal: Refusal | None = None
    tried: LetterText | None = None
    if posted is not None and form.is_valid():
        try:
            tried = parts.typed(known, form, block)
            if posted.get("do") == "save":
                return _save(request, known, tried, form.cleaned_data["reason"])
        except Conflict as conflict:
            refusal = conflict
        except Refusal as refused:
            refuse(form, refused)
    context = {
        "kind": known,
        "form": form,
        "refusal": refusal,
        "version": version_seen(request) if posted is not None else current.version,
        "edits": bool(access.may_edit_letters(acting, agency.pk)),
        "preview": parts.preview(agency, known, tried or current),
        "preview_is_typed": tried is not None,
        "named": queries.authority_named(agency),
        **parts.about(known, block, current),
        **parts.history(versions, request.GET),
        "crumbs": crumbs((_("Letters"), address("request_letters")), (parts.title(known), "")),
    }
    return _show(request, "letter", context, 409 if refusal else 422 if form.errors else 200)


def _save(request: HttpRequest, kind: LetterKind, text: LetterText, reason: str) -> HttpResponse:
    acting = actor(request)
    saved = actions.save_letter_text(
        actor=acting,
        agency_id=acting.agency_id,
        kind=kind.key,
        title=text.title,
        text=text.text,
        remedies_text=text.remedies_text,
        remedies_block=text.remedies_block,
        reason=reason,
        expected_version=version_seen(request),
    )
    tell(
        request,
        _("Version {number} is in force from now on. Letters already sent keep their wording.").format(
            number=saved.version
        ),
    )
    return go("request_letter", kind.key)


@staff_page
def preview_pdf(request: HttpRequest, kind: str) -> HttpResponse:
    """The letter with example values as PDF: the text in force, or the one being typed."""
    acting, known = actor(request), _kind(kind)
    agency = queries.office(acting)
    text: LetterText | None = None
    try:
        if request.method == "POST":
            form = LetterForm(request.POST)
            if not form.is_valid():
                raise Invalid(_("The title and the text must be there for a preview."))
            text = parts.typed(known, form, queries.letter_block(known))
        sheet = core_letters.sheet_of_draft(queries.try_letter(agency, known, text))
        response = HttpResponse(pdf(sheet), content_type="application/pdf")
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return go("request_letter", known.key)
    except PrintError as error:
        tell_refusal(request, Refusal(str(error)))
        return go("request_letter", known.key)
    response["Content-Disposition"] = f'inline; filename="{known.key}-preview.pdf"'
    return response


@staff_page
def letterhead(request: HttpRequest) -> HttpResponse:
    """The agency's mark, and where its letters say one may turn."""
    acting = actor(request)
    agency = queries.office(acting)
    may = access.may_edit_letters(acting, agency.pk)
    current = core_letters.head(agency)
    form = LetterheadForm(
        request.POST if request.method == "POST" else None, initial=parts.head_initial(agency, current)
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_letterhead(
                actor=acting,
                agency_id=agency.pk,
                expected_version=version_seen(request),
                **form.cleaned_data,
            )
        except Conflict as conflict:
            refusal = conflict
        except Refusal as refused:
            refuse(form, refused)
        else:
            tell(request, _("Letters issued from now on carry this."))
            return go("request_letters")
    context = {
        "form": form,
        "refusal": refusal,
        "version": version_seen(request) if request.method == "POST" else current.version,
        "example": parts.example_number(form["mark"].value() or current.mark),
        "edits": bool(may),
        "kept": queries.letterheads(agency),
        "crumbs": crumbs((_("Letters"), address("request_letters")), (_("What all letters carry"), "")),
    }
    return _show(request, "letterhead", context, 409 if refusal else 422 if form.errors else 200)


#: Mounted among the staff's addresses of the room.
urlpatterns_staff: list[URLPattern] = [
    path("requests/letters/", letters, name="request_letters"),
    path("requests/letters/head/", letterhead, name="request_letterhead"),
    path("requests/letters/<str:kind>/", letter, name="request_letter"),
    path("requests/letters/<str:kind>/preview.pdf", preview_pdf, name="request_letter_preview"),
]
