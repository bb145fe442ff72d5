"""My work: what waits for me, what I wait for, what I did, what falls due, in every room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.queries import worklists as report_worklists
from gongkai.annual_reports.staff.rows import work_rows as report_rows
from gongkai.annual_reports.staff.work.record import row as work_report_row
from gongkai.campaigns.queries import worklists as campaign_work
from gongkai.campaigns.staff.rows import work_rows as campaign_rows
from gongkai.complaints.queries import desk as matters
from gongkai.complaints.queries import worklists as matter_worklists
from gongkai.complaints.staff.rows import work_rows as matter_rows
from gongkai.complaints.words import light
from gongkai.consultations.queries import collection_lists as collecting_work
from gongkai.consultations.queries import evaluation_work
from gongkai.consultations.queries import worklists as rule_work
from gongkai.consultations.staff.collecting.rows import work_rows as collecting_rows
from gongkai.consultations.staff.documents.rows import work_rows as rule_rows
from gongkai.consultations.staff.evaluating.rows import work_rows as evaluation_rows
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.duties.queries import plan_worklists as plan_work
from gongkai.duties.queries import publicity_lists
from gongkai.duties.queries.learning import worklists as learning_work
from gongkai.duties.staff.learning.rows import work_rows as learning_rows
from gongkai.duties.staff.plans.rows import work_rows as plan_rows
from gongkai.duties.staff.publicity.rows import work_rows as publicity_rows
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers.queries import decision_work
from gongkai.powers.queries import worklists as power_worklists
from gongkai.powers.staff.decisions.rows import work_rows as decision_rows
from gongkai.powers.staff.rows import work_rows as power_rows
from gongkai.publishing import queries
from gongkai.publishing.staff.rows import title_of, work_rows
from gongkai.requests.queries import desk, worklists
from gongkai.requests.staff.rows import work_rows as request_rows
from gongkai.supervision.staff.appraisal_lists import work_rows as appraisal_rows
from gongkai.supervision.staff.assessing.rows import work_rows as assessment_rows
from gongkai.supervision.staff.case_rows import work_rows as case_rows
from gongkai.supervision.staff.rows import work_rows as finding_rows

LISTS = ("to_do", "waiting", "soon", "done")
#: Rows of each list; more are in the list of documents and in the register of requests.
LIMIT = 50
_FAR = date.max


@staff_page
def home(request: HttpRequest) -> HttpResponse:
    """The list chosen in the address, with the counts of all four."""
    acting = actor(request)
    lists = _lists(acting)
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in LISTS else LISTS[0]
    sees_requests = desk.sees_requests(acting)
    context: dict[str, Any] = {
        "today": clock.today(),
        "tabs": _tabs(chosen, {name: len(rows) for name, rows in lists.items()}),
        "chosen": chosen,
        "empty": _empty(chosen),
        "rows": lists[chosen][:LIMIT],
        "full": len(lists[chosen]) >= LIMIT,
        "again": [
            {
                "title": title_of(each),
                "url": reverse("workspace:document", args=[each.pk]),
                "on": each.review_again_on,
            }
            for each in queries.closed_to_reassess(acting)
        ],
        "may_start": bool(acting.units_where("publishing.drafter")),
        "may_enter": "requests.desk" in acting.roles,
        "sees_requests": sees_requests,
        "sees_matters": matters.sees_matters(acting),
        "reminders": [
            *(_reminders(acting) if sees_requests else []),
            *(_nudges(acting) if matters.sees_matters(acting) else []),
        ],
    }
    return render(request, "workspace/home.html", context)


def _reminders(acting: StaffActor) -> list[dict[str, Any]]:
    """What the office hours' reminders said in the last week."""
    said = {
        "before": _("falls due soon"),
        "on_the_day": _("falls due on this day"),
        "overdue": _("is overdue"),
    }
    return [
        {
            "title": each.request.subject if each.request else "",
            "number": each.request.number if each.request else "",
            "url": reverse("workspace:request", args=[each.request_id]),
            "said": said.get(each.step, each.step),
            "on": each.due_on,
        }
        for each in worklists.reminders(acting)
    ]


def _nudges(acting: StaffActor) -> list[dict[str, Any]]:
    """The steps of the ladder that reached the person in the last week, and the urging by hand."""
    return [
        {
            "title": each.matter.title,
            "number": each.matter.number,
            "url": reverse("workspace:complaint", args=[each.matter_id]),
            "said": light(each.step),
            "on": timezone.localtime(each.at).date(),
        }
        for each in matter_worklists.reminders(acting)
    ]


def _lists(acting: StaffActor) -> dict[str, list[dict[str, Any]]]:
    """The rows of every room in one order: the next due first; of what is done, the last touched first."""
    documents = queries.my_work(acting, limit=LIMIT)
    requests = worklists.my_work(acting, limit=LIMIT) if desk.sees_requests(acting) else None
    reports = report_worklists.my_work(acting, limit=LIMIT)
    complaints = matter_worklists.my_work(acting, limit=LIMIT)
    powers = power_worklists.my_work(acting, limit=LIMIT)

    def merged(
        one: Sequence[queries.Item],
        other: Iterable[desk.Item],
        third: Iterable[report_worklists.Item],
        fourth: Iterable[matters.Item],
    ) -> list[dict[str, Any]]:
        return [*work_rows(one), *request_rows(other), *report_rows(third), *matter_rows(fourth)]

    found = {
        "to_do": merged(documents.to_do, requests.to_do if requests else (), reports.to_do, complaints.to_do),
        "waiting": merged(
            documents.waiting, requests.waiting if requests else (), reports.waiting, complaints.waiting
        ),
        "soon": merged(
            documents.due_soon, requests.due_soon if requests else (), reports.due_soon, complaints.due_soon
        ),
        "done": merged(documents.done, requests.done if requests else (), reports.done, complaints.done),
    }
    # Nothing of the register falls due by law: its rows stand behind those that have a day.
    for name, versions in (("to_do", powers.to_do), ("waiting", powers.waiting), ("done", powers.done)):
        found[name] += power_rows(versions)
    cases = decision_work.my_work(acting, limit=LIMIT)
    for name, rows in (
        ("to_do", cases.to_do),
        ("waiting", cases.waiting),
        ("soon", cases.due_soon),
        ("done", cases.done),
    ):
        found[name] += decision_rows(rows, cases.clocks)
    for rows_of_room in (
        campaign_rows(campaign_work.my_work(acting, limit=LIMIT)),
        rule_rows(rule_work.my_work(acting, limit=LIMIT)),
        collecting_rows(collecting_work.my_work(acting, limit=LIMIT)),
        evaluation_rows(evaluation_work.my_work(acting, limit=LIMIT)),
        plan_rows(plan_work.my_work(acting, limit=LIMIT)),
        learning_rows(learning_work.my_work(acting, limit=LIMIT)),
        publicity_rows(publicity_lists.my_work(acting, limit=LIMIT)),
        finding_rows(acting, limit=LIMIT),
        case_rows(acting, limit=LIMIT),
        appraisal_rows(acting, limit=LIMIT),
        assessment_rows(acting, limit=LIMIT),
        {"to_do": [work_report_row(each) for each in work_reports.to_do(acting, limit=LIMIT)]},
    ):
        for name, own in rows_of_room.items():
            found[name] += own
    for name, listed in found.items():
        listed.sort(key=_touched if name == "done" else _due, reverse=name == "done")
    return found


def _due(row: dict[str, Any]) -> tuple[date, date]:
    return row.get("due_on") or _FAR, _touched(row)


def _touched(row: dict[str, Any]) -> date:
    at = row["at"]
    return timezone.localtime(at).date() if isinstance(at, datetime) else at or _FAR


def _tabs(chosen: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "to_do": _("To do"),
        "waiting": _("Waiting for others"),
        "soon": _("Due soon"),
        "done": _("Done lately"),
    }
    here = reverse("workspace:home")
    return [
        {
            "label": labels[name],
            "url": here if name == LISTS[0] else f"{here}?list={name}",
            "count": f"{LIMIT}+" if counts[name] >= LIMIT else counts[name],
            "current": name == chosen,
        }
        for name in LISTS
    ]


def _empty(chosen: str) -> dict[str, str]:
    """What to say, and what to do, where a list is empty."""
    return {
        "to_do": {
            "title": _("Nothing waits for you"),
            "text": _(
                "When somebody passes a document or a request on to you, it stands here, the next due first."
            ),
        },
        "waiting": {
            "title": _("Nothing of yours is with others"),
            "text": _("What you wrote, handled or passed on stands here until it is published or answered."),
        },
        "soon": {
            "title": _("Nothing falls due within three working days"),
            "text": _("The deadline board shows every period that runs."),
        },
        "done": {
            "title": _("Nothing done in the last thirty days"),
            "text": _("What you passed on, approved, published or answered stands here for thirty days."),
        },
    }[chosen]
