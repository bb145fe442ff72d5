"""Does each of the cast do and see in the archive what is theirs, and nothing more?"""

from __future__ import annotations

from typing import Any

import archive_stage as stage
import pytest

from cast import PARTS, Cast, make_cast
from gongkai.archive import access
from gongkai.archive.actions import archiving, taking_out
from gongkai.archive.models import Package
from gongkai.archive.queries import packages
from gongkai.archive.queries.sources import sources
from gongkai.core.refusals import NotAllowed
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
EVERYBODY = [*PARTS, "outsider"]
#: Who sees the lists of the archive, and who archives.
LISTS, ARCHIVES = {"archivist", "supervisor"}, {"archivist"}
#: Who sees the record behind a package, by its kind: each room says so itself.
SEES = {
    "complaint": {
        "taker", "handler", "second_handler", "unit_head", "chief", "caller", "overseer", "supervisor",
    },
    "request": {"desk", "officer", "second_officer", "legal", "head", "approver", "supervisor"},
}  # fmt: skip

#: Of these, who does not see the names in it, and so takes no copy.
MASKED = {"complaint": {"overseer", "supervisor"}, "request": {"approver", "supervisor"}}


def _built() -> tuple[Cast, dict[str, Package]]:
    cast = make_cast()
    made = {
        "complaint": stage.archived(cast, "complaint", stage.matter(cast)),
        "request": stage.archived(cast, "request", stage.request(cast)),
    }
    return cast, made


built = once_a_file(_built)


@pytest.fixture
def stood(built: Any) -> tuple[Cast, dict[str, Package]]:
    return on_stage(built)  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", sorted(SEES))
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_exports_and_checks(stood: tuple[Cast, dict[str, Package]], who: str, kind: str) -> None:
    cast, made = stood
    actor, package = getattr(cast, who), made[kind]
    sees = sources()[kind].shows(actor, package.record)
    assert sees == (who in SEES[kind])
    opens, copies = sees or who in LISTS, sees and who not in MASKED[kind]
    assert (packages.one(actor, package.pk) is not None) == opens
    assert bool(access.may_export(actor, package)) == (copies or who == "archivist")
    if not opens:
        with pytest.raises(NotAllowed):
            taking_out.check_now(package=package, actor=actor)
    if not copies and who != "archivist":
        with pytest.raises(NotAllowed):
            taking_out.export(package=package, actor=actor, purpose="看看")


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_the_lists(stood: tuple[Cast, dict[str, Package]], who: str) -> None:
    cast, made = stood
    actor = getattr(cast, who)
    assert packages.for_staff(actor).exists() == (who in LISTS)
    kept = packages.agency_kept(actor)
    assert (kept == cast.agency) == (who in LISTS)
    assert kept in (None, cast.agency, cast.outside_agency)
    found = packages.numbered(actor, made["complaint"].record_number)
    assert bool(found) == (who in LISTS or who in SEES["complaint"])


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_archives(stood: tuple[Cast, dict[str, Package]], who: str) -> None:
    cast, made = stood
    actor = getattr(cast, who)
    assert bool(access.may_archive(actor, cast.agency.pk)) == (who in ARCHIVES)
    if who not in ARCHIVES:
        with pytest.raises(NotAllowed):
            archiving.archive_record(
                agency_id=cast.agency.pk, kind="complaint", record=made["complaint"].record, actor=actor
            )
