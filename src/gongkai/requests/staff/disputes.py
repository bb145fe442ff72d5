"""The register of reviews, suits and complaints to the competent authority."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as told
from gongkai.requests import access, actions, words
from gongkai.requests.forms.disputes import ConcludeForm, DisputeForm, ReplyForm
from gongkai.requests.forms.lists import DisputeFilter
from gongkai.requests.queries import disputes as queries
from gongkai.requests.queries.disputes import Dispute, DisputeItem
from gongkai.requests.staff.common import address, crumbs, due_fields, go, show, tell, version_seen
from gongkai.requests.staff.lists import COUNTED, frame, taken_out


@staff_page
def disputes(request: HttpRequest) -> HttpResponse:
    """The register, narrowed by the filters in the address."""
    acting = actor(request)
    form = DisputeFilter(request.GET, years=queries.years(acting))
    query = queries.disputes_for_staff(acting, **form.chosen())
    page = queries.page_of(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    context = {
        **frame(request, form, address("disputes"), page.after),
        "rows": [_row(each) for each in queries.items(page.rows)],
        "shown": ngettext("{count} case", "{count} cases", count).format(count=f"{count:,}"),
        **taken_out("dispute_export", acting, None),
        "may_keep": bool(queries.keeping_for(acting)),
        "sees": queries.sees_disputes(acting),
        "crumbs": crumbs((_("My work"), address("home")), (_("Reviews and suits"), "")),
    }
    return show(request, "disputes", context)


def _row(item: DisputeItem) -> dict[str, Any]:
    dispute = item.dispute
    result = {
        "label": words.dispute_result(dispute.result),
        "kind": words.DISPUTE_BADGES.get(dispute.result or "pending", "plain"),
    }
    return {
        "title": f"{words.dispute_kind(dispute.kind)} {dispute.authority}".strip(),
        "url": address("dispute", dispute.pk),
        "number": dispute.number,
        "unit": dispute.request.number if dispute.request else "",
        "at": dispute.filed_on,
        "badges": [result],
        **due_fields(item.standing),
    }


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """Enters one, and starts the clock of the reply."""
    acting = actor(request)
    agencies = queries.keeping_for(acting)
    if not agencies:
        raise NotAllowed(
            say("Only the legal officer keeps the register of reviews and suits. Ask that person.")
        )
    form = DisputeForm(
        request.POST if request.method == "POST" else None,
        reviews=queries.reviews(agencies),
        initial={"filed_on": clock.today(), "request_number": request.GET.get("request", "")[:60]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            dispute = actions.file_dispute(actor=acting, agency_id=agencies[0], content=form.content())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The case is entered, and the time to reply runs where the copy has arrived."))
            return go("dispute", dispute.pk)
    context = {
        "form": form,
        "crumbs": crumbs((_("Reviews and suits"), address("disputes")), (_("Enter a case"), "")),
    }
    return show(request, "dispute_new", context, 422 if form.errors else 200)


def _found(request: HttpRequest, pk: int) -> tuple[Dispute, StaffActor]:
    acting = actor(request)
    dispute = queries.dispute_for_staff(acting, pk)
    if dispute is None:
        raise Http404
    return dispute, acting


@staff_page
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: its facts and clocks; the reply and the result are entered here."""
    case, acting = _found(request, pk)
    do, today = request.POST.get("do", ""), clock.today()
    reply = ReplyForm(request.POST if do == "reply" else None, today=today)
    conclude = ConcludeForm(request.POST if do == "conclude" else None, today=today)
    tried = {"reply": reply, "conclude": conclude}.get(do)
    refused: Refusal | None = None
    if tried is not None and tried.is_valid():
        try:
            _keep(do, case, acting, version_seen(request), tried.cleaned_data)
        except Invalid as refusal:
            refuse(tried, refusal)
        except Refusal as refusal:
            refused = refusal
        else:
            tell(request, _("It is entered in the register."))
            return go("dispute", pk)
        case, acting = _found(request, pk)
    context = {
        **_facts(case),
        "may_keep": bool(access.may_keep_disputes(acting, case.agency_id)),
        "reply_form": reply,
        "conclude_form": conclude,
        "tried": tried,
        "refusal": refused,
        "crumbs": crumbs((_("Reviews and suits"), address("disputes")), (_title(case), "")),
    }
    return show(request, "dispute", context, refused.status if refused else 422 if tried is not None else 200)


def _keep(do: str, case: Dispute, acting: StaffActor, seen: int, data: dict[str, Any]) -> None:
    if do == "reply":
        actions.note_reply(actor=acting, dispute_id=case.pk, expected_version=seen, on=data["on"])
    else:
        actions.conclude(actor=acting, dispute_id=case.pk, expected_version=seen, **data)


def _title(case: Dispute) -> str:
    return f"{words.dispute_kind(case.kind)} {case.number}".strip()


def _facts(case: Dispute) -> dict[str, Any]:
    clocks = queries.explained(case)
    running = [standing for standing, _due in clocks if standing.deadline.stopped_on is None]
    return {
        "case": case,
        "title": _title(case),
        "kind": words.dispute_kind(case.kind),
        "result": words.dispute_result(case.result),
        "badge": words.DISPUTE_BADGES.get(case.result or "pending", "plain"),
        "due": due_fields(running[0]) if running else {},
        "request_url": address("request", case.request_id) if case.request_id else "",
        "after_url": address("dispute", case.after_id) if case.after_id else "",
        "answer_anew": bool(case.request_id and case.result == "corrected"),
        "timeline": list(reversed(told(queries.history(case)))),
    }
