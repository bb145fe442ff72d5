"""The staff's figures: each with the matters it counts, by unit and handler, signs that figures are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import access, figure_words, words
from gongkai.complaints.forms.figures import SpanFilter, narrowed
from gongkai.complaints.queries import desk, figure_parts, figures, register
from gongkai.complaints.queries.figures import Counted, Scope
from gongkai.complaints.staff import repeated
from gongkai.complaints.staff.common import address, crumbs, show
from gongkai.complaints.staff.own_unit import figures_of_units
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.listpages import NOBODY, frame
from gongkai.core.text import render
from gongkai.domain.complaints import CHIEF, HEAD, LEADER
from gongkai.domain.complaints.figures import FIGURES
from gongkai.domain.complaints.gaming import Remark
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Who sees handlers apart, and the signs.
JUDGING = (HEAD, CHIEF, LEADER, access.SUPERVISOR)
#: Remarks shown, and matters named in each.
MOST_REMARKS, MOST_NAMED = 60, 20
#: Checks that remark each matter alone → the sentence for several.
_SINGLE = {
    "closed_before_contact": N_("{n} matters were closed before anybody had contact with the reporter."),
    "handler_rated": N_("In {n} matters the handler called back or entered the rating himself."),
}


@staff_page
def figures_page(request: HttpRequest) -> HttpResponse:
    """Every figure of a span with its definition, the parts, and what looks odd."""
    acting = actor(request)
    form, scope = _asked(request, acting)
    earlier = figure_parts.before(scope)
    counted, was = figures.figures(scope), figures.figures(earlier)
    then: list[Counted | None] = [*was] if was[0].number else [None] * len(counted)
    judging = bool(acting.roles & set(JUDGING))
    link = _address(request, scope)
    context = {
        **frame(request, form, address("complaint_figures"), ""),
        "sees": desk.sees_matters(acting),
        "cards": [figure_words.card(now, link({}), old) for now, old in zip(counted, then, strict=True)],
        "tables": [_table(by, scope, link) for by in ("channel", "kind", "category", "district")],
        "units": _units(scope, link),
        "handlers": _handlers(scope, acting, link) if judging else None,
        "narrowed": _narrowed(scope),
        "own_figures": figures_of_units(acting, scope.narrowed.get("unit", "")),
        "ratings": figure_words.ratings(figures.ratings(scope)),
        "months": [
            (figure_words.month(day), line.counts["received"])
            for day, line in figures.months(scope, ("received",))
        ],
        "judging": judging,
        "signs": _signs(scope, acting) if judging else None,
        "span": (scope.first, scope.last),
        "repeated_url": address("complaint_repeated"),
        "crumbs": crumbs((_("Complaints"), address("complaints")), (_("Figures about matters"), "")),
    }
    return show(request, "figures", context)


def _asked(request: HttpRequest, acting: StaffActor) -> tuple[SpanFilter, Scope]:
    """The form of the span, and what is counted: the agencies whose matters are the actor's business."""
    seen = desk.agencies_of(acting)
    agencies, units = desk.agencies_named(seen), desk.units_of(seen)
    form = SpanFilter(request.GET, agencies=agencies, units=units, today=clock.today())
    first, last, counted = form.span()
    return form, Scope(counted, first, last, narrowed(request.GET))


def _address(request: HttpRequest, scope: Scope) -> Callable[[dict[str, str]], Callable[[str], str]]:
    """Gives, for a part of the matters, the address of the list each figure counts."""
    span = {"first": scope.first.isoformat(), "last": scope.last.isoformat()}
    if request.GET.get("agency"):
        span["agency"] = request.GET["agency"]

    def part(narrow: dict[str, str]) -> Callable[[str], str]:
        def of(name: str) -> str:
            key, _dot, whole = name.partition(".")
            more = {"of": "1"} if whole else {}
            return f"{address('complaint_figure', key)}?{urlencode({**span, **scope.narrowed, **narrow, **more})}"

        return of

    return part


def _table(by: str, scope: Scope, link: Any) -> dict[str, Any]:
    lines = figures.apart(scope, by, figure_words.TABLE_NAMES)
    return figure_words.table(by, lines, scope.last, link=lambda key: link({by: key or NOBODY})("received"))


def _units(scope: Scope, link: Any) -> dict[str, Any]:
    """The units with their figures, how long they hold a matter, and how often they send one back."""
    lines = figures.apart(scope, "unit", figure_words.TABLE_NAMES)
    held, names = figure_parts.holdings(scope), figure_parts.unit_names(scope)
    table = figure_words.table(
        "unit",
        lines,
        scope.last,
        link=lambda key: link({"unit": key or NOBODY})("received"),
        names=names,
        most=len(lines),
    )
    table["columns"] += [
        {"label": _("Held, median"), "numeric": True},
        {"label": _("Stays with it"), "numeric": True},
        {"label": _("Sent back"), "numeric": True},
    ]
    for line, row in zip(lines, table["rows"], strict=True):
        own = held.get(int(line.key)) if line.key else None
        row += [
            {"value": words.office_time(own.median) if own and own.median is not None else "—"},
            {"value": figure_words.thousands(own.legs) if own else "0"},
            {"value": figure_words.thousands(own.returns) if own else "0"},
        ]
    return {**table, "most": figure_parts.MOST_LEGS}


def _handlers(scope: Scope, acting: StaffActor, link: Any) -> dict[str, Any] | None:
    """The handlers: all of the agency for whoever sees all of it, for a head those of the own unit, or none."""
    if not desk.sees_all(acting):
        own = sorted(str(each.unit_id) for each in acting.holdings if HEAD in each.roles)
        unit = scope.narrowed.get("unit", own[0])
        if unit not in own:
            return None
        scope = Scope(scope.agencies, scope.first, scope.last, {**scope.narrowed, "unit": unit})
    lines = [each for each in figures.apart(scope, "handler", figure_words.TABLE_NAMES) if each.key]
    names = figure_parts.person_names([each.key for each in lines])
    return figure_words.table(
        "handler",
        lines,
        scope.last,
        link=lambda key: link({"handler": key})("received"),
        names=names,
        most=len(lines),
    )


def _signs(scope: Scope, acting: StaffActor) -> dict[str, Any]:
    """The remarks with the matters they name, as links; what is remarked of single matters is taken together."""
    remarks, more = figure_parts.signs(scope, acting)
    joined = _together(remarks)
    shown = joined[:MOST_REMARKS]
    numbers = [number for _remark, found in shown for number in found[:MOST_NAMED]]
    known = figure_parts.numbers_of(scope, acting, numbers)
    names = figure_parts.names_of([remark for remark, _found in shown])
    return {
        "rows": [
            {
                "sentence": _single(each, len(found)),
                "who": names.get(
                    f"{'unit' if each.check == 'closed_just_in_time' else 'person'}:{each.who}", ""
                ),
                "matters": [
                    {"number": number, "url": address("complaint", known[number])}
                    for number in found[:MOST_NAMED]
                    if number in known
                ],
                "rest": max(len(found) - MOST_NAMED, 0),
            }
            for each, found in shown
        ],
        "total": len(joined),
        "more": figure_parts.MOST_CHECKED if more else 0,
    }


def _together(remarks: Sequence[Remark]) -> list[tuple[Remark, list[str]]]:
    """Remarks of single matters by check and person; the others as they are."""
    found: dict[Any, tuple[Remark, list[str]]] = {}
    for at, each in enumerate(remarks):
        key = (each.check, each.who) if each.check in _SINGLE else at
        found.setdefault(key, (each, []))[1].extend(each.numbers)
    return list(found.values())


def _single(remark: Remark, count: int) -> str:
    if remark.check not in _SINGLE or count == 1:
        return render(remark.reason)
    return _(_SINGLE[remark.check]).format(n=figure_words.thousands(count))


@staff_page
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The matters a figure counts (``?of=1``: those it is out of), each with why it stands where it does."""
    if key not in figures.KEYS:
        raise Http404
    acting = actor(request)
    form, scope = _asked(request, acting)
    definition = next(each for each in FIGURES if each.key == key)
    whole = bool(request.GET.get("of")) and definition.of is not None
    query, hidden = figure_parts.listed(scope, f"{key}.of" if whole else key, acting)
    page = register.page_of(query, request.GET.get("after", ""))
    why = figure_parts.reasons(page.rows)
    counted = next(each for each in figures.figures(scope) if each.figure.key == key)
    state = {name: value for name, value in request.GET.items() if name != "after"}
    here = address("complaint_figure", key)
    context = {
        "title": _("{label} – out of these").format(label=_(definition.label))
        if whole
        else _(definition.label),
        "definition": _(definition.definition),
        "number": figure_words.thousands(_number(counted, whole)),
        "share": figure_words.share(counted),
        "span": (scope.first, scope.last),
        "narrowed": _narrowed(scope),
        "hidden": _hidden(hidden),
        "rows": [_row(each, why.get(each.pk, "")) for each in page.rows],
        "next_url": f"{here}?{urlencode({**state, 'after': page.after})}" if page.after else "",
        "first_url": f"{here}?{urlencode(state)}" if request.GET.get("after") else "",
        "sees": desk.sees_matters(acting),
        "crumbs": crumbs(
            (_("Complaints"), address("complaints")),
            (
                _("Figures about matters"),
                f"{address('complaint_figures')}?{urlencode({k: v for k, v in state.items() if k in form.fields})}",
            ),
            (_(definition.label), ""),
        ),
    }
    return show(request, "figure", context)


def _number(counted: Counted, whole: bool) -> int:
    return counted.of or 0 if whole else counted.number


def _hidden(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "{n} of them is not shown to you: of another unit, or a report against a person or a unit.",
        "{n} of them are not shown to you: of other units, or reports against a person or a unit.",
        count,
    ).format(n=figure_words.thousands(count))


def _narrowed(scope: Scope) -> str:
    names = {**figure_parts.unit_names(scope)} if "unit" in scope.narrowed else {}
    if scope.narrowed.get("handler", NOBODY) != NOBODY:
        names |= figure_parts.person_names(
            [key for key in [scope.narrowed["handler"]] if figures.is_number(key)]
        )
    return " · ".join(
        figure_words.thing(by, "" if key == NOBODY else key, scope.last, names)
        for by, key in scope.narrowed.items()
    )


def _row(matter: Any, reason: str) -> dict[str, Any]:
    """A matter of the list for ``components/work_row.html``, with why it stands where it does."""
    return {
        "number": matter.number,
        "title": matter.title,
        "url": address("complaint", matter.pk),
        "badges": [
            {"label": words.state(matter.state), "kind": words.STATE_BADGES.get(matter.state, "info")}
        ],
        "unit": matter.unit.name if matter.unit else "",
        "at": matter.received_on,
        "note": _why(matter, reason),
    }


def _why(matter: Any, reason: str) -> str:
    """The ground, the reason of shelving or opening again, the exception, the result, the day to look again."""
    said = {
        "declined": words.ground(matter.ground),
        "merged": matter.lead.number if matter.lead else "",
        "closed": words.result(matter.result),
    }.get(matter.state, "")
    again = ""
    if matter.state == "shelved" and matter.review_again_on:
        again = f"{_('Looked at again on')} {date_format(matter.review_again_on, 'DATE_FORMAT')}"
    parts = [said, matter.ground_reason, matter.exception, reason, again]
    return " · ".join(each for each in parts if each)


urlpatterns_staff: list[URLPattern] = [
    path("complaints/figures/", figures_page, name="complaint_figures"),
    path("complaints/figures/<slug:key>/", figure, name="complaint_figure"),
    path("complaints/repeated/", repeated.repeated, name="complaint_repeated"),
    path("complaints/repeated/pass-on/", repeated.pass_on, name="complaint_pass_on"),
]
