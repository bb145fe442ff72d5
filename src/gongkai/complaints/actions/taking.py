"""Writing matters that came in: one or many in a transaction, with the same few statements for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from django.db import transaction

from gongkai.complaints import secret
from gongkai.complaints.actions import projecting
from gongkai.complaints.actions.files import keep_files
from gongkai.complaints.actions.reports import Asked, Office, Report, Submitted
from gongkai.complaints.identity import seal
from gongkai.complaints.models import Matter, PublicMatter, Reporter, Step
from gongkai.complaints.numbers import next_numbers
from gongkai.complaints.people import ReporterActor
from gongkai.complaints.queries.similar import number_of
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import bulk, clock, ledger, places
from gongkai.core.bulk import among
from gongkai.core.refusals import Refusal
from gongkai.domain.complaints import DESK, categories
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

SUBMITTED = ledger.verb("complaints.matter.submitted", N_("{actor} handed in the matter {number}"))
ENTERED = ledger.verb("complaints.matter.entered", N_("{actor} entered the matter {number}"))


_MATTERS = bulk.Writer(
    Matter(),
    (
        *("id", "agency_id", "number", "code_digest", "token", "kind", "channel", "category"),
        *("category_version", "title", "text", "answers", "urgent", "may_publish", "against_person_id"),
        *("against_unit_id", "lat", "lon", "district", "grid", "address", "asset_id", "session_id"),
        *("outside_system", "outside_number", "state", "answerable_id", "received_on", "received_at"),
        *("registered_at", "created_at", "updated_at"),
    ),
)
_REPORTERS = bulk.Writer(Reporter(), ("matter_id", "sealed", "anonymous", "by_email", "language", "mark"))
_STEPS = bulk.Writer(
    Step(),
    ("matter_id", "move", "to_state", "person_id", "on_behalf_of_id", "post", "by_reporter", "at", "data"),
)

#: What a matter is known by: the token of its form, or the number it has elsewhere.
_Name: TypeAlias = tuple[object, ...]


def take(batch: Sequence[Asked]) -> list[Submitted]:
    """Takes them in, all or none; what is known already by its token or outside number is given again."""
    with transaction.atomic():
        told = _told(batch)
        known = _known(batch, told.tokens)
        first: dict[_Name, Asked] = {}
        fresh: list[Asked] = []
        for asked in batch:
            names = _names(asked)
            if not any(name in known or name in first for name in names):
                first.update(dict.fromkeys(names, asked))
                fresh.append(asked)
        given = dict(zip((asked.token for asked in fresh), _write(fresh, told), strict=True))
        return [_answer(asked, known, first, given) for asked in batch]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is asked once for a whole batch, as soon as it is its turn."""

    #: The last event of the ledger.
    turn: tuple[int, str]
    offices: dict[int, Office]
    #: Tokens that are there already.
    tokens: set[str]
    #: As many as there are in the batch.
    keys: list[int]
    public_keys: list[int]


def _told(batch: Sequence[Asked]) -> _Told:
    """Raises ``Refusal`` where one of the agencies is closed, or is none."""
    agencies, tokens = {asked.agency_id for asked in batch}, [asked.token for asked in batch]
    of_agency = f"SELECT id, code, name FROM people_agency WHERE id {among(agencies)} AND closed_on IS NULL"  # noqa: S608
    of_token = f"SELECT token FROM complaints_matter WHERE token {among(tokens)}"  # noqa: S608
    turn, (offices, there, keys, public_keys) = ledger.ask_in_turn(
        (of_agency, tuple(agencies)),
        (of_token, tokens),
        bulk.keys_of(Matter, len(batch)),
        bulk.keys_of(PublicMatter, len(batch)),
    )
    if len(offices) < len(agencies):
        raise Refusal(say("This agency takes no matters here. Choose another."))
    return _Told(
        turn,
        {row[0]: Office(*row) for row in offices},
        {row[0] for row in there},
        [row[0] for row in keys],
        [row[0] for row in public_keys],
    )


def _names(asked: Asked) -> tuple[_Name, ...]:
    report = asked.report
    if report.outside_number:
        return (asked.token,), (asked.agency_id, report.outside_system, report.outside_number)
    return ((asked.token,),)


def _known(batch: Sequence[Asked], tokens: set[str]) -> dict[_Name, Matter]:
    """The matters that are there already, by token or outside number; two questions at most."""
    known: dict[_Name, Matter] = {}
    if tokens:
        known = {
            (row.token,): row for row in Matter.objects.filter(token__in=tokens).select_related("agency")
        }
    numbers = {asked.report.outside_number for asked in batch} - {""}
    if numbers:
        for row in Matter.objects.filter(outside_number__in=numbers).select_related("agency"):
            known[(row.agency_id, row.outside_system, row.outside_number)] = row
    return known


def _answer(
    asked: Asked, known: dict[_Name, Matter], first: dict[_Name, Asked], given: dict[str, Submitted]
) -> Submitted:
    """What each gets: the second click and the number handed in twice, the same as the first."""
    for name in _names(asked):
        if name in known:
            return _again(known[name])
        if name in first:
            found = given[first[name].token]
            return found if first[name] is asked else replace(found, again=True)
    raise AssertionError("whoever is not known is fresh")


def _again(matter: Matter) -> Submitted:
    """The same number and code as the first time."""
    first = next(iter(ledger.events_of([subject_of(matter)])))
    return Submitted(matter, secret.code_of(matter.token or ""), first.seq, first.digest, again=True)


def _write(fresh: Sequence[Asked], told: _Told) -> list[Submitted]:
    if not fresh:
        return []
    matters = _matters(fresh, told)
    pairs = list(zip(fresh, matters, strict=True))
    deeds = [(asked, matter, _doer(asked, matter, told.offices), _hints(asked)) for asked, matter in pairs]
    rows = (
        (_MATTERS, matters),
        (_REPORTERS, [_reporter(*each) for each in pairs]),
        *projecting.first_rows(matters, told.offices, told.public_keys),
        (_STEPS, [_step(*each) for each in deeds]),
    )
    events = ledger.record_all([_entry(*each) for each in deeds], told.turn, rows)
    for asked, matter in pairs:
        keep_files(matter, asked.files, asked.actor)
    return [
        Submitted(matter, asked.code, event.seq, event.digest)
        for (asked, matter), event in zip(pairs, events, strict=True)
    ]


def _matters(fresh: Sequence[Asked], told: _Told) -> list[Matter]:
    """The rows, with the numbers of each agency given in the order in which they came."""
    year, numbers = clock.today().year, {}
    for agency, count in Counter(asked.agency_id for asked in fresh).items():
        numbers[agency] = iter(next_numbers(told.offices[agency].code, year, count))
    return [
        _matter(asked, key, next(numbers[asked.agency_id]))
        for asked, key in zip(fresh, told.keys, strict=False)  # a key may be left over
    ]


def _matter(asked: Asked, key: int, number: str) -> Matter:
    report, now = asked.report, clock.now()
    holding = asked.actor.holds(DESK, agency_id=asked.agency_id) if asked.actor else None
    state = "registered" if asked.actor is not None and report.category else "received"
    return _MATTERS.new(
        id=key,
        agency_id=asked.agency_id,
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
    return _REPORTERS.new(
        matter_id=matter.pk,
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
    same = number_of(asked.agency_id, asked.report.perhaps_same)
    return {
        **({"perhaps_same": same} if same else {}),
        **({"warned": list(asked.report.warned)} if asked.report.warned else {}),
    }


def _step(asked: Asked, matter: Matter, doing: StaffActor | ReporterActor, hints: dict[str, Any]) -> Step:
    staff = doing if isinstance(doing, StaffActor) else None
    return _STEPS.new(
        matter_id=matter.pk,
        move="entered" if staff else "submitted",
        to_state=matter.state,
        person_id=staff.person_id if staff else None,
        on_behalf_of_id=staff.on_behalf_of_id if staff else None,
        post=staff.post_title[:120] if staff else "",
        by_reporter=staff is None,
        at=matter.created_at,
        data=hints,
    )


def _entry(
    asked: Asked, matter: Matter, doing: StaffActor | ReporterActor, hints: dict[str, Any]
) -> ledger.Entry:
    return ledger.Entry(
        ENTERED if asked.actor else SUBMITTED,
        subject_of(matter),
        doing,
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


def _doer(asked: Asked, matter: Matter, offices: dict[int, Office]) -> StaffActor | ReporterActor:
    if asked.actor is None:
        return ReporterActor(matter.pk, offices[asked.agency_id].code)
    return asked.actor.acting_as(asked.actor.holds(DESK, agency_id=asked.agency_id))
