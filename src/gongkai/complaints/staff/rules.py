"""The routing rules on the screen: in order with what is wrong on top, each with its versions, and tried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import access, actions, words
from gongkai.complaints.forms.rules import ReasonForm, RuleForm, TryForm, initial_of
from gongkai.complaints.queries import rules as queries
from gongkai.complaints.queries.rules import Agency, Conditions, Routed, RoutingRule
from gongkai.complaints.queries.wordings import why_retired
from gongkai.complaints.staff.common import address, crumbs, go, show, tell
from gongkai.core import clock, places
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.text import render
from gongkai.domain.calendar import WEEKDAYS
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

RETIRED = "complaints.rule.retired"


def opened(request: HttpRequest) -> tuple[StaffActor, Agency]:
    """Who reads, and the agency whose rules and wordings they are."""
    acting = actor(request)
    agency = queries.agency_of(acting)
    if agency is None:
        raise NotAllowed(
            say("Routing rules and wordings are open to those who take in, handle or supervise matters.")
        )
    return acting, agency


def trail(*further: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page about the rules."""
    here = address("complaint_rules") if further else ""
    return crumbs((_("Complaints"), address("complaints")), (_("Routing rules"), here), *further)


@staff_page
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they are tried; what is wrong with them stands on top."""
    acting, agency = opened(request)
    rows, names = queries.in_force(agency.pk), queries.unit_names(agency.pk)
    faults = queries.faults_of(agency.pk)
    gone = queries.gone(agency.pk)
    why = why_retired("complaints.rule", RETIRED, gone)
    marked = {key for fault in faults if fault.grave for key in fault.rules}
    context = {
        "agency": agency,
        "faults": told_faults(faults),
        "rows": [{**told(each, names), "faulty": each.key in marked} for each in rows],
        "gone": [{"row": each, "reason": why.get(each.pk, "")} for each in gone],
        "keeps": bool(access.may_keep_rules(acting, agency.pk)),
        "crumbs": trail(),
    }
    return show(request, "rules", context)


def told_faults(faults: Sequence[queries.Fault]) -> list[dict[str, Any]]:
    """What is wrong, the grave first, each with what it is about."""
    ordered = sorted(faults, key=lambda each: not each.grave)
    return [
        {
            "reason": render(each.reason),
            "grave": each.grave,
            "rules": list(each.rules),
            "categories": [words.category(code, on=clock.today()) for code in each.categories[:12]],
            "more": max(0, len(each.categories) - 12),
            "districts": [words.district(code) or _("no place known") for code in each.districts],
        }
        for each in ordered
    ]


def told(row: RoutingRule, names: Mapping[str, str]) -> dict[str, Any]:
    """A version of a rule as pages tell it."""
    rule = queries.as_rule(row)
    return {
        "pk": row.pk,
        "key": row.key,
        "version": row.version,
        "position": row.position,
        "lead": names.get(row.lead, row.lead),
        "co": [names.get(each, each) for each in row.co],
        "when": conditions(rule.when),
        "from": row.in_force_from,
        "until": row.in_force_until,
        "note": row.note,
        "source": row.source,
        "reason": row.reason,
        "at": row.created_at,
        "by": row.created_by.name if row.created_by_id and row.created_by else "",
        "retired_at": row.retired_at,
        "url": address("complaint_rule", row.pk),
    }


def conditions(when: Conditions) -> list[dict[str, str]]:
    """The conditions of a rule in words; none: it takes every matter."""
    weekdays = [render(WEEKDAYS[day - 1]) for day in when.weekdays if 1 <= day <= 7]
    days = {"working": _("Only working days"), "rest": _("Only days of rest")}
    rows = (
        (_("Classes"), [_class(code) for code in when.categories]),
        (_("Kinds of matter"), [words.kind(each) for each in when.kinds]),
        (_("Ways in"), [words.channel(each) for each in when.channels]),
        (_("Districts of the city"), [words.district(each) or each for each in when.districts]),
        (_("Grids, by their codes"), [_grid(each) for each in when.grids]),
        (_("Drawn area"), [_("{n} points").format(n=len(when.polygon))] if when.polygon else []),
        (_("Days of the week"), weekdays),
        (_("Working days or days of rest"), [days[when.days]] if when.days in days else []),
        (_("Hours of the day"), [str(each) for each in when.hours]),
    )
    return [{"label": label, "value": "、".join(values)} for label, values in rows if values]


def _class(code: str) -> str:
    label = words.class_label(code, clock.today())
    return f"{code} {label}" if label and label != code else code


def _grid(code: str) -> str:
    found = places.area(code)
    return places.area_name(found) if found else code


def _form(request: HttpRequest, agency: Agency, row: RoutingRule | None, posted: bool) -> RuleForm:
    leads, units = queries.choices(agency.pk)
    before = queries.as_rule(row) if row else None
    last = max((each.position for each in queries.in_force(agency.pk)), default=0)
    fresh: dict[str, Any] = {"in_force_from": clock.today(), "position": (last // 10 + 1) * 10}
    return RuleForm(
        request.POST if posted else None,
        initial=initial_of(before) if before else fresh,
        leads=leads,
        units=units,
        today=clock.today(),
        before=before,
    )


@staff_page
def enter(request: HttpRequest) -> HttpResponse:
    """A new rule."""
    acting, agency = opened(request)
    access.may_keep_rules(acting, agency.pk).require()
    form = _form(request, agency, None, request.method == "POST")
    if request.method == "POST" and form.is_valid():
        saved = _keep(form, agency, acting)
        if saved is not None:
            tell(request, _("The rule is kept. Look whether anything stands on top of the list now."))
            return go("complaint_rules")
    context = {"form": form, "groups": form.ticked_groups(), "crumbs": trail((_("Make a rule"), ""))}
    return show(request, "rule_form", context, 422 if form.errors else 200)


def _keep(form: RuleForm, agency: Agency, acting: StaffActor) -> RoutingRule | None:
    try:
        return actions.keep_rule(
            agency_id=agency.pk, actor=acting, rule=form.rule(), reason=form.cleaned_data["reason"]
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return None


def _found(request: HttpRequest, pk: int) -> tuple[StaffActor, RoutingRule]:
    acting = actor(request)
    row = queries.rule(acting, pk)
    if row is None:
        raise Http404
    return acting, row


@staff_page
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: what it says, and every version with who made it and why."""
    acting, row = _found(request, pk)
    return _rule(request, acting, row, ReasonForm())


def _rule(
    request: HttpRequest, acting: StaffActor, row: RoutingRule, form: ReasonForm, status: int = 200
) -> HttpResponse:
    names, versions = queries.unit_names(row.agency_id), queries.versions(row)
    held = next((each for each in versions if each.retired_at is None), None)
    why = why_retired("complaints.rule", RETIRED, versions)
    context = {
        "row": told(row, names),
        "held": held is not None and held.pk == row.pk,
        "newest": told(held, names) if held and held.pk != row.pk else None,
        "versions": [{**told(each, names), "why_retired": why.get(each.pk, "")} for each in versions],
        "keeps": bool(access.may_keep_rules(acting, row.agency_id)),
        "form": form,
        "crumbs": trail((row.key, "")),
    }
    return show(request, "rule", context, status)


@staff_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule is changed as a new version; the one before stays readable."""
    acting, row = _found(request, pk)
    access.may_keep_rules(acting, row.agency_id).require()
    form = _form(request, row.agency, row, request.method == "POST")
    if request.method == "POST" and form.is_valid():
        saved = _keep(form, row.agency, acting)
        if saved is not None:
            tell(request, _("The rule is kept as version {n}.").format(n=saved.version))
            return go("complaint_rule", saved.pk)
    context = {
        "form": form,
        "row": row,
        "groups": form.ticked_groups(),
        "crumbs": trail((row.key, address("complaint_rule", pk)), (_("Change the rule"), "")),
    }
    return show(request, "rule_form", context, 422 if form.errors else 200)


@staff_page
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule does not hold any more."""
    acting, row = _found(request, pk)
    access.may_keep_rules(acting, row.agency_id).require()
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.retire_rule(rule_id=pk, actor=acting, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The rule {key} holds no more.").format(key=row.key))
            return go("complaint_rules")
    return _rule(request, acting, row, form, 422)


@staff_page
def try_out(request: HttpRequest) -> HttpResponse:
    """Where would this go? The answer with the whole trace; nothing is stored."""
    _acting, agency = opened(request)
    asked = bool(request.GET)
    form = TryForm(request.GET if asked else None, today=clock.today())
    answer = None
    if asked and form.is_valid():
        found = queries.try_out(agency.pk, form.facts(), form.moment())
        answer = _answer(found, queries.unit_names(agency.pk))
    context = {"form": form, "answer": answer, "crumbs": trail((_("Try the rules out"), ""))}
    return show(request, "rule_try", context)


def _answer(found: Any, names: Mapping[str, str]) -> dict[str, Any]:
    outcomes = {
        "fits": (_("fits"), "done"),
        "does_not_fit": (_("does not fit"), "quiet"),
        "broken": (_("is broken"), "danger"),
    }
    told_: dict[str, Any] = {
        "trace": [
            {
                "rule": each.rule,
                "position": each.position,
                "reason": render(each.reason),
                "outcome": outcomes[each.outcome][0],
                "kind": outcomes[each.outcome][1],
                "fits": each.outcome == "fits",
            }
            for each in found.trace
        ],
        "precedent": render(found.precedent.reason) if found.precedent else "",
        "agrees": found.precedent is None or found.precedent.agrees,
    }
    if not isinstance(found, Routed):
        return {**told_, "reason": render(found.reason)}
    return {
        **told_,
        "lead": names.get(found.lead, found.lead),
        "co": [names.get(each, each) for each in found.co],
        "rule": found.rule.key,
        "note": found.rule.note,
    }
