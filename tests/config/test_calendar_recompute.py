"""Does ``gongkai calendar recompute`` finish what was broken off, and show how far it is?"""

from __future__ import annotations

import sys
from datetime import date

import pytest

from gongkai.config import cli
from gongkai.core import clock, deadlines, recomputing
from gongkai.core.models import CalendarDay, CalendarNotice, Deadline

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five clocks, and a notice that they have not followed."""
    monkeypatch.setattr(recomputing, "AT_ONCE", 2)
    for number in range(5):
        subject = ("tests.matter", number)
        deadlines.start("request.reply", subject=subject, on=date(2026, 3, 2), agency="cgj", title="某事")
    notice = CalendarNotice.objects.create(year=2026, title="补充通知", loaded_at=clock.now())
    CalendarDay.objects.create(notice=notice, date=date(2026, 3, 5), working=False, name="")


def test_it_moves_what_has_not_followed_once(stage: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = Deadline.objects.first()
    assert before is not None
    assert cli.main(["calendar", "recompute"]) == 0
    out, err = capsys.readouterr()
    assert out == "Every running due date is computed again; 5 moved.\n"
    assert err == ""
    after = Deadline.objects.get(pk=before.pk)
    assert after.due_on is not None
    assert before.due_on is not None
    assert (after.due_on - before.due_on).days == 1
    assert cli.main(["calendar", "recompute"]) == 0
    assert capsys.readouterr().out == "Every running due date is computed again; 0 moved.\n"


def test_on_a_terminal_it_shows_how_far_it_is(
    stage: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert cli.main(["calendar", "recompute"]) == 0
    assert capsys.readouterr().err == "\rDue dates: 2 of 5 \rDue dates: 4 of 5 \rDue dates: 5 of 5 \n"
