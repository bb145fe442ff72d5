"""How the bureau works: each process as a picture, a table and a BPMN file; and the ledger's last link."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.annual_reports.queries import state_counts as report_counts
from gongkai.annual_reports.queries import work_reports
from gongkai.campaigns.queries import standing as campaign_counts
from gongkai.complaints.queries import public_counts as complaint_counts
from gongkai.consultations.queries import standing as consultation_counts
from gongkai.core import clock, ledger, stays
from gongkai.core.access import public_page
from gongkai.domain import bpmn, complaints, disclosure, requests, swimlane
from gongkai.domain.annual_report import course as annual_report
from gongkai.domain.annual_report import work_course as work_report
from gongkai.domain.campaigns import course as campaign_course
from gongkai.domain.campaigns import inspection_course
from gongkai.domain.consultations import course as consultation_course
from gongkai.domain.duties import examining as examination_course
from gongkai.domain.duties import learning as learning_course
from gongkai.domain.duties import meetings as meeting_course
from gongkai.domain.duties import plans as plan_course
from gongkai.domain.duties import publicity as publicity_course
from gongkai.domain.duties import tasks as task_course
from gongkai.domain.duties import themes as theme_course
from gongkai.domain.powers import course as power_course
from gongkai.domain.powers import decision_course
from gongkai.domain.powers.charts import EXECUTED
from gongkai.domain.process import Process
from gongkai.domain.supervision import accountability as accountability_course
from gongkai.domain.supervision import appraisal as appraisal_course
from gongkai.domain.supervision import assessment as assessment_course
from gongkai.domain.supervision import course as finding_course
from gongkai.domain.supervision.liability import FEWEST
from gongkai.duties.queries import plan_standing, publicity_public
from gongkai.duties.queries.learning import standing as learning_counts
from gongkai.powers.charting import TELLING, Live
from gongkai.powers.public.present import address_of as chart_address
from gongkai.powers.queries import charts
from gongkai.powers.queries import standing as power_counts
from gongkai.powers.words import content_lang
from gongkai.publishing.public.present import crumbs
from gongkai.publishing.queries import standing as documents
from gongkai.requests.queries import public_counts
from gongkai.supervision.queries import appraisals, assessed, findings
from gongkai.supervision.queries import cases as accountability_cases


def _documents(agency_id: int | None = None) -> Live:
    now = documents.standing(agency_id)
    cells = {key: (str(number), _days(now.days, key)) for key, number in now.numbers.items()}
    notes = (gettext("The number on a box is how many documents stand there now."), _median_note())
    return Live(now.numbers, (gettext("Documents now"), gettext("Working days there")), cells, notes)


def _requests(agency_id: int | None = None) -> Live:
    now = public_counts.standing(agency_id)
    cells = _counted(now.numbers, now.days, public_counts.FEWEST)
    notes = (
        gettext(
            "The number on a box is how many requests stand there now; none is written where it is very small."
        ),
        gettext(
            "The days are the median of the last requests concluded within a year: half stayed there no longer. "
            "Where fewer than {stays} passed, none is told."
        ).format(stays=public_counts.FEWEST_STAYS),
    )
    heads = (gettext("Requests now"), gettext("Working days there"))
    return Live({key: number for key, number in now.numbers.items() if number}, heads, cells, notes)


def _complaints(agency_id: int | None = None) -> Live:
    now = complaint_counts.standing(agency_id)
    cells = _counted(now.numbers, now.days, complaint_counts.FEWEST)
    notes = (
        gettext(
            "The number on a box is how many matters stand there now; none is written where it is very small."
        ),
        _median_note(),
    )
    heads = (gettext("Matters now"), gettext("Working days there"))
    return Live({key: number for key, number in now.numbers.items() if number}, heads, cells, notes)


def _counted(
    numbers: Mapping[str, int | None], days: Mapping[str, float], fewest: int
) -> dict[str, tuple[str, str]]:
    """State → its number, or that it is very small, and its median of days."""
    few = gettext("fewer than {number}").format(number=fewest)
    return {
        key: (few if number is None else str(number), _days(days, key)) for key, number in numbers.items()
    }


def _days(days: Mapping[str, float], state: str) -> str:
    return f"{days[state]:g}" if state in days else "—"


def _median_note() -> str:
    return gettext(
        "The days are the median of the last ones that went the whole way within a year: half stayed there no longer. "
        "Where fewer than {stays} passed, none is told."
    ).format(stays=stays.FEWEST_STAYS)


def _reports(agency_id: int | None = None) -> Live:
    counts = report_counts()
    cells = {state.key: (str(counts.get(state.key, 0)),) for state in annual_report.PROCESS.states}
    note = gettext("The number on a box is how many annual reports stand there now.")
    return Live(counts, (gettext("Annual reports now"),), cells, (note,))


def _work_reports(agency_id: int | None = None) -> Live:
    counts = work_reports.state_counts(agency_id)
    cells = {state.key: (str(counts.get(state.key, 0)),) for state in work_report.PROCESS.states}
    note = gettext("The number on a box is how many work reports stand there now.")
    return Live(counts, (gettext("Work reports now"),), cells, (note,))


def _powers(agency_id: int | None = None) -> Live:
    counts = power_counts.versions(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many versions of entries stand there now.")
    return Live(counts, (gettext("Versions now"),), cells, (note,))


def _decisions(agency_id: int | None = None) -> Live:
    counts = power_counts.decisions(agency_id)
    cells = {key: told[:1] for key, told in _counted(counts, {}, power_counts.FEWEST).items()}
    note = gettext(
        "The number on a box is how many decisions stand there now; none is written where it is very small."
    )
    return Live({key: n for key, n in counts.items() if n}, (gettext("Decisions now"),), cells, (note,))


def _campaigns(agency_id: int | None = None) -> Live:
    counts = campaign_counts.campaigns(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many campaigns stand there now.")
    return Live(counts, (gettext("Campaigns now"),), cells, (note,))


def _inspections(agency_id: int | None = None) -> Live:
    counts = campaign_counts.inspections(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many records of inspections stand there now.")
    return Live(counts, (gettext("Records now"),), cells, (note,))


def _consultations(agency_id: int | None = None) -> Live:
    counts = consultation_counts.documents(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many rules and decisions stand there now.")
    return Live(counts, (gettext("Documents now"),), cells, (note,))


def _planned(key: str) -> Callable[[int | None], Live]:
    """How plans, tasks, meetings or themes are told."""

    def told(agency_id: int | None = None) -> Live:
        counts = plan_standing.of(key, agency_id)
        cells = {state: (str(number),) for state, number in counts.items()}
        note = gettext("The number on a box is how many records stand there now.")
        return Live(counts, (gettext("Records now"),), cells, (note,))

    return told


def _courses(agency_id: int | None = None) -> Live:
    counts = learning_counts.courses(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many courses stand there now.")
    return Live(counts, (gettext("Courses now"),), cells, (note,))


def _examinations(agency_id: int | None = None) -> Live:
    counts = learning_counts.examinations(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many examinations stand there now.")
    return Live(counts, (gettext("Examinations now"),), cells, (note,))


def _publicity(agency_id: int | None = None) -> Live:
    counts = publicity_public.standing(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many activities stand there now.")
    return Live(counts, (gettext("Activities now"),), cells, (note,))


def _findings(agency_id: int | None = None) -> Live:
    counts = findings.state_counts(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many findings stand there now.")
    return Live(counts, (gettext("Findings now"),), cells, (note,))


def _accountability(agency_id: int | None = None) -> Live:
    counts = accountability_cases.state_counts(agency_id)
    cells = {key: told[:1] for key, told in _counted(counts, {}, FEWEST).items()}
    note = gettext(
        "The number on a box is how many cases stand there now; none is written where it is very small."
    )
    return Live({key: n for key, n in counts.items() if n}, (gettext("Cases now"),), cells, (note,))


def _appraisals(agency_id: int | None = None) -> Live:
    counts = appraisals.state_counts(agency_id)
    cells = {key: (str(number),) for key, number in counts.items()}
    note = gettext("The number on a box is how many appraisals stand there now.")
    return Live(counts, (gettext("Appraisals now"),), cells, (note,))


def _assessments(agency_id: int | None = None) -> Live:
    """Assessments the public is told of: one whose results are told inside counts as being reviewed."""
    counts = assessed.public_counts(agency_id)
    cells = {
        state.key: (str(counts[state.key]) if state.key in counts else "—",)
        for state in assessment_course.ROUND.states
    }
    note = gettext("The number on a box is how many assessments stand there now.")
    return Live(counts, (gettext("Assessments now"),), cells, (note,))


def _uncounted(process: Process) -> Callable[[int | None], Live]:
    """A process whose records are nobody's business outside, not even how many there are."""

    def told(_agency_id: int | None = None) -> Live:
        return Live({}, (), {state.key: () for state in process.states}, ())

    return told


PROCESSES: dict[str, Process] = {
    "disclosure": disclosure.PROCESS,
    "request": requests.PROCESS,
    "complaint": complaints.PROCESS,
    "annual_report": annual_report.PROCESS,
    "work_report": work_report.PROCESS,
    "power": power_course.PROCESS,
    "decision": decision_course.PROCESS,
    "campaign": campaign_course.PROCESS,
    "inspection": inspection_course.PROCESS,
    "consultation": consultation_course.PROCESS,
    "publicity": publicity_course.PROCESS,
    "course": learning_course.PROCESS,
    "examination": examination_course.PROCESS,
    "work_plan": plan_course.PROCESS,
    "work_task": task_course.PROCESS,
    "meeting": meeting_course.PROCESS,
    "theme": theme_course.PROCESS,
    "finding": finding_course.PROCESS,
    "accountability": accountability_course.PROCESS,
    "appraisal": appraisal_course.PROCESS,
    "score_sheet": assessment_course.SHEET,
    "assessment": assessment_course.ROUND,
    "assessed": assessment_course.ENTRY,
}
TOLD: dict[str, Callable[[int | None], Live]] = {
    "disclosure": _documents,
    "request": _requests,
    "complaint": _complaints,
    "annual_report": _reports,
    "work_report": _work_reports,
    "power": _powers,
    "decision": _decisions,
    "campaign": _campaigns,
    "inspection": _inspections,
    "consultation": _consultations,
    "publicity": _publicity,
    "course": _courses,
    "examination": _examinations,
    "finding": _findings,
    "accountability": _accountability,
    "appraisal": _appraisals,
    "score_sheet": _uncounted(assessment_course.SHEET),
    "assessment": _assessments,
    "assessed": _uncounted(assessment_course.ENTRY),
    **{key: _planned(key) for key in ("work_plan", "work_task", "meeting", "theme")},
}
# The register of powers draws flowcharts of procedures carried out here and knows no other room: it is told here, where
# the addresses are laid out, so that a command that serves no page loads nothing.
TELLING.update(TOLD)


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
        "charts_url": _charts_url(),
        "crumbs": crumbs((gettext("Procedures"), "")),
    }
    return render(request, "portal/processes.html", context)


@public_page
def process(request: HttpRequest, key: str) -> HttpResponse:
    """One process: swim lanes with how many matters stand where, and the same in words."""
    found = _known(key)
    told = TOLD[key](None)
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
        "charts": [
            {"title": each.title, "agency": each.entry.agency.name, "url": chart_address(each.entry)}
            for each in (charts.drawn_from(key, clock.today()) if key in EXECUTED else ())
        ],
        "charts_url": _charts_url(),
        "content_lang": content_lang(),
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


def _charts_url() -> str:
    """The published flowcharts of the register of powers."""
    return reverse("portal:power_list", args=["chart"])


def _known(key: str) -> Process:
    if key not in PROCESSES:
        raise Http404
    return PROCESSES[key]
