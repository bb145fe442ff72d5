"""The draft's page: one form whose every button saves first, so that nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.publishing import access, actions, forms, queries
from gongkai.publishing.queries import Document
from gongkai.publishing.staff import furnishing
from gongkai.publishing.staff.common import address, crumbs, found, go, show, tell, upload, version_seen

PLAIN = (
    "title", "document_number", "issuing_agency", "date_made", "subject", "keywords", "summary", "body",
    "openness", "closing_ground", "closing_reason", "review_again_on", "audience", "internal_kind",
    "internal_month", "in_force_from", "expires_on", "origin", "obtained_from", "clarifies", "correction_reason",
)  # fmt: skip


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the draft; saves it and whatever else was asked for in the same click."""
    document, acting = found(request, pk)
    access.may_edit(acting, document).require()
    if request.method != "POST":
        return _page(request, document, acting, _form(document))
    form = _form(document, request)
    if not form.is_valid():
        return _page(request, document, acting, form, status=422)
    try:
        document = actions.save_draft(
            document_id=pk, actor=acting, expected_version=version_seen(request), content=form.content()
        )
        furnishing.apply(request, pk, acting)
    except Refusal as refusal:
        document, acting = found(request, pk)
        access.may_edit(acting, document).require()
        furnishing.explain(form, refusal)
        return _page(request, document, acting, form, refusal=refusal, status=refusal.status)
    return _onward(request, pk, acting)


def _onward(request: HttpRequest, pk: int, acting: StaffActor) -> HttpResponse:
    """Where the button leads once everything is saved."""
    do = request.POST.get("do", "")
    if do == "preview":
        return go("document_preview", pk)
    if do == "finish":
        actions.release_hold(document_id=pk, actor=acting)
        tell(request, _("The draft is saved."))
        return go("document", pk)
    tell(request, _("The draft is saved."))
    anchor = {"save": "", "": ""}.get(
        do, "attachments" if do.startswith(("attach", "remove", "strip")) else "links"
    )
    return go("document_edit", pk, anchor=anchor)


def _form(document: Document, request: HttpRequest | None = None) -> forms.DraftForm:
    revision = document.working
    assert revision is not None  # may_edit said so
    rows = list(revision.catalogue.all())
    initial: dict[str, Any] = {name: getattr(revision, name) for name in PLAIN}
    initial["catalogue"] = [row.key for row in rows]
    initial["topics"] = [topic.slug for topic in revision.topics.all()]
    initial["wants_interpretation"] = document.wants_interpretation
    return forms.DraftForm(
        request.POST if request else None, initial=initial, agency_id=document.agency_id, chosen_rows=rows
    )


def _page(
    request: HttpRequest,
    document: Document,
    acting: StaffActor,
    form: forms.DraftForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    revision = document.working
    assert revision is not None
    context = {
        "document": document,
        "revision": revision,
        "form": form,
        "refusal": refusal,
        "tree": furnishing.tree(form),
        "picked": [label for key, label in form.fields["catalogue"].choices if key in form.chosen],  # type: ignore[attr-defined]
        "attachments": furnishing.attachments(request, document, revision),
        "links": furnishing.links(request, document),
        "link_form": forms.LinkForm(_typed_link(request)),
        "findings": furnishing.findings(request, queries.findings(document)),
        "holder": queries.holder(document, acting),
        "presence_url": address("document_presence", document.pk) + "?edit=1",
        "autosave_url": address("document_autosave", document.pk),
        "attach_url": address("document_attach", document.pk),
        "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "is_correction": revision.number > 1,
        "crumbs": crumbs(
            (_("Documents"), address("documents")),
            (document.index_number, address("document", document.pk)),
            (_("Edit the draft"), ""),
        ),
    }
    return show(request, "edit", context, status)


def _typed_link(request: HttpRequest) -> dict[str, str] | None:
    if request.method != "POST" or not request.POST.get("target"):
        return None
    return {"kind": request.POST.get("kind", ""), "target": request.POST["target"]}


@staff_page
@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Saves quietly. 409 with a sentence when somebody else was faster, 422 when something cannot be taken."""
    acting = actor(request)
    document = queries.document_for_staff(acting, pk)
    if document is None:
        return JsonResponse(
            {"message": _("There is no such document, or your posts do not show it to you.")}, status=404
        )
    try:
        access.may_edit(acting, document).require()
        form = _form(document, request)
        if not form.is_valid():
            raise Invalid(_first_error(form))
        document = actions.save_draft(
            document_id=pk,
            actor=acting,
            expected_version=version_seen(request),
            content=form.content(),
            quiet=True,
        )
    except Refusal as refusal:
        return JsonResponse({"message": render(refusal.reason)}, status=refusal.status)
    saved_at = formats.time_format(timezone.localtime(clock.now()), "TIME_FORMAT")
    return JsonResponse({"version": document.version, "saved_at": saved_at})


def _first_error(form: forms.DraftForm) -> str:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        return f"{label}{_(': ') if label else ''}{errors[0]}"
    return ""


@staff_page
@require_POST
def attach(request: HttpRequest, pk: int) -> JsonResponse:
    """Takes one file as soon as it is dropped; answers with the sentence to show beside it."""
    document, acting = found(request, pk)
    source = request.FILES.get("file")
    try:
        if source is None:
            raise Invalid(_("No file arrived. Choose it again."))
        content, name = upload(source)
        attachment = actions.attach(document_id=document.pk, actor=acting, source=content, name=name)
    except Refusal as refusal:
        return JsonResponse({"message": render(refusal.reason)}, status=refusal.status)
    sentence = _("“{name}” is attached.").format(name=attachment.name)
    # With the new version the form that stands open goes on from here instead of colliding with itself.
    version = found(request, pk)[0].version
    location = address("document_edit", pk) + "#attachments"
    return JsonResponse({"message": sentence, "location": location, "version": version})


@staff_page
@require_POST
def presence(request: HttpRequest, pk: int) -> JsonResponse:
    """A sign of life: who else is here, and who is editing."""
    document, acting = found(request, pk)
    seats = actions.be_present(document=document, actor=acting, editing=request.GET.get("edit") == "1")
    return JsonResponse({"people": seats.people, "locked_by": seats.locked_by or None})
