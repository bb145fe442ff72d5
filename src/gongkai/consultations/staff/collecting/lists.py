"""The collections and the problems a person may see, narrowed by the filters in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import access
from gongkai.consultations.forms.collecting import CollectionFilter
from gongkai.consultations.forms.problems import ProblemFilter
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries import document_lists
from gongkai.consultations.staff.collecting.common import problem_trail, trail
from gongkai.consultations.staff.collecting.rows import listed_row, problem_row
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address
from gongkai.people.middleware import actor


@staff_page
def collections(request: HttpRequest) -> HttpResponse:
    """The collections, the newest first."""
    acting = actor(request)
    form = CollectionFilter(without_nul(request.GET), units=document_lists.units_seen(acting))
    query = lists.collections(acting, **form.chosen())
    listed = lists.newest_first(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    context = {
        **frame(request, form, address("collections"), listed.after),
        "rows": [listed_row(each) for each in listed.rows],
        "shown": _shown(count, ngettext("{count} collection", "{count} collections", count)),
        "sees": bool(acting.roles & access.SEEING),
        "new_url": address("collection_new") if lists.units_collecting(acting) else "",
        "problems_url": address("problems"),
        "crumbs": trail(None),
    }
    return show(request, "collection_list", context)


@staff_page
def problems(request: HttpRequest) -> HttpResponse:
    """The problems; on top those whose days come next."""
    acting = actor(request)
    form = ProblemFilter(without_nul(request.GET), units=document_lists.units_seen(acting))
    query = lists.problems(acting, **form.chosen())
    listed = lists.newest_first(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    framed = frame(request, form, address("problems"), listed.after)
    whole = not framed["chosen"] and not request.GET.get("after")
    context = {
        **framed,
        "rows": [problem_row(each) for each in listed.rows],
        "next": [problem_row(each) for each in lists.due_next(acting)] if whole else [],
        "shown": _shown(count, ngettext("{count} problem", "{count} problems", count)),
        "sees": bool(acting.roles & access.SEEING),
        "collections_url": address("collections"),
        "crumbs": problem_trail(None),
    }
    return show(request, "problem_list", context)


def _shown(count: int, sentence: str) -> str:
    if count > COUNTED:
        return _("More than {count}").format(count=f"{COUNTED:,}")
    return sentence.format(count=f"{count:,}")
