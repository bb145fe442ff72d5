"""Does every record that ended close into one package, and a record that ended anew into the next?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import archive_stage as stage
import pytest

import cast as people
import mattering
from cast import Cast
from gongkai.archive.actions import archiving, by_itself
from gongkai.archive.models import Package, Trouble
from gongkai.archive.packing import fetch
from gongkai.archive.queries import waiting
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.archive import bag, rules

pytestmark = pytest.mark.django_db


def test_what_is_closed_becomes_a_package_with_one_event(cast: Cast) -> None:
    matter = stage.matter(cast)
    before = Event.objects.count()
    made = stage.archived(cast, "complaint", matter)
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("seq")
    assert (event.verb, event.subject) == ("archive.package.made", str(made.pk))
    assert event.data["digest"] == made.digest
    assert made.number == f"{cast.agency.code.upper()}-WS·{clock.today().year}-D10-WASTE-0001"
    assert (made.retention, made.year, made.revision, made.standing) == ("y10", clock.today().year, 1, True)
    assert made.keep_until == rules.keep_until(made.closed_on, "y10")
    assert made.record_number == matter.number
    assert {row["path"] for row in made.files} >= {
        bag.LEDGER,
        bag.DIGESTS,
        bag.TOLD,
        bag.METADATA,
        bag.LIST,
        bag.README,
    }


def test_numbers_have_no_gap_and_a_refused_one_takes_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (stage.matter(cast, title=f"事项{place}") for place in range(3))
    assert stage.archived(cast, "complaint", first).item == 1

    def broken(*_args: Any, **_kwargs: Any) -> str:
        raise OSError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(archiving, "keep", broken)
        with pytest.raises(Refusal, match="no room"):
            stage.archived(cast, "complaint", second)
    assert Package.objects.count() == 1
    assert stage.archived(cast, "complaint", third).item == 2


def test_a_second_click_gives_the_first_package(cast: Cast) -> None:
    matter = stage.matter(cast)
    made = stage.archived(cast, "complaint", matter)
    before = Event.objects.count()
    assert stage.archived(cast, "complaint", matter) == made
    assert (Package.objects.count(), Event.objects.count()) == (1, before)


def test_what_is_open_is_not_archived(cast: Cast) -> None:
    matter = mattering.handling(cast)
    with pytest.raises(Refusal, match="not ended"):
        stage.archived(cast, "complaint", matter)
    assert waiting.counts(cast.agency.pk, cast.archivist)["complaint"] == 0


@pytest.mark.parametrize(("kind", "record"), [("nothing", 1), ("complaint", 2**40), ("request", 999_999)])
def test_what_is_not_there_is_not_archived(cast: Cast, kind: str, record: int) -> None:
    with pytest.raises(Refusal):
        archiving.archive_record(agency_id=cast.agency.pk, kind=kind, record=record, actor=cast.archivist)


def test_a_record_of_another_agency_is_not_archived_here(cast: Cast) -> None:
    matter = stage.matter(cast)
    with pytest.raises(NotAllowed):
        archiving.archive_record(
            agency_id=cast.outside_agency.pk, kind="complaint", record=matter.pk, actor=cast.archivist
        )
    assert waiting.one(cast.outside_agency.pk, "complaint", matter.pk) is None


def test_what_is_opened_and_ended_again_supersedes(cast: Cast) -> None:
    matter = stage.matter(cast)
    first = stage.archived(cast, "complaint", matter)
    mattering.go(cast, matter, "object", "reporter", reason="没有解决")
    assert waiting.one(cast.agency.pk, "complaint", matter.pk) is None, "it is open: nothing waits"
    first.refresh_from_db()
    assert first.standing, "the old package holds until there is a new one"
    mattering.go(cast, matter, "close_unsettled", "chief", reason="已告知")
    assert waiting.one(cast.agency.pk, "complaint", matter.pk) is not None
    second = stage.archived(cast, "complaint", matter)
    first.refresh_from_db()
    assert (first.standing, first.superseded_by_id, second.standing) == (False, second.pk, True)
    assert (second.revision, second.item) == (2, first.item + 1)
    metadata = fetch(second.kept_key)[bag.METADATA].decode()
    assert first.number in metadata
    assert second.number in metadata


def test_the_whole_way_again_makes_one_more(cast: Cast) -> None:
    matter = stage.matter(cast)
    first = stage.archived(cast, "complaint", matter)
    stage.reopened(cast, matter)
    assert stage.archived(cast, "complaint", matter).revision == first.revision + 1


def test_a_withdrawn_document_ended_the_day_it_was_withdrawn(cast: Cast) -> None:
    found = stage.document(cast)
    first = stage.archived(cast, "document", found)
    with clock.travel_to(clock.now() + timedelta(days=40)):
        people.go(cast, found, "withdraw", "office", reason="数据有误")
        second = stage.archived(cast, "document", found)
        assert second.closed_on == clock.today()
    first.refresh_from_db()
    assert (first.standing, second.revision) == (False, 2)


def test_the_clock_waits_its_days_and_then_archives_everything(cast: Cast) -> None:
    stage.matter(cast)
    stage.request(cast)
    stage.document(cast, "表.csv")
    assert by_itself.run() == 0
    with clock.travel_to(clock.now() + timedelta(days=rules.days() + 1)):
        assert by_itself.run() == 3
        assert by_itself.run() == 0
    assert set(Package.objects.values_list("kind", flat=True)) == {"complaint", "request", "document"}
    assert not Package.objects.exclude(made_by=None).exists()


def test_one_that_cannot_be_archived_keeps_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = stage.document(cast, "表.csv"), stage.document(cast, "别.csv", content=b"x,y\n3,4\n")
    monkeypatch.setattr(archiving, "drafted", _failing(archiving.drafted, broken.pk))
    with clock.travel_to(clock.now() + timedelta(days=rules.days() + 1)):
        assert archiving.archive_due(cast.agency) == (1, 1)
        assert archiving.archive_due(cast.agency) == (0, 1)
    assert Package.objects.get().record == whole.pk
    trouble = Trouble.objects.get()
    assert (trouble.record, trouble.error) == (broken.pk, "OSError: gone")
    monkeypatch.undo()
    stage.archived(cast, "document", broken)
    assert Trouble.objects.get().error == ""


def _failing(real: Any, record: int) -> Any:
    def drafted(told: Any, ended: Any, *rest: Any) -> Any:
        if ended.key == record:
            raise OSError("gone")
        return real(told, ended, *rest)

    return drafted


def test_personal_data_stand_in_no_file_the_archive_keeps(cast: Cast) -> None:
    matter = stage.matter(cast, contact={"name": stage.SECRET, "telephone": "13800000000"})
    made = stage.archived(cast, "complaint", matter)
    kept = b"".join(fetch(made.kept_key).values()).decode()
    assert stage.SECRET not in kept
    assert "13800000000" not in kept
    for event in ledger.events_of([("archive.package", made.pk)]):
        assert stage.SECRET not in str(event.data)


def test_the_same_record_makes_the_same_bytes(cast: Cast) -> None:
    from django.utils import translation

    from gongkai.archive.packing import Place, drafted, packed, told_in_chinese
    from gongkai.archive.queries.sources import sources

    request = stage.request(cast)
    ended = waiting.one(cast.agency.pk, "request", request.pk)
    assert ended is not None
    place = Place("N-1", 2026, "y30", None)
    digests = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            record = told_in_chinese(sources()["request"].told, request.pk)
            digests.add(packed(drafted(record, ended, cast.agency, None), place).digest)
    assert len(digests) == 1
