"""Preparing a round, and changing its days before the draw."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.domain.supervision.appraisal import SUPERVISOR
from gongkai.people.middleware import actor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision import appraisal_words as words
from gongkai.supervision.actions.appraisal_rounds import prepare_round, write_round
from gongkai.supervision.forms.appraisal import RoundForm
from gongkai.supervision.staff.appraisal_record import found_round
from gongkai.supervision.staff.common import show, without_nul


@staff_page
def prepare(request: HttpRequest) -> HttpResponse:
    """The form for a new round; sent, the round."""
    acting = actor(request)
    holding = acting.holds(SUPERVISOR)
    if holding is None:
        raise Http404
    if request.method != "POST":
        return _form(request, RoundForm(), None)
    form = RoundForm(without_nul(request.POST))
    if not form.is_valid():
        return _form(request, form, None, status=422)
    try:
        made = prepare_round(agency_id=holding.agency_id, actor=acting, given=form.given())
    except Invalid as invalid:
        refuse(form, invalid)
        return _form(request, form, None, status=422)
    except Refusal as refusal:
        return _form(request, form, None, refusal=refusal, status=refusal.status)
    tell(request, _("Prepared: {number}.").format(number=made.number))
    return go("appraisal", made.pk)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The days of a round that is not drawn yet."""
    found, acting = found_round(request, pk)
    if not access.may_write(acting, found):
        raise Http404
    if request.method != "POST":
        return _form(request, RoundForm(found=found), found)
    form = RoundForm(without_nul(request.POST), found=found)
    if not form.is_valid():
        return _form(request, form, found, status=422)
    try:
        write_round(round_id=pk, actor=acting, expected_revision=version_seen(request), given=form.given())
    except Invalid as invalid:
        refuse(form, invalid)
        return _form(request, form, found, status=422)
    except Refusal as refusal:
        return _form(request, form, found, refusal=refusal, status=refusal.status)
    tell(request, _("Saved."))
    return go("appraisal", pk)


def _form(
    request: HttpRequest, form: RoundForm, found: Any, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    heading = words.title(found) if found else _("Prepare an appraisal")
    back = address("appraisal", found.pk) if found else address("appraisals")
    seen = version_seen(request) if request.method == "POST" else found.revision if found else 0
    context = {
        "form": form,
        "heading": heading,
        "refusal": refusal,
        "revision": seen,
        "record_url": address("appraisal", found.pk) if found else "",
        "back_url": back,
        "crumbs": crumbs((_("Appraisal by citizens"), address("appraisals")), (heading, "")),
    }
    return show(request, "appraisal_edit", context, status)
