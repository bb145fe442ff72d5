"""Does everybody find what waits for them: in the worklist, the navigation, the search and the list?"""

from __future__ import annotations

from datetime import timedelta

import consulting as stage
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.consultations.models import Beside, Document
from gongkai.consultations.queries import document_lists, worklists
from gongkai.core import clock
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/consultations/"

built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Document) -> str:
    return f"{LIST}{made.pk}/"


def _owed(cast: Cast, who: str) -> list[str]:
    return [each.state for each in worklists.my_work(getattr(cast, who)).to_do]


def test_what_waits_for_whom(cast: Cast) -> None:
    made = stage.drafted(cast)
    assert (_owed(cast, "rule_drafter"), _owed(cast, "rule_publisher")) == (["drafting"], [])
    stage.go(made, "submit", cast.rule_drafter)
    assert (_owed(cast, "rule_drafter"), _owed(cast, "rule_publisher")) == ([], ["to_consult"])
    assert [each.pk for each in worklists.my_work(cast.rule_drafter).waiting] == [made.pk]
    stage.go(made, "consult", cast.rule_publisher)
    stage.opinion(made)
    stage.ended(made)
    assert worklists.my_work(cast.rule_drafter).unanswered == {made.pk: 1}
    stage.answered(cast, made)
    stage.go(made, "review_fairly", cast.rule_drafter)
    assert _owed(cast, "rule_legal") == ["fair_review"]
    stage.go(made, "fairly_reviewed", cast.rule_legal, opinion="通过")
    stage.go(made, "review_legally", cast.rule_drafter)
    assert _owed(cast, "rule_legal") == ["legality"]
    stage.go(made, "legally_reviewed", cast.rule_legal, opinion="通过")
    assert _owed(cast, "rule_leader") == ["discussion"]
    stage.discussed(cast, made)
    stage.go(made, "sign", cast.rule_leader)
    assert _owed(cast, "rule_publisher") == ["signed"]
    stage.published(cast, made)
    assert _owed(cast, "rule_publisher") == ["published"]
    assert worklists.to_do_count(cast.rule_publisher) == 1
    stage.go(made, "file", cast.rule_publisher, on=clock.today())
    assert [each.pk for each in worklists.my_work(cast.rule_publisher).done] == [made.pk]
    assert worklists.to_do_count(cast.outsider) == 0
    assert not worklists.my_work(cast.outsider).to_do
    assert worklists.my_work(cast.handler) == worklists.Worklist()


def test_days_that_come_near_are_named(cast: Cast) -> None:
    made = stage.consulting(cast)
    assert not worklists.closing(cast.rule_publisher)
    Document.objects.filter(pk=made.pk).update(closes_on=clock.today() + timedelta(days=7))
    assert [each.pk for each in worklists.closing(cast.rule_publisher)] == [made.pk]
    assert not worklists.closing(cast.outsider)
    Document.objects.filter(pk=made.pk).update(state="in_force", lapses_on=worklists.warned_until())
    assert [each.pk for each in worklists.lapsing(cast.rule_publisher)] == [made.pk]
    client = client_of(cast, "rule_publisher")
    assert len(client.get(LIST).context["near"]) == 1
    assert client.get("/workspace/?list=soon").context["rows"][0]["due_on"] == worklists.warned_until()
    Document.objects.filter(pk=made.pk).update(lapses_on=worklists.warned_until() + timedelta(days=1))
    assert not worklists.lapsing(cast.rule_publisher)


def test_the_workspace_leads_to_what_waits(cast: Cast) -> None:
    made = stage.drafted(cast)
    drafter = client_of(cast, "rule_drafter")
    home = drafter.get("/workspace/")
    assert here(made) in words_of(home)
    assert f'href="{LIST}"' in words_of(home)
    assert f'href="{LIST}"' not in words_of(client_of(cast, "handler").get("/workspace/"))
    found = drafter.get("/workspace/search/", {"q": made.number.lower()})
    assert found["Location"] == here(made)
    assert drafter.get("/workspace/search/", {"q": "垃圾"})["Location"].startswith(LIST)
    hidden = client_of(cast, "rival_rule_drafter").get("/workspace/search/", {"q": made.number})
    assert hidden["Location"] != here(made)


def test_the_list_is_narrowed_and_paged(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [stage.project(cast, title=f"示例文件{at}", kind="plan" if at else "normative") for at in range(5)]
    stage.go(rows[4], "begin", cast.rule_drafter)
    client = client_of(cast, "rule_publisher")
    for query, count in (
        ("kind=plan", 4),
        ("state=drafting", 1),
        ("state=open", 5),
        ("text=文件0", 1),
        ("text=无", 0),
    ):
        assert len(client.get(f"{LIST}?{query}").context["rows"]) == count, query
    monkeypatch.setattr(document_lists, "SIZE", 2)
    seen: list[str] = []
    address = LIST
    while address:
        page = client.get(address)
        seen += [row["url"] for row in page.context["rows"]]
        address = page.context["next_url"]
    assert sorted(seen) == sorted(here(each) for each in rows)


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast) -> None:
    client = client_of(cast, "rule_publisher")

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    made = stage.ended(stage.consulting(cast))
    few = {address: asked(address) for address in (LIST, here(made), "/workspace/")}
    for at in range(4):
        stage.ended(stage.consulting(cast, title=f"另一份{at}"))
        Beside.objects.create(
            document=made, kind="hearing", version=1, held_on=clock.today(), outcome="意见",
            by_id=cast.person("rule_drafter").pk, at=clock.now(),
        )  # fmt: skip
    assert {address: asked(address) for address in few} == few
    assert few[here(made)] <= 40, few
