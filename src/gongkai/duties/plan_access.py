"""May this person do this to that plan, task, meeting or theme? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core import clock
from gongkai.core.access import YES, Answer, no
from gongkai.domain.duties import meetings, plans, themes
from gongkai.domain.text import say
from gongkai.duties.access import DOER, LEADER, PLANNER, SUPERVISOR, agencies_seen
from gongkai.duties.models import Called, Meeting, Task, Theme, WorkPlan
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Membership

#: Who sees everything of the agency; who carries out tasks sees what is adopted, and what the own units are given.
SEEING_ALL = frozenset({PLANNER, LEADER, SUPERVISOR})
SEEING = SEEING_ALL | {DOER}
#: States of a task in which its unit tells how far it has come.
TOLD = ("doing", "reported")


def plans_seen(actor: StaffActor) -> Q:
    """The plans ``actor`` may see."""
    adopted = Q(agency_id__in=agencies_seen(actor, SEEING), state__in=plans.PUBLIC)
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | adopted


def tasks_seen(actor: StaffActor) -> Q:
    """The tasks ``actor`` may see: all of the agency; or those of adopted plans, and of a meeting for the own unit."""
    mine = Q(unit_id__in=actor.units_where(DOER), meeting__isnull=False)
    adopted = Q(agency_id__in=agencies_seen(actor, SEEING), plan__state__in=plans.PUBLIC)
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | adopted | mine


def meetings_seen(actor: StaffActor) -> Q:
    """The meetings ``actor`` may see: all of the agency; or, once they are called, those of the own seats.

    A seat counts by the post or by name, whatever the posts allow: one it was called to stays visible when the
    term is over, and who sits in a body today reads what it met about before.
    """
    every = Q(agency_id__in=agencies_seen(actor, SEEING_ALL))
    called = Called.objects.filter(seats_of(actor, "member__")).values("meeting_id")
    bodies = Membership.objects.filter(seats_of(actor), current_on(clock.today())).values("body_id")
    return every | ((Q(pk__in=called) | Q(body_id__in=bodies)) & ~Q(state="draft"))


def seats_of(actor: StaffActor, way: str = "") -> Q:
    """The seats that are the actor's: of the posts held or stood in for, or by name."""
    posts = [each.post_id for each in actor.holdings]
    return Q(**{f"{way}post_id__in": posts}) | Q(**{f"{way}person_id": actor.person_id})


def themes_seen(actor: StaffActor) -> Q:
    """The themes ``actor`` may see."""
    running = Q(agency_id__in=agencies_seen(actor, SEEING), state__in=themes.PUBLIC)
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | running


def may_plan(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` write plans, meetings and themes of the agency?"""
    if actor.holds(PLANNER, agency_id=agency_id):
        return YES
    return no(say("Only the planner of duties does this. Ask that person."))


def may_write_plan(actor: StaffActor, plan: WorkPlan) -> Answer:
    """May ``actor`` change what the plan says now?"""
    if plan.state not in plans.WRITABLE:
        return no(say("This plan is no draft any more. What was adopted does not change."))
    return may_plan(actor, plan.agency_id)


def may_add_task(actor: StaffActor, plan: WorkPlan) -> Answer:
    """May ``actor`` put a task into the plan? Into an adopted one with a reason."""
    if plan.state not in (*plans.WRITABLE, "adopted"):
        return no(say("Tasks are added to a draft, or with a reason to an adopted plan."))
    return may_plan(actor, plan.agency_id)


def may_write_task(actor: StaffActor, task: Task) -> Answer:
    """May ``actor`` change what the task says? Only while its plan is a draft."""
    if task.plan is None or task.plan.state not in plans.WRITABLE or task.state != "planned":
        return no(
            say("This task is in force: it does not change. The leader drops it, and another is added.")
        )
    return may_plan(actor, task.agency_id)


def may_tell(actor: StaffActor, task: Task) -> Answer:
    """May ``actor`` tell how far the task has come, or add evidence? Lead unit and helping units."""
    if task.state not in TOLD:
        return no(say("Progress and evidence are told after the task is signed for, until it is found done."))
    units = {task.unit_id, *task.co_units.values_list("pk", flat=True)}
    if any(actor.holds(DOER, agency_id=task.agency_id, unit_id=unit) for unit in units):
        return YES
    return no(say("Only the units of the task tell how far it has come."))


def may_prepare(actor: StaffActor, meeting: Meeting) -> Answer:
    """May ``actor`` write day, place and agenda of the meeting now?"""
    if meeting.state not in meetings.AGENDA:
        return no(say("Day, place and agenda are written until the meeting is held."))
    return may_plan(actor, meeting.agency_id)


def may_minute(actor: StaffActor, meeting: Meeting) -> Answer:
    """May ``actor`` write attendance, minutes and decisions?"""
    if meeting.state != "held":
        return no(
            say("Attendance, minutes and decisions are written after the meeting, until they are signed.")
        )
    return may_plan(actor, meeting.agency_id)


def may_write_theme(actor: StaffActor, theme: Theme) -> Answer:
    """May ``actor`` change what the theme says now?"""
    if theme.state != "draft":
        return no(say("This theme is open or closed. What it says does not change."))
    return may_plan(actor, theme.agency_id)


def may_tag(actor: StaffActor, theme: Theme) -> Answer:
    """May ``actor`` put tasks and publications under the theme?"""
    if theme.state not in ("draft", "running"):
        return no(say("This theme is closed. Nothing is put under it any more."))
    return may_plan(actor, theme.agency_id)
