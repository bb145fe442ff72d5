"""Putting right what a matter is about: kind, class, title, place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.complaints import access, actions
from gongkai.complaints.forms.deeds import CorrectForm
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff import facts
from gongkai.complaints.staff.common import found, go, path_to, show, tell, version_seen
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal


@staff_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The form filled with what stands; a running period is counted anew from the same moment."""
    matter, acting = found(request, pk)
    access.may_edit(acting, matter).require()
    form = _form(request, matter)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.correct(
                    matter_id=pk,
                    actor=acting,
                    correction=form.correction(),
                    reason=form.cleaned_data["reason"],
                    expected_version=version_seen(request),
                )
            except Refusal as caught:
                status = caught.status
                if isinstance(caught, Invalid):
                    refuse(form, caught)
                else:
                    refusal = caught
                    matter, acting = found(request, pk)
            else:
                tell(request, _("It is put right; a running period is counted anew from the same moment."))
                return go("complaint", pk)
    context = {
        "matter": matter,
        "form": form,
        "refusal": refusal,
        "standing": facts.head(matter) if refusal else [],
        "crumbs": path_to(matter, (_("Put it right"), "")),
    }
    return show(request, "correct", context, status)


def _form(request: HttpRequest, matter: Matter) -> CorrectForm:
    names = ("kind", "category", "title", "urgent", "lat", "lon", "district", "grid", "address")
    initial = {name: getattr(matter, name) for name in names}
    return CorrectForm(
        request.POST if request.method == "POST" else None, initial=initial, today=matter.received_on
    )
