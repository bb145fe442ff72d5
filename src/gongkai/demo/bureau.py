"""Founds the demonstration's agencies, units, posts, people, groups, channels and topics."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.demo import cast
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Agency, Appointment, Body, Membership, Person, Post, Unit
from gongkai.publishing import actions

FOUNDED = ledger.verb("demo.founded", N_("The demonstration was founded: {units} units, {people} accounts"))
BEGIN = date(2011, 1, 4)


def found() -> Agency:
    """The bureau, its neighbours and everybody in it, as of the beginning of 2011."""
    with transaction.atomic():
        government = Agency.objects.create(opened_on=BEGIN, **cast.GOVERNMENT)
        bureau = Agency.objects.create(opened_on=BEGIN, is_host=True, superior=government, **cast.BUREAU)
        housing = Agency.objects.create(opened_on=BEGIN, superior=government, **cast.HOUSING)
        units = {
            desk.code: Unit.objects.create(
                agency=bureau,
                code=desk.code,
                name=desk.name,
                name_en=desk.name_en,
                kind=desk.kind,
                duties=desk.duties,
                position=position,
                opened_on=BEGIN,
            )
            for position, desk in enumerate(cast.UNITS)
        }
        _people(bureau, units)
        _outsiders(housing, government)
        _bodies(bureau)
        ledger.record(
            FOUNDED,
            subject=("people.agency", bureau.pk),
            actor=ledger.System(bureau.code),
            data={"units": len(units), "people": len(cast.PARTS)},
        )
    _furnish(bureau)
    return bureau


def _people(bureau: Agency, units: dict[str, Unit]) -> None:
    # One hash for all: everybody may know the password, and hashing it for each would take seconds.
    password = make_password(cast.PASSWORD)
    for part in cast.PARTS:
        _account(bureau, units[part.unit], part.username, part.name, part.title, part.roles, password)


def _outsiders(housing: Agency, government: Agency) -> None:
    password = make_password(cast.PASSWORD)
    hall = Unit.objects.create(
        agency=housing, code="office", name="办公室", name_en="Office", opened_on=BEGIN
    )
    _account(
        housing,
        hall,
        "zjj-office",
        "金示例",
        "政务公开专员",
        ("publishing.drafter", "publishing.office"),
        password,
    )
    desk = Unit.objects.create(
        agency=government, code="openness", name="政务公开科", name_en="Openness office", opened_on=BEGIN
    )
    _account(government, desk, "city-office", "魏示例", "科长", ("people.city_office",), password)


def _account(
    agency: Agency, unit: Unit, username: str, name: str, title: str, roles: tuple[str, ...], password: str
) -> None:
    person = Person.objects.create(
        username=username, name=name, agency=agency, password=password, opened_at=clock.now()
    )
    post = Post.objects.create(unit=unit, title=title, roles=list(roles), opened_on=BEGIN)
    Appointment.objects.create(person=person, post=post, begins_on=BEGIN, basis="演示任职")


def _bodies(bureau: Agency) -> None:
    heads = {appointment.person.username: appointment.post for appointment in _appointments(bureau)}
    groups = (
        (
            "政务公开和政府信息公开工作领导小组",
            Body.Kind.LEADING_GROUP,
            "领导全局政务公开工作，研究解决重大问题。",
            [("head", "head"), ("leader", "deputy")]
            + [(name, "member") for name in ("office-head", "law-head", "city-head", "section-head")]
            + [(f"b{n}-head", "member") for n in range(1, 6)],
        ),
        (
            "领导小组办公室",
            Body.Kind.OFFICE,
            "设在局办公室，承担政务公开日常工作，整理归档有关材料。",
            [("office", "director"), ("office-drafter", "member")],
        ),
        (
            "政务公开监督小组",
            Body.Kind.SUPERVISION_GROUP,
            "监督政务公开的内容、时限和程序，只看不改。",
            [("leader", "head"), ("supervisor", "member")],
        ),
    )
    for name, kind, duties, seats in groups:
        body = Body.objects.create(
            agency=bureau, name=name, kind=kind, duties=duties, begins_on=BEGIN, basis="示例城管〔2011〕1号"
        )
        for username, seat in seats:
            Membership.objects.create(body=body, post=heads[username], seat=seat, begins_on=BEGIN)


def _appointments(bureau: Agency) -> list[Appointment]:
    return list(Appointment.objects.filter(person__agency=bureau).select_related("person", "post"))


def actor(username: str) -> StaffActor:
    """One of the cast, as of the moment travelled to."""
    return actor_of(Person.objects.select_related("agency").get(username=username))


def _furnish(bureau: Agency) -> None:
    office = actor("office")
    for kind, name, url, is_here in cast.CHANNELS:
        actions.open_channel(
            actor=office, agency_id=bureau.pk, kind=kind, name=name, url=url, is_here=is_here
        )
    for slug, title, description in cast.TOPICS:
        actions.open_topic(actor=office, agency_id=bureau.pk, slug=slug, title=title, description=description)
    for pattern, advice, severity in cast.WORDINGS:
        actions.add_wording(
            actor=office, agency_id=bureau.pk, pattern=pattern, advice=advice, severity=severity
        )
    duties = (
        ("article20.5.results", "appearance"),
        ("article20.6.decisions", "law"),
        ("article20.7", "office"),
        ("article20.12", "brigade3"),
        ("article20.13", "waste"),
        ("urban.waste", "waste"),
        ("urban.advertising", "appearance"),
        ("article20.2", "office"),
        ("article20.1", "law"),
    )
    units = {unit.code: unit.pk for unit in Unit.objects.filter(agency=bureau)}
    for key, unit in duties:
        actions.assign_duty(actor=office, agency_id=bureau.pk, entry_key=key, unit_id=units[unit])
