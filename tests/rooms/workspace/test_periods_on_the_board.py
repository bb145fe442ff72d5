"""Does a period in hours stand on the board with its hours, and does its page say why that moment?"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cast import Cast, draft, make_cast
from desk import client_of, words_of
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain.text import Text

pytestmark = pytest.mark.django_db
#: A Saturday worked in exchange, the Spring Festival, and a day's pause lie between.
PERIOD = {
    "length": 12,
    "unit": "working_hour",
    "label": "现场处置期限",
    "label_en": "On the spot",
    "source": "《办法》第三条",
}


@pytest.fixture
def running() -> tuple[Cast, Deadline]:
    begun = datetime(2026, 2, 13, 14, 30, tzinfo=timezone.get_current_timezone())
    with clock.travel_to(begun):
        cast = make_cast()
        document = draft(cast, title="路灯不亮")
        matter = ("publishing.document", document.pk)
        deadlines.stop(matter)
        row = deadlines.start_period(
            "tests.handle",
            period=PERIOD,
            subject=matter,
            at=begun,
            agency=cast.agency.code,
            title="路灯不亮",
            unit=document.unit_id,
        )
        deadlines.pause(matter, at=begun + timedelta(hours=19), reason="shelved")
        deadlines.resume(matter, at=begun + timedelta(days=11, hours=19), reason="shelved")
    return cast, Deadline.objects.get(pk=row.pk)


def test_the_board_and_the_page_of_the_trail(running: tuple[Cast, Deadline]) -> None:
    cast, row = running
    with clock.travel_to(datetime(2026, 2, 25, 10, 0, tzinfo=timezone.get_current_timezone())):
        client = client_of(cast, "drafter")
        board = words_of(client.get("/workspace/deadlines/"))
        page = words_of(client.get(f"/workspace/deadlines/{row.pk}/"))
    assert "现场处置期限" in board
    # 3 h on the Friday, 1.5 h on the Saturday; 2.5 h and 3 h after the pause, the last 2 h the morning after.
    moment = 'datetime="2026-02-26T10:00+08:00"'
    assert moment in board
    assert moment in page
    assert "《办法》第三条" in page
    due = deadlines.explain(row)
    assert page.count("<tr>") == len(due.trail) + 1
    assert any(isinstance(day.reason, Text) and "counted" in day.reason.msgid for day in due.trail)
