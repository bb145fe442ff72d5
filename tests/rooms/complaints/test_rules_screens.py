"""Are routing rules kept, tried out and brought in by file, with what is wrong said loudly and nothing lost?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from desk import client_of, words_of
from gongkai.complaints.models import RoutingRule
from gongkai.complaints.queries import rules as queries
from gongkai.core import clock
from gongkai.core.models import Event
from mattering import CATEGORY

pytestmark = pytest.mark.django_db

RULES = "/workspace/complaints/rules/"


def typed(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": "waste",
        "position": "10",
        "in_force_from": clock.today().isoformat(),
        "lead": "waste",
        "co": ["other"],
        "categories": ["E01"],
        "weekdays": ["1", "2", "3"],
        "hours": "08:00-12:00，18：00－08:00",
        "days": "working",
        "reason": "按三定方案",
    }
    return {**values, **changes}


def test_a_rule_is_made_changed_and_retired_and_every_version_stays(cast: Cast) -> None:
    client = client_of(cast, "chief")
    assert client.post(f"{RULES}new/", typed())["Location"] == RULES
    first = RoutingRule.objects.get()
    assert first.when == {
        "categories": ["E01"],
        "weekdays": [1, 2, 3],
        "hours": [["08:00", "12:00"], ["18:00", "08:00"]],
        "days": "working",
    }
    assert (first.lead, first.co, first.created_by_id) == ("waste", ["other"], cast.person("chief").pk)
    page = words_of(client.get(f"{RULES}{first.pk}/change/"))
    assert 'value="08:00-12:00、18:00-08:00"' in page
    assert 'value="E01" id="id_class_E01" checked' in page
    response = client.post(f"{RULES}{first.pk}/change/", typed(lead="other", co=[], reason="机构调整"))
    second = RoutingRule.objects.get(version=2)
    assert response["Location"] == f"{RULES}{second.pk}/"
    first.refresh_from_db()
    assert first.retired_at is not None
    page = words_of(client.get(f"{RULES}{second.pk}/"))
    assert "按三定方案" in page
    assert "机构调整" in page
    assert client.post(f"{RULES}{second.pk}/retire/", {"reason": " "}).status_code == 422
    assert client.post(f"{RULES}{second.pk}/retire/", {"reason": "不再需要"})["Location"] == RULES
    assert not queries.in_force(cast.agency.pk)
    assert "不再需要" in words_of(client.get(RULES))


def test_what_is_wrong_stands_on_top_of_the_list(cast: Cast) -> None:
    client = client_of(cast, "chief")
    client.post(f"{RULES}new/", typed())
    unit = cast.units["waste"]
    unit.closed_on = clock.today() - timedelta(days=1)
    unit.save()
    page = words_of(client.get(RULES))
    assert page.index("notice--danger") < page.index("<table")
    faults = queries.faults_of(cast.agency.pk)
    assert any(each.grave and "waste" in each.rules for each in faults)
    assert page.count("notice--danger") == sum(each.grave for each in faults)


def test_a_faulty_rule_is_refused_at_its_field_and_nothing_is_lost(cast: Cast) -> None:
    client = client_of(cast, "chief")
    wrong = (
        ({"key": ""}, "key"),
        ({"position": "one"}, "position"),
        ({"lead": ""}, "lead"),
        ({"hours": "早上"}, "hours"),
        ({"hours": "25:00-26:00"}, "hours"),
        ({"grids": "nowhere"}, "grids"),
        ({"in_force_from": "明天"}, "in_force_from"),
        ({"reason": ""}, "reason"),
    )
    for changes, field in wrong:
        response = client.post(f"{RULES}new/", typed(note="路灯归照明所", **changes))
        assert response.status_code == 422, field
        page = words_of(response)
        assert f'id="id_{field}_error"' in page
        assert "路灯归照明所" in page
        assert 'id="id_class_E01" checked' in page
    ends_first = typed(in_force_until=(clock.today() - timedelta(days=9)).isoformat())
    assert client.post(f"{RULES}new/", ends_first).status_code == 422
    assert not RoutingRule.objects.exists()


def test_tried_out_with_the_whole_trace_and_nothing_stored(cast: Cast) -> None:
    client = client_of(cast, "chief")
    client.post(f"{RULES}new/", typed(key="night", position="5", hours="22:00-23:00"))
    client.post(f"{RULES}new/", typed(key="waste", hours="", weekdays=[], days=""))
    events = Event.objects.count()
    asked = {"category": CATEGORY, "kind": "complaint", "channel": "telephone", "at": "2026-11-25T10:00"}
    page = words_of(client_of(cast, "handler").get(f"{RULES}try/", asked))
    trace = page[page.index('<ol class="trace">') : page.index("</ol>", page.index('<ol class="trace">'))]
    assert trace.index("night") < trace.index("waste")
    assert "渣土管理科" in page
    assert "badge--done" in trace
    nowhere = words_of(client.get(f"{RULES}try/", {**asked, "category": "C01-10"}))
    assert "notice--danger" in nowhere
    assert client.get(f"{RULES}try/", {"category": "", "at": "x"}).status_code == 200
    assert Event.objects.count() == events


def send(client: Client, content: bytes) -> Any:
    return client.post(f"{RULES}bring/", {"file": SimpleUploadedFile("rules.toml", content)})


def test_taken_out_changed_and_brought_in(cast: Cast) -> None:
    client = client_of(cast, "chief")
    client.post(f"{RULES}new/", typed())
    client.post(f"{RULES}new/", typed(key="old", position="20", categories=["E02"]))
    out = client.get(f"{RULES}file/").getvalue()
    held = [queries.as_rule(each) for each in queries.in_force(cast.agency.pk)]
    changed = out.replace(b'key = "old"', b'key = "new"').replace(b'lead = "waste"', b'lead = "other"', 1)
    look = send(client, changed)["Location"]
    page = words_of(client.get(look))
    for told in ("new", "waste", "old"):
        assert f"<dd>{told}</dd>" in page
    assert [queries.as_rule(each) for each in queries.in_force(cast.agency.pk)] == held
    assert client.post(look, {"do": "bring"}).status_code == 422, "the reason is asked for"
    assert client.post(look, {"do": "bring", "reason": "局办公会决定"})["Location"] == RULES
    assert [each.key for each in queries.in_force(cast.agency.pk)] == ["waste", "new"]
    assert client.get(look).status_code == 404
    same = send(client, client.get(f"{RULES}file/").getvalue())["Location"]
    assert "<dd>waste、new</dd>" in words_of(client.get(same))


def test_a_faulty_file_is_told_line_by_line_and_changes_nothing(cast: Cast) -> None:
    client = client_of(cast, "chief")
    client.post(f"{RULES}new/", typed())
    bad = b'[[rule]]\nkey = "a"\nposition = "first"\nin_force_from = 2026-01-01\nlead = "waste"\n'
    look = send(client, bad)["Location"]
    page = words_of(client.get(look))
    assert "<span>3</span>" in page
    assert 'value="bring"' not in page
    client.post(look, {"do": "bring", "reason": "硬来"})
    assert [each.key for each in queries.in_force(cast.agency.pk)] == ["waste"]
    nobody = bad.replace(b'"first"', b"1").replace(b'"waste"', b'"nowhere"')
    look = send(client, nobody)["Location"]
    assert 'value="bring"' not in words_of(client.get(look))
    assert client.post(look, {"do": "discard"})["Location"] == RULES


def test_others_read_and_only_the_head_of_the_desk_keeps(cast: Cast) -> None:
    client_of(cast, "chief").post(f"{RULES}new/", typed())
    row = RoutingRule.objects.get()
    for who in ("taker", "handler", "overseer", "supervisor"):
        client = client_of(cast, who)
        assert "waste" in words_of(client.get(RULES)), who
        assert client.get(f"{RULES}{row.pk}/").status_code == 200
        for page in ("new/", "bring/", f"{row.pk}/change/"):
            assert client.get(f"{RULES}{page}").status_code == 403, (who, page)
        assert client.post(f"{RULES}{row.pk}/retire/", {"reason": "x"}).status_code == 403
    assert client_of(cast, "drafter").get(RULES).status_code == 403
    assert client_of(cast, "outsider").get(f"{RULES}{row.pk}/").status_code == 404
