"""The list of documents, and the beginning of a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.domain import internal
from gongkai.people.middleware import actor
from gongkai.publishing import actions, forms, queries, words
from gongkai.publishing.forms.base import refuse
from gongkai.publishing.staff.common import address, crumbs, go, show, tell
from gongkai.publishing.staff.rows import work_rows


@staff_page
def documents(request: HttpRequest) -> HttpResponse:
    """The documents the person may see, narrowed by the filters in the address."""
    acting = actor(request)
    form = forms.DocumentFilter(
        request.GET,
        units=queries.units_of(acting.agency_id),
        rows=queries.entries_in_force(agency_id=acting.agency_id),
    )
    chosen = form.chosen()
    query = queries.documents_for_staff(acting, **{**chosen, "mine": bool(chosen.get("mine"))})
    page = queries.page_of(query, request.GET.get("after", ""))
    count = query.count()
    here = address("documents")
    state = {name: str(value) for name, value in chosen.items()}
    context = {
        "form": form,
        "here": here,
        "query": chosen.get("text", ""),
        "chosen": _chips(form, state, here),
        "reset_url": here if state else "",
        "rows": work_rows(queries.items(page.rows)),
        "shown": ngettext("{count} document", "{count} documents", count).format(count=f"{count:,}"),
        "next_url": f"{here}?{urlencode({**state, 'after': page.after})}" if page.after else "",
        "first_url": f"{here}?{urlencode(state)}" if request.GET.get("after") else "",
        "may_start": bool(acting.units_where("publishing.drafter")),
        "crumbs": crumbs((_("My work"), address("home")), (_("Documents"), "")),
    }
    return show(request, "documents", context)


def _chips(form: forms.DocumentFilter, state: dict[str, str], here: str) -> list[dict[str, str]]:
    """What is chosen, each with the address that leaves it out."""
    chips = []
    for name, value in state.items():
        choices: Any = getattr(form.fields[name], "choices", [])
        words = {str(key): label for key, label in choices}
        rest = {other: kept for other, kept in state.items() if other != name}
        chips.append({"label": str(words.get(value, value)), "remove_url": f"{here}?{urlencode(rest)}"})
    return chips


def _asked(request: HttpRequest) -> actions.DraftInput:
    """What the address proposes: a staff-only publication of a kind and month, as the calendar links it."""
    kind = internal.kinds().get(request.GET.get("internal", ""))
    if kind is None:
        return actions.DraftInput()
    month = _month(request.GET.get("month", ""))
    title = f"{month.year}年{month.month}月{kind.label}" if month else kind.label
    return actions.DraftInput(
        title=title,
        audience="staff",
        internal_kind=kind.key,
        internal_month=month,
    )


def _month(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return None


@staff_page
def new_document(request: HttpRequest) -> HttpResponse:
    """Asks for unit and title, and begins the document."""
    acting = actor(request)
    units = queries.units_of(acting.agency_id, drafted_by=acting)
    asked = _asked(request)
    form = forms.StartForm(
        request.POST if request.method == "POST" else None, units=units, initial={"title": asked.title or ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.start_document(
                actor=acting,
                unit_id=form.cleaned_data["unit"],
                content=replace(asked, title=form.cleaned_data["title"]),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The draft {index} was begun.").format(index=document.index_number))
            return go("document_edit", document.pk)
    context = {
        "form": form,
        "units": units,
        "internal": words.internal_kind(asked.internal_kind) if asked.internal_kind else "",
        "crumbs": crumbs(
            (_("My work"), address("home")), (_("Documents"), address("documents")), (_("New document"), "")
        ),
    }
    return show(request, "new", context, 422 if form.errors else 200)
