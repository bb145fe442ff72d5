"""Is an answer open to every site, kept while nothing changes, and in the language asked for?"""

from __future__ import annotations

import io
import json

import pytest

import cast as people
from gongkai.config import clock_command
from gongkai.core import ledger
from gongkai.publishing import actions
from gongkai.publishing.models import Document
from rooms.api.conftest import Reader


def test_any_site_may_read_it_and_no_cookie_is_set(reader: Reader, bureau: people.Cast) -> None:
    response = reader.raw("documents", headers={"Origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=0"
    assert "Set-Cookie" not in response.headers
    before = reader.client.options("/api/v1/documents")
    assert (before.status_code, before["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_an_unchanged_answer_is_not_sent_again(reader: Reader, bureau: people.Cast) -> None:
    first = reader.raw("documents")
    again = reader.raw("documents", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    people.published(bureau)
    assert reader.raw("documents", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_head_is_answered_without_a_body(reader: Reader, bureau: people.Cast) -> None:
    people.published(bureau)
    for path in ("documents", "documents.ndjson", "clocks"):
        response = reader.client.head(f"/api/v1/{path}")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert (response.status_code, body) == (200, b"")


@pytest.mark.django_db
def test_the_language_is_asked_for_or_the_readers_own(reader: Reader) -> None:
    def reason(**query: object) -> tuple[str, str]:
        response = reader.raw("calendar/2026", **query)
        return json.loads(response.content)["days"][0]["name"], response["Content-Language"]

    assert reason() == ("元旦", "zh-Hans")
    assert reason(language="en") == ("New Year's Day", "en")
    assert reason(headers={"Accept-Language": "en-GB,en;q=0.9"}) == ("New Year's Day", "en")
    assert reason(headers={"Accept-Language": "de, zh-CN;q=0.8, en;q=0.5"}) == ("元旦", "zh-Hans")
    assert reason(language="zh", headers={"Accept-Language": "en"}) == ("元旦", "zh-Hans")
    assert "Accept-Language" in reader.raw("calendar/2026")["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("rule", "start", "pauses", "extend"),
    [
        ("request.reply", "2026-02-12", ["2026-02-25:2026-03-03"], 0),
        ("request.reply", "2019-05-14", [], 15),
        ("publication.general", "2012-01-10", [], 0),
        ("petition.decide", "2026-09-20", ["2026-10-01:"], 0),
        ("request.reply", "2027-01-04", [], 20),
    ],
)
def test_a_due_date_is_the_one_the_command_prints(
    reader: Reader,
    language: str,
    rule: str,
    start: str,
    pauses: list[str],
    extend: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [rule, "--start", start, "--extend", str(extend), "--json"]
    words += [word for pause in pauses for word in ("--pause", pause)]
    words += ["--language", "en"] if language == "en" else []
    printed = io.StringIO()
    monkeypatch.setattr("sys.stdout", printed)
    assert clock_command.run(words) == 0
    monkeypatch.undo()
    query = {"start": start, "extend": extend, "language": language, **({"pause": pauses} if pauses else {})}
    assert reader.ask(f"clocks/{rule}/due", **query) == json.loads(printed.getvalue())


def test_a_document_is_found_by_address_and_by_index_number(reader: Reader, bureau: people.Cast) -> None:
    document = people.published(bureau)
    by_slug = reader.ask(f"documents/{document.slug}")
    assert by_slug == reader.ask(f"documents/{document.index_number}")
    assert by_slug["body"]["html"] == people.BODY
    assert by_slug["body"]["text"].startswith("一、总则")
    assert (by_slug["validity_label"], by_slug["status"]) == ("有效", "本信息已公开。")
    english = reader.ask(f"documents/{document.slug}", language="en")
    assert (english["validity_label"], english["status"]) == ("In force", "This information is public.")
    assert english["url"].endswith(f"/en/documents/{document.slug}/")
    for address in (by_slug["url"], by_slug["api"], *by_slug["downloads"].values()):
        assert address.startswith("http://testserver/")


def test_attachments_are_named_with_their_address(reader: Reader, bureau: people.Cast) -> None:
    document = people.draft(bureau)
    actions.attach(
        document_id=document.pk,
        actor=bureau.drafter,
        source=io.BytesIO("名称,数量\n甲,1\n".encode()),
        name="名录.csv",
        title="运输企业名录",
    )
    for key, who in people.WAY:
        people.go(bureau, document, key, who)
    attached = reader.ask(f"documents/{document.slug}")["attachments"]
    assert [(each["name"], each["title"]) for each in attached] == [("名录.csv", "运输企业名录")]
    fetched = reader.client.get(attached[0]["url"])
    assert fetched.status_code == 200
    assert len(b"".join(fetched.streaming_content)) == attached[0]["size"]


def test_the_versions_of_a_corrected_document_can_all_be_read(reader: Reader, bureau: people.Cast) -> None:
    document = people.published(bureau)
    people.go(bureau, document, "correct", "drafter", reason="补充条款")
    actions.save_draft(
        document_id=document.pk,
        actor=bureau.drafter,
        expected_version=Document.objects.get(pk=document.pk).version,
        content=people.content(body="<p>运输车辆应当密闭并清洗。</p>"),
    )
    for key, who in people.WAY:
        people.go(bureau, document, key, who)
    shown = reader.ask(f"documents/{document.slug}")
    assert [version["number"] for version in shown["versions"]] == [2, 1]
    old = reader.ask(f"documents/{document.slug}/versions/1")
    assert (old["current"], old["body"]["html"]) == (False, people.BODY)
    assert reader.ask(f"documents/{document.slug}/versions/2")["current"] is True


def test_the_end_of_the_ledger_is_the_ledgers_end(reader: Reader, bureau: people.Cast) -> None:
    people.published(bureau)
    number, digest, _ = ledger.head()
    response = reader.raw("ledger/head")
    shown = json.loads(response.content)
    assert (shown["number"], shown["digest"]) == (number, digest)
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_a_year_of_the_calendar_has_every_day_with_its_reason(reader: Reader) -> None:
    year = reader.ask("calendar/2024")
    assert (len(year["days"]), year["announced"]) == (366, True)
    assert year["working_days"] == sum(day["working"] for day in year["days"])
    by_date = {day["date"]: day for day in year["days"]}
    assert by_date["2024-02-04"]["working"] is True  # a Sunday worked in exchange for Spring Festival
    assert by_date["2024-02-12"]["name"] == "春节"
    assert all(day["provisional"] for day in reader.ask("calendar/2040")["days"])


@pytest.mark.django_db
def test_the_procedure_is_the_table_that_guards_the_deeds(reader: Reader) -> None:
    from gongkai.domain.disclosure import PROCESS

    shown = reader.ask("processes/disclosure")
    assert [state["key"] for state in shown["states"]] == [state.key for state in PROCESS.states]
    assert [move["key"] for move in shown["moves"]] == [move.key for move in PROCESS.moves]
    assert b"bpmn:definitions" in reader.client.get(shown["bpmn"]).content
