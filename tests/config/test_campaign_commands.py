"""Do the commands for campaigns bring a list of sites in whole or not at all, and give out only what is published?"""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cast import Cast, make_cast
from gongkai.campaigns.models import Site, SiteParty
from gongkai.config import cli
from gongkai.core.models import Event
from rooms.campaigns import campaigning

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HEADINGS = "编号,名称,地址,单位,工程内容,许可,纬度,经度,建设单位,建设单位联系人,建设单位电话"
GOOD = "GD-1,示例一号工地,示例路1号,waste,土方开挖,示准1号,33.3,116.78,示例建设有限公司,示例甲,0558-5550001"
SECOND = "GD-2,示例二号工地,示例路2号,市容科,主体施工,,,,示例置业有限公司,,"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GONGKAI_SHELL_LANGUAGE", "en")

    def go(*words: object) -> tuple[int, str]:
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        out = capsys.readouterr()
        return status, out.out + out.err

    return go


def written(folder: Path, *lines: str, name: str = "sites.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADINGS, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_list_comes_in_once_and_goes_out_the_same(cast: Cast, run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, GOOD, SECOND)
    assert run("sites", "import", file, "--dry-run") == (
        0,
        "2 new, 0 changed, 0 as they are. Nothing was changed.\n",
    )
    assert not Site.objects.exists()
    code = cast.agency.code
    assert run("sites", "import", file, "--agency", code) == (0, "2 new, 0 changed, 0 known before.\n")
    assert run("sites", "import", file) == (0, "0 new, 0 changed, 2 known before.\n")
    assert Event.objects.filter(verb="campaigns.site.added").count() == 2
    out = tmp_path / "out.csv"
    status, told = run("sites", "export", out)
    assert (status, "2 sites" in told) == (0, True)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600, "contact persons stand in it"
    assert run("sites", "import", out) == (0, "0 new, 0 changed, 2 known before.\n")
    assert SiteParty.objects.filter(until__isnull=False).count() == 0


def test_one_line_that_is_wrong_and_nothing_comes_in(cast: Cast, run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, GOOD, SECOND.replace("市容科", "没有这个科"), GOOD.replace("GD-1", ""))
    status, told = run("sites", "import", file)
    assert status == 1
    assert "sites.csv:3:单位: There is no unit 没有这个科." in told
    assert "sites.csv:4:编号: This is missing. Write it." in told
    assert told.endswith("Nothing was changed.\n")
    assert not Site.objects.exists()


def test_whoever_brings_it_in_needs_the_post(cast: Cast, run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    status, told = run("sites", "import", file, "--by", "inspector")
    assert (status, "Only the organiser" in told) == (1, True)
    assert not Site.objects.exists()
    assert run("sites", "import", file, "--by", "organiser")[0] == 0
    assert Event.objects.get(verb="campaigns.site.added").person == cast.organiser.person_id


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sites", "import", "none.csv"), "there is no file none.csv"),
        (("sites", "export", "sites.pdf"), "the file's name must end in .csv"),
        (("campaigns", "export", "records.xlsx"), "the file's name must end in .json or .csv"),
        (("campaigns", "export", "none/records.csv"), "there is no folder"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    cast: Cast, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, said = run(*words)
    assert status == 2
    assert told in said
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_agency_and_an_unknown_campaign_are_named(cast: Cast, run: Run, tmp_path: Path) -> None:
    file, out = written(tmp_path, GOOD), tmp_path / "records.json"
    assert run("sites", "import", file, "--agency", "none") == (
        1,
        "gongkai: There is no agency “none” in this installation.\n",
    )
    campaigning.drafted(cast)
    assert run("campaigns", "export", out, "--campaign", "X-1") == (
        1,
        "gongkai: There is no announced campaign “X-1”.\n",
    )
    assert not out.exists()


def test_records_go_out_by_site_and_only_published_ones(cast: Cast, run: Run, tmp_path: Path) -> None:
    campaign = campaigning.running(cast, campaigning.site(cast), campaigning.site(cast, "示例三期工地"))
    public = campaigning.published(cast, campaign, "washing")
    hidden = campaigning.recorded(cast, campaign)
    out = tmp_path / "records.json"
    status, told = run("campaigns", "export", out)
    assert (status, "1 records of 1 campaigns" in told) == (0, True)
    said = json.loads(out.read_text(encoding="utf-8"))["campaigns"][0]
    assert said["number"] == campaign.number
    assert {each["stand"] for each in said["sites"]} == {"to_correct", "unseen"}
    records = [record for site in said["sites"] for record in site["records"]]
    assert [each["record"] for each in records] == [public.number]
    text = out.read_text(encoding="utf-8")
    for word in (hidden.number, "示例丙", "示例甲", "inspector-name"):
        assert word not in text
    table = tmp_path / "records.csv"
    assert run("campaigns", "export", table, "--campaign", campaign.number)[0] == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(campaigning.ITEMS)
    assert {row["record"] for row in rows} == {public.number}
    assert [row["item_label"] for row in rows if row["verdict"] == "unmet"] == ["冲洗到位"]
    assert run("campaigns", "export", table)[0] == 2, "what is there is not written over"


def test_the_reminders_run_by_themselves() -> None:
    from gongkai.config import periodic
    from gongkai.core import jobs

    periodic.declare()
    assert "campaigns.remind" in {each.name for each in jobs.declared()}
