"""Catalogue and topics: what the openness office keeps, and everybody on the staff may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.domain import clocks
from gongkai.people.middleware import actor
from gongkai.publishing import access, actions, forms, queries, words
from gongkai.publishing.forms.base import refuse
from gongkai.publishing.staff.common import address, address_if_any, crumbs, go, show, tell, tell_refusal


@staff_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue as a tree: limits, counts, and who answers for each row."""
    acting = actor(request)
    duties = queries.duties(acting.agency_id)
    tree = queries.catalogue_tree(agency_code=acting.agency_code, agency_id=acting.agency_id)
    context = {
        "rows": list(_flat(tree, duties, 0)),
        "keeps": bool(access.is_office(acting, acting.agency_id)),
        "crumbs": crumbs((_("My work"), address("home")), (_("Catalogue"), "")),
    }
    return show(request, "catalogue", context)


def _flat(nodes: Iterable[queries.Node], duties: Mapping[int, Any], depth: int) -> Iterable[dict[str, Any]]:
    for node in nodes:
        duty = duties.get(node.entry.pk)
        yield {
            "label": words.entry_label(node.entry),
            "key": node.entry.key,
            "depth": min(depth, 3),
            "local": node.entry.agency_id is not None,
            "limit": _limit(node.entry.rule),
            "count": node.count,
            "unit": duty.unit.name if duty and duty.unit else "",
            "person": duty.person.name if duty and duty.person else "",
            "url": address("catalogue_row", node.entry.key),
            "list_url": f"{address('documents')}?row={node.entry.key}",
        }
        yield from _flat(node.children, duties, depth + 1)


def _limit(rule: str) -> str:
    """The period of a row in words."""
    found = clocks.rule_for(rule or "publication.general", clock.today())
    if not isinstance(found, clocks.Rule):
        return rule
    if found.unit == "working_day":
        return _("{days} working days").format(days=found.length)
    return _("{days} days").format(days=found.length)


@staff_page
def catalogue_row(request: HttpRequest, key: str) -> HttpResponse:
    """One row: who answers for it, rows of the agency's own below it, and its end."""
    acting = actor(request)
    row = queries.entry(key)
    if row is None or row.agency_id not in (None, acting.agency_id):
        raise Http404
    duty = queries.duties(acting.agency_id).get(row.pk)
    do = request.POST.get("do", "")

    def data(name: str) -> Any:
        return request.POST if do == name else None

    duty_form = forms.DutyForm(
        data("duty"),
        units=queries.units_of(acting.agency_id),
        people=queries.people_of(acting.agency_id),
        initial={"unit": duty.unit_id if duty else None, "person": duty.person_id if duty else None},
    )
    local_form = forms.LocalRowForm(data("local"), today=clock.today(), initial={"rule": row.rule})
    end_form = forms.EndRowForm(data("end"), initial={"last_day": clock.today()})
    chosen = {"duty": duty_form, "local": local_form, "end": end_form}.get(do)
    if chosen is not None and chosen.is_valid():
        try:
            _keep_row(do, request, key, chosen.cleaned_data)
        except Refusal as refusal:
            refuse(chosen, refusal)
        else:
            return go("catalogue")
    context = {
        "row": row,
        "label": words.entry_label(row),
        "limit": _limit(row.rule),
        "content": row.content.splitlines(),
        "keeps": bool(access.is_office(acting, acting.agency_id)),
        "duty_form": duty_form,
        "local_form": local_form,
        "end_form": end_form,
        "is_local": row.agency_id is not None,
        "tried": chosen,
        "crumbs": crumbs((_("Catalogue"), address("catalogue")), (words.entry_label(row), "")),
    }
    return show(request, "catalogue_row", context, 422 if chosen is not None else 200)


def _keep_row(do: str, request: HttpRequest, key: str, data: dict[str, Any]) -> None:
    acting = actor(request)
    if do == "duty":
        actions.assign_duty(
            actor=acting,
            agency_id=acting.agency_id,
            entry_key=key,
            unit_id=data["unit"],
            person_id=data["person"],
        )
        tell(request, _("Who answers for the row is noted."))
    elif do == "local":
        added = actions.add_local_row(actor=acting, agency_id=acting.agency_id, parent_key=key, **data)
        tell(request, _("The row “{row}” is added.").format(row=words.entry_label(added)))
    else:
        actions.end_row(actor=acting, agency_id=acting.agency_id, entry_key=key, **data)
        tell(request, _("The row ends on that day; what stands under it stays."))


@staff_page
def topics(request: HttpRequest) -> HttpResponse:
    """The topic pages with their counts; the office opens new ones here."""
    acting = actor(request)
    form = forms.TopicForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            topic = actions.open_topic(actor=acting, agency_id=acting.agency_id, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The topic “{topic}” is open.").format(topic=topic.title))
            return go("topics")
    listed = queries.topics(agency_id=acting.agency_id, with_closed=True)
    context = {
        "topics": [{"row": each, "public_url": address_if_any("portal:topic", each.slug)} for each in listed],
        "form": form,
        "keeps": bool(access.is_office(acting, acting.agency_id)),
        "crumbs": crumbs((_("My work"), address("home")), (_("Topics"), "")),
    }
    return show(request, "topics", context, 422 if form.errors else 200)


@staff_page
@require_POST
def close_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Closes a topic; its page stays readable."""
    acting = actor(request)
    try:
        actions.close_topic(actor=acting, agency_id=acting.agency_id, slug=slug)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("The topic is closed; its page stays readable."))
    return go("topics")
