"""Taking a copy out of the archive (导出), and checking a package against its digests (核验)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO

from django.db import transaction

from gongkai.archive import access
from gongkai.archive.models import Package
from gongkai.archive.queries.subjects import subject_of
from gongkai.archive.writing import Fault, compared, to_disk, to_zip
from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, NotAllowed
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

EXPORTED = ledger.verb("archive.package.exported", N_("{actor} took a copy of {number} out of the archive"))
CHECKED = ledger.verb(
    "archive.package.checked", N_("{actor} checked {number}: {faults} files are not as archived")
)
LONGEST = 500


def export(*, package: Package, actor: StaffActor, purpose: str) -> tuple[IO[bytes], list[Fault]]:
    """The package as a ZIP in a file nobody else can open, and what is not as it was archived.

    Raises ``NotAllowed``, or ``Invalid`` without a purpose: it stands in the ledger. The caller closes the file.
    """
    access.may_export(actor, package).require()
    why = purposed(purpose)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        faults = to_zip(package, file)
        file.seek(0)
        holding = access.keeping(actor, package.agency_id)
        _told(package, actor.acting_as(holding) if holding else actor, why, faults)
    except BaseException:
        file.close()
        raise
    return file, faults


def export_to_disk(package: Package, out: Path, *, as_zip: bool, purpose: str) -> tuple[Path, list[Fault]]:
    """The package below a folder, taken from the shell."""
    target, faults = to_disk(package, out, as_zip=as_zip)
    _told(package, ledger.System(package.agency.code), purposed(purpose), faults)
    return target, faults


def purposed(purpose: str) -> str:
    """The purpose as it stands in the ledger. Raises ``Invalid``."""
    plain = " ".join(purpose.replace("\x00", "").split())
    if not plain:
        raise Invalid(say("Write what the copy is for. It stands in the ledger."), field="purpose")
    if len(plain) > LONGEST:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=LONGEST), field="purpose"
        )
    return plain


def _told(package: Package, actor: ledger.Actor, purpose: str, faults: list[Fault]) -> None:
    with transaction.atomic():
        ledger.record(
            EXPORTED,
            subject=subject_of(package),
            actor=actor,
            data={"number": package.number, "digest": package.digest, "faults": len(faults)},
            reason=purpose,
        )


def check_now(*, package: Package, actor: StaffActor) -> list[Fault]:
    """Reads every file anew and holds it against its digest. Gives what is not as it was archived."""
    if not access.may_open(actor, package):
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    faults = compared(package)
    with transaction.atomic():
        ledger.take_turn()
        Package.objects.filter(pk=package.pk).update(
            checked_at=clock.now(), faults=[each.row() for each in faults]
        )
        ledger.record(
            CHECKED,
            subject=subject_of(package),
            actor=actor,
            data={"number": package.number, "faults": len(faults)},
        )
    return faults
