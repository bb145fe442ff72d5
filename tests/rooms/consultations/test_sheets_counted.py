"""Are the counts of a questionnaire those of its sheets, whoever sends at the same moment, without reading them all?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import collecting_stage as stage
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from gongkai.config import cli
from gongkai.consultations.actions import counting, taking_part
from gongkai.consultations.models import Collection, Sheet, SheetCount
from gongkai.consultations.queries import collecting as reads
from gongkai.core import clock, secret_codes
from gongkai.core.refusals import Invalid
from gongkai.domain.consultations import questionnaires
from gongkai.domain.consultations.questionnaires import Question
from together import Together, own_database

QUESTIONS = (*stage.QUESTIONS, Question("q4", "multiple", "哪些方面？", ("态度", "效率", "环境")))


def survey(cast: Cast) -> Collection:
    return stage.opened(cast, "survey", questions=QUESTIONS)


def from_the_sheets(found: Collection) -> tuple[questionnaires.Figure, ...]:
    return questionnaires.figures(reads.questions(found), reads.sheet_answers(found))


def some(found: Collection) -> None:
    for at in range(12):
        stage.sheet(found, q1=1 + at % 3, q2=1 + at % 5, q4=[1, 3] if at % 2 else [2])
    stage.sheet(found, q1=1, q3="多开窗口", q4=[])
    stage.sheet(found, q1=2)


@pytest.mark.django_db
def test_the_counts_are_those_of_the_sheets(cast: Cast) -> None:
    made, other = survey(cast), survey(cast)
    assert reads.sheet_number(made) == 0
    some(made)
    taking_part.fill_in(
        collection_id=made.pk,
        token=secret_codes.new_token(),
        answers={"q1": 3},
        actor=cast.rule_drafter,
        channel="form",
        received_on=clock.today(),
    )
    assert reads.figures(made) == from_the_sheets(made)
    assert [each.answered for each in reads.figures(made)] == [15, 12, 1, 12]
    assert reads.sheet_number(made) == made.sheets.count() == 15
    assert reads.sheet_number(other) == 0
    listed = {each.pk: each for each in reads.for_staff(cast.rule_drafter)}
    counts = {pk: each.sheet_count for pk, each in listed.items()}  # type: ignore[attr-defined]
    assert (counts[made.pk], counts[other.pk]) == (15, 0)


@pytest.mark.django_db
def test_what_is_refused_or_sent_twice_is_counted_once_or_not(cast: Cast) -> None:
    made, token = survey(cast), secret_codes.new_token()
    stage.sheet(made, token=token, q1=1)
    stage.sheet(made, token=token, q1=1)
    with pytest.raises(Invalid):
        stage.sheet(made, q2=1)
    assert reads.counted(made) == {("", 0): 1, ("q1", 0): 1, ("q1", 1): 1}


@pytest.mark.django_db
def test_a_recount_proves_the_counts_and_mends_them(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = survey(cast)
    some(made)
    assert counting.recount() == counting.Recounted(14, 0)
    right = reads.counted(made)
    SheetCount.objects.filter(collection=made, question="q1").update(count=99)
    SheetCount.objects.create(collection=made, question="q1", place=9, count=3)
    monkeypatch.setattr("gongkai.config.commands.consultations.setup", lambda: None)
    assert cli.main(["collections", "recount"]) == 0
    assert "14 questionnaires counted; the counts of 1 collections were mended." in capsys.readouterr().out
    assert {mark: count for mark, count in reads.counted(made).items() if count} == right
    stage.sheet(made, q1=1)
    assert reads.figures(made) == from_the_sheets(made)
    assert counting.recount([made.pk]) == counting.Recounted(15, 0)


@pytest.mark.django_db
def test_sheets_of_before_are_counted_by_the_migration(cast: Cast) -> None:
    made, empty = survey(cast), survey(cast)
    some(made)
    right = reads.counted(made)
    with connection.cursor() as cursor:
        table = SheetCount._meta.db_table
        cursor.execute(f"UPDATE {table} SET collection_id = %s", [empty.pk])
    assert reads.counted(made) == {}
    import_module("gongkai.consultations.migrations.0007_sheets_counted").count(
        _Only(made.pk), connection.schema_editor()
    )
    assert reads.counted(made) == right


class _Only:
    """The tables as a migration sees them, of one collection."""

    def __init__(self, pk: int) -> None:
        self.pk = pk

    def get_model(self, app: str, name: str) -> Any:
        found = apps.get_model(app, name)
        if name != "Collection":
            return found

        class Narrowed:
            objects = found._default_manager.filter(pk=self.pk)

        return Narrowed


@pytest.mark.django_db
def test_the_figures_take_one_query_and_read_no_sheet(cast: Cast) -> None:
    made = survey(cast)
    some(made)
    with CaptureQueriesContext(connection) as asked:
        reads.figures(made)
    assert len(asked) == 1
    assert Sheet._meta.db_table + '"' not in asked[0]["sql"]


@pytest.mark.django_db
def test_no_count_is_deleted(cast: Cast) -> None:
    stage.sheet(survey(cast))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {SheetCount._meta.db_table}")


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found


@pytest.mark.django_db(transaction=True)
def test_sheets_sent_at_once_are_all_counted(together: Together) -> None:
    made = together.alone(lambda: survey(make_cast()))

    def send() -> Any:
        return [stage.sheet(made, q1=1 + at % 2, q2=5, q4=[1, 2]).pk for at in range(4)]

    results = together.at_once(send, send, counting.recount, send)
    assert not [each for each in results if isinstance(each, Exception)], results

    def check() -> None:
        found = Collection.objects.get(pk=made.pk)
        assert found.sheets.count() == reads.sheet_number(found) == 12
        assert reads.figures(found) == from_the_sheets(found)

    together.alone(check)
