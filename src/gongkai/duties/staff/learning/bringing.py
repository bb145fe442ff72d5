"""Roster, bank, attendance or results from a file: looked at first, line by line, then brought in, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.core import table_files, uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import one_line, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, tell, tell_refusal, upload
from gongkai.core.table_files import Fault, Row, Shape
from gongkai.duties import access_learning as access
from gongkai.duties.actions.learning import bank as bank_actions
from gongkai.duties.actions.learning import courses as course_actions
from gongkai.duties.actions.learning import results as result_actions
from gongkai.duties.actions.learning import roster as roster_actions
from gongkai.duties.actions.learning.roster import Brought
from gongkai.duties.forms.learning import TableForm
from gongkai.duties.queries.learning import bank, courses, examinations, looking, roster
from gongkai.duties.queries.learning.looking import Look, Planned
from gongkai.duties.staff.learning.common import kept_agency, show, trail
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Lines of a list shown; the rest is counted.
MOST_SHOWN = 100
#: What can be brought in.
KINDS = ("roster", "questions", "attendance", "results")
_Rows = Iterable[Row | Fault]


@dataclass(frozen=True, slots=True)
class Table:
    """What a kind of file is, what it would change, and the deed that brings it in."""

    heading: str
    shape: Shape
    back: str
    look: Callable[[_Rows], Look]
    bring: Callable[[_Rows], Brought]
    notes: tuple[str, ...]
    asks_reason: bool = False


@staff_page
def bring(request: HttpRequest, kind: str) -> HttpResponse:
    """Takes the file; then says what it would change, and brings it in."""
    acting = actor(request)
    table = _table(request, acting, kind)
    token = request.GET.get("file", "")
    if token:
        return _look(request, acting, kind, table, token)
    sent = request.method == "POST"
    form = TableForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            kept = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return HttpResponseRedirect(_here(request, kind, file=kept))
    context = {
        "form": form,
        "heading": table.heading,
        "accept": ".csv,.xlsx,.txt",
        "largest": f"{table_files.LARGEST >> 20} MB",
        "max_bytes": table_files.LARGEST,
        "columns": list(table.shape.columns.values()),
        "needed": [table.shape.columns[key] for key in table.shape.needed],
        "notes": table.notes,
        "crumbs": trail((table.heading, "")),
    }
    return show(request, "bring", context, 422 if form.errors else 200)


def _here(request: HttpRequest, kind: str, **more: str) -> str:
    asked = {"of": request.GET["of"]} if request.GET.get("of") else {}
    asked |= more
    return (
        f"{address('learning_bring', kind)}?{urlencode(asked)}" if asked else address("learning_bring", kind)
    )


def _look(request: HttpRequest, acting: StaffActor, kind: str, table: Table, token: str) -> HttpResponse:
    file = uploads.place(acting.person_id, token)
    if file is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return HttpResponseRedirect(table.back)
    rows = _read(file, table.shape)
    status = 200
    if request.method == "POST":
        try:
            brought = table.bring(rows)
        except Refusal as refusal:
            tell_refusal(request, refusal)
            status = refusal.status
        else:
            uploads.discard(acting.person_id, token)
            sentence = _("Brought in: {new} new, {changed} changed, {same} as they were.")
            tell(
                request,
                sentence.format(
                    new=f"{brought.new:,}", changed=f"{brought.changed:,}", same=f"{brought.same:,}"
                ),
            )
            return HttpResponseRedirect(table.back)
    context = {
        **_shown(table.look(rows)),
        "name": file.name,
        "asks_reason": table.asks_reason,
        "reason": one_line(request.POST.get("reason", ""), 500),
        "crumbs": trail((table.heading, _here(request, kind)), (_("What would change"), "")),
    }
    return show(request, "look", context, status)


def _read(file: Path, shape: Shape) -> list[Row | Fault]:
    return table_files.read(file.read_bytes(), file.name, shape)


def _shown(found: Look) -> dict[str, Any]:
    groups = (
        (_("To be added"), found.new),
        (_("To be changed"), found.changed),
        (_("Unchanged"), found.same),
    )
    lines = sorted({each.line for each in found.faults})
    shown = frozenset(lines[:MOST_SHOWN])  # all that is wrong in a line, or nothing of it
    return {
        "sound": found.sound,
        "faults": [each for each in sorted(found.faults, key=_line) if each.line in shown],
        "more_faults": len(lines) - len(shown),
        "groups": [
            {"label": label, "count": len(rows), "rows": _lines(rows), "more": max(0, len(rows) - MOST_SHOWN)}
            for label, rows in groups
        ],
    }


def _line(fault: Fault) -> int:
    return fault.line


def _lines(rows: list[Planned]) -> list[dict[str, Any]]:
    return [{"line": each.line, "code": each.code, "name": each.title} for each in rows[:MOST_SHOWN]]


def _table(request: HttpRequest, acting: StaffActor, kind: str) -> Table:
    """What the address asks for; "there is no such page" for what there is not, a refusal without the post."""
    if kind not in KINDS:
        raise Http404
    if kind in ("roster", "questions"):
        agency = kept_agency(acting)
        return _roster(acting, agency) if kind == "roster" else _bank(acting, agency)
    asked = request.GET.get("of", "")
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    return _attendance(acting, pk) if kind == "attendance" else _results(request, acting, pk)


def _roster(acting: StaffActor, agency: int) -> Table:
    return Table(
        heading=_("Bring a roster in"),
        shape=roster.SHAPE,
        back=address("learning_roster"),
        look=lambda rows: looking.of_roster(agency, rows),
        bring=lambda rows: roster_actions.bring_roster(actor=acting, agency_id=agency, rows=rows),
        notes=(
            _("Everybody is known by the staff number: the same file again changes nothing."),
            _("The unit is written as its code or its name."),
            _("Who is not in the file stays in the roster."),
        ),
    )


def _bank(acting: StaffActor, agency: int) -> Table:
    return Table(
        heading=_("Bring questions in"),
        shape=bank.SHAPE,
        back=address("learning_questions"),
        look=lambda rows: looking.of_bank(agency, rows),
        bring=lambda rows: bank_actions.bring_questions(actor=acting, agency_id=agency, rows=rows),
        notes=(
            _("A question is known by its number: the same file again changes nothing."),
            _("The key names the right options by their letters (AC); true or false is written 对 or 错."),
        ),
    )


def _attendance(acting: StaffActor, pk: int) -> Table:
    found = courses.course(acting, pk)
    if found is None:
        raise Http404
    access.may_tick(acting, found).require()
    return Table(
        heading=_("Bring the attendance of {number} in").format(number=found.number),
        shape=courses.SHAPE,
        back=address("learning_course", pk),
        look=lambda rows: looking.of_attendance(found, rows),
        bring=lambda rows: course_actions.bring_attendance(course_id=pk, actor=acting, rows=rows),
        notes=(
            _("Everybody in the file was there; nobody is taken back."),
            _("Without hours each gets those of the course."),
        ),
    )


def _results(request: HttpRequest, acting: StaffActor, pk: int) -> Table:
    found = examinations.sitting(acting, pk)
    if found is None:
        raise Http404
    access.may_mark(acting, found.examination).require()
    reason = one_line(request.POST.get("reason", ""), 500)
    return Table(
        heading=_("Bring results of {number} in").format(number=found.examination.number),
        shape=examinations.SHAPE,
        back=address("learning_sitting", pk),
        look=lambda rows: looking.of_results(found, rows),
        bring=lambda rows: result_actions.bring_results(
            sitting_id=pk, actor=acting, rows=rows, reason=reason
        ),
        notes=(
            _("Only who is enrolled in the sitting has a result."),
            _("Marks from 0 to {full}, or 缺考 for absent.").format(full=found.examination.full_mark),
        ),
        asks_reason=found.examination.state == "correcting",
    )
