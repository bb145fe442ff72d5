"""Is a clause that an opinion took out named by it, wherever what became of the opinion is told?"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any

import consulting as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from docx import Document as Word

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.consultations.actions import answering
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import naming, public, texts
from gongkai.consultations.staff.opinions import common
from gongkai.core.refusals import Invalid
from gongkai.domain.consultations.rules import Answer
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
GONE = "第三条第（二）项"


@dataclass
class Stage:
    """A document whose second version has no item (2) any more, as two opinions asked."""

    cast: Cast
    made: Document
    key: str
    on_it: Opinion
    whole: Opinion
    code: str


def furnished() -> Stage:
    cast = make_cast()
    made = stage.consulting(cast)
    key = stage.clause(made, GONE)
    given = stage.opinion(made, "制度不必写进条件。", clause=key)
    whole = stage.opinion(made, "条件太多。")
    stage.shown(cast, given.opinion, whole.opinion)
    lines = list(stage.TEXT)
    lines.pop(6)
    return Stage(cast, stage.second_version(cast, made, lines), key, given.opinion, whole.opinion, given.code)


built = once_a_file(furnished)


@pytest.fixture
def here(built: Stage) -> Stage:
    return on_stage(built)


def answer(here: Stage, verdict: str = "adopted", reason: str = "") -> int:
    return answering.answer_opinions(
        document_id=here.made.pk,
        actor=here.cast.rule_drafter,
        opinion_ids=[here.on_it.pk, here.whole.pk],
        answer=Answer(verdict, reason, here.key),
    )


def get(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def own(here: Stage) -> str:
    return f"/consultations/{here.made.agency.code}/{here.made.number}/"


def test_one_place_names_what_every_version_has(here: Stage) -> None:
    versions = texts.every(here.made)
    known = naming.cited(versions)
    newest = [each.provision.key for each in texts.numbered(versions[-1])]
    assert list(known)[: len(newest)] == newest, "the newest text in its order comes first"
    assert set(known) == set(texts.taken_keys(versions))
    gone = {key: (each.name, each.version) for key, each in known.items() if each.gone}
    assert gone == {here.key: (GONE, 1)}
    assert naming.cited([]) == {}


def test_an_answer_may_name_it_but_not_say_that_it_stands_there(here: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        answer(here, "covered")
    assert refused.value.field == "clause"
    assert answer(here) == 2
    here.on_it.refresh_from_db()
    assert here.on_it.answer_clause == here.key


def test_staff_choose_and_read_it_by_its_old_name(here: Stage) -> None:
    client = client_of(here.cast, "rule_drafter")
    page = words_of(client.get(f"/en/workspace/consultations/{here.made.pk}/opinions/{here.whole.pk}/"))
    assert f"{GONE} (version 1, since taken out)" in page
    answer(here)
    rows = words_of(client.get(f"/en/workspace/consultations/{here.made.pk}/opinions/"))
    assert rows.count(f"{GONE} (version 1, since taken out)") >= 3, (
        "in the filter, the choice and at the opinions"
    )
    with translation.override("en"):
        choices = dict(common.Texts(here.made).choices({here.key: 1}))
    assert choices == {here.key: f"{GONE} (version 1, since taken out) (1)"}


def test_the_report_and_ones_own_opinion_lead_to_the_version_that_had_it(here: Stage) -> None:
    answer(here)
    stage.ended(here.made)
    there = f'href="/en{own(here)}versions/1/#p-{here.key}"'
    for page in ("report/", "opinions/"):
        html = get(f"/en{own(here)}{page}")
        assert html.count(f"{GONE} (version 1, since taken out)") >= 2, page
        assert html.count(there) >= 2, page
    assert f'id="p-{here.key}"' in get(f"/en{own(here)}versions/1/")
    response = Client().post(
        "/en/consultations/answer/", {"reference": here.on_it.reference, "code": here.code}
    )
    assert there in response.content.decode()


def test_a_clause_that_stands_leads_to_what_changed(here: Stage) -> None:
    fourth = stage.clause(here.made, "第四条")
    answering.answer_opinions(
        document_id=here.made.pk,
        actor=here.cast.rule_drafter,
        opinion_ids=[here.on_it.pk, here.whole.pk],
        answer=Answer("adopted", "", fourth),
    )
    stage.ended(here.made)
    html = get(f"/en{own(here)}report/")
    assert f"compare/1/2/#p-{fourth}" in html
    assert "since taken out" not in html.replace(f"{GONE} (version 1, since taken out)", "")


def test_files_programs_and_paper_name_it_too(here: Stage) -> None:
    answer(here, reason="按意见删去。")
    stage.ended(here.made)
    client = client_of(here.cast, "rule_drafter")
    file = client.get(f"/en/workspace/consultations/{here.made.pk}/export.csv")
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row.count(f"{GONE} (version 1, since taken out)") for row in rows[1:]] == [1, 1]
    read: dict[str, Any] = json.loads(
        get(f"/api/v1/consultations/{here.made.agency.code}/{here.made.number}/opinions")
    )
    told = read["items"][0]
    assert (told["answer_clause"], told["answer_version"]) == (here.key, 1)
    assert told["answer_provision"].startswith(GONE)
    paper = client.get(f"/workspace/consultations/{here.made.pk}/export.docx")
    book = Word(io.BytesIO(b"".join(paper.streaming_content)))  # type: ignore[attr-defined]
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    assert cells.count(f"采纳（{GONE}（第1稿，后删去））") == 2


def test_naming_all_versions_asks_the_database_once(here: Stage) -> None:
    versions = public.versions(here.made)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        naming.cited(versions)
    assert len(asked) == 0


def test_several_hidden_reasons_are_parted_as_the_language_does(here: Stage) -> None:
    for reason in ("spam", "attack"):
        row = stage.opinion(here.made, f"广告{reason}").opinion
        answering.hide_opinion(
            document_id=here.made.pk, actor=here.cast.rule_drafter, opinion_id=row.pk, reason=reason
        )
    answer(here)
    stage.ended(here.made)
    chinese = re.sub(r"\s+", " ", get(f"{own(here)}report/"))
    assert re.search("人身攻击 1、广告或者重复提交 1|广告或者重复提交 1、人身攻击 1", chinese)
