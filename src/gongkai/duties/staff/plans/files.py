"""Tasks of a plan as a file out, and in: looked at first, line by line, then all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal, upload
from gongkai.duties import plan_access, plan_files
from gongkai.duties import plan_words as words
from gongkai.duties.actions import plan_import as actions
from gongkai.duties.forms.plans import TaskFileForm
from gongkai.duties.queries import plan_rows, plans, tasks
from gongkai.duties.queries.plan_records import WorkPlan
from gongkai.duties.staff.plans.common import found_in, show, trail
from gongkai.people.actor import StaffActor

ENDINGS = (".csv", ".xlsx", ".txt")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
#: Lines of a list shown; the rest is counted.
MOST_SHOWN = 200


@staff_page
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The tasks of a plan as a file; its CSV and XLSX can be brought in again."""
    found, _acting = found_in(request, plans.plan, pk)
    if form not in KINDS:
        raise Http404
    rows = plan_rows.for_staff(found)
    if form == "json":
        content: Any = json.dumps({"plan": found.number, "tasks": plan_rows.plain(rows)}, ensure_ascii=False)
    else:
        content = plan_files.write_xlsx(rows) if form == "xlsx" else "".join(plan_files.write_csv(rows))
    response = HttpResponse(content, content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="{found.number}.{form}"'
    return response


@staff_page
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the file; then says what it would add, and brings it in."""
    found, acting = found_in(request, plans.plan, pk)
    plan_access.may_write_plan(acting, found).require()
    token = request.GET.get("file", "")
    if token:
        return _look(request, acting, found, token)
    posted = request.method == "POST"
    form = TaskFileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            kept = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return HttpResponseRedirect(f"{address('plan_bring', pk)}?{urlencode({'file': kept})}")
    context = {
        "plan": found,
        "form": form,
        "accept": ",".join(ENDINGS),
        "largest": f"{plan_files.LARGEST >> 20} MB",
        "max_bytes": plan_files.LARGEST,
        "columns": list(plan_files.COLUMNS.values()),
        "needed": [plan_files.COLUMNS[key] for key in plan_files.NEEDED],
        "crumbs": trail("plan", found, (_("Bring a file in"), "")),
    }
    return show(request, "plan_bring", context, 422 if form.errors else 200)


def _look(request: HttpRequest, acting: StaffActor, found: WorkPlan, token: str) -> HttpResponse:
    kept = uploads.place(acting.person_id, token)
    if kept is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("plan", found.pk)
    rows = plan_files.read(kept.read_bytes(), kept.name)
    status = 200
    if request.method == "POST":
        try:
            new = actions.bring_tasks(plan_id=found.pk, actor=acting, expected_revision=None, rows=rows)
        except Refusal as refusal:
            tell_refusal(request, refusal)
            status = refusal.status
        else:
            uploads.discard(acting.person_id, token)
            told = ngettext("{n} task was brought in.", "{n} tasks were brought in.", new)
            tell(request, told.format(n=f"{new:,}"))
            return go("plan", found.pk)
    looked = actions.look(found, rows)
    context = {
        "plan": found,
        "name": kept.name,
        "sound": looked.sound,
        "faults": looked.faults[:MOST_SHOWN],
        "more_faults": max(0, len(looked.faults) - MOST_SHOWN),
        "groups": _groups(found, looked),
        "crumbs": trail(
            "plan",
            found,
            (_("Bring a file in"), address("plan_bring", found.pk)),
            (_("What would change"), ""),
        ),
    }
    return show(request, "plan_look", context, status)


def _groups(found: WorkPlan, looked: actions.Look) -> list[dict[str, Any]]:
    units = {unit.pk: words.name_of(unit) for unit in tasks.units_of(found.agency_id)}

    def lines(rows: Sequence[actions.Planned]) -> list[dict[str, Any]]:
        return [
            {
                "line": each.row.line,
                "title": each.row.title,
                "under": f"{each.row.goal} › {each.row.measure}",
                "unit": units.get(each.given.unit_id, ""),
                "due_on": each.row.due_on,
            }
            for each in rows[:MOST_SHOWN]
        ]

    return [
        {
            "label": label,
            "count": len(rows),
            "rows": lines(rows),
            "more": max(0, len(rows) - MOST_SHOWN),
        }
        for label, rows in ((_("To be added"), looked.new), (_("Unchanged"), looked.same))
    ]
