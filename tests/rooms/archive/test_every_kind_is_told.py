"""Does every kind of records tell the archive the same things, in words the data know?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import archive_stage as stage
import pytest
from django.utils import translation

from cast import Cast
from gongkai.archive.packing import drafted, told_in_chinese
from gongkai.archive.queries import waiting
from gongkai.archive.queries.sources import sources
from gongkai.core import archiving, clock
from gongkai.domain.archive import rules
from rooms.campaigns import campaigning
from rooms.duties import planning
from rooms.powers import deciding
from rooms.supervision import appraisal_stage, assessment_stage, case_stage, finding_stage

pytestmark = pytest.mark.django_db


def _decision(cast: Cast) -> Any:
    deciding.table(cast)
    return deciding.published(cast)


def _inspection(cast: Cast) -> Any:
    return campaigning.published(cast, campaigning.running(cast), "washing")


def _finding(cast: Cast) -> Any:
    row = finding_stage.found(cast)
    for key, who, given in finding_stage.WAYS["settled"]:
        finding_stage.moved(row, key, getattr(cast, who or "section_head"), **given)
    return row


def _appraisal(cast: Cast) -> Any:
    appraisal_stage.reported(cast, 40)
    return appraisal_stage.at(cast, "published")


#: Kind → how one of it comes to its end.
ENDED: dict[str, Callable[[Cast], Any]] = {
    "request": stage.request,
    "complaint": stage.matter,
    "document": lambda cast: stage.document(cast, "表.csv"),
    "decision": _decision,
    "inspection": _inspection,
    "finding": _finding,
    "appraisal": _appraisal,
    "assessment": assessment_stage.published,
    "accountability": lambda cast: case_stage.at(cast, "closed"),
}


@pytest.mark.parametrize("kind", sorted(ENDED))
def test_it_is_told_packed_and_whole(cast: Cast, tmp_path: Path, kind: str) -> None:
    record = ENDED[kind](cast)
    ended = waiting.one(cast.agency.pk, kind, record.pk)
    assert ended is not None
    told = told_in_chinese(sources()[kind].told, record.pk)
    assert told.number
    assert told.title
    assert told.ended
    assert told.responsible
    assert told.subjects
    assert {key for key, _value in told.rows} <= set(rules.words("field"))
    assert {each.kind for each in (*told.papers, *told.gone)} <= set(rules.words("paper"))
    assert drafted(told, ended, cast.agency, None).papers
    package = stage.archived(cast, kind, record)
    assert (stage.unpacked(package, tmp_path) / "data" / "ledger.txt").read_text(encoding="utf-8")
    name, args = sources()[kind].url(record.pk)
    assert name.startswith("workspace:")
    assert args


@pytest.mark.parametrize("kind", sorted(rules.kinds()))
def test_it_can_be_asked_for_where_there_is_none(cast: Cast, kind: str) -> None:
    assert waiting.one(cast.agency.pk, kind, 1) is None
    assert waiting.due(cast.agency.pk, kind, clock.today()) == []
    assert waiting.page(cast.agency.pk, kind, 0, 5, cast.archivist) == ([], 0)
    assert sources()[kind].shows(cast.neighbour, 1) is False


def test_the_words_of_a_package_do_not_follow_the_reader(cast: Cast) -> None:
    request = stage.request(cast)
    with translation.override("en"):
        english = told_in_chinese(sources()["request"].told, request.pk)
    assert english.ended == told_in_chinese(sources()["request"].told, request.pk).ended


def test_what_ended_today_is_due_after_its_days(cast: Cast) -> None:
    matter = stage.matter(cast)
    ended = waiting.one(cast.agency.pk, "complaint", matter.pk)
    assert ended is not None
    assert waiting.by_itself_on(ended) == clock.today() + timedelta(days=rules.days())
    assert isinstance(ended, archiving.Ended)


def test_a_task_is_not_archived_before_it_is_in_force(cast: Cast) -> None:
    planning.drafted(cast)
    assert waiting.counts(cast.agency.pk, cast.archivist)["work_task"] == 0
