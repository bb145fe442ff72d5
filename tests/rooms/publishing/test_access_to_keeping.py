"""Does only the openness office keep what is the office's, and does every refusal look the same from outside?"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from cast import Cast, content, make_cast, published
from everybody import IN_ITS_UNIT, attempt, forget_actors, who_may
from gongkai.core import clock
from gongkai.core.refusals import NotAllowed
from gongkai.people.actor import StaffActor
from gongkai.publishing import actions
from gongkai.publishing.importing import ImportRecord
from gongkai.publishing.models import Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    forget_actors()
    return make_cast()


def test_beginning_and_bringing_in(cast: Cast) -> None:
    unit = cast.units["waste"].pk
    record = ImportRecord("a.txt", None, "标题", "<p>正文。</p>")
    assert (
        who_may(cast, lambda who: actions.start_document(actor=who, unit_id=unit, content=content()))
        == IN_ITS_UNIT
    )
    assert (
        who_may(cast, lambda who: actions.bring_in(actor=who, unit_id=unit, records=[record])) == IN_ITS_UNIT
    )


def test_the_office_keeps_what_is_the_offices(cast: Cast) -> None:
    document = published(cast)
    agency, unit = cast.agency.pk, cast.units["waste"].pk
    office = cast.office
    channel = actions.open_channel(actor=office, agency_id=agency, kind="wechat", name="公众号")
    actions.open_topic(actor=office, agency_id=agency, slug="zhatu", title="渣土")
    wording = actions.add_wording(actor=office, agency_id=agency, pattern="最佳", advice="", severity="note")
    row = actions.add_local_row(
        actor=office,
        agency_id=agency,
        parent_key="article20.1",
        label="自设",
        label_en="",
        rule="publication.general",
        basis="",
    )
    release = actions.record_release(
        document_id=document.pk, actor=office, channel_id=channel.pk, released_on=clock.today()
    )
    deeds: dict[str, Callable[[StaffActor], object]] = {
        "release": lambda who: actions.record_release(
            document_id=document.pk, actor=who, channel_id=channel.pk, released_on=clock.today()
        ),
        "strike": lambda who: actions.strike_release(release_id=release.pk, actor=who, reason="误录"),
        "open_channel": lambda who: actions.open_channel(
            actor=who, agency_id=agency, kind="radio", name="电台"
        ),
        "close_channel": lambda who: actions.close_channel(
            actor=who, agency_id=agency, channel_id=channel.pk
        ),
        "open_topic": lambda who: actions.open_topic(actor=who, agency_id=agency, slug="x", title="专题"),
        "close_topic": lambda who: actions.close_topic(actor=who, agency_id=agency, slug="zhatu"),
        "add_wording": lambda who: actions.add_wording(
            actor=who, agency_id=agency, pattern="x", advice="", severity="note"
        ),
        "retire_wording": lambda who: actions.retire_wording(
            actor=who, agency_id=agency, wording_id=wording.pk
        ),
        "add_row": lambda who: actions.add_local_row(
            actor=who,
            agency_id=agency,
            parent_key="article20.1",
            label="x",
            label_en="",
            rule="publication.general",
            basis="",
        ),
        "end_row": lambda who: actions.end_row(
            actor=who, agency_id=agency, entry_key=row.key, last_day=clock.today()
        ),
        "duty": lambda who: actions.assign_duty(
            actor=who, agency_id=agency, entry_key="article20.1", unit_id=unit
        ),
    }
    for name, deed in deeds.items():
        assert who_may(cast, deed) == {"office"}, name
    assert Release.objects.filter(struck_at__isnull=True).count() == 2


def test_what_is_not_there_is_refused_like_what_may_not_be_seen(cast: Cast) -> None:
    for deed in (
        lambda: actions.record_release(
            document_id=10**9, actor=cast.office, channel_id=1, released_on=clock.today()
        ),
        lambda: actions.strike_release(release_id=10**9, actor=cast.office, reason="x"),
        lambda: actions.move(document_id=10**9, key="submit", actor=cast.drafter, expected_version=1),
        lambda: actions.attach(document_id=10**9, actor=cast.drafter, source=io.BytesIO(b"x"), name="x.txt"),
        lambda: actions.hold(document_id=10**9, actor=cast.drafter),
    ):
        assert isinstance(attempt(deed), NotAllowed)
