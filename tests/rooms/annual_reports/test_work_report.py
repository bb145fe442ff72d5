"""Does the work report count what the records say, keep two pairs of eyes, and prove what it published?"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

import reporting
from cast import Cast
from desk import client_of, post, words_of
from everybody import who_may
from gongkai.annual_reports.actions import work as actions
from gongkai.annual_reports.models import WorkEdition, WorkReport, WorkStep
from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.rendering.work import document
from gongkai.annual_reports.work_verifying import verify
from gongkai.complaints.models import Matter
from gongkai.config import cli
from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.annual_report import work
from gongkai.domain.annual_report.work import Counted
from rooms.annual_reports import working
from rooms.annual_reports.working import YEAR, begun, go

pytestmark = pytest.mark.django_db
HERE = f"/workspace/reports/work/{YEAR}/"


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


@pytest.fixture(autouse=True)
def january() -> Any:
    with clock.travel_to(working.JANUARY):
        yield


def test_each_figure_is_what_the_records_give(cast: Cast) -> None:
    working.fill_year(cast)
    told = document(begun(cast))["figures"]
    assert {key: told[key]["value"] for key in ("complaints_accepted", "complaints_closed_rate", "leaflets",
                                                "consultations_on_site", "brigades")} == {
        "complaints_accepted": 8, "complaints_closed_rate": 87, "leaflets": 3000, "consultations_on_site": "100+",
        "brigades": 2,
    }  # fmt: skip
    assert told["complaints_closed_rate"]["exact"] == 87.5
    assert told["consultations_on_site"]["exact"] == 126
    assert len(told["complaints_accepted"]["records"]) == 8
    assert told["leaflets"]["records"] == ["CGJ-XC-2023-001", "CGJ-XC-2023-002"]
    assert set(told) == {each.key for each in work.figures()}
    for each in told.values():
        assert each["unit"]
        assert each["label_zh"]
        assert each["count_of"]


@pytest.mark.parametrize(
    ("change", "key", "before", "after"),
    [
        (lambda: Matter.objects.filter(state="dispatched").update(state="closed", closed_at=clock.now()),
         "complaints_closed", 7, 8),
        (lambda: Matter.objects.filter(number__endswith="00001").update(state="converted"),
         "complaints_accepted", 8, 7),
        (lambda: working.Activity.objects.filter(number__endswith="001").update(state="withdrawn"), "leaflets", 3000,
         1500),
    ],
)  # fmt: skip
def test_what_is_added_closed_or_withdrawn_changes_the_figure(
    cast: Cast, change: Callable[[], object], key: str, before: int, after: int
) -> None:
    working.fill_year(cast)
    report = working.published(cast)
    published = json.loads(json.dumps(document(report)))
    assert work_reports.count(cast.agency.pk, YEAR)[key].number == before
    assert verify(published).differences == ()
    change()
    assert work_reports.count(cast.agency.pk, YEAR)[key].number == after
    assert work_reports.counts_of(report)[key].number == before, "what is frozen does not move"
    told = [str(each) for each in verify(published).differences]
    assert any(str(before) in each and str(after) in each for each in told), told
    client = client_of(cast, "preparer")
    assert "冻结之后" in words_of(client.get(f"{HERE}figure/{key}/"))


def test_the_usual_way_ends_on_the_public_page_and_a_correction_is_a_new_edition(cast: Cast) -> None:
    working.fill_year(cast)
    report = working.published(cast)
    edition = work_reports.latest_edition(cast.agency.pk, YEAR)
    assert edition is not None
    assert (edition.number, edition.digest) == (1, report.digest)
    assert edition.document["report_date"] == "2024-01-15"
    report = go(cast, report, "correct", "preparer", reason="补充宣传活动")
    assert work_reports.latest_edition(cast.agency.pk, YEAR) == edition, "public until the corrected one is"
    for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "preparer")):
        report = go(cast, report, key, who)
    assert [each.number for each in work_reports.editions(report)] == [2, 1]
    verbs = [event.verb.rpartition(".")[2] for event in work_reports.told(report)]
    assert verbs == ["begun", "check", "sign", "publish", "correct", "check", "sign", "publish"]
    assert ledger.verify()[1] is None
    page = words_of(client_of(cast, "drafter").get(f"/reports/{cast.agency.code}/{YEAR}/work/"))
    assert "补充宣传活动" in page
    assert "3000" in page


def test_who_may_do_what(cast: Cast) -> None:
    report = begun(cast)
    everybody = (*[name for name in cast.people if not name.endswith("_admin")],)

    def moved(key: str) -> Callable[[Any], object]:
        fresh = WorkReport.objects.get(pk=report.pk)
        return lambda actor: actions.move_work_report(
            report_id=report.pk, key=key, actor=actor, expected_revision=fresh.revision, reason="有误"
        )

    def write(actor: Any) -> object:
        return actions.write_work_texts(
            report_id=report.pk, actor=actor, expected_revision=None, texts={"next": f"{actor.name}。"}
        )

    assert who_may(cast, write, everybody) == {"preparer", "both"}
    assert who_may(cast, moved("check"), everybody) == {"preparer", "both"}
    begin = lambda actor: actions.begin_work_report(actor=actor, agency_id=cast.agency.pk, year=2022)  # noqa: E731
    assert who_may(cast, begin, everybody) == {"preparer", "both"}
    template = lambda actor: actions.write_template(  # noqa: E731
        agency_id=cast.agency.pk, actor=actor, texts={"next": "完善制度。"}
    )
    assert who_may(cast, template, everybody) == {"preparer", "both"}
    go(cast, report, "check", "both")
    assert who_may(cast, moved("sign"), everybody) == {"signer"}, "not who checked it"
    assert who_may(cast, moved("send_back"), everybody) == {"signer", "both"}
    go(cast, report, "sign", "signer")
    assert who_may(cast, moved("publish"), everybody) == {"preparer", "signer", "both"}


def test_what_changed_since_the_check_keeps_it_from_being_signed(cast: Cast) -> None:
    working.fill_year(cast)
    report = go(cast, begun(cast), "check", "preparer")
    working.matter(cast, 20)
    with pytest.raises(Refusal, match="changed since"):
        go(cast, report, "sign", "signer")
    report = go(cast, report, "send_back", "signer", reason="记录有变动")
    report = go(cast, report, "check", "preparer")
    assert go(cast, report, "sign", "signer").state == "signed"


def test_before_the_year_is_over_and_with_a_gap_nothing_is_frozen(cast: Cast) -> None:
    report = begun(cast)
    with (
        clock.travel_to(working.JANUARY.replace(year=YEAR, month=12)),
        pytest.raises(Refusal, match="not over"),
    ):
        go(cast, report, "check", "preparer")
    actions.write_work_texts(
        report_id=report.pk, actor=cast.preparer, expected_revision=None, texts={"next": "【请补充】"}
    )
    with pytest.raises(Refusal, match="no text yet"):
        go(cast, report, "check", "preparer")


@pytest.mark.parametrize(
    ("text", "words"),
    [("{nothing}次", "no figure called"), ("{leaflets次", "does not close"), ("电话13800000000", "persons"),
     ("长" * 8001, "too long")],
)  # fmt: skip
def test_a_text_that_cannot_stand_is_refused_with_its_section(cast: Cast, text: str, words: str) -> None:
    report = begun(cast)
    with pytest.raises(Invalid, match=words) as refused:
        actions.write_work_texts(
            report_id=report.pk, actor=cast.preparer, expected_revision=None, texts={"next": text}
        )
    assert refused.value.field == "next"


def test_two_at_once_lose_nothing_and_a_double_click_is_one_deed(cast: Cast) -> None:
    report = begun(cast)
    write = {"report_id": report.pk, "actor": cast.preparer, "texts": {"next": "一。"}}
    actions.write_work_texts(expected_revision=1, **write)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        actions.write_work_texts(expected_revision=1, **{**write, "texts": {"next": "二。"}})  # type: ignore[arg-type]
    move = {"report_id": report.pk, "actor": cast.preparer, "key": "check", "expected_revision": 2}
    actions.move_work_report(**move)  # type: ignore[arg-type]
    again = actions.move_work_report(**move)  # type: ignore[arg-type]
    assert (again.state, WorkStep.objects.filter(move="check").count()) == ("checked", 1)
    assert begun(cast).pk == report.pk, "a second click gives the one begun"


def test_the_template_goes_for_the_next_report_alone(cast: Cast) -> None:
    first = begun(cast)
    actions.write_template(
        agency_id=cast.agency.pk, actor=cast.preparer, texts={"next": "{next_year}年完善制度。"}
    )
    later = actions.begin_work_report(actor=cast.preparer, agency_id=cast.agency.pk, year=2022)
    assert later.texts["next"] == "{next_year}年完善制度。"
    first.refresh_from_db()
    assert first.texts["next"] == work.template()["next"]
    assert "2023年完善制度。" in json.dumps(document(later), ensure_ascii=False)


def test_an_empty_year_says_so_plainly(cast: Cast) -> None:
    told = document(actions.begin_work_report(actor=cast.preparer, agency_id=cast.agency.pk, year=2019))
    assert told["empty"]
    assert told["figures"]["complaints_closed_rate"]["value"] is None
    client = client_of(cast, "preparer")
    assert "没有可以统计的工作记录" in words_of(client.get("/workspace/reports/work/2019/"))


def test_the_database_keeps_what_was_published(cast: Cast) -> None:
    report = working.published(cast)
    for change in (
        lambda: WorkEdition.objects.update(digest="x"),
        lambda: WorkStep.objects.update(reason="x"),
        lambda: WorkReport.objects.filter(pk=report.pk)._raw_delete("default"),  # type: ignore[attr-defined]
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_files_are_whole_and_the_public_one_names_no_matter(cast: Cast) -> None:
    working.fill_year(cast)
    working.published(cast)
    client = client_of(cast, "drafter")
    base = f"/reports/{cast.agency.code}/{YEAR}/work/"
    public = client.get(f"{base}report.json").json()
    assert "records" not in public["figures"]["complaints_accepted"], (
        "numbers of matters are no list for everybody"
    )
    assert public["figures"]["leaflets"]["records"] == ["CGJ-XC-2023-001", "CGJ-XC-2023-002"]
    assert verify(public).differences == ()
    assert client.get(f"{base}report.pdf").content.startswith(b"%PDF")
    assert client.get(f"{base}report.docx").content.startswith(b"PK")
    assert "3000" in client.get(f"{base}report.html").content.decode()
    assert "CGJ-XC-2023-001" in words_of(client.get(f"{base}figure/leaflets/"))
    for address in (
        "figure/complaints_accepted/",
        "figure/nothing/",
        "figure/leaflets/?page=9",
        "report.exe",
    ):
        assert client.get(f"{base}{address}").status_code == 404, address


def test_a_file_that_was_changed_by_hand_is_named(cast: Cast) -> None:
    working.fill_year(cast)
    told = document(working.published(cast), edition=1)
    told["figures"]["leaflets"]["value"] = 5000
    assert any("5000" in str(each) for each in verify(told).differences)
    told["counts"]["leaflets"] = [5000, None]
    words = [str(each) for each in verify(told).differences]
    assert any("digest" in each for each in words)
    assert any("edition 1" in each for each in words)
    with pytest.raises(Invalid):
        verify({"schema": work.SCHEMA})


def test_a_rate_read_from_a_file_is_the_rate_that_was_written(cast: Cast) -> None:
    working.fill_year(cast)
    told = document(working.published(cast), edition=1)
    told["counts"]["exam_pass_rate"] = [844, 936]

    def stated(written: str) -> bool:
        told["figures"]["exam_pass_rate"]["value"] = json.loads(written, parse_float=Decimal)
        return any(f"states {written}" in str(each) for each in verify(told).differences)

    assert not stated("90.17")
    assert stated("90.18")


def test_from_the_first_click_to_the_public_page(cast: Cast) -> None:
    working.fill_year(cast)
    preparer, signer = client_of(cast, "preparer"), client_of(cast, "signer")
    assert post(preparer, "/workspace/reports/work/", year=YEAR).status_code == 302
    wrong = preparer.post(f"{HERE}edit/", {"version": 1, "next": "{nothing}", "work__channels": "渠道。"})
    assert wrong.status_code == 422
    assert "渠道。" in words_of(wrong), "what was typed stands"
    texts = {key.replace(".", "__"): text for key, text in work.template().items()}
    saved = preparer.post(f"{HERE}edit/", {"version": 1, **texts, "next": "继续努力。"})
    assert saved.status_code == 302
    for client, key in ((preparer, "check"), (signer, "sign"), (signer, "publish")):
        assert f"{HERE}moves/{key}/" in words_of(client.get(HERE))
        revision = WorkReport.objects.get(year=YEAR).revision
        assert post(client, f"{HERE}moves/{key}/", version=revision).status_code == 302
    assert "继续努力。" in words_of(preparer.get(f"/reports/{cast.agency.code}/{YEAR}/work/"))
    for address in (
        HERE,
        f"{HERE}?part=figures",
        f"{HERE}?part=course",
        f"{HERE}figure/leaflets/",
        f"{HERE}report.json",
    ):
        assert client_of(cast, "supervisor").get(address).status_code == 200, address
        for who in ("drafter", "outsider"):
            assert client_of(cast, who).get(address).status_code == 404, (address, who)


def test_a_figure_of_many_records_costs_no_more_queries(cast: Cast) -> None:
    client = client_of(cast, "preparer")
    begun(cast)
    costs = []
    for serial in (1, 2, 12):
        working.matter(cast, serial)
        working.activity(cast, serial)
        counts = []
        for key in ("complaints_accepted", "leaflets"):
            client.get(f"{HERE}figure/{key}/")
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"{HERE}figure/{key}/").status_code == 200
            counts.append(len(asked))
        costs.append(counts)
    assert costs[0] == costs[1] == costs[2]


def test_a_report_against_somebody_is_counted_and_stands_on_no_list(cast: Cast) -> None:
    begun(cast)
    working.matter(cast, 1)
    working.matter(cast, 2, kind="report", against_person=cast.person("preparer"))
    page = words_of(client_of(cast, "supervisor").get(f"{HERE}figure/complaints_accepted/"))
    assert "CGJ-T-2023-00001" in page or "2" in page
    own = words_of(client_of(cast, "preparer").get(f"{HERE}figure/complaints_accepted/"))
    assert "CGJ-T-2023-00002" not in own


def test_the_commands_write_check_and_prove(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    working.fill_year(cast)
    out = tmp_path / "报告 2023.json"
    assert cli.main(["report", str(YEAR), "--form", "work", "--out", str(out)]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["figures"]["complaints_accepted"]["value"] == 8
    assert cli.main(["report", "verify", str(out)]) == 0
    working.matter(cast, 30)
    capsys.readouterr()
    assert cli.main(["report", "verify", str(out)]) == 1
    assert "Complaints accepted: the file says 8, the records give 9." in capsys.readouterr().out
    for kind in ("html", "docx", "pdf"):
        assert cli.main(["report", str(YEAR), "--form", "work", "--out", str(tmp_path / f"w.{kind}")]) == 0
        assert (tmp_path / f"w.{kind}").stat().st_size > 1000
    assert cli.main(["report", "1990", "--form", "work", "--format", "json"]) == 0
    assert "nothing to tell of" in capsys.readouterr().err
    assert cli.main(["report", str(YEAR), "--form", "work", "--sum"]) == 1


def test_counts_of_a_share_keep_their_base() -> None:
    one = work.figure("exam_pass_rate")
    assert one is not None
    assert work.value(one, Counted(844, 936)) == 90.17
    assert work.written(one, Counted(844, 936)) == "90.17"


def test_who_lacks_the_post_is_told_so(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.begin_work_report(actor=cast.drafter, agency_id=cast.agency.pk, year=YEAR)
    with pytest.raises(Invalid, match="Choose a year"):
        actions.begin_work_report(actor=cast.preparer, agency_id=cast.agency.pk, year=2999)


def test_beginning_twice_on_the_page_leads_to_the_one_begun_and_says_so(cast: Cast) -> None:
    client = client_of(cast, "preparer")
    first = client.post("/workspace/reports/work/", {"year": 2021})
    page = client.get(first["Location"]).content.decode()
    again = client.post("/workspace/reports/work/", {"year": 2021})
    assert again.status_code == 302
    assert again["Location"] == first["Location"]
    assert WorkReport.objects.filter(agency=cast.agency, year=2021).count() == 1
    said = client.get(again["Location"]).content.decode()
    begun_now = "2021年工作报告已按模板开始编制"
    assert begun_now in page
    assert begun_now not in said
