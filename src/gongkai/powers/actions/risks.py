"""Taking a file of risk points (廉政风险点) over: as drafts that go the usual way, or brought in from the shell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.powers.risk_file import Point
from gongkai.domain.powers.risks import masked
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit
from gongkai.powers.actions.base import note_author, shaped, tell_ledger, titled
from gongkai.powers.actions.bringing import BroughtIn, bring_in_all
from gongkai.powers.actions.writing import create, draft_new_version, save
from gongkai.powers.models import Entry, Version

FROM_CLUE = ledger.verb("powers.risk.from_clue", N_("{actor} began {title} from the clue {clue}"))


def begin_from_clue(
    *, actor: StaffActor, agency_id: int, unit_id: int, title: str, shows: str, clue: str
) -> Version:
    """Begins a draft from what another room found; part of the deed that passes it on, which asks for the post.

    The unit's editors complete it, and it goes the usual way; whoever passed it on counts as its author.
    ``clue``: the number it has there, told in the ledger and to nobody else. Raises ``Invalid`` naming the field.
    """
    with transaction.atomic():
        ledger.take_turn()
        unit = Unit.objects.select_related("agency").filter(pk=unit_id, agency_id=agency_id).first()
        if unit is None:
            raise Invalid(say("Choose a unit of the agency."), field="unit")
        name, now = titled(title), clock.now()
        entry = Entry.objects.create(
            agency=unit.agency,
            unit=unit,
            kind="risk",
            code=_next_code(unit),
            title=name,
            created_by_id=actor.person_id,
            created_at=now,
        )
        version = Version.objects.create(
            entry=entry,
            number=1,
            title=name,
            content=shaped("risk", {"shows": shows}),
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
        )
        note_author(version, actor)
        tell_ledger(FROM_CLUE, version, actor, data={"clue": clue})
    return version


def _next_code(unit: Unit) -> str:
    """The unit's code with the first number that is free."""
    start = f"{unit.code}-"
    taken = set(
        Entry.objects.filter(agency_id=unit.agency_id, kind="risk", code__startswith=start).values_list(
            "code", flat=True
        )
    )
    return next(code for number in count(1) if (code := f"{start}{number:03}") not in taken)


def take_over(*, actor: StaffActor, agency_id: int, points: Sequence[Point]) -> list[Version]:
    """Makes a draft of each point, new or as the next version; all of them or none.

    Raises what drafting raises: ``NotAllowed`` for another unit, ``Refusal`` where a version is under review.
    """
    with transaction.atomic():
        ledger.take_turn()
        units = dict(Unit.objects.filter(agency_id=agency_id).values_list("code", "pk"))
        there = {
            entry.code: entry
            for entry in Entry.objects.filter(
                agency_id=agency_id, kind="risk", code__in=[each.code for each in points]
            )
        }
        return [_draft(actor, agency_id, units[each.unit], there.get(each.code), each) for each in points]


def _draft(actor: StaffActor, agency_id: int, unit_id: int, entry: Entry | None, point: Point) -> Version:
    if entry is None:
        return create(
            actor=actor,
            agency_id=agency_id,
            unit_id=unit_id,
            kind="risk",
            code=point.code,
            title=point.title,
            content=point.content,
        )
    if entry.unit_id != unit_id:
        raise Refusal(say("The code {code} belongs to another unit's risk point.", code=point.code))
    version = draft_new_version(actor=actor, entry_id=entry.pk)
    return save(
        version_id=version.pk,
        actor=actor,
        expected_revision=version.revision,
        title=point.title,
        content=point.content,
        note=version.note,
        in_force_from=version.in_force_from,
    )


def bring_in_register(
    *, agency: Agency, points: Sequence[Point], in_force_from: date, as_published: bool = False
) -> list[Version]:
    """Brings a register published elsewhere in, in force from the day: all of it, or nothing.

    ``as_published``: kept with its gaps; names of persons where posts are meant are masked all the same.
    """
    units = {unit.code: unit for unit in Unit.objects.filter(agency=agency).select_related("agency")}
    parts: dict[str, list[BroughtIn]] = {}
    for each in points:
        said = BroughtIn("risk", each.code, each.title, masked(each.content), in_force_from)
        parts.setdefault(each.unit, []).append(said)
    return bring_in_all(
        parts=[(units[code], entries) for code, entries in parts.items()], as_published=as_published
    )
