"""Bringing the city's register of fixed assets (部件) in: the whole table in one deed, or nothing."""

from __future__ import annotations

import hashlib

from django.db import transaction

from gongkai.complaints import access
from gongkai.complaints.models import Asset
from gongkai.complaints.queries.assets import FIELDS, Looked, look, values_of
from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

IMPORTED = ledger.verb(
    "complaints.assets.imported", N_("{actor} brought in {count} fixed assets from a table")
)
#: Rows written with one statement.
_BATCH = 2000


def import_assets(*, agency_id: int, actor: StaffActor, text: str, whole: bool = False) -> Looked:
    """Takes every row of the table over: new codes are added, known ones changed.

    ``whole``: the table is the whole register, so what stands here and not in it is closed from today on; nothing is
    deleted. Raises ``Invalid`` with the first fault where the table has any; then nothing was written.
    """
    access.may_keep_assets(actor, agency_id).require()
    with transaction.atomic():
        ledger.take_turn()
        agency = Agency.objects.get(pk=agency_id)
        found = look(agency_id, text)
        if found.faults:
            raise Invalid(found.faults[0], field="file")
        if not found.assets:
            raise Invalid(say("The table holds no assets."), field="file")
        _write(agency, found)
        closed = _close(agency_id, found) if whole else 0
        ledger.record(
            IMPORTED,
            subject=("complaints.assets", agency.code),
            actor=actor.acting_as(access.keeping_assets(actor, agency_id)),
            data={
                "count": len(found.assets),
                "new": found.new,
                "changed": found.changed,
                "closed": closed,
                "digest": hashlib.sha256(text.encode()).hexdigest(),
            },
        )
    return found


def _write(agency: Agency, found: Looked) -> None:
    rows = [Asset(agency=agency, closed_on=None, **values_of(each)) for each in found.assets]
    Asset.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["agency", "code"],
        update_fields=[*(name for name in FIELDS if name != "code"), "closed_on"],
    )


def _close(agency_id: int, found: Looked) -> int:
    here = {each.code for each in found.assets}
    standing = Asset.objects.filter(agency_id=agency_id, closed_on=None)
    gone = [pk for pk, code in standing.values_list("pk", "code") if code not in here]
    for at in range(0, len(gone), _BATCH):
        Asset.objects.filter(pk__in=gone[at : at + _BATCH]).update(closed_on=clock.today())
    return len(gone)
