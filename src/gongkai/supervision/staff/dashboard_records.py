"""The records behind a number of the dashboard: what the number counted, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints.queries.worklists import matters_of
from gongkai.core import clock, deadlines, places
from gongkai.core.access import staff_page
from gongkai.core.lawwords import label_in, label_of
from gongkai.core.staffpages import address, address_if_any, crumbs, due_fields
from gongkai.domain import clocks
from gongkai.domain.calendar import Calendar
from gongkai.supervision import dashboard_words as words
from gongkai.supervision.queries.dashboard import records
from gongkai.supervision.queries.dashboard.records import NOWHERE, PARTS, Source
from gongkai.supervision.queries.dashboard.records import Asked as Number
from gongkai.supervision.staff.common import show
from gongkai.supervision.staff.dashboard_asked import Asked, asked, span_of, word

#: Subject of a clock → the address of its record.
PAGES = {
    "publishing.document": "document",
    "requests.request": "request",
    "requests.dispute": "dispute",
    "complaints.matter": "complaint",
    "complaints.instruction": "complaint",
    "complaints.session": "complaint_session",
    "duties.task": "task",
    "campaigns.inspection": "inspection",
    "powers.decision": "power_decision",
    "annual_reports.report": "report_by_number",
}
#: Room → the address of its record.
RECORDS = {
    "documents": "document",
    "requests": "request",
    "reviews": "dispute",
    "matters": "complaint",
    "tasks": "task",
    "inspections": "inspection",
    "decisions": "power_decision",
    "findings": "supervision_finding",
    "reports": "report_by_number",
}
INSTRUCTION = "complaints.instruction"


@staff_page
def dashboard_records(request: HttpRequest) -> HttpResponse:
    """The records, room by room."""
    wanted = asked(request)
    number = _number(request, wanted)
    found = records.sources(wanted.scope, number)
    counts = records.count(found)
    page = records.page(found, word(request, "after"))
    state = _state(wanted, number)
    here = address("dashboard_records")
    context = {
        "notes": wanted.notes,
        "heading": words.part_name(number.part),
        "facts": _facts(wanted, number),
        "groups": _groups(page.rows, counts, {unit.pk: words.unit_name(unit) for unit in wanted.units}),
        "count": sum(counts.values()),
        "next_url": f"{here}?{urlencode({**state, 'after': page.after})}" if page.after else "",
        "first_url": f"{here}?{urlencode(state)}" if request.GET.get("after") else "",
        "back_url": wanted.page(),
        "crumbs": crumbs((_("Dashboard"), wanted.page()), (words.part_name(number.part), "")),
    }
    return show(request, "dashboard_records", context)


def _number(request: HttpRequest, wanted: Asked) -> Number:
    """The number meant; what is not understood is the usual, with a sentence."""
    part, room, place = (word(request, name) for name in ("part", "room", "place"))
    if part not in PARTS:
        wanted.notes.append(_("This number is not known. What is past its limit is shown."))
        part = "overdue"
    if room and room not in words.ROOMS:
        wanted.notes.append(_("This kind of record is not known. All are shown together."))
        room = ""
    if place and place != NOWHERE and place not in _grids():
        wanted.notes.append(_("This place is not known. All places are shown together."))
        place = ""
    return Number(part, span_of(request, wanted.days, wanted.notes), room, place if part == "open" else "")


def _grids() -> dict[str, str]:
    return {area.code: places.area_name(area) for area in places.city().areas if area.kind == "grid"}


def _state(wanted: Asked, number: Number) -> dict[str, str]:
    state = {"part": number.part, **wanted.state_with_span}
    state |= {name: value for name, value in (("room", number.room), ("place", number.place)) if value}
    if number.days != wanted.days:
        state |= {"first": number.days.first.isoformat(), "last": number.days.last.isoformat()}
    return state


def _facts(wanted: Asked, number: Number) -> list[str]:
    """In words, what the number counts."""
    facts = [words.agency_name(wanted.agency)]
    if wanted.scope.unit is not None:
        named = [words.unit_name(each) for each in wanted.units if each.pk == wanted.scope.unit]
        facts.append(named[0] if named else words.unit_name(None))
    if number.part in ("due", "overdue", "soon", "open", "urged"):
        facts.append(words.day_name(wanted.scope.day))
    else:
        facts.append(words.days_name(number.days))
    if number.place:
        facts.append(_("Not on the map") if number.place == NOWHERE else _grids()[number.place])
    return facts


def _groups(
    rows: Sequence[tuple[Source, Any]], counts: Mapping[str, int], units: Mapping[int, str]
) -> list[dict[str, Any]]:
    """The rows under the name of their room, with how many there are of it in all."""
    instructed = [
        int(row.subject) for source, row in rows if source.limits and row.subject_type == INSTRUCTION
    ]
    matters = matters_of(instructed) if instructed else {}
    days = clock.calendar()
    groups: dict[str, dict[str, Any]] = {}
    for source, row in rows:
        key = source.room.key
        group = groups.setdefault(
            key, {"key": key, "name": words.room_name(key), "count": _counted(counts[key]), "rows": []}
        )
        made = _limit(row, units, matters, days) if source.limits else _record(source, row, days)
        group["rows"].append(made)
    return list(groups.values())


def _counted(count: int) -> str:
    return ngettext("{count} record", "{count} records", count).format(count=f"{count:,}")


def _limit(row: Any, units: Mapping[int, str], matters: Mapping[int, int], days: Calendar) -> dict[str, Any]:
    """A clock: what it is called, when it ends, and the record on which it runs."""
    key = int(row.subject)
    if row.subject_type == INSTRUCTION:
        key = matters.get(key, 0)
    standing = deadlines.standing(row, today=clock.today(), calendar=days, now=clock.now())
    return {
        "title": row.title or _("(no title yet)"),
        "url": address_if_any(f"workspace:{PAGES[row.subject_type]}", key),
        "unit": units.get(row.unit, ""),
        "note": _period(row),
        **due_fields(standing),
    }


def _period(row: Any) -> str:
    if row.period is not None:
        return label_of(row.period)
    if row.subject_type == INSTRUCTION:
        return _("Instruction of a leader")
    rule = clocks.rule_for(row.rule, row.law_of or row.started_on)
    return label_in(rule) if isinstance(rule, clocks.Rule) else str(row.rule)


def _record(source: Source, row: Any, days: Calendar) -> dict[str, Any]:
    """A record: what it is about, whose it is, when it came in and was closed."""
    room = source.room
    holder = row.request if room.key == "reviews" else row
    unit = getattr(holder, "unit", None) if room.unit and holder is not None else None
    closed = getattr(row, room.closed)
    came = _("Came in on {day}").format(day=words.day_name(getattr(row, room.came)))
    said = _("closed on {day}").format(day=words.day_name(closed)) if closed else ""
    found: dict[str, Any] = {
        "title": _title(room.key, row),
        "url": address_if_any(f"workspace:{RECORDS[room.key]}", row.pk),
        "unit": words.unit_name(unit) if unit is not None else "",
        "note": _("; ").join(each for each in (came, said) if each),
    }
    if source.day:
        found |= {"due_on": row.act_by, "days_left": days.between(clock.today(), row.act_by)}
    return found


def _title(room: str, row: Any) -> str:
    if room == "documents":
        return row.shown_title or _("(no title yet)")
    if room == "requests":
        return f"{row.number} {row.subject}"
    if room == "reviews":
        return " ".join(each for each in (row.authority, row.number) if each) or _("(no title yet)")
    if room == "inspections":
        return f"{row.number} {row.listed.site.name}"
    if room == "decisions":
        return f"{row.number} {row.conduct}"
    if room == "reports":
        return _("Annual report of {year}").format(year=row.year)
    return str(row.title) if room == "findings" else f"{row.number} {row.title}"
