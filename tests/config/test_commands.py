"""Does the console command read well, do what it says, and answer every mistake with one sentence?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cast import Cast, draft, make_cast, published
from gongkai.config import cli
from gongkai.core import calendars, clock, ledger
from gongkai.core.models import Event, LedgerHead
from gongkai.people.models import Agency, Person
from gongkai.publishing.models import Document
from meddling import past_the_triggers

COMMANDS = [" ".join(command.words) for group in cli.GROUPS.values() for command in group]
DAYS_OFF = (
    *("01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "02-11", "04-05", "05-01", "05-02"),
    *("06-09", "09-15", "10-01", "10-02", "10-03"),
)
NOTICE = "\n".join(["date,kind,name", *(f"2027-{day},holiday,节日" for day in DAYS_OFF)])


class Shell:
    """Runs commands in this process and keeps what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys, self.out, self.err = capsys, "", ""

    def __call__(self, *words: object) -> int:
        self.capsys.readouterr()
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as ended:  # argparse
            status = int(ended.code or 0)
        self.out, self.err = self.capsys.readouterr()
        return status

    def refuses(self, *words: object) -> str:
        """One sentence on the error stream, and a status other than 0."""
        assert self(*words) != 0, words
        said = self.err.strip() or self.out.strip()
        assert said
        assert "\n" not in self.err.strip(), self.err
        assert "Traceback" not in self.err + self.out
        return said


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def test_help_names_every_command(shell: Shell) -> None:
    for words in (["--help"], ["-h"], ["help"]):
        assert shell(*words) == 0
        assert all(command in shell.out for command in COMMANDS)
    assert shell() == 2
    assert max(map(len, shell.out.splitlines())) <= 120


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    assert shell(*command.split(), "--help") == 0
    assert f"gongkai {command}" in shell.out


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["documents"],
        ["documents", "nonsense"],
        ["calendar"],
        ["init"],
        ["serve", "--port", "many"],
        ["demo", "--port", "0"],
        ["demo", "--port", "70000"],
        ["verify", "--nonsense"],
        ["backup"],
        ["restore", "/nowhere/at.all"],
        ["documents", "import", "/nowhere/at.all", "--by", "x"],
        ["documents", "import", "/tmp", "--by", "x", "--confirmed-by", "y"],
        ["calendar", "load", "/nowhere", "--year", "x", "--title", "y"],
        ["calendar", "load", "/nowhere", "--year", "2027", "--title", "y", "--published", "yesterday"],
    ],
)
def test_a_mistake_is_one_sentence(shell: Shell, words: list[str]) -> None:
    assert shell.refuses(*words).startswith("gongkai")


@pytest.mark.django_db
def test_verify_says_what_is_whole(shell: Shell) -> None:
    cast = make_cast()
    published(cast)
    assert shell("verify") == 0
    assert f"The ledger is whole: {Event.objects.count()} events." in shell.out
    assert "1 checked" in shell.out


@pytest.mark.django_db
def test_verify_names_the_first_broken_link(shell: Shell) -> None:
    published(make_cast())
    with past_the_triggers():
        Event.objects.filter(seq__in=[3, 5]).update(reason="改写")
    assert shell("verify") == 1
    assert shell.out == (
        "The ledger is broken after 2 whole events: The contents of event 3 do not match its digest.\n"
    )


@pytest.mark.django_db
def test_verify_finds_a_record_changed_by_hand(shell: Shell) -> None:
    document = published(make_cast())
    Document.objects.filter(pk=document.pk).update(state="repealed")
    assert shell("verify") == 1
    assert document.index_number in shell.out


@pytest.mark.django_db
def test_verify_anchors_only_a_whole_chain(shell: Shell, settings: Any) -> None:
    published(make_cast())
    LedgerHead.objects.update(digest="0" * 64)
    assert shell("verify") == 1
    assert not (settings.DATA_DIR / "ledger.anchors").exists()


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an installation: the one the tests run in."""
    monkeypatch.setattr("gongkai.config.commands.base.installed", lambda: True)


@pytest.mark.django_db
@pytest.mark.usefixtures("listening")
def test_the_clock_knows_the_notices_loaded_here(shell: Shell, tmp_path: Path) -> None:
    asked = ("clock", "publication.general", "--start", "2026-12-10", "--json")
    assert shell(*asked) == 0
    before = json.loads(shell.out)
    assert (before["due"], before["provisional"]) == ("2027-01-08", True)
    path = tmp_path / "2027.csv"
    path.write_text(NOTICE + "\n2027-01-04,holiday,元旦\n", encoding="utf-8-sig")
    with clock.travel_to(date(2026, 12, 11)):
        draft(make_cast(), date_made=date(2026, 12, 10))
    assert (
        shell("calendar", "load", path, "--year", "2027", "--title", "通知", "--published", "2026-11-20") == 0
    )
    assert "1 due dates moved" in shell.out
    assert shell(*asked) == 0
    after = json.loads(shell.out)
    assert (after["due"], after["provisional"]) == ("2027-01-11", False)
    assert shell("calendar", "show") == 0
    assert "2027" in shell.out


@pytest.mark.django_db
def test_a_bad_notice_is_named_and_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    for content, year in (
        (b"date,kind,name\n2027-13-01,holiday,x\n", 2027),
        (NOTICE.encode("utf-16"), 2027),
        (NOTICE.encode(), 2026),
        (NOTICE.encode(), -5),
        (b"", 2027),
    ):
        path = tmp_path / "notice.csv"
        path.write_bytes(content)
        shell.refuses("calendar", "load", path, "--year", year, "--title", "通知")
    assert calendars.notices() == []


@pytest.mark.django_db
def test_init_founds_an_installation_once(shell: Shell, settings: Any) -> None:
    settings.DATA_DIR.mkdir(parents=True)
    words = (
        "init",
        "--agency-name",
        "测试市城市管理局",
        "--agency-code",
        "csj",
        "--organisation-code",
        "01431479-9",
    )
    assert shell(*words) == 0
    assert all(name in shell.out for name in ("system-admin", "permission-admin", "audit-admin"))
    assert Agency.objects.get().organisation_code == "014314799"
    assert Person.objects.filter(must_change_password=True).count() == 3
    assert "already" in shell.refuses(*words)
    assert Agency.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "code", "organisation"),
    [(" ", "csj", ""), ("某局", "城管", ""), ("某局", "csj", "12"), ("长" * 121, "csj", "")],
)
def test_init_with_a_wrong_name_founds_nothing(
    shell: Shell, settings: Any, name: str, code: str, organisation: str
) -> None:
    settings.DATA_DIR.mkdir(parents=True)
    shell.refuses("init", "--agency-name", name, "--agency-code", code, "--organisation-code", organisation)
    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_a_lost_password_is_given_anew_and_told_to_the_ledger(shell: Shell) -> None:
    make_cast()
    assert shell("accounts", "password", "drafter") == 0
    fresh = shell.out.splitlines()[0].rpartition(" ")[2]
    person = Person.objects.get(username="drafter")
    assert person.check_password(fresh)
    assert person.must_change_password
    assert fresh not in str(list(Event.objects.values()))
    assert "no open account" in shell.refuses("accounts", "password", "nobody")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def write_table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["标题,成文日期,发布日期,信息分类,正文", *rows]), encoding="utf-8")
    return path


GOOD = "关于规范早点摊点的通告,2014-04-10,2014-04-15,article20.1,早点摊点经营时间为五时至八时。"


@pytest.mark.django_db
def test_importing_a_text_dry_and_for_good(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "通告.txt"
    path.write_text("关于规范早点摊点的通告\n\n早点摊点经营时间为五时至八时。\n", encoding="utf-8")
    words = ("documents", "import", path, "--by", "drafter", "--row", "article20.1")
    assert shell(*words, "--dry-run") == 0
    assert "1 documents would be imported. Nothing was changed." in shell.out
    assert not Document.objects.exists()
    assert shell(*words) == 0
    document = Document.objects.select_related("working").get()
    assert document.index_number in shell.out
    assert document.state == "draft"
    assert document.working is not None
    assert document.working.title == "关于规范早点摊点的通告"


@pytest.mark.django_db
def test_importing_a_table_as_history_confirmed_at_once(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    path = write_table(tmp_path / "历史.csv", GOOD, GOOD.replace("早点", "夜市"))
    words = ("documents", "import", path, "--by", "drafter", "--as-published")
    assert shell(*words, "--confirmed-by", "office") == 0
    assert "2 documents imported, published." in shell.out
    assert set(Document.objects.values_list("state", flat=True)) == {"published"}
    assert ledger.verify()[1] is None


@pytest.mark.django_db
def test_nothing_is_half_imported(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    """Whatever is wrong is wrong with all of it: rows, accounts, units, or the one who was to confirm."""
    good, bad = (
        write_table(tmp_path / "good.csv", GOOD),
        write_table(tmp_path / "bad.csv", GOOD, GOOD.replace("2014-04-10", "2014-02-30")),
    )
    history = ("--as-published", "--confirmed-by")
    for words in (
        (bad, "--by", "drafter"),
        (good, "--by", "nobody"),
        (good, "--by", "office"),
        (good, "--by", "drafter", "--unit", "nowhere"),
        (good, "--by", "drafter", "--unit", "office"),
        (good, "--by", "drafter", "--row", "nonsense"),
        (good, "--by", "drafter", *history, "nobody"),
        (good, "--by", "drafter", *history, "drafter"),
        (good, "--by", "drafter", *history, "leader"),
        (good, "--by", "outsider", *history, "outsider"),
    ):
        assert shell("documents", "import", *words) != 0, words
        assert "Traceback" not in shell.err
        assert not Document.objects.exists(), words
    assert shell("documents", "import", bad, "--by", "drafter") == 1
    assert "bad.csv:3" in shell.out
    assert "Nothing was imported" in shell.out


@pytest.mark.django_db
def test_a_wrong_account_is_said_in_a_dry_run_too(shell: Shell, cast: Cast, tmp_path: Path) -> None:
    good = write_table(tmp_path / "good.csv", GOOD)
    assert "nobody" in shell.refuses("documents", "import", good, "--by", "nobody", "--dry-run")


@pytest.mark.django_db
def test_the_search_index_is_built_anew(shell: Shell, cast: Cast) -> None:
    published(cast)
    draft(cast)
    assert shell("documents", "reindex") == 0
    assert "1 public documents" in shell.out


@pytest.mark.django_db
def test_the_jobs_run_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.core import jobs

    monkeypatch.setattr(jobs, "_jobs", {})
    assert shell("jobs", "--once") == 0
    assert "publishing.publish_due" in shell.out.splitlines()
