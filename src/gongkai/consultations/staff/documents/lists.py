"""The documents a person may see, narrowed by the filters in the address, with the days that come near on top."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import access
from gongkai.consultations.forms.documents import DocumentFilter
from gongkai.consultations.queries import document_lists, following, worklists
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.consultations.staff.documents.rows import document_row, list_rows
from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
def consultations(request: HttpRequest) -> HttpResponse:
    """The list, what changed last first."""
    acting = actor(request)
    form = DocumentFilter(without_nul(request.GET), units=document_lists.units_seen(acting))
    query = document_lists.listed(acting, **form.chosen())
    listed = document_lists.page(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    framed = frame(request, form, address("consultations"), listed.after)
    whole = not framed["chosen"] and not request.GET.get("after")
    context = {
        **framed,
        "rows": list_rows(listed.rows, worklists.unanswered(listed.rows)),
        "shown": _shown(count),
        "sees": worklists.sees_documents(acting),
        "near": _near(acting) if whole else [],
        "new_url": address("consultation_new") if DRAFTER in acting.roles else "",
        "followed": _followed(acting) if whole else "",
        "crumbs": crumbs((_("My work"), address("home")), (_("Rules and consultations"), "")),
    }
    return show(request, "document_list", context)


def _followed(acting: StaffActor) -> str:
    """How many are told by e-mail of what the agency puts out; who they are nobody is shown."""
    if not following.offered():
        return ""
    count = following.how_many(access.agencies_seen(acting))
    sentence = ngettext(
        "{count} person is told by e-mail of what is put out.",
        "{count} people are told by e-mail of what is put out.",
        count,
    )
    return sentence.format(count=f"{count:,}")


def _near(acting: StaffActor) -> list[dict[str, Any]]:
    """Consultations that close within a week, and documents that lapse within the months of warning."""
    months = rules.house("lapse_warning")["months"]
    lapsing = ngettext("Validity ends within {months} month", "Validity ends within {months} months", months)
    parts = (
        (
            _("Consultations that close within a week"),
            [document_row(each, due=each.closes_on) for each in worklists.closing(acting)],
        ),
        (
            lapsing.format(months=months),
            [document_row(each, due=each.lapses_on) for each in worklists.lapsing(acting)],
        ),
    )
    return [{"title": title, "rows": rows} for title, rows in parts if rows]


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} documents").format(count=f"{COUNTED:,}")
    return ngettext("{count} document", "{count} documents", count).format(count=f"{count:,}")
