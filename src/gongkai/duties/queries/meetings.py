"""Meetings as staff see them: agenda, who was called, decisions, what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.duties.meetings import HELD, PROCESS
from gongkai.duties import access, plan_access
from gongkai.duties.models import AgendaItem, Called, Decision, Meeting
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.duties.queries.plans import doers
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Appointment, Body, Membership


def for_staff(actor: StaffActor) -> QuerySet[Meeting]:
    """The meetings the actor sees, the latest first."""
    rows = Meeting.objects.filter(plan_access.meetings_seen(actor))
    return rows.select_related("agency", "body").order_by("-begins_at", "-id")


def meeting(actor: StaffActor, pk: int) -> Meeting | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def bodies_of(agency_id: int, kept: int | None = None) -> list[Body]:
    """The bodies of the agency that sit today, and the one chosen before."""
    sitting = current_on(clock.today()) | Q(pk=kept)
    return list(Body.objects.filter(sitting, agency_id=agency_id).order_by("begins_on", "pk"))


def agenda(found: Meeting) -> QuerySet[AgendaItem]:
    """The items of the agenda that were not taken out."""
    return found.agenda.filter(taken_out_at__isnull=True).select_related("task__unit").order_by("id")


def seats(body_id: int, on: date) -> QuerySet[Membership]:
    """The seats of a body on a day, with whoever holds their posts that day (``post.held``)."""
    held = Appointment.objects.filter(current_on(on), person__is_active=True).select_related("person")
    rows = Membership.objects.filter(current_on(on), body_id=body_id).select_related("post__unit", "person")
    return rows.prefetch_related(Prefetch("post__appointments", held, to_attr="held")).order_by(
        "begins_on", "pk"
    )


def called(found: Meeting) -> QuerySet[Called]:
    """Who was called, in the order of the seats."""
    return found.called.select_related("member__post__unit", "member__person").order_by("id")


def decisions(found: Meeting) -> QuerySet[Decision]:
    """The decisions that were not taken out."""
    rows = found.decisions.filter(taken_out_at__isnull=True).select_related("unit", "plan", "task")
    return rows.order_by("id")


def flags(found: Meeting) -> frozenset[str]:
    """What is true of it, in the words of ``domain.duties.meetings.FLAGS``."""
    known = set()
    if found.state == "draft":
        day = max(clock.today(), timezone.localtime(found.begins_at).date())
        if found.place.strip() and agenda(found).exists() and seats(found.body_id, day).exists():
            known.add("ready")
    if clock.now() >= found.begins_at:
        known.add("over")
    if found.state == "held" and found.minutes.strip() and not found.called.filter(presence="").exists():
        known.add("minuted")
    return frozenset(known)


def facts(found: Meeting, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found.agency_id)),
        doers=doers("meeting", found.pk),
        given=frozenset(given),
        flags=flags(found),
    )


def offers(found: Meeting, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def told(found: Meeting) -> list[Event]:
    """The events of a meeting, oldest first."""
    return list(ledger.events_of([subject_of(found)]))


def held_in(agency_id: int, year: int) -> QuerySet[Meeting]:
    """The meetings of the agency held in a year."""
    rows = Meeting.objects.filter(agency_id=agency_id, state__in=HELD, held_on__year=year)
    return rows.select_related("body", "agency").order_by("held_on", "id")
