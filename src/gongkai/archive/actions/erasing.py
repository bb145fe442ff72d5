"""Erasing papers of people (个人信息删除): the archive follows the room that erased the data of a record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.db import DatabaseError, transaction

from gongkai.archive.models import Package
from gongkai.archive.packing import keep
from gongkai.archive.queries import erasing
from gongkai.archive.queries.subjects import subject_of
from gongkai.archive.writing import staying
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
    _tried(_forget, erasing.leftovers()[:most])
    return sum(_tried(_erase, erasing.behind(kind)[:most]) for kind in erasing.kinds_erased())


def _tried(doing: Callable[[Package], int], packages: Iterable[Package]) -> int:
    done = 0
    for package in packages:
        try:
            done += doing(package)
        except _FAULTS:
            log.exception("Papers of %s could not be erased.", package.number)
    return done


def _erase(package: Package) -> int:
    """Keeps what the record still says under a new key, tells the ledger, and then the old bytes go."""
    still, before = staying(package)
    lost, old = before - len(still), package.personal_key
    if not lost:
        _followed(package, old, "")
        return 0
    new = keep(still)
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
    package.leftover_key = old
    return _forget(package)


def _followed(package: Package, key: str, leftover: str) -> int:
    """Sets the row where it is still as it was read."""
    rows = Package.objects.filter(pk=package.pk, personal_key=package.personal_key, leftover_key="")
    return rows.update(personal_key=key, leftover_key=leftover, erasure=erasing.erased_at(package))


def _forget(package: Package) -> int:
    """The bytes go only once the deed stands; the row names them until they are gone."""
    sealed.erase(package.leftover_key)
    Package.objects.filter(pk=package.pk, leftover_key=package.leftover_key).update(leftover_key="")
    return 1
