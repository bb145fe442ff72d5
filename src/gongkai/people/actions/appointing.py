"""Who holds which post, and who stands in for whom."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.text import N_, say
from gongkai.people import access
from gongkai.people.actions import base
from gongkai.people.actor import StaffActor
from gongkai.people.models import Appointment, Delegation, Person, Post

APPOINTED = ledger.verb(
    "people.appointment.given", N_("{actor} gave {person} the post {post} in {unit} from {begins_on}")
)
ENDED = ledger.verb(
    "people.appointment.ended", N_("{actor} ended the post {post} of {person} in {unit}; last day {last_day}")
)
DELEGATED = ledger.verb(
    "people.delegation.given",
    N_("{actor} had {deputy} stand in for {person} as {post} in {unit}, {begins_on} to {ends_on}"),
)
DELEGATION_ENDED = ledger.verb(
    "people.delegation.ended", N_("{actor} ended {deputy}'s standing in for {person} as {post} in {unit}")
)


def longest_delegation() -> int:
    """Days a delegation may last at most (setting ``GONGKAI_DELEGATION_DAYS``)."""
    return int(getattr(settings, "GONGKAI_DELEGATION_DAYS", 90))


def appoint(
    *,
    actor: StaffActor,
    person_id: int,
    post_id: int,
    begins_on: date,
    ends_on: date | None = None,
    basis: str = "",
) -> Appointment:
    """Gives a post to a person, from ``begins_on`` to ``ends_on`` (the last day; ``None``: open)."""
    with transaction.atomic():
        post = base.take(Post, post_id)
        agency = post.unit.agency
        access.may(actor, "appoint", agency.pk).require()
        person = base.take(Person, person_id)
        access.may_appoint(actor, person, agency.pk).require()
        _check_times(begins_on, ends_on)
        if begins_on < post.opened_on:
            raise Invalid(
                say("The post was opened on {day}; begin then or later.", day=post.opened_on),
                field="begins_on",
            )
        if post.closed_on is not None:
            raise Refusal(say("The post is closed. Choose an open one."))
        if not person.is_active:
            raise Refusal(say("The account is closed. Open it again first."))
        if person.agency_id != agency.pk:
            raise Refusal(
                say("People get posts in their own agency only. Open an account for them in the other one.")
            )
        if person.appointments.filter(base.overlapping(begins_on, ends_on), post=post).exists():
            raise Refusal(say("The person holds this post in that time already. Nothing was changed."))
        base.check_one_administrator(post.roles, person.pk, begins_on, ends_on)
        row = Appointment.objects.create(
            person=person,
            post=post,
            basis=base.short(basis, "basis", 120),
            begins_on=begins_on,
            ends_on=ends_on,
        )
        doing = access.acting(actor, "appoint", agency.pk)
        _tell(APPOINTED, row, doing, begins_on=_iso(begins_on), ends_on=_iso(ends_on), basis=row.basis)
    return row


def end_appointment(*, actor: StaffActor, appointment_id: int, last_day: date, reason: str = "") -> None:
    """Ends an appointment after ``last_day``; yesterday ends it at once."""
    with transaction.atomic():
        row = base.take(Appointment, appointment_id)
        doing = access.acting(actor, "appoint", row.post.unit.agency_id)
        if last_day < clock.today() - timedelta(days=1):
            raise Invalid(
                say("The last day is yesterday at the earliest; what was done before was done in this post."),
                field="last_day",
            )
        if row.ends_on is not None and row.ends_on <= last_day:
            raise Refusal(say("It ends on {day} already. Nothing was changed.", day=row.ends_on))
        with base.keeping_the_three(last_day):
            # An appointment that has not begun ends before its first day: it never counts.
            row.ends_on = last_day
            row.save(update_fields=["ends_on"])
        _tell(ENDED, row, doing, base.short(reason, "reason", 200), last_day=_iso(last_day))


def delegate(
    *, actor: StaffActor, appointment_id: int, deputy_id: int, begins_on: date, ends_on: date, reason: str
) -> Delegation:
    """During an absence a colleague acts in a post: arranged by whoever holds it or the permission administrator."""
    with transaction.atomic():
        row = base.take(Appointment, appointment_id)
        access.may_delegate(actor, row).require()
        base.take(Post, row.post_id)  # its roles stay as they are until this is written
        deputy = base.take(Person, deputy_id)
        why = base.given(reason, say("Say why somebody stands in, for example annual leave."), "reason", 200)
        _check_deputy(actor, row, deputy)
        _check_absence(row, begins_on, ends_on)
        base.check_one_administrator(row.post.roles, deputy.pk, begins_on, ends_on)
        made = Delegation.objects.create(
            appointment=row, deputy=deputy, begins_on=begins_on, ends_on=ends_on, reason=why
        )
        _tell(
            DELEGATED,
            row,
            _delegating(actor, row),
            why,
            deputy,
            begins_on=_iso(begins_on),
            ends_on=_iso(ends_on),
        )
    return made


def end_delegation(*, actor: StaffActor, delegation_id: int) -> None:
    """Ends a delegation at once: today the deputy no longer acts in the post."""
    with transaction.atomic():
        made = base.take(Delegation, delegation_id)
        row = made.appointment
        if made.deputy_id != actor.person_id:  # a deputy may hand the post back
            access.may_delegate(actor, row).require()
        today = clock.today()
        if made.ended_early_on is not None or made.ends_on < today:
            raise Refusal(say("This has ended already. Nothing was changed."))
        made.ended_early_on = today
        made.save(update_fields=["ended_early_on"])
        _tell(DELEGATION_ENDED, row, _delegating(actor, row), "", made.deputy)


def _check_times(begins_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < begins_on:
        raise Invalid(say("The last day lies before the first. Check both."), field="ends_on")


def _check_deputy(actor: StaffActor, row: Appointment, deputy: Person) -> None:
    if deputy.pk == row.person_id:
        raise Invalid(say("Nobody stands in for themselves. Choose a colleague."), field="deputy")
    if deputy.pk == actor.person_id:
        raise NotAllowed(
            say("Nobody gives a post to themselves. Another permission administrator has to do it.")
        )
    if not deputy.is_active:
        raise Invalid(say("That account is closed. Choose somebody else."), field="deputy")
    if deputy.agency_id != row.post.unit.agency_id:
        raise Invalid(say("A colleague of the same agency stands in, nobody from outside."), field="deputy")


def _check_absence(row: Appointment, begins_on: date, ends_on: date) -> None:
    most = longest_delegation()
    _check_times(begins_on, ends_on)
    if begins_on < clock.today():
        raise Invalid(say("Somebody stands in from today on at the earliest."), field="begins_on")
    if (ends_on - begins_on).days + 1 > most:
        raise Invalid(
            say("Somebody stands in for at most {days} days. For longer, give them the post.", days=most),
            field="ends_on",
        )
    if begins_on < row.begins_on or (row.ends_on is not None and row.ends_on < ends_on):
        raise Invalid(
            say("The post itself is not held through that whole time. Check both days."), field="ends_on"
        )
    others = Delegation.objects.filter(
        base.overlapping(begins_on, ends_on),
        Q(ended_early_on__isnull=True) | Q(ended_early_on__gt=begins_on),
        appointment=row,
    )
    if others.exists():
        raise Refusal(say("Somebody stands in for this post in that time already. End that first."))


def _delegating(actor: StaffActor, row: Appointment) -> StaffActor:
    """Own absence: in the post itself; otherwise as permission administrator."""
    agency_id = row.post.unit.agency_id
    if row.person_id == actor.person_id:
        own = next((h for h in actor.holdings if h.post_id == row.post_id and h.absent is None), None)
        return actor.acting_as(own)
    return actor.acting_as(access.holding_for(actor, "delegate", agency_id))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _tell(
    kind: ledger.Verb,
    row: Appointment,
    actor: StaffActor,
    reason: str = "",
    deputy: Person | None = None,
    **data: object,
) -> None:
    """One event; its subject is the person the post was given to."""
    private = {"person": row.person.name} | ({"deputy": deputy.name} if deputy else {})
    values = {"post": row.post.title, "unit": row.post.unit.name, "appointment": row.pk, **data}
    if deputy:
        values["deputy_id"] = deputy.pk
    ledger.record(
        kind,
        subject=("people.person", row.person_id),
        actor=actor,
        data=values,
        private=private,
        reason=reason,
    )
