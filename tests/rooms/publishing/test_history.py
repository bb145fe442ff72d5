"""Bringing in what was there before: all or nothing, numbers kept, nothing public without the office's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cast import Cast, draft, go, make_cast, person
from gongkai.core import deadlines, ledger
from gongkai.core.models import Counter, Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.publishing import actions, integrity, queries
from gongkai.publishing.importing import ImportRecord
from gongkai.publishing.models import Attachment, Document

pytestmark = pytest.mark.django_db

RECORD = ImportRecord(
    source="旧文件.csv",
    line=2,
    title="关于规范早点摊点的通告",
    body_html="<p>早点摊点经营时间为五时至八时。</p>",
    date_made=date(2014, 4, 10),
    date_published=date(2014, 4, 15),
    catalogue_rows=("article20.1",),
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def bring(
    cast: Cast, *records: ImportRecord, published: bool = False, who: str = "drafter"
) -> list[Document]:
    return actions.bring_in(
        actor=getattr(cast, who), unit_id=cast.units["waste"].pk, records=records, as_published=published
    )


def test_drafts_go_the_usual_way(cast: Cast) -> None:
    (document,) = bring(cast, replace(RECORD, date_published=None))
    assert (document.state, document.imported) == ("draft", True)
    (event,) = queries.history(document)
    assert (event.verb, event.data["source"], event.data["line"]) == (
        "publishing.document.imported",
        "旧文件.csv",
        2,
    )
    assert event.post == "渣土管理科 drafter"
    assert deadlines.running(("publishing.document", document.pk)).count() == 1
    assert go(cast, document, "submit", "drafter").state == "section_review"


def test_history_waits_for_the_office_and_keeps_its_day(cast: Cast) -> None:
    (document,) = bring(cast, RECORD, published=True)
    assert (document.state, document.live_id) == ("history", None)
    assert queries.public_document(document.slug) is None
    assert [waiting.pk for waiting in queries.waiting_history(cast.office)] == [document.pk]
    assert queries.waiting_history(cast.drafter) == []
    assert not deadlines.running(("publishing.document", document.pk)).exists()
    document = go(cast, document, "confirm_history", "office", reason="见原网站")
    shown = queries.public_document(document.slug)
    assert shown is not None
    assert shown.published_at is not None
    assert shown.published_at.date() == date(2014, 4, 15)
    (release,) = queries.releases(document)
    assert release.released_on == date(2014, 4, 15)
    assert integrity.verify()[1] is None


def test_nobody_confirms_what_they_brought_in_themselves(cast: Cast) -> None:
    cast.people["both"] = person(
        "both", cast.agency, cast.units["waste"], ["publishing.drafter", "publishing.office"]
    )
    (document,) = bring(cast, RECORD, published=True, who="both")
    with pytest.raises(Refusal, match="You wrote this"):
        go(cast, document, "confirm_history", "both", reason="见原网站")
    for who in ("drafter", "leader", "outsider"):
        with pytest.raises(NotAllowed):
            go(cast, document, "confirm_history", who, reason="见原网站")
    assert go(cast, document, "confirm_history", "office", reason="见原网站").state == "published"


def test_turned_down_history_is_given_up(cast: Cast) -> None:
    (document,) = bring(cast, RECORD, published=True)
    document = go(cast, document, "refuse_history", "office", reason="从未公开")
    assert (document.state, document.live_id, document.working_id) == ("abandoned", None, None)
    assert integrity.verify()[1] is None


@pytest.mark.parametrize(
    ("validity", "state"),
    [("repealed", "repealed"), ("lapsed", "lapsed"), ("valid", "published"), ("amended", "published")],
)
def test_history_comes_with_its_validity(cast: Cast, validity: str, state: str) -> None:
    (document,) = bring(cast, replace(RECORD, validity=validity), published=True)
    document = go(cast, document, "confirm_history", "office", reason="见原网站")
    assert (document.state, document.validity) == (state, validity)
    assert integrity.verify()[1] is None
    assert ledger.verify()[1] is None


def test_given_index_numbers_are_kept_and_the_series_goes_on_after_them(cast: Cast) -> None:
    bring(cast, replace(RECORD, index_number="014314799/2014-00007"))
    (next_one,) = bring(cast, RECORD)
    assert next_one.index_number == "014314799/2014-00008"
    (between,) = bring(cast, replace(RECORD, index_number="014314799/2014-00003"))
    assert (between.index_number, between.slug) == ("014314799/2014-00003", "014314799-2014-00003")
    assert bring(cast, RECORD)[0].index_number == "014314799/2014-00009"


def nothing_changed(cast: Cast, *records: ImportRecord, published: bool = False) -> str:
    before = (
        Document.objects.count(),
        Event.objects.count(),
        dict(Counter.objects.values_list("series", "last")),
    )
    with pytest.raises(Invalid) as refused:
        bring(cast, RECORD, *records, published=published)
    after = (
        Document.objects.count(),
        Event.objects.count(),
        dict(Counter.objects.values_list("series", "last")),
    )
    assert after == before, "something was half imported"
    return str(refused.value.reason)


@pytest.mark.parametrize(
    "bad",
    [
        replace(RECORD, line=9, title="长" * 201),
        replace(RECORD, line=9, document_number="长" * 81),
        replace(RECORD, line=9, catalogue_rows=("nonsense",)),
        replace(RECORD, line=9, topics=("nonsense",)),
        replace(RECORD, line=9, openness="nonsense"),
        replace(RECORD, line=9, audience="nonsense"),
        replace(RECORD, line=9, index_number="nonsense"),
        replace(RECORD, line=9, date_made=date(1, 1, 1)),
    ],
)
def test_one_bad_record_undoes_the_whole_import_and_is_named(cast: Cast, bad: ImportRecord) -> None:
    assert nothing_changed(cast, bad).startswith("旧文件.csv, line 9: ")


def test_a_number_used_twice_undoes_the_whole_import(cast: Cast) -> None:
    taken = draft(cast).index_number
    assert "never used twice" in nothing_changed(cast, replace(RECORD, line=9, index_number=taken))
    same = replace(RECORD, line=9, index_number="014314799/2014-00001")
    assert "never used twice" in nothing_changed(cast, same)


@pytest.mark.parametrize(
    "bad",
    [
        replace(RECORD, line=9, date_made=None, date_published=None),
        replace(RECORD, line=9, date_published=date(2199, 1, 1)),
        replace(RECORD, line=9, openness="closed"),
        replace(RECORD, line=9, openness="on_request"),
    ],
)
def test_what_cannot_have_been_published_is_no_history(cast: Cast, bad: ImportRecord) -> None:
    assert nothing_changed(cast, bad, published=True).startswith("旧文件.csv, line 9: ")


def test_files_come_along_or_the_whole_import_does_not(cast: Cast, tmp_path: Path) -> None:
    good, bad = tmp_path / "名单.txt", tmp_path / "程序.exe"
    good.write_text("甲、乙、丙", encoding="utf-8")
    bad.write_bytes(b"MZ\x90\x00" * 99)
    (document,) = bring(cast, replace(RECORD, attachments=(good,)), published=True)
    assert [attachment.name for attachment in Attachment.objects.all()] == ["名单.txt"]
    assert go(cast, document, "confirm_history", "office", reason="见原网站").state == "published"
    nothing_changed(cast, replace(RECORD, line=9, attachments=(bad,)))


def test_only_the_units_drafters_bring_in(cast: Cast) -> None:
    for who in ("office", "neighbour", "outsider", "supervisor"):
        with pytest.raises(NotAllowed):
            bring(cast, RECORD, who=who)


def test_a_pattern_with_other_signs_gives_a_readable_address(cast: Cast) -> None:
    cast.agency.index_pattern = "({year}){organisation}·{serial:04d}"
    cast.agency.save()
    document = draft(cast)
    assert document.slug == document.slug.strip("-").lower()
    assert all(sign.isalnum() or sign == "-" for sign in document.slug)
