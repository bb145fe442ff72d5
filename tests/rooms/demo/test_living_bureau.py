"""Is the demonstration a living bureau of the seed's shape, the same for the same day?"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from gongkai.annual_reports import queries as reports
from gongkai.core import clock, ledger, letters
from gongkai.core.models import Event
from gongkai.demo import build
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.requests import PROCESS as REQUESTS
from gongkai.people.models import Agency, Body, Unit
from gongkai.publishing import integrity, queries
from gongkai.publishing.models import Document, Release
from gongkai.requests.models import Request

pytestmark = pytest.mark.django_db

DAY = timezone.make_aware(datetime(2026, 9, 16, 14, 20))


@pytest.fixture
def bureau() -> Agency:
    from gongkai.publishing import actions

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with clock.travel_to(DAY):
        actions.sync_catalogue()
        build.ensure()
    return Agency.objects.get(is_host=True)


@pytest.mark.one_database  # the journeys build another one on PostgreSQL
def test_shape_figures_states_and_ledger(bureau: Agency) -> None:
    # One test on purpose: the demonstration takes seconds to build.
    kinds = Counter(Unit.objects.filter(agency=bureau).values_list("kind", flat=True))
    assert (kinds["section"], kinds["brigade"]) == (4, 5)
    assert Body.objects.filter(agency=bureau, kind=Body.Kind.LEADING_GROUP).count() == 1
    assert Body.objects.filter(agency=bureau, kind=Body.Kind.SUPERVISION_GROUP).count() == 1

    counted = {channel.kind: count for channel, count in queries.channel_counts(bureau.pk, 2012)}
    assert (counted["disclosure_site"], counted["own_portal"], counted["superior_site"]) == (84, 86, 30)

    states = set(Document.objects.values_list("state", flat=True))
    assert states == {state.key for state in PROCESS.states}
    asked = set(Request.objects.values_list("state", flat=True))
    assert asked == {state.key for state in REQUESTS.states}
    assert len(set(Request.objects.exclude(outcome="").values_list("outcome", flat=True))) >= 10
    assert reports.latest_edition(bureau.pk, DAY.year - 1, "own") is not None
    assert letters.verify()[1] is None

    moments = list(Event.objects.order_by("seq").values_list("at", flat=True))
    # The diary of the last year is told scene by scene; nothing in it lies ahead of the day it was built for.
    assert max(moments) <= DAY
    _, broken = ledger.verify()
    assert broken is None
    checked, fault = integrity.verify()
    assert fault is None
    assert checked > 150

    with clock.travel_to(DAY):
        from gongkai.demo.bureau import actor

        board = queries.board(actor("supervisor"))
    assert {"overdue", "running"} <= {standing.state for standing in board}
    assert Release.objects.filter(struck_at__isnull=False).count() == 0
    newest = Document.objects.filter(live__isnull=False).order_by("-published_at").first()
    assert newest is not None
    assert newest.published_at is not None
    assert (DAY.date() - newest.published_at.date()).days < 20


def test_a_real_installation_is_never_mixed_with_a_demonstration(tmp_path: object) -> None:
    Agency.objects.create(code="real", name="真实单位", short_name="真实", opened_on=date(2026, 1, 1))
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with pytest.raises(build.NotADemonstration):
        build.ensure()
