"""The record of a work report: text, figures, course; what may be done now; the list and the beginning of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from gongkai.annual_reports import access, forms
from gongkai.annual_reports.actions import work as actions
from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.queries.records import WorkReport
from gongkai.annual_reports.rendering.work import document, empty_sentence, title
from gongkai.annual_reports.staff.cards import QUESTIONS, Card, Tried
from gongkai.annual_reports.staff.common import show
from gongkai.annual_reports.staff.work.common import address_of, figure_rows, found, section_names
from gongkai.annual_reports.words import STATE_BADGES
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, address_if_any, crumbs, tell
from gongkai.domain import swimlane
from gongkai.domain.annual_report import work_text
from gongkai.domain.annual_report.work_course import PROCESS
from gongkai.domain.process import Kind, Offer
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences

PARTS = ("text", "figures", "course")


@staff_page
def reports(request: HttpRequest) -> HttpResponse:
    """The agency's work reports; the preparer begins a new one here."""
    acting = actor(request)
    may_prepare = bool(access.may_prepare(acting, acting.agency_id))
    this_year = clock.today().year
    form = forms.BeginWorkForm(
        request.POST if request.method == "POST" else None,
        years=range(this_year, actions.FIRST_YEAR - 1, -1),
        initial={"year": this_year - 1},
    )
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        known = work_reports.report_of(acting.agency_id, year) if may_prepare else None
        try:
            begun = actions.begin_work_report(actor=acting, agency_id=acting.agency_id, year=year)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = _("The work report for {year} is begun from the template.")
            if known is not None:
                sentence = _("The work report for {year} was begun before: here it is.")
            tell(request, sentence.format(year=begun.year))
            return HttpResponseRedirect(address_of(begun))
    context = {
        "rows": [row(each) for each in work_reports.for_staff(acting)],
        "form": form if may_prepare else None,
        "template_url": address("work_template") if may_prepare else "",
        "crumbs": crumbs((_("Annual reports"), address("reports")), (_("Work reports"), "")),
    }
    return show(request, "work_reports", context, 422 if form.errors else 200)


def row(report: WorkReport) -> dict[str, Any]:
    """One work report for ``components/work_row.html``."""
    return {
        "title": title(report),
        "url": address_of(report),
        "note": "",
        "at": report.updated_at,
        "badges": [state_badge(report)],
    }


def state_badge(report: WorkReport) -> dict[str, str]:
    """Where the report stands, as a badge."""
    return {"label": PROCESS.state(report.state).label, "kind": STATE_BADGES.get(report.state, "info")}


@staff_page
def record(request: HttpRequest, year: int) -> HttpResponse:
    """The record."""
    report, acting = found(request, year)
    return page(request, report, acting)


def page(
    request: HttpRequest,
    report: WorkReport,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    part = request.GET.get("part", "")
    part = part if part in PARTS else PARTS[0]
    labels = {"text": _("Text"), "figures": _("Figures"), "course": _("Course")}
    state = PROCESS.state(report.state)
    edition = work_reports.latest_edition(report.agency_id, report.year)
    context: dict[str, Any] = {
        "report": report,
        "title": title(report),
        "badges": [state_badge(report)],
        "part": part,
        "tabs": [
            {"label": labels[key], "url": address_of(report, part=key), "current": key == part}
            for key in PARTS
        ],
        "state_sentence": _(state.label),
        "next_sentence": ""
        if state.kind is not Kind.OPEN
        else _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label)),
        "moves": _cards(report, work_reports.offers(report, acting), tried),
        "tried": tried,
        "missing": _missing(report),
        "may_edit": bool(access.may_write_work(acting, report)),
        "edit_url": address_of(report, "work_edit"),
        "files": [
            (kind.upper(), address_of(report, "work_file", kind)) for kind in ("pdf", "docx", "html", "json")
        ],
        "public_url": address_if_any("portal:work_report", report.agency.code, report.year)
        if edition
        else "",
        "crumbs": crumbs(
            (_("Annual reports"), address("reports")),
            (_("Work reports"), address("work_reports")),
            (str(report.year), ""),
        ),
        **_part(part, report),
    }
    return show(request, "work_record", context, status)


def _part(part: str, report: WorkReport) -> dict[str, Any]:
    if part == "course":
        return {
            "timeline": list(reversed(sentences(work_reports.told(report)))),
            "editions": list(work_reports.editions(report)),
            "process_svg": _picture(get_language() or "", report.state),
            "process_table": _table(),
            "process_name": _(PROCESS.title),
        }
    counts = work_reports.counts_of(report)
    if part == "figures":
        return {"figures": figure_rows(report, counts), "frozen_at": report.frozen_at}
    told = document(report, counts=counts, records="none")
    return {
        "document": told,
        "links": {key: address_of(report, "work_figure", key) for key in counts},
        "empty_sentence": empty_sentence(told) if told["empty"] else "",
        "typed": [words for text in report.texts.values() for words in work_text.typed(str(text))],
    }


def _missing(report: WorkReport) -> list[str]:
    names = section_names()
    return [names[key] for key in work_reports.unwritten(report)] if report.state == "draft" else []


def _cards(report: WorkReport, offered: Sequence[Offer], tried: Tried) -> list[Card]:
    """The first possible move stands out; what cannot be done now follows."""
    cards: list[Card] = []
    for offer in sorted(offered, key=lambda each: each.refused is not None):
        key = offer.move.key
        form = tried.move if tried.move is not None and tried.key == key else None
        cards.append(
            Card(
                offer.move,
                "secondary" if cards else "",
                offer.refused,
                form or forms.MoveForm(move=offer.move),
                _(QUESTIONS[key]) if key in QUESTIONS else "",
                form is not None,
                address_of(report, "work_move", key),
            )
        )
    return cards


@lru_cache(maxsize=16)
def _picture(language: str, state: str) -> SafeString:
    """The swim lanes with the current step marked; drawn once for a language and a state."""
    drawing = swimlane.svg(PROCESS, label=gettext, title_id="process-title", current=state)
    return SafeString(drawing)  # made by us from the process table, every word escaped


def _table() -> dict[str, Any]:
    rows = swimlane.text_alternative(PROCESS, gettext)
    return {
        "head": [gettext("Step"), gettext("Whose"), gettext("What may follow")],
        "rows": [
            [
                each.step,
                each.who,
                gettext("; ").join(f"{move.words} → {move.leads_to}" for move in each.next) or "—",
            ]
            for each in rows
        ],
    }
