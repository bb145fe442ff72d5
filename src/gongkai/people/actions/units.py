"""Units and posts: opened, changed, closed; never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people import access
from gongkai.people.actions import base
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Appointment, Delegation, Person, Post, Unit

UNIT_OPENED = ledger.verb("people.unit.opened", N_("{actor} opened the unit {unit}"))
UNIT_CHANGED = ledger.verb("people.unit.changed", N_("{actor} changed the unit {unit}"))
UNIT_CLOSED = ledger.verb("people.unit.closed", N_("{actor} closed the unit {unit}"))
POST_OPENED = ledger.verb("people.post.opened", N_("{actor} opened the post {post} in {unit}, with: {roles}"))
POST_CHANGED = ledger.verb(
    "people.post.roles", N_("{actor} changed what the post {post} in {unit} may do, to: {roles}")
)
POST_CLOSED = ledger.verb("people.post.closed", N_("{actor} closed the post {post} in {unit}"))


@dataclass(frozen=True, slots=True)
class UnitData:
    """What is written of a unit."""

    name: str
    name_en: str = ""
    kind: str = Unit.Kind.SECTION
    duties: str = ""
    telephone: str = ""
    position: int = 0


def open_unit(*, actor: StaffActor, agency_id: int, code: str, data: UnitData) -> Unit:
    """Opens a unit of the agency."""
    doing = access.acting(actor, "keep_units", agency_id)
    values = _unit_values(data)
    key = base.code(code)
    try:
        with transaction.atomic():
            agency = base.take(Agency, agency_id)
            unit = Unit.objects.create(agency=agency, code=key, opened_on=clock.today(), **values)
            _tell_unit(UNIT_OPENED, unit, doing, code=key)
            public_version.public_changed()
    except IntegrityError as error:
        raise Invalid(
            say("The agency already has a unit with the code “{code}”.", code=key), field="code"
        ) from error
    return unit


def change_unit(*, actor: StaffActor, unit_id: int, data: UnitData, seen: str | None = None) -> Unit:
    """Changes a unit; ``seen`` is the stamp of what the person saw."""
    values = _unit_values(data)
    with transaction.atomic():
        unit = base.take(Unit, unit_id)
        doing = access.acting(actor, "keep_units", unit.agency_id)
        base.same(unit, seen)
        before = {name: getattr(unit, name) for name in values if getattr(unit, name) != values[name]}
        if not before:
            return unit
        for name in before:
            setattr(unit, name, values[name])
        unit.save(update_fields=list(before))
        after = {name: values[name] for name in before}
        _tell_unit(UNIT_CHANGED, unit, doing, before=before, after=after)
        public_version.public_changed()
    return unit


def close_unit(*, actor: StaffActor, unit_id: int, reason: str) -> None:
    """Closes a unit whose posts are all closed. Its documents and its history stay."""
    with transaction.atomic():
        unit = base.take(Unit, unit_id)
        doing = access.acting(actor, "keep_units", unit.agency_id)
        why = base.given(reason, say("Say why the unit is closed."), "reason", 200)
        if unit.closed_on is not None:
            return
        still = unit.posts.filter(closed_on__isnull=True).count()
        if still:
            raise Refusal(
                say("The unit still has {count} open posts. Close them first, then the unit.", count=still)
            )
        unit.closed_on = clock.today()
        unit.save(update_fields=["closed_on"])
        _tell_unit(UNIT_CLOSED, unit, doing, why)
        public_version.public_changed()


def open_post(*, actor: StaffActor, unit_id: int, title: str, roles: Iterable[str]) -> Post:
    """Opens a post in a unit; ``roles`` say what whoever holds it may do."""
    with transaction.atomic():
        unit = base.take(Unit, unit_id)
        doing = access.acting(actor, "keep_posts", unit.agency_id)
        name = base.given(title, say("Give the post its title."), "title", 80)
        keys = base.roles(roles)
        if unit.closed_on is not None:
            raise Refusal(say("The unit is closed; a post needs an open one."))
        if unit.posts.filter(title=name, closed_on__isnull=True).exists():
            raise Invalid(
                say("The unit already has an open post “{title}”. Add a number to the title.", title=name),
                field="title",
            )
        post = Post.objects.create(unit=unit, title=name, roles=keys, opened_on=clock.today())
        _tell_post(POST_OPENED, post, doing, roles=keys)
    return post


def change_post_roles(
    *, actor: StaffActor, post_id: int, roles: Iterable[str], reason: str, seen: str | None = None
) -> Post:
    """Changes what a post may do. Nobody changes a post they hold; nobody becomes two administrators by it."""
    with transaction.atomic():
        post = base.take(Post, post_id)
        doing = access.acting(actor, "change_roles", post.unit.agency_id)
        why = base.given(reason, say("Say why the roles are changed."), "reason", 200)
        keys = base.roles(roles)
        if post.closed_on is not None:
            raise Refusal(say("The post is closed. Open a new one instead."))
        base.same(post, seen)
        before = list(post.roles)
        if keys == before:
            return post
        _check_holders(post, keys, actor)
        with base.keeping_the_three():
            post.roles = keys
            post.save(update_fields=["roles"])
        _tell_post(POST_CHANGED, post, doing, why, before=before, roles=keys)
    return post


def close_post(*, actor: StaffActor, post_id: int, reason: str) -> None:
    """Closes a post nobody holds any more."""
    with transaction.atomic():
        post = base.take(Post, post_id)
        doing = access.acting(actor, "keep_posts", post.unit.agency_id)
        why = base.given(reason, say("Say why the post is closed."), "reason", 200)
        if post.closed_on is not None:
            return
        holders = _held_from(post, clock.today()).count()
        if holders:
            raise Refusal(
                say(
                    "{count} people still hold this post or will. "
                    "Have the permission administrator end that first.",
                    count=holders,
                )
            )
        post.closed_on = clock.today()
        post.save(update_fields=["closed_on"])
        _tell_post(POST_CLOSED, post, doing, why)


def _held_from(post: Post, day: date) -> QuerySet[Appointment]:
    """Appointments to the post in force on ``day`` or later, of open accounts."""
    return Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), post=post, person__is_active=True
    )


def _check_holders(post: Post, keys: list[str], actor: StaffActor) -> None:
    today = clock.today()
    held = list(_held_from(post, today))
    if any(each.person_id == actor.person_id for each in held):
        raise Refusal(
            say("You hold this post yourself. Another permission administrator has to change its roles.")
        )
    stood_in = Delegation.objects.filter(
        Q(ended_early_on__isnull=True) | Q(ended_early_on__gt=today), appointment__in=held, ends_on__gte=today
    )
    times = [(each.person_id, each.begins_on, each.ends_on) for each in held]
    times += [(each.deputy_id, each.begins_on, each.ends_on) for each in stood_in]
    # Whoever gives one of these people another post at the same moment waits, or is waited for.
    list(Person.objects.select_for_update().filter(pk__in={each[0] for each in times}).order_by("pk"))
    for person_id, begins_on, ends_on in times:
        if person_id == actor.person_id:
            raise Refusal(
                say(
                    "You stand in for the holder of this post. Another permission administrator has to change it."
                )
            )
        base.check_one_administrator(keys, person_id, begins_on, ends_on, without_post=post.pk)


def _unit_values(data: UnitData) -> dict[str, str | int]:
    if data.kind not in Unit.Kind.values:
        raise Invalid(say("Choose the kind of unit."), field="kind")
    if not 0 <= data.position <= 999:
        raise Invalid(say("The place in the list is a number from 0 to 999."), field="position")
    longest = {"name_en": 120, "duties": 4000, "telephone": 60}
    values: dict[str, str | int] = {each.name: getattr(data, each.name) for each in fields(data)}
    values |= {name: base.short(str(values[name]), name, most) for name, most in longest.items()}
    return values | {"name": base.given(data.name, say("Give the unit its name."), "name", 80)}


def _tell_unit(kind: ledger.Verb, unit: Unit, actor: StaffActor, reason: str = "", **data: object) -> None:
    values = {"unit": unit.name, **data}
    ledger.record(kind, subject=("people.unit", unit.pk), actor=actor, data=values, reason=reason)


def _tell_post(kind: ledger.Verb, post: Post, actor: StaffActor, reason: str = "", **data: object) -> None:
    values = {"post": post.title, "unit": post.unit.name, **data}
    ledger.record(kind, subject=("people.post", post.pk), actor=actor, data=values, reason=reason)
