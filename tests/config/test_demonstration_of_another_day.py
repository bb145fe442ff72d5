"""Is a demonstration of today left where it is, wherever the machine stands, and one of another day moved aside?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from gongkai.config.commands import install
from gongkai.core import clock


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    return tmp_path


def marked(folder: Path, day: date) -> Path:
    (folder / "demonstration").write_text(day.isoformat(), encoding="utf-8")
    return folder / "demonstration"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_one_of_today_stays(folder: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    mark = marked(folder, clock.today())
    install._put_old_demo_aside(keep=False)
    assert mark.exists()


def test_one_of_another_day_is_moved_aside_unless_it_is_kept(folder: Path) -> None:
    other = clock.today() - timedelta(days=1)
    mark = marked(folder, other)
    install._put_old_demo_aside(keep=True)
    assert mark.exists()
    install._put_old_demo_aside(keep=False)
    assert not mark.exists()
    assert (folder / f"demonstration-of-{other.isoformat()}" / "demonstration").exists()
