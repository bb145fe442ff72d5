"""Is what somebody sent kept for them alone, and not for ever?"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest

from gongkai.core import clock, uploads
from gongkai.core.refusals import Invalid


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def test_it_is_there_for_whoever_sent_it_and_nobody_else() -> None:
    token = uploads.keep(7, io.BytesIO(b"a,b"), "../台账 1.csv")
    place = uploads.place(7, token)
    assert place is not None
    assert place.read_bytes() == b"a,b"
    assert place.suffix == ".csv"
    assert uploads.place(8, token) is None
    for wrong in ("", "..", f"{token}x", "../" + token, token[:10]):
        assert uploads.place(7, wrong) is None


def test_thrown_away_it_is_gone() -> None:
    token = uploads.keep(7, io.BytesIO(b"a"), "a.csv")
    uploads.discard(8, token)
    assert uploads.place(7, token) is not None
    uploads.discard(7, token)
    assert uploads.place(7, token) is None


def test_after_a_day_it_is_gone_when_the_next_one_comes() -> None:
    token = uploads.keep(7, io.BytesIO(b"a"), "a.csv")
    with clock.travel_to(clock.now() + timedelta(hours=uploads.KEPT_HOURS - 1)):
        uploads.keep(9, io.BytesIO(b"b"), "b.csv")
    assert uploads.place(7, token) is not None
    with clock.travel_to(clock.now() + timedelta(hours=uploads.KEPT_HOURS + 1)):
        uploads.keep(9, io.BytesIO(b"b"), "b.csv")
    assert uploads.place(7, token) is None


def test_too_large_nothing_is_left(settings: Any) -> None:
    settings.GONGKAI_MAX_UPLOAD = 1024 * 1024
    with pytest.raises(Invalid, match="larger than 1 MB"):
        uploads.keep(7, io.BytesIO(b"x" * (1024 * 1024 + 1)), "a.csv")
    assert list((settings.DATA_DIR / "uploads").iterdir()) == []
