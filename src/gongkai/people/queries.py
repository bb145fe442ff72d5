"""Every read of the room; each begins from what the actor may see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils import timezone

from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import NotAllowed
from gongkai.domain.text import say
from gongkai.people import access
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Agency, Appointment, Body, Delegation, Membership, Person, Post, Unit
from gongkai.people.sentences import Told, tell

PAGE = 50
Row = TypeVar("Row", bound=Model)


def stamp(row: Model) -> str:
    """A short digest of the row as it stands; forms carry it, so that a change behind their back is noticed."""
    columns = [column for column in row._meta.concrete_fields if column.attname != "last_login"]  # noqa: SLF001
    text = "\x1f".join(repr(getattr(row, column.attname)) for column in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- Agencies ---------------------------------------------------------------------------------------------


def agencies(actor: StaffActor) -> QuerySet[Agency]:
    """The agencies whose people ``actor`` may look at: the own one, and every one for the host's administrators."""
    rows = Agency.objects.select_related("superior").order_by("-is_host", "name", "pk")
    if access.agencies_of(actor, "see_accounts") is None:
        return rows
    return rows.filter(pk__in={actor.agency_id, *(holding.agency_id for holding in actor.holdings)})


def agency(actor: StaffActor, agency_id: int | None = None) -> Agency:
    """One agency (the actor's own); refused where the actor may not look."""
    return _one(agencies(actor).filter(pk=agency_id or actor.agency_id))


# --- Units and posts --------------------------------------------------------------------------------------


def _holders() -> Prefetch[str]:
    held = Appointment.objects.filter(current_on(clock.today()), person__is_active=True).select_related(
        "person"
    )
    return Prefetch("appointments", held.order_by("begins_on", "pk"), to_attr="held_today")


def units(actor: StaffActor, agency_id: int, *, closed: bool = False) -> list[Unit]:
    """The units of an agency, each with its open posts (``open_posts``) and who holds them (``held_today``)."""
    posts = Post.objects.filter(closed_on__isnull=True).order_by("pk").prefetch_related(_holders())
    rows = Unit.objects.filter(agency__in=agencies(actor), agency_id=agency_id)
    rows = rows if closed else rows.filter(closed_on__isnull=True)
    return list(
        rows.order_by("position", "pk").prefetch_related(Prefetch("posts", posts, to_attr="open_posts"))
    )


def unit(actor: StaffActor, unit_id: int) -> Unit:
    """One unit with all its posts, closed ones too."""
    posts = Post.objects.order_by("-closed_on", "pk").prefetch_related(_holders())
    rows = Unit.objects.filter(agency__in=agencies(actor), pk=unit_id).select_related("agency")
    return _one(rows.prefetch_related(Prefetch("posts", posts, to_attr="all_posts")))


def post(actor: StaffActor, post_id: int) -> Post:
    """One post with whoever holds or held it (``held``)."""
    held = Appointment.objects.select_related("person").order_by("-begins_on", "-pk")
    rows = Post.objects.filter(unit__agency__in=agencies(actor), pk=post_id).select_related("unit__agency")
    return _one(rows.prefetch_related(Prefetch("appointments", held, to_attr="held")))


def open_posts(agency_id: int) -> QuerySet[Post]:
    """The open posts of an agency, for a list to choose from."""
    rows = Post.objects.filter(
        unit__agency_id=agency_id, closed_on__isnull=True, unit__closed_on__isnull=True
    )
    return rows.select_related("unit").order_by("unit__position", "unit_id", "pk")


# --- Accounts ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of accounts; ``after`` is the cursor of the next one (empty: the last)."""

    rows: Sequence[Person]
    after: str


def accounts(
    actor: StaffActor,
    agency_id: int,
    *,
    q: str = "",
    state: str = "",
    unit_id: int | None = None,
    after: str = "",
) -> AccountPage:
    """Accounts by user name, with the posts of today (``held_today``). ``state``: open, closed or empty."""
    access.may(actor, "see_accounts", agency_id).require()
    rows = Person.objects.filter(agency_id=agency_id)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(username__icontains=q))
    if state:
        rows = rows.filter(is_active=state == "open")
    if unit_id:
        here = Appointment.objects.filter(current_on(clock.today()), post__unit_id=unit_id)
        rows = rows.filter(pk__in=here.values("person_id"))
    if after:
        rows = rows.filter(username__gt=after)
    held = Appointment.objects.filter(current_on(clock.today())).select_related("post__unit").order_by("pk")
    found = list(
        rows.order_by("username").prefetch_related(Prefetch("appointments", held, to_attr="held_today"))[
            : PAGE + 1
        ]
    )
    return AccountPage(found[:PAGE], found[PAGE - 1].username if len(found) > PAGE else "")


def account(actor: StaffActor, person_id: int) -> Person:
    """One account with all appointments (``held``) and all delegations to it (``stood_in``)."""
    held = Appointment.objects.select_related("post__unit").order_by("-begins_on", "-pk")
    stood_in = Delegation.objects.select_related("appointment__post__unit", "appointment__person", "deputy")
    person = _one(
        Person.objects.filter(pk=person_id)
        .select_related("agency")
        .prefetch_related(
            Prefetch("appointments", held, to_attr="held"),
            Prefetch("delegations", stood_in.order_by("-begins_on", "-pk"), to_attr="stood_in"),
        )
    )
    if person.pk != actor.person_id and not access.may(actor, "see_accounts", person.agency_id):
        raise _nothing()
    return person


def colleagues(agency_id: int, *, without: Iterable[int] = ()) -> QuerySet[Person]:
    """The open accounts of an agency, for a list to choose from."""
    return (
        Person.objects.filter(agency_id=agency_id, is_active=True)
        .exclude(pk__in=list(without))
        .order_by("name")
    )


def appointment(actor: StaffActor, appointment_id: int) -> Appointment:
    """One appointment, to be ended."""
    rows = Appointment.objects.select_related("post__unit__agency", "person").filter(pk=appointment_id)
    row = _one(rows)
    if row.person_id != actor.person_id and not access.may(actor, "appoint", row.post.unit.agency_id):
        raise _nothing()
    return row


# --- Standing in ------------------------------------------------------------------------------------------


def delegations(actor: StaffActor, *, past: bool = False) -> list[Delegation]:
    """Who stands in for whom: one's own, and the agency's for its permission administrator."""
    mine = Q(appointment__person_id=actor.person_id) | Q(deputy_id=actor.person_id)
    reach = access.agencies_of(actor, "delegate")
    wanted = Q() if reach is None else mine | Q(appointment__post__unit__agency_id__in=reach)
    rows = Delegation.objects.filter(wanted).select_related(
        "appointment__post__unit", "appointment__person", "deputy"
    )
    today = clock.today()
    running = Q(ends_on__gte=today) & (Q(ended_early_on__isnull=True) | Q(ended_early_on__gt=today))
    return list((rows.exclude(running) if past else rows.filter(running)).order_by("-begins_on", "-pk")[:200])


def delegation(actor: StaffActor, delegation_id: int) -> Delegation:
    """One delegation that ``actor`` may end."""
    rows = Delegation.objects.select_related(
        "appointment__post__unit__agency", "appointment__person", "deputy"
    )
    row = _one(rows.filter(pk=delegation_id))
    if row.deputy_id != actor.person_id and not access.may_delegate(actor, row.appointment):
        raise _nothing()
    return row


def appointments_to_delegate(actor: StaffActor) -> QuerySet[Appointment]:
    """The appointments ``actor`` may have somebody stand in for."""
    wanted = Q(person_id=actor.person_id)
    reach = access.agencies_of(actor, "delegate")
    wanted |= Q(pk__isnull=False) if reach is None else Q(post__unit__agency_id__in=reach)
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today())
    rows = Appointment.objects.filter(wanted & current, person__is_active=True, post__closed_on__isnull=True)
    return rows.select_related("person", "post__unit").order_by("person__name", "pk")


# --- Bodies -----------------------------------------------------------------------------------------------


def bodies(actor: StaffActor, agency_id: int) -> list[Body]:
    """The bodies of an agency with the seats of today (``seats``)."""
    rows = Body.objects.filter(agency__in=agencies(actor), agency_id=agency_id).order_by(
        "ends_on", "begins_on", "pk"
    )
    today = Membership.objects.filter(current_on(clock.today()))
    return list(rows.prefetch_related(Prefetch("memberships", _seats(today), to_attr="seats")))


def body(actor: StaffActor, body_id: int) -> Body:
    """One body with every term, past ones too (``seats``)."""
    rows = Body.objects.filter(agency__in=agencies(actor), pk=body_id).select_related("agency")
    return _one(
        rows.prefetch_related(Prefetch("memberships", _seats(Membership.objects.all()), to_attr="seats"))
    )


def membership(actor: StaffActor, membership_id: int) -> Membership:
    """One term in a body."""
    rows = Membership.objects.filter(pk=membership_id, body__agency__in=agencies(actor))
    return _one(rows.select_related("body__agency", "post__unit", "person"))


def _seats(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Seats in order of rank; a seat by post brings whoever holds the post today."""
    held = Appointment.objects.filter(current_on(clock.today()), person__is_active=True).select_related(
        "person"
    )
    return (
        rows.select_related("post__unit", "person")
        .prefetch_related(Prefetch("post__appointments", held, to_attr="held_today"))
        .order_by("begins_on", "pk")
    )


# --- The ledger -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What to look for in the ledger; empty fields ask for nothing. ``subject`` is ``type:key`` or a key."""

    verb: str = ""
    person: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Events as sentences, the newest first, with the cursors of the pages beside (``None``: no such page)."""

    entries: Sequence[Told] = field(default_factory=list)
    newer: int | None = None
    older: int | None = None


def ledger_page(actor: StaffActor, wanted: LedgerFilter, *, size: int = PAGE) -> LedgerPage:
    """A page of the whole ledger, as far as ``actor`` may read it; a fixed number of queries."""
    access.may(actor, "see_ledger").require()
    rows = _ledger_rows(actor, wanted)
    if wanted.after is not None:  # towards the newer end: turned round afterwards
        found = list(rows.filter(seq__gt=wanted.after).order_by("seq")[: size + 1])
        more, shown = len(found) > size, found[:size][::-1]
        newer, older = (shown[0].seq if more else None), (shown[-1].seq if shown else None)
    else:
        rows = rows if wanted.before is None else rows.filter(seq__lt=wanted.before)
        found = list(rows.order_by("-seq")[: size + 1])
        more, shown = len(found) > size, found[:size]
        newer = shown[0].seq if shown and wanted.before is not None else None
        older = shown[-1].seq if more else None
    return LedgerPage(tell(shown), newer, older)


def _ledger_rows(actor: StaffActor, wanted: LedgerFilter) -> QuerySet[Event]:
    rows = Event.objects.all()
    scope = access.ledger_scope(actor)
    if scope is not None:
        rows = rows.filter(agency__in=scope)
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.person:
        people = Person.objects.filter(
            Q(name__icontains=wanted.person) | Q(username__icontains=wanted.person)
        )
        numbers = list(people.values_list("pk", flat=True)[:200])
        rows = rows.filter(Q(person__in=numbers) | Q(on_behalf_of__in=numbers))
    if wanted.subject:
        kind, _colon, key = wanted.subject.rpartition(":")
        rows = rows.filter(subject=key.strip())
        rows = rows.filter(subject_type=kind.strip()) if kind else rows
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def history(kind: str, key: object, *, size: int = PAGE) -> list[Told]:
    """What happened to one of the room's records, the newest first."""
    return tell(Event.objects.filter(subject_type=kind, subject=str(key)).order_by("-seq")[:size])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _one(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise _nothing()
    return row


def _nothing() -> NotAllowed:
    return NotAllowed(say("There is no such record, or your posts do not show it to you."))
