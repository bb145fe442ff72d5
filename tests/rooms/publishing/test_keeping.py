"""The office's own work: catalogue, topics, channels, wordings. Wrong input is refused and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cast import Cast, draft, make_cast, published
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid
from gongkai.domain import catalogue
from gongkai.publishing import actions, queries
from gongkai.publishing.models import CatalogueDuty, CatalogueEntry, Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_catalogue_is_in_step_with_the_law_and_stays_so(cast: Cast) -> None:
    assert CatalogueEntry.objects.filter(agency__isnull=True).count() == len(catalogue.all_rows())
    events = Event.objects.count()
    assert actions.sync_catalogue() == 0
    assert Event.objects.count() == events
    CatalogueEntry.objects.filter(key="article20.1").update(label="改了")
    assert actions.sync_catalogue() == 1
    assert CatalogueEntry.objects.get(key="article20.1").label != "改了"


def test_a_row_of_the_agencys_own(cast: Cast) -> None:
    office, agency = cast.office, cast.agency.pk
    with clock.travel_to(date(2026, 3, 3)):
        row = actions.add_local_row(
            actor=office,
            agency_id=agency,
            parent_key="article20.1",
            label="渣土通告",
            label_en="Waste notices",
            rule="publication.general",
            basis="市政府要求",
        )
        document = published(cast, catalogue=[row.key])
        assert [each.pk for each in queries.public_documents(row="article20.1")] == [document.pk]
        actions.end_row(actor=office, agency_id=agency, entry_key=row.key, last_day=date(2026, 3, 31))
        assert row.key in {each.key for each in queries.entries_in_force(agency_id=agency)}
    with clock.travel_to(date(2026, 4, 1)):
        assert row.key not in {each.key for each in queries.entries_in_force(agency_id=agency)}
        assert [each.pk for each in queries.public_documents(row=row.key)] == [document.pk]
    with pytest.raises(Invalid):
        actions.end_row(actor=office, agency_id=agency, entry_key="article20.1", last_day=date(2026, 4, 1))


def test_another_agencys_row_cannot_be_chosen(cast: Cast) -> None:
    row = actions.add_local_row(
        actor=cast.outsider,
        agency_id=cast.outside_agency.pk,
        parent_key="article20.1",
        label="他局自设",
        label_en="",
        rule="publication.general",
        basis="",
    )
    for deed in (
        lambda: draft(cast, catalogue=[row.key]),
        lambda: actions.assign_duty(
            actor=cast.office, agency_id=cast.agency.pk, entry_key=row.key, unit_id=None
        ),
        lambda: actions.end_row(
            actor=cast.office, agency_id=cast.agency.pk, entry_key=row.key, last_day=clock.today()
        ),
    ):
        with pytest.raises(Invalid):
            deed()
    assert not Document.objects.exists()


def test_a_topic_closed_takes_nothing_new_and_keeps_what_it_has(cast: Cast) -> None:
    office, agency = cast.office, cast.agency.pk
    actions.open_topic(actor=office, agency_id=agency, slug="Zhatu", title="渣土")
    actions.open_topic(actor=office, agency_id=agency, slug="guanggao", title="广告")
    document = draft(cast, topics=["zhatu"])
    actions.close_topic(actor=office, agency_id=agency, slug="zhatu")
    actions.close_topic(actor=office, agency_id=agency, slug="zhatu")
    assert Event.objects.filter(verb="publishing.topic.closed").count() == 1
    with pytest.raises(Invalid):
        draft(cast, topics=["zhatu"])
    saved = actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=document.version,
        content=actions.DraftInput(topics=["zhatu", "guanggao"]),
    )
    assert saved.working is not None
    assert set(saved.working.topics.values_list("slug", flat=True)) == {"zhatu", "guanggao"}


def test_wrong_input_is_refused_and_changes_nothing(cast: Cast) -> None:
    office, agency = cast.office, cast.agency.pk
    actions.open_topic(actor=office, agency_id=agency, slug="zhatu", title="渣土")
    wrong: list[Callable[[], object]] = [
        lambda: actions.open_topic(actor=office, agency_id=agency, slug="渣土", title="渣土"),
        lambda: actions.open_topic(actor=office, agency_id=agency, slug="zhatu", title="又一个"),
        lambda: actions.open_topic(actor=office, agency_id=agency, slug="x", title=" "),
        lambda: actions.open_channel(actor=office, agency_id=agency, kind="nonsense", name="x"),
        lambda: actions.open_channel(actor=office, agency_id=agency, kind="wechat", name=" "),
        lambda: actions.add_wording(actor=office, agency_id=agency, pattern=" ", advice="", severity="note"),
        lambda: actions.add_wording(actor=office, agency_id=agency, pattern="x", advice="", severity="loud"),
        lambda: actions.add_wording(
            actor=office, agency_id=agency, pattern="(a+)+$(", advice="", severity="note", is_regex=True
        ),
        lambda: actions.assign_duty(actor=office, agency_id=agency, entry_key="nonsense", unit_id=None),
        lambda: actions.assign_duty(actor=office, agency_id=agency, entry_key="article20.1", unit_id=10**6),
        lambda: actions.assign_duty(
            actor=office,
            agency_id=agency,
            entry_key="article20.1",
            unit_id=cast.units["waste"].pk,
            person_id=cast.person("outsider").pk,
        ),
    ]
    before = Event.objects.count()
    for deed in wrong:
        with pytest.raises(Invalid):
            deed()
    assert Event.objects.count() == before


def test_a_duty_is_one_for_each_row(cast: Cast) -> None:
    for unit in ("waste", "office"):
        actions.assign_duty(
            actor=cast.office, agency_id=cast.agency.pk, entry_key="article20.1", unit_id=cast.units[unit].pk
        )
    duty = CatalogueDuty.objects.get()
    assert duty.unit == cast.units["office"]
    assert queries.duties(cast.agency.pk)[duty.entry_id].unit == cast.units["office"]
