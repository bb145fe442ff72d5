"""The list of a document's opinions, narrowed by the address, with what is done to several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access
from gongkai.consultations.actions.answering import MOST
from gongkai.consultations.forms.opinions import (
    AnswerForm,
    GroupForm,
    OpinionFilter,
    group_choices,
    how_many,
)
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import opinions as reads
from gongkai.consultations.queries import texts, worklists
from gongkai.consultations.queries.records import Document, Opinion, OpinionGroup
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.consultations.staff.opinions.common import Texts, path_to, rows
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.text import Text
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Failed:
    """An opinion to which it was not done, and why."""

    reference: str
    url: str
    reason: Text


@dataclass
class Tried:
    """What was to be done to several at once and was not, with everything typed and ticked."""

    do: str = ""
    group: GroupForm | None = None
    answer: AnswerForm | None = None
    ticks: frozenset[int] = frozenset()
    every: bool = False
    refusal: Refusal | None = None
    failed: list[Failed] = field(default_factory=list)


def filters(request: HttpRequest, of: Document, known: Texts, every: Sequence[OpinionGroup]) -> OpinionFilter:
    """The filters as the address says them."""
    data = without_nul(request.GET)
    same = _same(of, data.get("alike", ""))
    return OpinionFilter(
        data,
        on=known.choices(lists.clauses_spoken_of(of)),
        groups=group_choices(every),
        alike=[(same.pk, same.reference)] if same else [],
    )


def _same(of: Document, typed: str) -> Opinion | None:
    fits = typed.isascii() and typed.isdigit() and len(typed) < 19
    return reads.opinion(of, int(typed)) if fits else None


def page(
    request: HttpRequest, of: Document, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The list, also after something that was not done."""
    tried = tried or Tried()
    known = Texts(of)
    every = list(reads.groups(of))
    form = filters(request, of, known, every)
    query = lists.listed(of, **form.chosen())
    listed = lists.page(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    handles = access.may_handle_opinions(acting, of)
    framed = frame(request, form, address("consultation_opinions", of.pk), listed.after)
    context: dict[str, Any] = {
        **framed,
        "document": of,
        "rows": rows(of, listed.rows, known, tried.ticks),
        "shown": _shown(count),
        "count": count,
        "counts": worklists.states_of_opinions(of),
        "handles": bool(handles),
        "why_not": handles.reason,
        "most": MOST,
        "tried": tried,
        "errors": _errors(tried),
        "this": request.get_full_path(),
        "groups": groups(of, every),
        **forms(known, tried, every),
        **addresses(of, bool(handles)),
        "crumbs": path_to(of),
    }
    return show(request, "opinion_list", context, status)


def forms(known: Texts, tried: Tried, every: Sequence[OpinionGroup]) -> dict[str, Any]:
    """The forms of what is done to several, as they were typed."""
    return {
        "answer_form": tried.answer or AnswerForm(cited=known.cited, prefix="answer"),
        "group_form": tried.group or GroupForm(groups=group_choices(every), prefix="group"),
    }


def groups(of: Document, every: Sequence[OpinionGroup]) -> list[dict[str, Any]]:
    """The groups with the ways to them."""
    return [
        {
            "title": each.title,
            "count": getattr(each, "count", 0),
            "url": address("consultation_group", of.pk, each.pk),
        }
        for each in every
    ]


def addresses(of: Document, handles: bool) -> dict[str, str]:
    """The ways from the list."""
    return {
        "enter_url": address("consultation_opinion_enter", of.pk) if handles and texts.put_out(of) else "",
        "report_url": address("consultation_report", of.pk) if texts.put_out(of) else "",
        "csv_url": address("consultation_export", of.pk, "csv"),
        "xlsx_url": address("consultation_export", of.pk, "xlsx"),
        "json_url": address("consultation_export", of.pk, "json"),
    }


def _errors(tried: Tried) -> list[dict[str, str]]:
    tried_form = {"group": tried.group, "answer": tried.answer}.get(tried.do)
    errors: list[dict[str, str]] = error_summary(tried_form)["errors"] if tried_form else []
    return errors


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} opinions").format(count=f"{COUNTED:,}")
    return how_many(count)
