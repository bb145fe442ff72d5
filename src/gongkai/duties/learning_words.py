"""Words of training and examinations in the reader's language: states, topics, subjects, results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import text
from gongkai.core.lawwords import in_chinese, label, options
from gongkai.domain.duties import examining, learning
from gongkai.domain.process import Kind, Process
from gongkai.domain.text import N_
from gongkai.duties.models import Candidate, Certificate, Course, Examination, Learner
from gongkai.duties.queries.learning import certificates
from gongkai.people.models import Agency, Unit

LAW = "duties_learning"
BADGES = {
    "draft": "plain",
    "announced": "info",
    "held": "done",
    "cancelled": "quiet",
    "in_review": "soon",
    "released": "info",
    "marking": "soon",
    "results_in": "soon",
    "confirmed": "done",
    "correcting": "soon",
    "correction_in": "soon",
    "corrected": "done",
}
#: What a result is called, and the kind of its badge.
RESULTS = {
    "passed": (N_("Passed"), "done"),
    "failed": (N_("Not passed"), "danger"),
    "absent": (N_("Absent"), "quiet"),
    "unmarked": (N_("Not marked yet"), "plain"),
}
CERTIFICATES = {
    "holds": (N_("Still holds"), "done"),
    "expiring": (N_("About to run out"), "soon"),
    "expired": (N_("Has run out"), "danger"),
    "void": (N_("Void: the result was corrected"), "danger"),
}
#: What fields are called where a fault names one, and the field of the form it leads to.
FIELDS = {
    "hours": (N_("Hours of study"), "id_hours"),
    "units": (N_("Units invited"), "id_units"),
    "place": (N_("Place"), "id_place"),
    "title": (N_("Title"), "id_title"),
    "wanted": (N_("Questions of the paper"), "id_wanted_single"),
}


def content_lang() -> str:
    """The ``lang`` of what the units wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def unit_name(unit: Unit) -> str:
    """A unit's name in the reader's language."""
    return unit.name if in_chinese() or not unit.name_en else unit.name_en


def agency_name(agency: Agency) -> str:
    """An agency's name in the reader's language."""
    return agency.name if in_chinese() or not agency.name_en else agency.name_en


def unit_options(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units for a choice, under their agencies where there are several of those."""
    by_agency: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        by_agency.setdefault(agency_name(unit.agency), []).append((unit.pk, unit_name(unit)))
    groups = list(by_agency.items())
    return groups if len(groups) > 1 else [each for _name, rows in groups for each in rows]


def of_law(table: str, key: str) -> str:
    """What a row of the law's data is called: topic, course_kind, subject, question_kind, way."""
    return label(LAW, table, key)


def law_options(table: str) -> list[tuple[str, str]]:
    """The rows of such a table for a choice."""
    return options(LAW, table)


def state_options(process: Process) -> list[tuple[str, str]]:
    """Every state with its name."""
    return [(state.key, _(state.label)) for state in process.states]


def process_of(found: Course | Examination) -> Process:
    """The table the record moves by."""
    return learning.PROCESS if isinstance(found, Course) else examining.PROCESS


def state_badge(found: Course | Examination) -> dict[str, str]:
    """Where it stands, as a badge."""
    state = process_of(found).state(found.state)
    return {"label": _(state.label), "kind": BADGES.get(found.state, "plain")}


def next_step(found: Course | Examination) -> str:
    """Who has the next step; nothing once it is over."""
    process = process_of(found)
    state = process.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(process.lane(state.lane).label))


def result_key(found: Candidate) -> str:
    """passed, failed, absent or unmarked."""
    if found.present is None:
        return "unmarked"
    if not found.present:
        return "absent"
    return "passed" if found.passed else "failed"


def result_badge(found: Candidate) -> dict[str, str]:
    """A candidate's result as a badge."""
    words, kind = RESULTS[result_key(found)]
    return {"label": _(words), "kind": kind}


def result_options() -> list[tuple[str, str]]:
    """The results for a choice."""
    return [(key, _(words)) for key, (words, _kind) in RESULTS.items()]


def certificate_badge(found: Certificate) -> dict[str, str]:
    """Whether a certificate holds, as a badge."""
    words, kind = CERTIFICATES[certificates.stand_of(found)]
    return {"label": _(words), "kind": kind}


def learner_badges(found: Learner) -> list[dict[str, str]]:
    """Whether somebody has left."""
    return [{"label": _("Has left"), "kind": "quiet"}] if found.left_on else []


def days_of(found: Course) -> str:
    """From when to when it lasts."""
    first = date_format(found.begins_on, "DATE_FORMAT")
    if found.begins_on == found.ends_on:
        return first
    return _("{first} to {last}").format(first=first, last=date_format(found.ends_on, "DATE_FORMAT"))


def moment(at: Any) -> str:
    """Day and time where the office stands."""
    return f"{date_format(timezone.localtime(at), 'DATE_FORMAT')} {timezone.localtime(at):%H:%M}"


def marks_of(marks: Any) -> str:
    """Marks without a useless decimal."""
    if marks is None:
        return "—"
    return f"{marks:.1f}".removesuffix(".0")


def percent(rate: Any) -> str:
    """A rate with its sign; a dash where there is no base."""
    return "—" if rate is None else text.percent(rate)


def law_row(subject: str) -> dict[str, Any] | None:
    """The row of a subject."""
    return learning.row("subject", subject)


def years(count: int) -> str:
    """For how long a certificate holds."""
    return ngettext("Holds {n} year", "Holds {n} years", count).format(n=count)
