"""Who stands in the frame, and can anybody repeat the draw from what is published?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import appraisal_stage as stage
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import everybody
from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.supervision import sampling
from gongkai.supervision import appraisal_files as files
from gongkai.supervision.actions.appraisal_drawing import SeedInput
from gongkai.supervision.actions.appraisal_rounds import write_round
from gongkai.supervision.models import (
    FrameEntry,
    Invitation,
    Round,
)
from gongkai.supervision.queries import appraisals
from gongkai.supervision.queries.appraisal_frame import people
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db


def make() -> Cast:
    with clock.travel_to(stage.NOW):
        cast = make_cast()
        stage.reported(cast, 30)
        stage.applied(cast, 10, "other")
    return cast


built = once_a_file(make)


@pytest.fixture
def cast(built: Cast) -> Iterator[Cast]:
    everybody.forget_actors()
    with clock.travel_to(stage.NOW):
        yield on_stage(built)


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"


def deeds() -> list[str]:
    return [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("supervision.")]


def sheets(found: Round) -> list[Invitation]:
    return list(found.invitations.order_by("place"))


def test_one_person_stands_once_and_some_do_not_stand_in_the_frame(cast: Cast) -> None:
    found = stage.prepared(cast)
    before = {each.key for each in people(found, by_mail=False)}
    assert len(before) == 40
    # The same number at another time, in another group, is the same person; so is one written otherwise.
    stage.applied(cast, 1, first=0)
    again = people(found, by_mail=False)
    assert len(again) == 40
    twice = next(
        each for each in again if len(each.units) == 1 and each.stratum == "applicants" and each.key in before
    )
    assert twice
    stage.reported(cast, 1, first=900, anonymous=True)
    stage.reported(cast, 1, first=901, against_unit=cast.units["waste"])
    stage.reported(cast, 1, first=902, against_person=cast.person("handler"))
    stage.reported(cast, 1, first=903, erased_at=clock.now())
    assert len(people(found, by_mail=False)) == 40
    stage.reported(cast, 1, first=904)
    assert len(people(found, by_mail=False)) == 41
    other = Round(
        pk=found.pk + 1, agency=cast.agency, period_from=found.period_from, period_to=found.period_to
    )
    assert not {each.key for each in people(other, by_mail=False)} & before
    assert (
        people(
            Round(pk=9, agency=cast.outside_agency, period_from=found.period_from, period_to=found.period_to),
            by_mail=False,
        )
        == []
    )


def test_the_draw_is_repeated_from_what_is_published(cast: Cast) -> None:
    found = stage.at(cast, "drawn")
    rows = list(csv.DictReader(io.StringIO(files.frame_of(found).decode())))
    strata: dict[str, list[str]] = {}
    for row in rows:
        strata.setdefault(row["stratum"], []).append(row["key"])
    assert {key: len(keys) for key, keys in strata.items()} == {"applicants": 10, "reporters": 30}
    assert sampling.frame_digest(strata) == found.frame_digest
    drawn = sampling.draw(strata, found.seed, found.rules["size"])
    kept: dict[str, set[str]] = {}
    for each in sheets(found):
        kept.setdefault(each.stratum, set()).add(each.key)
    assert kept == {key: set(keys) for key, keys in drawn.items()}
    # 40 people: the margin alone wants 32 of them; 32 · 10/40 = 8, 32 · 30/40 = 24.
    assert {key: len(keys) for key, keys in drawn.items()} == {"applicants": 8, "reporters": 24}
    told = Event.objects.get(verb="supervision.appraisal.draw").data
    assert (told["seed"], told["frame"], told["drawn"]) == (found.seed, 40, 32)
    assert told["frame_digest"] == found.frame_digest


def test_without_a_typed_seed_it_is_the_ledgers_last_digest_of_the_day_before(cast: Cast) -> None:
    found = stage.prepared(cast)
    with clock.travel_to(stage.NOW + timedelta(days=1)):
        last = Event.objects.order_by("-seq").first()
        assert last is not None
        write_round(
            round_id=found.pk, actor=cast.supervisor, expected_revision=None, given=stage.days(year=2024)
        )
        found = stage.moved(found, "draw", cast.supervisor, seed=SeedInput())
        assert (found.seed, found.seed_event) == (last.digest, last.seq)
        assert ledger.holds(last.seq, found.seed)


@pytest.mark.parametrize(
    ("seed", "note", "field"),
    [("abc", "x", "seed"), ("abcd", "", "note"), ("a\nbcd", "x", "seed"), ("x" * 101, "x", "seed"),
     ("abcd", "电话13900001234", "note")],
)  # fmt: skip
def test_a_bad_seed_is_refused(cast: Cast, seed: str, note: str, field: str) -> None:
    found = stage.prepared(cast)
    with pytest.raises(Invalid) as refused:
        stage.moved(found, "draw", cast.supervisor, seed=SeedInput(seed, note))
    assert refused.value.field == field
    assert stage.now(found).state == "prepared"


def test_nobody_in_the_time_and_nobody_in_a_stratum(cast: Cast) -> None:
    found = stage.prepared(cast, period_from=date(2020, 1, 1), period_to=date(2020, 12, 31))
    with pytest.raises(Refusal, match="Nobody who could be asked"):
        stage.moved(found, "draw", cast.supervisor)
    assert not FrameEntry.objects.exists()
    # Only applicants dealt with it then.
    write_round(
        round_id=found.pk, actor=cast.supervisor, expected_revision=None,
        given=stage.days(period_from=date(stage.YEAR, 7, 1), period_to=date(stage.YEAR, 7, 1)),
    )  # fmt: skip
    found = stage.moved(found, "draw", cast.supervisor)
    assert appraisals.strata(found) == [
        {"key": "applicants", "frame": 10, "drawn": 10},
        {"key": "opinion_givers", "frame": 0, "drawn": 0},
        {"key": "reporters", "frame": 0, "drawn": 0},
    ]


def test_five_thousand_people_are_drawn_from_with_as_many_queries(cast: Cast) -> None:
    numbers = []
    for count, first in ((100, 20_000), (5000, 30_000)):
        stage.reported(cast, count, first=first)
        found = stage.prepared(cast)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            stage.moved(found, "draw", cast.supervisor)
        inserts = [each for each in asked.captured_queries if "INSERT INTO" in each["sql"]]
        numbers.append(len(asked) - len(inserts))
        stage.moved(found, "call_off", cast.supervisor, reason="重来。")
    assert numbers[0] == numbers[1], numbers
    assert found.frame.count() == 5140
    # 0.1 · 5140 = 514 is more than the largest sample.
    assert found.invitations.count() == 400
