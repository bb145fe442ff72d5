"""Is one text sent to several findings at once, and is what fails named with everything typed and ticked kept?"""

from __future__ import annotations

import finding_stage as stage
import pytest
from finding_desk import LIST, one, several, tick

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core.models import Event
from gongkai.supervision.models import Finding
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def test_several_are_ticked_and_urged_with_one_text(cast: Cast) -> None:
    rows = [stage.found(cast, unit) for unit in ("waste", "other", "")]
    urged = stage.at(cast, "urged")
    supervisor, day = client_of(cast, "supervisor"), stage.in_days(6).isoformat()
    page = words_of(supervisor.get(LIST))
    assert all(f'value="{tick(row)}"' in page for row in rows)
    assert f'value="{tick(urged)}"' not in page, "only what waits for a notice is ticked"
    assert 'name="chosen"' not in words_of(client_of(cast, "office").get(LIST))
    before = Event.objects.filter(verb="supervision.finding.urge").count()
    for _ in range(2):
        answer = several(supervisor, *map(tick, rows[:2]), query="?state=found", words="请公开。", act_by=day)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{LIST}?state=found")
    assert Event.objects.filter(verb="supervision.finding.urge").count() == before + 2
    assert [Finding.objects.get(pk=row.pk).state for row in rows] == ["urged", "urged", "found"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "长" * 2001}, "words"),
        ({"act_by": ""}, "act_by"),
        ({"act_by": "2020-01-01"}, "act_by"),
        ({"act_by": "9999-12-31"}, "act_by"),
    ],
)
def test_a_notice_to_several_that_cannot_be_taken_keeps_ticks_and_words(
    cast: Cast, given: dict[str, str], field: str
) -> None:
    row, other = stage.found(cast), stage.found(cast)
    typed = {"words": "请公开。", "act_by": stage.in_days(6).isoformat(), **given}
    answer = several(client_of(cast, "supervisor"), tick(row), **typed)
    page = words_of(answer)
    assert answer.status_code == 422
    assert f'href="#id_several-{field}"' in page
    assert all(value in page for value in typed.values())
    assert {each["id"] for each in answer.context["rows"] if each["ticked"]} == {row.pk}
    assert Finding.objects.filter(pk__in=(row.pk, other.pk), state="found").count() == 2


def test_what_is_no_tick_is_told_and_nothing_is_lost(cast: Cast) -> None:
    stage.found(cast)
    supervisor, day = client_of(cast, "supervisor"), stage.in_days(6).isoformat()
    for ticks in ((), ("x",), ("1",), ("a:b",), ("１:1",), (f"{10**30}:1",), (":",)):
        answer = several(supervisor, *ticks, words="请公开这一份。", act_by=day)
        assert answer.status_code == 422, ticks
        assert "请公开这一份。" in words_of(answer)
    many = [f"{number}:1" for number in range(1, 900)]
    assert several(supervisor, *many, words="请公开这一份。", act_by=day).status_code == 422


def test_those_that_were_not_urged_are_named_and_stay_ticked(cast: Cast) -> None:
    fit, changed = stage.found(cast), stage.found(cast)
    hidden = stage.found(cast, "", agency=cast.outside_agency, title="别的单位的标题")
    stale = tick(changed)
    Finding.objects.filter(pk=changed.pk).update(revision=4)
    day = stage.in_days(6).isoformat()
    answer = several(
        client_of(cast, "supervisor"), tick(fit), stale, tick(hidden), words="请公开。", act_by=day
    )
    page = words_of(answer)
    assert answer.status_code == 409
    assert f'<a href="{one(changed)}">' in page
    assert hidden.title not in page
    assert "请公开。" in page
    assert {each["id"] for each in answer.context["rows"] if each["ticked"]} == {changed.pk}
    assert Finding.objects.get(pk=fit.pk).state == "urged"
    assert several(client_of(cast, "office"), tick(changed), words="请公开。", act_by=day).status_code == 409
