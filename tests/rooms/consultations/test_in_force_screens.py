"""Do evaluations and clean-up lists go their way on the staff's screens, and lose nothing that was typed?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import consulting
import evaluating_stage as stage
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.consultations.models import CleanUp, CleanUpEntry, Document, Evaluation
from gongkai.consultations.queries import evaluation_paging as paging
from gongkai.core import clock
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Document]
LEADS = pytest.mark.parametrize("lead", ["", "/en"])


def furnished() -> Stage:
    cast = make_cast()
    return cast, stage.in_force(cast)


built = once_a_file(furnished)


@pytest.fixture
def here(built: Stage) -> Stage:
    return on_stage(built)


def typed(**changes: Any) -> dict[str, Any]:
    return {"evaluated_on": clock.today().isoformat(), **stage.SAID, **changes}


def at(kind: str, found: Any, rest: str = "", lead: str = "") -> str:
    return f"{lead}/workspace/{kind}/{found.pk}/{rest}"


def moved(client: Any, kind: str, found: Any, key: str, lead: str = "", **given: Any) -> int:
    fresh = type(found).objects.get(pk=found.pk)
    return int(
        post(client, at(kind, found, f"moves/{key}/", lead), version=fresh.revision, **given).status_code
    )


@LEADS
def test_an_evaluation_from_the_rules_record_to_its_public_page(here: Stage, lead: str) -> None:
    cast, rule = here
    drafter, leader, publisher = (
        client_of(cast, who) for who in ("rule_drafter", "rule_leader", "rule_publisher")
    )
    record = f"{lead}/workspace/consultations/{rule.pk}/"
    begin = f"{record}evaluate/"
    assert begin in words_of(drafter.get(record))
    assert begin not in words_of(publisher.get(record))
    assert rule.title in words_of(drafter.get(begin))
    done = post(drafter, begin)
    found = Evaluation.objects.get()
    assert done["Location"] == at("evaluations", found, "edit/", lead)
    assert post(drafter, begin).status_code == 302, "a second click is the same evaluation"
    assert Evaluation.objects.count() == 1
    assert moved(drafter, "evaluations", found, "submit", lead) == 409
    edit = at("evaluations", found, "edit/", lead)
    assert post(drafter, edit, version=found.revision, **typed()).status_code == 302
    page = words_of(drafter.get(at("evaluations", found, lead=lead)))
    assert stage.SAID["findings"] in page
    assert found.number in words_of(drafter.get(record)), "the rule's record leads to it"
    assert moved(drafter, "evaluations", found, "submit", lead) == 302
    assert found.number in words_of(leader.get(f"{lead}/workspace/"))
    bare = {"send_back-reason": ""}
    assert moved(leader, "evaluations", found, "send_back", lead, **bare) == 422
    assert moved(drafter, "evaluations", found, "confirm", lead) == 403
    assert moved(leader, "evaluations", found, "confirm", lead) == 302
    assert moved(publisher, "evaluations", found, "publish", lead) == 302
    assert f"{lead}/evaluations/{cast.agency.code}/{found.number}/" in words_of(
        publisher.get(at("evaluations", found, lead=lead))
    )
    listed = words_of(drafter.get(f"{lead}/workspace/evaluations/?state=published&text=垃圾"))
    assert found.number in listed


def test_one_that_is_late_says_so_and_what_is_not_written_stands_as_a_dash(here: Stage) -> None:
    cast, rule = here
    found = stage.begun(cast, rule)
    Evaluation.objects.filter(pk=found.pk).update(due_on=clock.today() - timedelta(days=5))
    drafter = client_of(cast, "rule_drafter")
    record = words_of(drafter.get(at("evaluations", found, lead="/en")))
    assert "5 days" in record
    assert record.count("<p>—</p>") == 3
    assert "due--" in words_of(drafter.get("/en/workspace/evaluations/?state=draft"))


@pytest.mark.parametrize(
    "changes",
    [
        {"evaluated_on": "soon"},
        {"evaluated_on": "2999-01-01"},
        {"methods": "nothing"},
        {"conclusion": "nothing"},
        {"summary": "问张三13800138000"},
        {"findings": "长" * 8001},
    ],
)
def test_an_evaluation_with_a_fault_is_kept_in_the_form(here: Stage, changes: dict[str, str]) -> None:
    cast, rule = here
    found = stage.begun(cast, rule)
    said = typed(evaluators="渣土管理科甲", **changes)
    answer = post(client_of(cast, "rule_drafter"), at("evaluations", found, "edit/"), version=1, **said)
    page = words_of(answer)
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert "渣土管理科甲" in page
    assert Evaluation.objects.get().evaluators == ""


def test_two_who_write_at_once_see_each_others_words(here: Stage) -> None:
    cast, rule = here
    found = stage.begun(cast, rule)
    edit = at("evaluations", found, "edit/")
    stage.written(cast, found, summary="先保存的摘要")
    late = post(client_of(cast, "second_rule_drafter"), edit, version=1, **typed(summary="后写的摘要"))
    page = words_of(late)
    assert late.status_code == 409
    assert "先保存的摘要" in page
    assert "后写的摘要" in page


@pytest.mark.parametrize(
    ("who", "sees", "writes"),
    [
        ("rule_drafter", True, True),
        ("second_rule_drafter", True, True),
        ("rule_publisher", True, False),
        ("rule_legal", True, False),
        ("rule_leader", True, False),
        ("supervisor", True, False),
        ("rival_rule_drafter", False, False),
        ("outsider", False, False),
    ],
)
def test_who_opens_which_page(here: Stage, who: str, sees: bool, writes: bool) -> None:
    cast, rule = here
    evaluation, clean_up = stage.begun(cast, rule), stage.listed(cast)
    client = client_of(cast, who)
    for name in ("evaluations", "clean-ups"):
        listed = words_of(client.get(f"/workspace/{name}/"))
        assert (evaluation.number in listed or clean_up.number in listed) == sees
    for kind, found in (("evaluations", evaluation), ("clean-ups", clean_up)):
        assert client.get(at(kind, found)).status_code == (200 if sees else 404)
        status = 200 if writes else 403 if sees else 404
        assert client.get(at(kind, found, "edit/")).status_code == status
        assert post(client, at(kind, found, "moves/nonsense/")).status_code == 404
    assert client.get(f"/workspace/consultations/{rule.pk}/evaluate/").status_code == (
        200 if writes else 403 if sees else 404
    )
    assert client.get(at("clean-ups", clean_up, f"repeal/{clean_up.entries.get().pk}/")).status_code == (
        409 if sees else 404
    )


def test_what_is_not_there_is_no_page(here: Stage) -> None:
    cast, _rule = here
    client = client_of(cast, "rule_drafter")
    for path in ("evaluations/9999/", f"evaluations/{2**70}/edit/", "clean-ups/9999/", f"clean-ups/{2**70}/"):
        assert client.get(f"/workspace/{path}").status_code == 404
    assert client.get("/workspace/evaluations/?text=%00&state=x&unit=x&after=x").status_code == 200
    assert client.get("/workspace/clean-ups/?text=%00&state=x&after=x").status_code == 200


def entry(found: CleanUp, of: Document) -> CleanUpEntry:
    return CleanUpEntry.objects.get(clean_up=found, document=of)


@LEADS
def test_a_list_from_the_beginning_to_the_repeal(here: Stage, lead: str) -> None:
    cast, rule = here
    drafter, legal, leader, publisher = (
        client_of(cast, who) for who in ("rule_drafter", "rule_legal", "rule_leader", "rule_publisher")
    )
    new = f"{lead}/workspace/clean-ups/new/"
    assert client_of(cast, "rule_leader").get(new).status_code == 403
    first = words_of(drafter.get(new))
    assert f"{clock.today().year}年行政规范性文件清理目录" in first
    given = {"unit": cast.units["waste"].pk, "title": "清理目录甲", "introduction": ""}
    for day in ("", "soon", "2999-01-01"):
        answer = post(drafter, new, as_of=day, **given)
        assert answer.status_code == 422
        assert "清理目录甲" in words_of(answer)
    assert post(drafter, new, as_of=clock.today().isoformat(), **given).status_code == 302
    found = CleanUp.objects.get()
    row = entry(found, rule)
    edit = at("clean-ups", found, "edit/", lead)
    said = {f"entry-{row.pk}-result": "repeal", f"entry-{row.pk}-reason": ""}
    assert post(drafter, edit, version=found.revision, title="清理目录甲", **said).status_code == 302
    assert moved(drafter, "clean-ups", found, "submit", lead) == 409
    assert f"entry={row.pk}#id_entry-{row.pk}-result" in words_of(
        drafter.get(at("clean-ups", found, lead=lead))
    )
    assert drafter.get(f"{edit}?entry={row.pk}").status_code == 200
    said[f"entry-{row.pk}-reason"] = "已被替代。"
    version = CleanUp.objects.get().revision
    assert post(drafter, edit, version=version, title="清理目录甲", **said).status_code == 302
    assert moved(drafter, "clean-ups", found, "submit", lead) == 302
    assert moved(legal, "clean-ups", found, "review", lead) == 422, "the opinion is missing"
    assert moved(legal, "clean-ups", found, "review", lead, **{"review-opinion": "程序合法"}) == 302
    assert moved(leader, "clean-ups", found, "decide", lead) == 302
    assert moved(publisher, "clean-ups", found, "publish", lead) == 302
    assert consulting.now(rule).state == "published", "nothing is repealed silently"
    repeal = at("clean-ups", found, f"repeal/{row.pk}/", lead)
    assert repeal in words_of(leader.get(f"{lead}/workspace/"))
    assert repeal in words_of(leader.get(at("clean-ups", found, lead=lead)))
    page = words_of(leader.get(repeal))
    assert "已被替代。（清理目录甲）" in page
    assert 'name="reason"' not in words_of(publisher.get(repeal)), "only whoever signs repeals"
    revision = consulting.now(rule).revision
    assert post(publisher, repeal, version=revision, reason="已被替代").status_code == 403
    assert post(leader, repeal, version=revision, reason=" ").status_code == 422
    assert post(leader, repeal, version=revision - 1, reason="已被替代").status_code == 409
    assert post(leader, repeal, version=revision, reason="已被替代").status_code == 302
    after = consulting.now(rule)
    assert (after.state, after.ended_reason) == ("repealed", "已被替代")
    assert repeal not in words_of(leader.get(f"{lead}/workspace/"))
    assert 'name="reason"' not in words_of(leader.get(repeal))


def test_the_rest_goes_on_with_one_press(here: Stage) -> None:
    cast, rule = here
    found = stage.listed(cast)
    client, row = client_of(cast, "rule_drafter"), entry(found, rule)
    edit = at("clean-ups", found, "edit/")
    answer = post(client, edit, version=1, title=found.title, do="rest", **{f"entry-{row.pk}-result": ""})
    assert answer["Location"] == edit
    assert entry(found, rule).result == "continue"


@pytest.mark.parametrize("changes", [{"title": ""}, {"entry": "nothing"}, {"reason": "问张三13800138000"}])
def test_a_list_with_a_fault_is_kept_in_the_form(here: Stage, changes: dict[str, str]) -> None:
    cast, rule = here
    found = stage.listed(cast)
    row = entry(found, rule)
    said = {
        "title": changes.get("title", "新的名称"),
        f"entry-{row.pk}-result": changes.get("entry", "amend"),
        f"entry-{row.pk}-reason": changes.get("reason", "写好的理由"),
    }
    answer = post(client_of(cast, "rule_drafter"), at("clean-ups", found, "edit/"), version=1, **said)
    page = words_of(answer)
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert said[f"entry-{row.pk}-reason"] in page
    assert entry(found, rule).reason == ""


def many(found: CleanUp, rule: Document, count: int) -> None:
    for number in range(count):
        copy = consulting.now(rule)
        copy.pk, copy.number, copy.formal_number = None, f"X-{number:03}", ""
        copy.save(force_insert=True)
        CleanUpEntry.objects.create(clean_up=found, document=copy)


def test_a_long_list_is_written_a_page_at_a_time(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, rule = here
    found = stage.listed(cast)
    many(found, rule, 5)
    monkeypatch.setattr(paging, "SIZE", 2)
    monkeypatch.setattr(paging.entries, "__defaults__", (2,))
    client, edit = client_of(cast, "rule_drafter"), at("clean-ups", found, "edit/")
    keys = list(found.entries.order_by("document_id").values_list("pk", flat=True))
    seen: list[int] = []
    where = edit
    for _ in range(3):
        page = words_of(client.get(where))
        shown = [int(key) for key in re.findall(r'name="entry-(\d+)-result"', page)]
        seen += shown
        said = {f"entry-{key}-result": "continue" for key in shown}
        version = CleanUp.objects.get().revision
        where = post(client, where, version=version, title="目录", do="next", **said)["Location"]
    assert seen == keys
    assert set(found.entries.values_list("result", flat=True)) == {"continue"}
    assert f'name="entry-{keys[3]}-result"' in words_of(client.get(f"{edit}?entry={keys[3]}"))
    record = words_of(client.get(at("clean-ups", found)))
    assert f"{at('clean-ups', found)}?after=2#list" in record


@pytest.mark.parametrize("path", ["", "edit/"])
def test_pages_of_a_list_ask_no_more_for_more_documents(here: Stage, path: str) -> None:
    cast, rule = here
    found = stage.listed(cast)
    client = client_of(cast, "rule_drafter")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at("clean-ups", found, path)).status_code == 200
        return len(queries)

    asked()
    few = asked()
    many(found, rule, 12)
    assert asked() == few
