"""Entering an opinion that came by letter, telephone, at a meeting, on a visit …"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from gongkai.consultations import access
from gongkai.consultations.actions import opinions as actions
from gongkai.consultations.forms.opinions import EnterForm
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.opinion_lists import WHOLE
from gongkai.consultations.queries.records import Document, Version
from gongkai.consultations.staff.documents.common import found, show, without_nul
from gongkai.consultations.staff.opinions.common import path_to
from gongkai.core import clock, secret_codes
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell
from gongkai.domain.text import say


@staff_page
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; with ``do=version`` it only shows the provisions of the version chosen."""
    of, acting = found(request, pk)
    access.may_handle_opinions(acting, of).require()
    out = texts.put_out(of)
    if not out:
        raise Refusal(say("No version was put out for opinions yet."))
    data = without_nul(request.POST) if request.method == "POST" else None
    version = _version(out, data)
    form = _form(data, request.FILES if request.method == "POST" else None, out, version)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.enter_opinion(
                document_id=pk,
                actor=acting,
                version_number=version.number,
                channel=said["channel"],
                received_on=said["received_on"],
                given=form.given(),
                token=said["token"],
                files=form.uploads(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("Entered as opinion {reference}.").format(reference=made.reference))
            if data is not None and data.get("do") == "more":
                return go("consultation_opinion_enter", pk)
            return go("consultation_opinion", pk, made.pk)
    return _page(request, of, form, version, several=len(out) > 1)


def _version(out: list[Version], data: QueryDict | None) -> Version:
    """The version chosen, else the newest that was put out."""
    chosen = data.get("version", "") if data is not None else ""
    return next((each for each in out if str(each.number) == chosen), out[-1])


def _form(data: QueryDict | None, files: Any, out: list[Version], version: Version) -> EnterForm:
    numbers, numbered = [each.number for each in out], texts.numbered(version)
    if data is not None and data.get("do") != "version":
        return EnterForm(data, files, versions=numbers, numbered=numbered)
    fresh: dict[str, Any] = {
        "version": version.number,
        "received_on": clock.today(),
        "on": WHOLE,
        "token": secret_codes.new_token(),
    }
    typed = data.dict() if data is not None else {}
    return EnterForm(initial={**fresh, **typed}, versions=numbers, numbered=numbered)


def _page(
    request: HttpRequest, of: Document, form: EnterForm, version: Version, *, several: bool
) -> HttpResponse:
    context = {
        "document": of,
        "form": form,
        "version": version,
        "several": several,
        # Browsers keep no files when a page comes back, be it refused or only shown with another version.
        "files_again": bool(request.FILES.getlist("attachments")),
        "provisions": texts.numbered(version),
        "back_url": address("consultation_opinions", of.pk),
        "crumbs": path_to(of, (_("Enter an opinion"), "")),
    }
    return show(request, "opinion_enter", context, 422 if form.errors else 200)
