"""The picture of a chart as it is being typed: drawn, never kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.domain.powers.schema import kinds
from gongkai.powers.forms.entry import EntryForm
from gongkai.powers.staff.charts import live
from gongkai.powers.staff.editing import content_typed


@staff_page
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The part of the edit form that shows the picture of what was sent, and what does not hold in it."""
    form = EntryForm(kinds()["chart"], request.POST)
    context = live(request.POST.get("title", "")[:200], content_typed(request, form), looked=True)
    return render(request, "powers/staff/_chart_live.html", {"editing": context})
