"""The evaluations and the clean-up lists a person may see, narrowed by the filters in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import access
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.forms.evaluating import CleanUpFilter, EvaluationFilter
from gongkai.consultations.queries import document_lists
from gongkai.consultations.queries import evaluation_work as lists
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.consultations.staff.evaluating.common import clean_up_trail, evaluation_trail
from gongkai.consultations.staff.evaluating.rows import clean_up_row, due_row, evaluation_row
from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
def evaluations(request: HttpRequest) -> HttpResponse:
    """The evaluations, the newest first; on top the documents whose evaluation falls due."""
    acting = actor(request)
    form = EvaluationFilter(without_nul(request.GET), units=document_lists.units_seen(acting))
    query = lists.evaluations(acting, **form.chosen())
    listed = lists.newest_first(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    framed = frame(request, form, address("evaluations"), listed.after)
    whole = not framed["chosen"] and not request.GET.get("after")
    context = {
        **framed,
        "rows": [evaluation_row(each) for each in listed.rows],
        "due": [due_row(*each) for each in lists.due(acting)] if whole else [],
        "shown": _shown(count, ngettext("{count} evaluation", "{count} evaluations", count)),
        "rule": words.house_rule("evaluation"),
        "sees": bool(acting.roles & access.SEEING),
        "clean_ups_url": address("clean_ups"),
        "crumbs": evaluation_trail(None),
    }
    return show(request, "evaluation_list", context)


@staff_page
def clean_ups(request: HttpRequest) -> HttpResponse:
    """The clean-up lists, the newest first; on top when the next is due."""
    acting = actor(request)
    form = CleanUpFilter(without_nul(request.GET))
    query = lists.clean_ups(acting, **form.chosen())
    listed = lists.newest_first(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    units = document_lists.units_drafting(acting)
    context = {
        **frame(request, form, address("clean_ups"), listed.after),
        "rows": [clean_up_row(each) for each in listed.rows],
        "shown": _shown(count, ngettext("{count} list", "{count} lists", count)),
        "next_on": lists.next_list_on(_agency(acting)) if acting.roles & access.SEEING else None,
        "rule": words.house_rule("clean_up"),
        "sees": bool(acting.roles & access.SEEING),
        "new_url": address("clean_up_new") if units else "",
        "evaluations_url": address("evaluations"),
        "crumbs": clean_up_trail(None),
    }
    return show(request, "clean_up_list", context)


def _agency(acting: StaffActor) -> int:
    """The agency the person works for here."""
    return next(each.agency_id for each in acting.holdings if each.roles & access.SEEING)


def _shown(count: int, sentence: str) -> str:
    if count > COUNTED:
        return _("More than {count}").format(count=f"{COUNTED:,}")
    return sentence.format(count=f"{count:,}")
