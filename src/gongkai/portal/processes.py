"""How the bureau works: each process as a picture, a table and a BPMN file; and the ledger's last link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.annual_reports.queries import state_counts as report_counts
from gongkai.complaints.queries import public_counts as complaint_counts
from gongkai.core import ledger
from gongkai.core.access import public_page
from gongkai.domain import bpmn, complaints, disclosure, requests, swimlane
from gongkai.domain.annual_report import course as annual_report
from gongkai.domain.process import Process
from gongkai.publishing.public.present import crumbs
from gongkai.publishing.queries import public as reads
from gongkai.requests.queries import public_counts


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells of a process beside its table: numbers for the picture, words for the table's last columns."""

    counts: Mapping[str, int] = field(default_factory=dict)
    #: Heads of the columns that are counted, and for each state their cells.
    heads: tuple[str, ...] = ()
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def _documents() -> Told:
    counts = reads.state_counts()
    cells = {state.key: (str(counts.get(state.key, 0)),) for state in disclosure.PROCESS.states}
    note = gettext("The number on a box is how many documents stand there now.")
    return Told(counts, (gettext("Documents now"),), cells, (note,))


def _requests() -> Told:
    now = public_counts.standing()
    few = gettext("fewer than {number}").format(number=public_counts.FEWEST)
    cells = {
        key: (few if number is None else str(number), f"{now.days[key]:g}" if key in now.days else "—")
        for key, number in now.numbers.items()
    }
    notes = (
        gettext(
            "The number on a box is how many requests stand there now; none is written where it is very small."
        ),
        gettext(
            "The days are the median of the last requests concluded within a year: half stayed there no longer. "
            "Where fewer than {stays} passed, none is told."
        ).format(stays=public_counts.FEWEST_STAYS),
    )
    shown = {key: number for key, number in now.numbers.items() if number}
    return Told(shown, (gettext("Requests now"), gettext("Working days there")), cells, notes)


def _complaints() -> Told:
    now = complaint_counts.standing()
    few = gettext("fewer than {number}").format(number=complaint_counts.FEWEST)
    cells = {key: (few if number is None else str(number),) for key, number in now.items()}
    note = gettext(
        "The number on a box is how many matters stand there now; none is written where it is very small."
    )
    shown = {key: number for key, number in now.items() if number}
    return Told(shown, (gettext("Matters now"),), cells, (note,))


def _reports() -> Told:
    counts = report_counts()
    cells = {state.key: (str(counts.get(state.key, 0)),) for state in annual_report.PROCESS.states}
    note = gettext("The number on a box is how many annual reports stand there now.")
    return Told(counts, (gettext("Annual reports now"),), cells, (note,))


PROCESSES: dict[str, Process] = {
    "disclosure": disclosure.PROCESS,
    "request": requests.PROCESS,
    "complaint": complaints.PROCESS,
    "annual_report": annual_report.PROCESS,
}
TOLD: dict[str, Callable[[], Told]] = {
    "disclosure": _documents,
    "request": _requests,
    "complaint": _complaints,
    "annual_report": _reports,
}


@public_page
def processes(request: HttpRequest) -> HttpResponse:
    """The processes there are."""
    context = {
        "processes": [
            {
                "title": process.title,
                "url": reverse("portal:process", args=[key]),
                "states": len(process.states),
                "moves": len(process.moves),
            }
            for key, process in PROCESSES.items()
        ],
        "crumbs": crumbs((gettext("Procedures"), "")),
    }
    return render(request, "portal/processes.html", context)


@public_page
def process(request: HttpRequest, key: str) -> HttpResponse:
    """One process: swim lanes with how many matters stand where, and the same in words."""
    found = _known(key)
    told = TOLD[key]()
    rows = swimlane.text_alternative(found, gettext)
    heads = [gettext("Step"), gettext("Who does it"), *told.heads, gettext("What may happen next")]
    context = {
        "process": found,
        "title": gettext(found.title),
        "notes": told.notes,
        "svg": SafeString(swimlane.svg(found, label=gettext, title_id=f"process-{key}", counts=told.counts)),
        "table": {
            "head": heads,
            "rows": [
                [
                    row.step,
                    row.who,
                    *told.cells[row.state],
                    gettext("; ").join(f"{each.number} {each.words} → {each.leads_to}" for each in row.next)
                    or gettext("The end"),
                ]
                for row in rows
            ],
        },
        "articles": list(dict.fromkeys(each.citation for row in rows for each in row.next if each.citation)),
        "bpmn_url": reverse("portal:process_bpmn", args=[key]),
        "crumbs": crumbs((gettext("Procedures"), reverse("portal:processes")), (gettext(found.title), "")),
    }
    return render(request, "portal/process.html", context)


@public_page
def process_bpmn(request: HttpRequest, key: str) -> HttpResponse:
    """The process as a BPMN 2.0 file."""
    content = bpmn.bpmn(_known(key), gettext)
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.bpmn"'
    return response


@public_page
def ledger_page(request: HttpRequest) -> HttpResponse:
    """How many events the ledger holds and the digest of the last, so that outsiders can notice tampering."""
    number, digest, at = ledger.head()
    context = {
        "number": number,
        "digest": digest,
        "at": at,
        "crumbs": crumbs((gettext("Ledger"), "")),
    }
    return render(request, "portal/ledger.html", context)


def _known(key: str) -> Process:
    if key not in PROCESSES:
        raise Http404
    return PROCESSES[key]
