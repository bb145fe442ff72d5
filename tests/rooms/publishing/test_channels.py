"""Is every release to a channel on record, counted, and correctable without losing anything?"""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from cast import Cast, draft, go, make_cast, published
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Channel, Document, Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def open_channel(cast: Cast, kind: str = "wechat", name: str = "公众号") -> Channel:
    return actions.open_channel(actor=cast.office, agency_id=cast.agency.pk, kind=kind, name=name)


def release(
    cast: Cast, document: Document, channel: Channel, day: date | None = None, **more: object
) -> Release:
    return actions.record_release(
        document_id=document.pk,
        actor=cast.office,
        channel_id=channel.pk,
        released_on=day or clock.today(),
        **more,  # type: ignore[arg-type]
    )


def counts(cast: Cast, year: int) -> dict[str, int]:
    return {channel.name: count for channel, count in queries.channel_counts(cast.agency.pk, year)}


def test_publishing_is_a_release_on_the_own_site(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        document = published(cast)
        published(cast)
        draft(cast)
    assert counts(cast, 2026) == {"政府信息公开网": 2}
    assert counts(cast, 2025) == {"政府信息公开网": 0}
    (row,) = queries.releases(document)
    assert (row.released_on, row.recorded_by) == (date(2026, 3, 3), cast.person("office"))


def test_releases_are_counted_by_day_and_struck_ones_are_not(cast: Cast) -> None:
    document, channel = published(cast), open_channel(cast)
    first = release(cast, document, channel, date(2025, 12, 31), url="https://example.org/a", note="头条")
    release(cast, document, channel, date(2026, 1, 1))
    assert (counts(cast, 2025)["公众号"], counts(cast, 2026)["公众号"]) == (1, 1)
    actions.strike_release(release_id=first.pk, actor=cast.office, reason="误录")
    actions.strike_release(release_id=first.pk, actor=cast.office, reason="再次")
    assert counts(cast, 2025)["公众号"] == 0
    first.refresh_from_db()
    assert first.struck_reason == "误录"
    assert len(queries.releases(document)) == 3
    assert queries.releases_of(channel, 2025) == []
    told = Event.objects.filter(verb__startswith="publishing.release.").values_list("verb", flat=True)
    assert list(told) == ["publishing.release.recorded"] * 2 + ["publishing.release.struck"]


def test_evidence_is_kept(cast: Cast) -> None:
    row = release(
        cast, published(cast), open_channel(cast), evidence=(io.BytesIO("公示照片".encode()), "公示.txt")
    )
    assert row.evidence is not None
    assert row.evidence.size == 12


def test_what_cannot_be_a_release_is_refused(cast: Cast) -> None:
    document, channel = published(cast), open_channel(cast)
    theirs = actions.open_channel(
        actor=cast.outsider, agency_id=cast.outside_agency.pk, kind="radio", name="电台"
    )
    closed = open_channel(cast, "newspaper", "日报")
    actions.close_channel(actor=cast.office, agency_id=cast.agency.pk, channel_id=closed.pk)
    withdrawn = go(cast, published(cast), "withdraw", "office", reason="误发")
    for bad, where, day in (
        (draft(cast), channel, clock.today()),
        (withdrawn, channel, clock.today()),
        (document, channel, clock.today() + timedelta(days=1)),
        (document, theirs, clock.today()),
        (document, closed, clock.today()),
    ):
        before = Release.objects.count()
        with pytest.raises(Invalid):
            release(cast, bad, where, day)
        assert Release.objects.count() == before
    row = release(cast, document, channel)
    with pytest.raises(Invalid):
        actions.strike_release(release_id=row.pk, actor=cast.office, reason=" ")


def test_a_closed_channel_keeps_its_count(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 3)):
        channel = open_channel(cast)
        release(cast, published(cast), channel)
        actions.close_channel(actor=cast.office, agency_id=cast.agency.pk, channel_id=channel.pk)
    assert counts(cast, 2026)["公众号"] == 1
    assert channel.pk not in [each.pk for each in queries.channels(cast.agency.pk)]


def test_every_version_is_a_release_of_its_own(cast: Cast) -> None:
    from cast import WAY

    with clock.travel_to(date(2026, 3, 3)):
        document = published(cast)
        document = go(cast, document, "correct", "drafter", reason="有误")
        for key, who in WAY:
            document = go(cast, document, key, who)
    assert counts(cast, 2026)["政府信息公开网"] == 2
    assert {row.revision.number for row in queries.releases(document)} == {1, 2}
