"""Erasing papers of people (个人信息删除): the archive follows the room that erased the data of a record."""

from __future__ import annotations

import logging

from django.db import DatabaseError, transaction

from gongkai.archive.models import Package
from gongkai.archive.packing import keep
from gongkai.archive.queries import erasing
from gongkai.archive.queries.subjects import subject_of
from gongkai.core import ledger, sealed
from gongkai.core.refusals import Refusal
from gongkai.domain.text import N_

log = logging.getLogger(__name__)
ERASED = ledger.verb(
    "archive.package.erased",
    N_("{actor} erased papers with personal data from {number}: the record was erased. Papers: {papers}"),
)
_FAULTS = (Refusal, OSError, LookupError, ValueError, TypeError, AttributeError, DatabaseError)


def erase_due(most: int = 500) -> int:
    """Erases what the rooms erased since, ``most`` packages of a kind at once. Gives of how many.

    Safe to run twice and after a fall: each is a transaction of its own. One that fails keeps no other and is tried
    again in the next round.
    """
    for package in erasing.leftovers()[:most]:
        _forget(package.pk, package.leftover_key)
    done = 0
    for kind in erasing.kinds_erased():
        for package in erasing.behind(kind)[:most]:
            try:
                done += _erase(package)
            except _FAULTS:
                log.exception("Papers of %s could not be erased.", package.number)
    return done


def _erase(package: Package) -> int:
    """Keeps what the record still says under a new key, tells the ledger, and then the old bytes go."""
    staying, before = erasing.staying(package)
    lost, old = before - len(staying), package.personal_key
    if before and not lost:
        return _followed(package, old, "")
    new = keep(staying)
    try:
        with transaction.atomic():
            ledger.take_turn()
            changed = _followed(package, new, old)
            if changed:
                told = {"number": package.number, "papers": lost}
                ledger.record(
                    ERASED, subject=subject_of(package), actor=ledger.System(package.agency.code), data=told
                )
    except BaseException:
        sealed.erase(new)
        raise
    if not changed:  # another process was faster
        sealed.erase(new)
        return 0
    _forget(package.pk, old)
    return 1


def _followed(package: Package, key: str, leftover: str) -> int:
    """Sets the row where it is still as it was read."""
    rows = Package.objects.filter(pk=package.pk, personal_key=package.personal_key, leftover_key="")
    return rows.update(personal_key=key, leftover_key=leftover, erasure=erasing.erased_at(package))


def _forget(pk: int, key: str) -> None:
    """The bytes go only once the deed stands; the row names them until they are gone."""
    sealed.erase(key)
    Package.objects.filter(pk=pk, leftover_key=key).update(leftover_key="")
