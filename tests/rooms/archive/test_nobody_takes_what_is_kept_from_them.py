"""Is a package no way round what a record keeps from somebody: what is about them, and names they may not read?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import archive_stage as stage
import pytest

from cast import PARTS, Cast
from desk import client_of, post, words_of
from gongkai.archive import access
from gongkai.archive.actions.archiving import archive_record
from gongkai.archive.actions.taking_out import export
from gongkai.archive.models import Package
from gongkai.archive.queries import packages, waiting
from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.supervision.models import Case
from rooms.supervision import case_stage

pytestmark = pytest.mark.django_db
LIST = "/workspace/archive/"
TITLE = "举报档案管理人的事项"


def _against(cast: Cast, who: str = "archivist") -> Matter:
    found = stage.matter(cast, title=TITLE)
    Matter.objects.filter(pk=found.pk).update(against_person=cast.person(who))
    return found


def _case(cast: Cast, state: str, who: str = "archivist") -> Case:
    """A case that ended, about who keeps the archive."""
    found = case_stage.at(cast, state)
    Case.objects.filter(pk=found.pk).update(person=cast.person(who))
    return found


def _by_the_clock(cast: Cast, kind: str) -> Package:
    from gongkai.archive.actions import archiving

    ended = waiting.due(cast.agency.pk, kind, clock.today() + timedelta(days=1))
    return archiving._archive(cast.agency, ended[0], None)


@pytest.mark.parametrize(
    ("kind", "build"), [("complaint", _against), ("accountability", lambda cast: _case(cast, "dropped"))]
)
def test_what_they_must_not_know_of_is_nowhere(cast: Cast, kind: str, build: Callable[[Cast], Any]) -> None:
    record = build(cast)
    client = client_of(cast, "archivist")
    assert waiting.counts(cast.agency.pk, cast.archivist)[kind] == 0
    assert waiting.counts(cast.agency.pk, cast.supervisor)[kind] == 1
    assert record.title not in words_of(client.get(f"{LIST}waiting/?kind={kind}"))
    with pytest.raises(Refusal, match="nothing to archive"):
        archive_record(agency_id=cast.agency.pk, kind=kind, record=record.pk, actor=cast.archivist)
    package = _by_the_clock(cast, kind)
    with pytest.raises(Refusal, match="nothing to archive"):
        archive_record(agency_id=cast.agency.pk, kind=kind, record=record.pk, actor=cast.archivist)
    assert client.get(f"{LIST}{package.pk}/").status_code == 404
    assert post(client, f"{LIST}{package.pk}/export/", **{"export-purpose": "提供利用"}).status_code == 404
    assert post(client, f"{LIST}{package.pk}/check/").status_code == 404
    assert packages.stands(cast.archivist)["in_archive"] == 0
    assert packages.numbered(cast.archivist, package.number) == []
    for address in (LIST, f"{LIST}years/{package.year}/", f"{LIST}years/{package.year}/list.csv"):
        answer = client.get(address)
        told = answer.content.decode()
        assert package.number not in told, address
        assert record.title not in told, address
    assert packages.for_staff(cast.supervisor).filter(pk=package.pk).exists()


def test_a_case_they_were_told_of_is_seen_and_not_copied(cast: Cast) -> None:
    case = _case(cast, "closed")
    with pytest.raises(NotAllowed, match="about you"):
        archive_record(agency_id=cast.agency.pk, kind="accountability", record=case.pk, actor=cast.archivist)
    package = _by_the_clock(cast, "accountability")
    client = client_of(cast, "archivist")
    told = words_of(client.get(f"{LIST}{package.pk}/"))
    assert "why-export" in told
    assert post(client, f"{LIST}{package.pk}/export/", **{"export-purpose": "看看"}).status_code == 403
    with pytest.raises(NotAllowed, match="about you"):
        export(package=package, actor=cast.archivist, purpose="看看")


def test_a_case_about_another_is_kept_as_any_other(cast: Cast) -> None:
    case = case_stage.at(cast, "closed")
    package = stage.archived(cast, "accountability", case)
    assert access.may_export(cast.archivist, package)
    assert packages.for_staff(cast.archivist).filter(pk=package.pk).exists()


#: Who takes a copy of a case about the handler: all of it stands in the package, the enquiry too.
@pytest.mark.parametrize("who", [*PARTS, "outsider"])
def test_who_sees_a_part_of_a_case_takes_no_copy(cast: Cast, who: str) -> None:
    package = stage.archived(cast, "accountability", case_stage.at(cast, "closed"))
    assert bool(access.may_export(getattr(cast, who), package)) == (
        who in {"archivist", "supervisor", "duty_leader"}
    )


def test_a_roster_is_copied_by_who_sees_every_name(cast: Cast) -> None:
    from gongkai.archive.queries.sources import sources
    from gongkai.duties.models import Course

    now = clock.now()
    course = Course(agency=cast.agency, title="培训", state="held", announced_on=clock.today())
    for field in Course._meta.concrete_fields:
        if field.name in ("created_at", "updated_at"):
            setattr(course, field.attname, now)
        if field.name in ("begins_on", "ends_on", "held_on"):
            setattr(course, field.attname, clock.today())
    course.save()
    source = sources()["course"]
    assert source.whole is not None
    assert source.shows(cast.handler, course.pk)
    assert not source.whole(cast.handler, course.pk)
    assert source.whole(cast.supervisor, course.pk)
