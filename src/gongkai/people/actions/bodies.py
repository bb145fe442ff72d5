"""Standing groups such as the leading group and the supervision group (领导小组、监督小组), with terms of office."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people import access
from gongkai.people.actions import base
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Body, Membership, Person, Post

FOUNDED = ledger.verb("people.body.founded", N_("{actor} founded the body {body}"))
DISSOLVED = ledger.verb("people.body.dissolved", N_("{actor} dissolved the body {body}; last day {last_day}"))
SEATED = ledger.verb("people.body.seated", N_("{actor} gave {member} a seat in {body} from {begins_on}"))
LEFT = ledger.verb(
    "people.body.left", N_("{actor} ended the seat of {member} in {body}; last day {last_day}")
)


def found_body(
    *,
    actor: StaffActor,
    agency_id: int,
    name: str,
    kind: str,
    begins_on: date,
    duties: str = "",
    basis: str = "",
) -> Body:
    """Founds a standing group; ``basis`` names the document that set it up."""
    doing = access.acting(actor, "keep_bodies", agency_id)
    title = base.given(name, say("Give the body its name."), "name", 120)
    if kind not in Body.Kind.values:
        raise Invalid(say("Choose the kind of body."), field="kind")
    with transaction.atomic():
        agency = base.take(Agency, agency_id)
        if agency.bodies.filter(name=title, ends_on__isnull=True).exists():
            raise Invalid(say("There is already a body “{name}”.", name=title), field="name")
        body = Body.objects.create(
            agency=agency,
            name=title,
            kind=kind,
            duties=base.short(duties, "duties", 4000),
            basis=base.short(basis, "basis", 160),
            begins_on=begins_on,
        )
        _tell(FOUNDED, body, doing, begins_on=begins_on.isoformat())
    return body


def dissolve_body(*, actor: StaffActor, body_id: int, last_day: date, reason: str) -> None:
    """Ends a body and every seat in it after ``last_day``; both stay on record."""
    with transaction.atomic():
        body = base.take(Body, body_id)
        doing = access.acting(actor, "keep_bodies", body.agency_id)
        why = base.given(reason, say("Say why the body is dissolved."), "reason", 200)
        _check_last_day(body.begins_on, last_day)
        if body.ends_on is not None:
            raise Refusal(say("It ends on {day} already. Nothing was changed.", day=body.ends_on))
        body.ends_on = last_day
        body.save(update_fields=["ends_on"])
        body.memberships.filter(ends_on__isnull=True).update(ends_on=last_day)
        _tell(DISSOLVED, body, doing, why, last_day=last_day.isoformat())


def seat_member(
    *,
    actor: StaffActor,
    body_id: int,
    seat: str,
    begins_on: date,
    post_id: int | None = None,
    person_id: int | None = None,
    ends_on: date | None = None,
    basis: str = "",
) -> Membership:
    """Gives a seat for a term: to whoever holds a post, or to a person by name; exactly one of the two."""
    with transaction.atomic():
        body = base.take(Body, body_id)
        doing = access.acting(actor, "keep_bodies", body.agency_id)
        if seat not in Membership.Seat.values:
            raise Invalid(say("Choose the seat."), field="seat")
        if (post_id is None) == (person_id is None):
            raise Invalid(say("Choose either a post or a person."), field="post")
        post = Post.objects.filter(
            pk=post_id or 0, unit__agency_id=body.agency_id, closed_on__isnull=True
        ).first()
        person = Person.objects.filter(pk=person_id or 0, agency_id=body.agency_id, is_active=True).first()
        if post is None and person is None:
            raise Invalid(
                say("Choose an open post or account of the agency."), field="post" if post_id else "person"
            )
        _check_term(body, begins_on, ends_on)
        if body.memberships.filter(base.overlapping(begins_on, ends_on), post=post, person=person).exists():
            raise Refusal(say("They have a seat in this body in that time already. Nothing was changed."))
        row = Membership.objects.create(
            body=body,
            seat=seat,
            post=post,
            person=person,
            basis=base.short(basis, "basis", 160),
            begins_on=begins_on,
            ends_on=ends_on,
        )
        _tell_member(SEATED, row, doing, seat=seat, begins_on=begins_on.isoformat())
    return row


def end_membership(*, actor: StaffActor, membership_id: int, last_day: date, reason: str = "") -> None:
    """Ends a seat after ``last_day``; the term stays on record."""
    with transaction.atomic():
        row = base.take(Membership, membership_id)
        doing = access.acting(actor, "keep_bodies", row.body.agency_id)
        _check_last_day(row.begins_on, last_day)
        if row.ends_on is not None and row.ends_on <= last_day:
            raise Refusal(say("It ends on {day} already. Nothing was changed.", day=row.ends_on))
        row.ends_on = last_day
        row.save(update_fields=["ends_on"])
        why = base.short(reason, "reason", 200)
        _tell_member(LEFT, row, doing, why, last_day=last_day.isoformat())


def _check_last_day(first: date, last: date) -> None:
    if last < first:
        raise Invalid(say("The last day lies before the first. Check both."), field="last_day")


def _check_term(body: Body, begins_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < begins_on:
        raise Invalid(say("The last day lies before the first. Check both."), field="ends_on")
    if begins_on < body.begins_on:
        raise Invalid(
            say("The body exists since {day}; begin then or later.", day=body.begins_on), field="begins_on"
        )
    if body.ends_on is not None:
        raise Refusal(say("The body was dissolved; nobody gets a seat any more."))


def _tell(kind: ledger.Verb, body: Body, actor: StaffActor, reason: str = "", **data: object) -> None:
    values = {"body": body.name, "kind": body.kind, **data}
    ledger.record(kind, subject=("people.body", body.pk), actor=actor, data=values, reason=reason)


def _tell_member(
    kind: ledger.Verb, row: Membership, actor: StaffActor, reason: str = "", **data: object
) -> None:
    """A post is named in the open, a person beside the chain."""
    values: dict[str, object] = {"body": row.body.name, "membership": row.pk, **data}
    private = {}
    if row.post:
        values["member"] = f"{row.post.unit.name} {row.post.title}"
    elif row.person:
        private["member"] = row.person.name
    ledger.record(
        kind, subject=("people.body", row.body_id), actor=actor, data=values, private=private, reason=reason
    )
