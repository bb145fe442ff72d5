"""Letting the monitors look (监测): what is new becomes a finding, what is gone is mended, the rest stays as it is."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

from gongkai.core import clock, ledger
from gongkai.domain.supervision import course
from gongkai.domain.supervision.monitors import Fault, Monitor, compared, monitors
from gongkai.domain.text import N_, Text
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit
from gongkai.supervision import access
from gongkai.supervision.models import Finding, FindingStep, Look
from gongkai.supervision.monitors import LOOKING

log = logging.getLogger(__name__)
LOOKED = ledger.verb(
    "supervision.monitor.looked", N_("The monitor {monitor} looked: {new} new, {gone} gone, {found} in all")
)
#: Longest title of a finding, in characters.
LONGEST = 200


def look_now(*, agency_id: int, actor: StaffActor, keys: Iterable[str] = ()) -> list[Look]:
    """Lets the monitors look at the agency at somebody's wish; ``keys``: these alone."""
    access.may_look(actor, agency_id).require()
    return look(Agency.objects.get(pk=agency_id), keys=keys, actor=actor)


def look(agency: Agency, *, keys: Iterable[str] = (), actor: StaffActor | None = None) -> list[Look]:
    """Every monitor looks once. One that fails says so and keeps the others from nothing."""
    wanted = set(keys)
    return [
        _look(agency, monitor, actor)
        for key, monitor in monitors().items()
        if key in LOOKING and (not wanted or key in wanted)
    ]


def _look(agency: Agency, monitor: Monitor, actor: StaffActor | None) -> Look:
    try:
        with transaction.atomic():
            faults = list(LOOKING[monitor.key](agency, clock.today()))
    except (DatabaseError, LookupError, ValueError, TypeError, AttributeError) as error:
        # A monitor that cannot read a record must not keep the others from looking; what it knew stays as it was.
        log.exception("The monitor %s failed on %s.", monitor.key, agency.code)
        return Look.objects.create(
            agency=agency, monitor=monitor.key, at=clock.now(), error=f"{type(error).__name__}: {error}"[:500]
        )
    with transaction.atomic():
        ledger.take_turn()
        return _keep(agency, monitor, faults, actor)


def _keep(agency: Agency, monitor: Monitor, faults: list[Fault], actor: StaffActor | None) -> Look:
    standing = Finding.objects.filter(agency=agency, monitor=monitor.key, standing=True)
    known = {each.key: each for each in standing}
    changed = compared(known, faults)
    now, today = clock.now(), clock.today()
    act_by = clock.calendar().after(today, monitor.days)
    units = set(Unit.objects.filter(agency=agency).values_list("pk", flat=True))
    Finding.objects.bulk_create(
        _finding(agency, monitor, each, units, found_on=today, act_by=act_by) for each in changed.new
    )
    gone = [known[key] for key in sorted(changed.gone)]
    mended = [each for each in gone if each.state in course.OPEN]
    for each in gone:
        # What was dismissed stays so; were the same to come up again, it would be found anew.
        each.standing, each.updated_at = False, now
        each.revision += 1
    for each in mended:
        each.state, each.closed_on = "mended", today
    Finding.objects.bulk_update(gone, ["state", "standing", "closed_on", "updated_at", "revision"])
    FindingStep.objects.bulk_create(FindingStep(finding=each, move="mend", at=now) for each in mended)
    standing.filter(key__in=changed.still).update(last_seen_on=today)
    made = Look.objects.create(
        agency=agency,
        monitor=monitor.key,
        at=now,
        found=len({each.key for each in faults}),
        new=len(changed.new),
        gone=len(gone),
    )
    if changed.new or gone:
        ledger.record(
            LOOKED,
            subject=("supervision.look", made.pk),
            actor=actor or ledger.System(agency.code),
            data={
                "monitor": monitor.key,
                "found": made.found,
                "new": made.new,
                "gone": made.gone,
                "mended": [each.pk for each in mended],
            },
        )
    return made


def _finding(
    agency: Agency, monitor: Monitor, fault: Fault, units: set[int], *, found_on: date, act_by: date
) -> Finding:
    name, args = fault.address
    return Finding(
        agency=agency,
        unit_id=fault.unit if fault.unit in units else None,
        monitor=monitor.key,
        key=fault.key[:LONGEST],
        title=fault.title[:LONGEST],
        msgid=fault.text.msgid,
        params=_plain(fault.text),
        address=name,
        address_args=list(args),
        found_on=found_on,
        last_seen_on=found_on,
        act_by=act_by,
        updated_at=clock.now(),
    )


def _plain(text: Text) -> dict[str, Any]:
    """Values as JSON keeps them: a day as its date, a sentence in a sentence with its own values."""
    kept: dict[str, Any] = {}
    for name, value in text.params.items():
        if isinstance(value, Text):
            kept[name] = {"msgid": value.msgid, "params": _plain(value)}
        elif isinstance(value, date):
            kept[name] = {"date": value.isoformat()}
        else:
            kept[name] = value
    return kept
