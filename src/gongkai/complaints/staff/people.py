"""The reporter's data, shown for a purpose that stands in the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from gongkai.complaints import actions
from gongkai.complaints.forms.deeds import PurposeForm
from gongkai.complaints.staff import record
from gongkai.complaints.staff.common import found
from gongkai.complaints.staff.tried import Tried
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal


@staff_page
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the reporter's data on this one page."""
    matter, acting = found(request, pk)
    form = PurposeForm(request.POST)
    tried = Tried(key="reveal", purpose=form)
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, part="matter", status=422)
    try:
        contact = actions.reveal(matter_id=pk, actor=acting, purpose=form.cleaned_data["purpose"])
    except Refusal as refusal:
        refuse(form, refusal)
        return record.page(request, matter, acting, tried=tried, part="matter", status=refusal.status)
    return record.page(request, matter, acting, part="matter", shown=contact)
