"""The navigation of the workspace: which doors there are, who sees them, and how much waits behind each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gongkai.annual_reports import access as annual_reports
from gongkai.annual_reports.queries import clocks as reports
from gongkai.annual_reports.queries import worklists as report_worklists
from gongkai.archive import access as archive
from gongkai.campaigns import access as campaigns
from gongkai.campaigns.queries import worklists as campaign_work
from gongkai.complaints import access as complaints
from gongkai.complaints.queries import worklists as matters
from gongkai.consultations import access as consultations
from gongkai.consultations.queries import collection_lists as collecting_work
from gongkai.consultations.queries import evaluation_work
from gongkai.consultations.queries import worklists as rule_work
from gongkai.domain.requests import LEGAL, OFFICER
from gongkai.domain.text import N_
from gongkai.duties import access_publicity as publicity
from gongkai.duties import plan_access as plans
from gongkai.duties.queries import plan_worklists as plan_work
from gongkai.duties.queries import publicity_lists
from gongkai.duties.queries.learning import worklists as learning_work
from gongkai.people import access
from gongkai.people.actor import StaffActor
from gongkai.powers import access as powers
from gongkai.powers import decision_access
from gongkai.powers.queries import decision_work
from gongkai.powers.queries import worklists as power_worklists
from gongkai.publishing import queries
from gongkai.requests import access as requests
from gongkai.requests.queries import desk, worklists
from gongkai.supervision import access as supervision
from gongkai.supervision import access_appraisal as appraisal
from gongkai.supervision import access_dashboard as dashboard
from gongkai.supervision.queries import assessments as assessment_work
from gongkai.supervision.queries import cases as accountability_cases
from gongkai.supervision.queries import findings
from gongkai.supervision.staff.appraisal_lists import to_do_count as appraisals_to_do


@dataclass(frozen=True, slots=True)
class Door:
    """A door: its words, the page behind it, the letter after ``g``; ``roles`` who sees it (nobody named: all).

    ``also``: pages that belong behind it though their addresses do not begin with its own.
    """

    label: str
    name: str
    key: str = ""
    roles: frozenset[str] = frozenset()
    count: Callable[[StaffActor], int] | None = None
    apart: bool = False
    also: tuple[str, ...] = ()
    #: Asked beside the roles, where a post alone does not say who sees the door.
    seen: Callable[[StaffActor], bool] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the navigation as ``components/staff_nav_list.html`` shows it."""

    label: str
    url: str
    key: str
    count: int
    current: bool
    apart: bool


#: The doors below are shown to whoever the deed behind them belongs to: a door never leads to a refusal.
_SEEING_ACCOUNTS = frozenset(access.BY_DEED["see_accounts"].roles)
_SEEING_LEDGER = frozenset(access.BY_DEED["see_ledger"].roles)
_KEEPING_AGENCIES = frozenset(access.BY_DEED["change_agency"].roles) | _SEEING_ACCOUNTS
_SEEING_REQUESTS = frozenset({*requests.SEEING_ALL, OFFICER})
_SEEING_REPORTS = frozenset(annual_reports.SEEING)
_SEEING_MATTERS = complaints.SEEING
_SEEING_POWERS = powers.SEEING
_SEEING_DECISIONS = decision_access.SEEING
_SEEING_CAMPAIGNS = campaigns.SEEING
_SEEING_RULES = consultations.SEEING
_SEEING_PUBLICITY = publicity.SEEING
_SEEING_PLANS = plans.SEEING
_SEEING_FINDINGS = supervision.SEEING


def _to_do(acting: StaffActor) -> int:
    count = queries.to_do_count(acting)
    if desk.sees_requests(acting):
        count += worklists.to_do_count(acting)
    if acting.roles & _SEEING_REPORTS:
        count += report_worklists.to_do_count(acting)
    count += power_worklists.to_do_count(acting) + decision_work.to_do_count(acting)
    count += campaign_work.to_do_count(acting) + _rules_to_do(acting)
    count += learning_work.to_do_count(acting)
    count += publicity_lists.to_do_count(acting) + plan_work.to_do_count(acting)
    count += _matters_to_do(acting) + _findings_to_do(acting) + accountability_cases.to_do_count(acting)
    return count + appraisals_to_do(acting) + assessment_work.to_do_count(acting)


def _rules_to_do(acting: StaffActor) -> int:
    """Documents on their way, what waits in the standing channels, and what becomes of rules in force."""
    waiting = (rule_work, collecting_work, evaluation_work)
    return sum(each.to_do_count(acting) for each in waiting)


def _findings_to_do(acting: StaffActor) -> int:
    """Notices to answer, and answers to look at."""
    return findings.to_do(acting).count() if acting.roles & _SEEING_FINDINGS else 0


def _matters_to_do(acting: StaffActor) -> int:
    return matters.to_do_count(acting) if acting.roles & _SEEING_MATTERS else 0


def _overdue(acting: StaffActor) -> int:
    count = queries.overdue_count(acting)
    if desk.sees_requests(acting):
        count += worklists.overdue_count(acting)
    if acting.roles & _SEEING_REPORTS:
        count += reports.overdue_count(acting)
    if acting.roles & _SEEING_MATTERS:
        count += matters.overdue_count(acting)
    count += decision_work.overdue_count(acting) + campaign_work.overdue_count(acting)
    return count + plan_work.overdue_count(acting)


DOORS = (
    Door(N_("My work"), "home", "w", count=_to_do),
    Door(N_("Dashboard"), "dashboard", "0", dashboard.SEEING),
    Door(N_("Documents"), "documents", "d", also=("internal",)),
    Door(N_("Requests"), "requests", "q", _SEEING_REQUESTS),
    Door(N_("Reviews and suits"), "disputes", "v", frozenset(requests.SEEING_ALL)),
    Door(N_("Complaints"), "complaints", "h", _SEEING_MATTERS, count=_matters_to_do),
    Door(N_("Powers"), "powers", "f", _SEEING_POWERS, count=power_worklists.to_do_count),
    Door(
        N_("Decisions"),
        "power_decisions",
        "z",
        _SEEING_DECISIONS,
        count=decision_work.to_do_count,
        also=("power_oversight", "power_publicity"),
    ),
    Door(N_("Campaigns"), "campaigns", "j", _SEEING_CAMPAIGNS, count=campaign_work.to_do_count),
    Door(
        N_("Rules and consultations"),
        "consultations",
        "g",
        _SEEING_RULES,
        count=_rules_to_do,
        also=("collections", "problems", "evaluations", "clean_ups"),
    ),
    Door(
        N_("Work plans"),
        "plans",
        "1",
        _SEEING_PLANS,
        count=plan_work.to_do_count,
        also=("tasks", "meetings", "themes"),
    ),
    Door(
        N_("Meetings"),
        "meetings",
        "5",
        count=plan_work.invitations_count,
        seen=plan_work.sits_only,
    ),
    Door(N_("Training and examinations"), "learning", "2", count=learning_work.to_do_count),
    Door(N_("Publicity"), "publicity", "3", _SEEING_PUBLICITY, count=publicity_lists.to_do_count),
    Door(
        N_("Supervision and urging"),
        "supervision",
        "4",
        _SEEING_FINDINGS,
        count=_findings_to_do,
        also=("accountability", "appraisals", "assessments", "score_sheets"),
    ),
    Door(
        N_("Appraisal by citizens"),
        "appraisals",
        "9",
        appraisal.SEEING | appraisal.INTERVIEWERS,
        count=appraisals_to_do,
        # Whoever has the door of supervision finds it there.
        seen=lambda acting: not acting.roles & _SEEING_FINDINGS,
    ),
    Door(N_("Annual reports"), "reports", "y", _SEEING_REPORTS),
    Door(N_("Archive"), "archive", "8", archive.SEEING_ALL),
    Door(N_("Deadline board"), "deadlines", "t", count=_overdue),
    Door(N_("Imports"), "imports", "i", frozenset({"publishing.drafter", "publishing.office"})),
    Door(N_("Catalogue"), "catalogue", "c", apart=True),
    Door(N_("Topics"), "topics", "o"),
    Door(N_("Channels"), "channels", "r"),
    Door(N_("Wordings"), "wordings", "b"),
    Door(N_("Letters"), "request_letters", "x", frozenset({LEGAL})),
    Door(N_("Working days"), "calendars", "l"),
    Door(N_("Accounts and posts"), "people_accounts", "p", _SEEING_ACCOUNTS, apart=True),
    Door(N_("Units"), "people_units", "n"),
    Door(N_("Groups"), "people_bodies", "u"),
    Door(N_("Standing in"), "people_delegations", "s"),
    Door(N_("Agencies"), "people_agencies", "a", _KEEPING_AGENCIES),
    Door(N_("Permissions"), "people_permissions", "m"),
    Door(N_("Ledger"), "people_ledger", "e", _SEEING_LEDGER),
    Door(N_("My account"), "account", "k", apart=True),
)


def items(request: HttpRequest, acting: StaffActor) -> list[Item]:
    """The doors this person sees, with what waits behind them. Doors this installation does not have are left out."""
    roles = acting.roles
    seen = [
        (door, url)
        for door in DOORS
        if (url := _address(door.name))
        and (not door.roles or door.roles & roles)
        and (door.seen is None or door.seen(acting))
    ]
    here = _nearest(request.path, seen)
    found = []
    apart = False
    for door in DOORS:
        apart = apart or door.apart
        url = next((url for each, url in seen if each is door), "")
        if not url:
            continue
        count = door.count(acting) if door.count else 0
        found.append(Item(gettext(door.label), url, door.key, count, door is here, apart))
        apart = False
    return found


def _nearest(path: str, seen: Sequence[tuple[Door, str]]) -> Door | None:
    """The door behind which a page lies: the longest address it begins with; the first door only for its own page."""
    home = seen[0][0] if seen else None
    reached = [
        (url, door)
        for door, own in seen
        for url in (own, *(_address(name) for name in door.also))
        if url and (path == url if door is home else path.startswith(url))
    ]
    return max(reached, key=lambda pair: len(pair[0]), default=("", None))[1]


def _address(name: str) -> str:
    try:
        return reverse(f"workspace:{name}")
    except NoReverseMatch:
        return ""
