"""Do the commands bring activities in once and write the published ones out?"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import publicizing as stage
import pytest

from cast import Cast
from gongkai.config import cli
from gongkai.duties.models import Activity

pytestmark = pytest.mark.django_db
TEXT = "名称,种类,单位,日期,地点,印制份数\n法制讲座,法制讲座,waste,2026-03-02,示例中学,20\n"


def test_a_table_is_brought_in_once(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "activities.csv"
    file.write_text(TEXT, encoding="utf-8")
    assert cli.main(["publicity", "import", str(file), "--dry-run"]) == 0
    assert not Activity.objects.exists()
    assert cli.main(["publicity", "import", str(file), "--by", "publicist"]) == 0
    assert cli.main(["publicity", "import", str(file)]) == 0
    assert "0 new" in capsys.readouterr().out
    assert Activity.objects.get().state == "draft"
    file.write_text(f"{TEXT}讲座,none,waste,2026-03-03,甲,\n", encoding="utf-8")
    assert cli.main(["publicity", "import", str(file)]) == 1
    assert ":3:" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        cli.main(["publicity", "import", str(tmp_path / "none.csv")])


def test_the_published_activities_are_written_out(cast: Cast, tmp_path: Path) -> None:
    shown = stage.published(cast, photos=1)
    stage.drafted(cast, title="未公开")
    for name in ("a.json", "a.csv"):
        assert cli.main(["publicity", "export", str(tmp_path / name)]) == 0
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["activities"]
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8-sig")))
    assert [each["number"] for each in told] == [each["number"] for each in rows] == [shown.number]
    assert cli.main(["publicity", "export", str(tmp_path / "b.json"), "--year", "1999"]) == 0
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["activities"] == []
    with pytest.raises(SystemExit):
        cli.main(["publicity", "export", str(tmp_path / "a.txt")])
