"""Writing matters that came in: one or many in a transaction, with the same few statements for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.complaints import secret
from gongkai.complaints.actions import projecting
from gongkai.complaints.actions.files import keep_files
from gongkai.complaints.actions.reports import Asked, Report, Submitted
from gongkai.complaints.identity import seal
from gongkai.complaints.models import Matter, Reporter, Step
from gongkai.complaints.numbers import next_numbers
from gongkai.complaints.people import ReporterActor
from gongkai.complaints.queries.similar import number_of
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, ledger, places
from gongkai.core.models import Event
from gongkai.domain.complaints import DESK, categories
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor

SUBMITTED = ledger.verb("complaints.matter.submitted", N_("{actor} handed in the matter {number}"))
ENTERED = ledger.verb("complaints.matter.entered", N_("{actor} entered the matter {number}"))


def take(batch: Sequence[Asked]) -> list[Submitted]:
    """Takes them in, all or none; what is known already by its token or outside number is given again."""
    with transaction.atomic():
        ledger.take_turn()
        found: dict[str, Submitted] = {}
        fresh: list[Asked] = []
        known = _known(batch)
        for asked in batch:
            if asked.token in known:
                found[asked.token] = _again(known[asked.token])
            elif not any(_same(asked, other) for other in fresh):
                fresh.append(asked)
        for asked, matter, event in _write(fresh):
            found[asked.token] = Submitted(matter, asked.code, event.seq, event.digest)
        return [found.get(asked.token) or _like(asked, fresh, found) for asked in batch]


def _same(one: Asked, other: Asked) -> bool:
    """Two of one batch that make one matter: a double click, or a number handed in twice."""
    if one.token == other.token:
        return True
    numbers = (one.report.outside_number, other.report.outside_number)
    return numbers[0] != "" and (one.agency.pk, one.report.outside_system, numbers[0]) == (
        other.agency.pk,
        other.report.outside_system,
        numbers[1],
    )


def _like(asked: Asked, fresh: Sequence[Asked], found: dict[str, Submitted]) -> Submitted:
    first = next(other for other in fresh if _same(asked, other))
    given = found[first.token]
    return Submitted(given.matter, given.code, given.seq, given.digest, again=True)


def _known(batch: Sequence[Asked]) -> dict[str, Matter]:
    """Token → the matter that is there already, by its token or its outside number; two questions at most."""
    tokens = Matter.objects.filter(token__in=[asked.token for asked in batch]).select_related("agency")
    found = {str(matter.token): matter for matter in tokens}
    outside = [asked for asked in batch if asked.report.outside_number and asked.token not in found]
    if outside:
        numbers = {asked.report.outside_number for asked in outside}
        rows = Matter.objects.filter(outside_number__in=numbers).select_related("agency")
        there = {(row.agency_id, row.outside_system, row.outside_number): row for row in rows}
        for asked in outside:
            key = (asked.agency.pk, asked.report.outside_system, asked.report.outside_number)
            if key in there:
                found[asked.token] = there[key]
    return found


def _again(matter: Matter) -> Submitted:
    """The same number and code as the first time."""
    first = next(iter(ledger.events_of([subject_of(matter)])))
    return Submitted(matter, secret.code_of(matter.token or ""), first.seq, first.digest, again=True)


def _write(fresh: Sequence[Asked]) -> list[tuple[Asked, Matter, Event]]:
    if not fresh:
        return []
    matters = Matter.objects.bulk_create(_matters(fresh))
    pairs = list(zip(fresh, matters, strict=True))
    Reporter.objects.bulk_create(_reporter(asked, matter) for asked, matter in pairs)
    for asked, matter in pairs:
        keep_files(matter, asked.files, asked.actor)
    projecting.begin_all(matters)
    told = [(asked, matter, _hints(asked)) for asked, matter in pairs]
    Step.objects.bulk_create(_step(asked, matter, hints) for asked, matter, hints in told)
    events = ledger.record_all([_entry(asked, matter, hints) for asked, matter, hints in told])
    return [(asked, matter, event) for (asked, matter), event in zip(pairs, events, strict=True)]


def _matters(fresh: Sequence[Asked]) -> list[Matter]:
    """The rows, with the numbers of each agency given in the order in which they came."""
    year, numbers = clock.today().year, {}
    for agency in {asked.agency.pk: asked.agency for asked in fresh}.values():
        count = sum(asked.agency.pk == agency.pk for asked in fresh)
        numbers[agency.pk] = iter(next_numbers(agency, year, count))
    return [_matter(asked, next(numbers[asked.agency.pk])) for asked in fresh]


def _matter(asked: Asked, number: str) -> Matter:
    report, now = asked.report, clock.now()
    holding = asked.actor.holds(DESK, agency_id=asked.agency.pk) if asked.actor else None
    state = "registered" if asked.actor is not None and report.category else "received"
    return Matter(
        agency=asked.agency,
        number=number,
        code_digest=secret.digest_of(number, asked.code),
        token=asked.token,
        kind=report.kind,
        channel=report.channel,
        category=report.category,
        category_version=version_of(report.category, report.received_on),
        title=report.title.strip()[:200],
        text=report.text.strip(),
        answers=dict(report.answers),
        urgent=report.urgent,
        may_publish=report.may_publish,
        against_person_id=report.against_person_id,
        against_unit_id=report.against_unit_id,
        **_place(report),
        address=report.address.strip()[:300],
        asset_id=report.asset_id,
        session_id=report.session_id,
        outside_system=report.outside_system,
        outside_number=report.outside_number,
        state=state,
        answerable_id=holding.unit_id if holding else None,
        received_on=report.received_on,
        received_at=report.received_at or now,
        registered_at=now if state == "registered" else None,
        created_at=now,
        updated_at=now,
    )


def _reporter(asked: Asked, matter: Matter) -> Reporter:
    contact = asked.report.contact
    return Reporter(
        matter=matter,
        sealed=seal(matter.pk, contact),
        anonymous=not contact,
        by_email=asked.report.by_email and bool(contact.email),
        language=asked.report.language,
        mark=secret.mark_of(contact.telephone),
    )


def _place(report: Report) -> dict[str, Any]:
    """Point, district and grid; where only the point is known, the outline gives the rest."""
    district, grid = report.district, report.grid
    if report.lat is not None and report.lon is not None:
        at = places.checked_point(report.lat, report.lon)
        if not isinstance(at, Refused):
            district = getattr(places.district_of(at), "code", district)
            grid = getattr(places.grid_of(at, district), "code", grid)
    return {"lat": report.lat, "lon": report.lon, "district": district, "grid": grid}


def version_of(category: str, on: date) -> str:
    """The version of the category in force on the day; nothing for none."""
    found = categories.category(category, on) if category else None
    return "" if found is None or isinstance(found, Refused) else found.version


def _hints(asked: Asked) -> dict[str, Any]:
    """What the reporter said on the way: kept with the first step and its event, where there is anything."""
    same = number_of(asked.agency.pk, asked.report.perhaps_same)
    return {
        **({"perhaps_same": same} if same else {}),
        **({"warned": list(asked.report.warned)} if asked.report.warned else {}),
    }


def _step(asked: Asked, matter: Matter, hints: dict[str, Any]) -> Step:
    doing = _doer(asked, matter)
    staff = doing if isinstance(doing, StaffActor) else None
    return Step(
        matter=matter,
        move="entered" if staff else "submitted",
        to_state=matter.state,
        person_id=staff.person_id if staff else None,
        on_behalf_of_id=staff.on_behalf_of_id if staff else None,
        post=staff.post_title[:120] if staff else "",
        by_reporter=staff is None,
        at=matter.created_at,
        data=hints,
    )


def _entry(asked: Asked, matter: Matter, hints: dict[str, Any]) -> ledger.Entry:
    return ledger.Entry(
        ENTERED if asked.actor else SUBMITTED,
        subject_of(matter),
        _doer(asked, matter),
        {
            "number": matter.number,
            "channel": matter.channel,
            "kind": matter.kind,
            "category": matter.category,
            "outside": matter.outside_number,
            "to": matter.state,
            **hints,
        },
    )


def _doer(asked: Asked, matter: Matter) -> StaffActor | ReporterActor:
    if asked.actor is None:
        return ReporterActor(matter.pk, asked.agency.code)
    return asked.actor.acting_as(asked.actor.holds(DESK, agency_id=asked.agency.pk))
