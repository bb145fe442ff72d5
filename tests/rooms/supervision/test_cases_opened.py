"""Who opens a case of accountability, and what cannot be opened?"""

from __future__ import annotations

from typing import Any

import case_stage as stage
import pytest

import everybody
from cast import Cast, make_cast
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid
from gongkai.people.models import Unit
from gongkai.supervision.actions.opening_cases import open_case
from gongkai.supervision.models import Case
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    everybody.forget_actors()
    return on_stage(built)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fault": "nonsense"}, "fault"),
        ({"title": " \x00 "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"facts": ""}, "facts"),
        ({"facts": "长" * 100_000}, "facts"),
        ({"unit_id": 0}, "unit"),
        ({"unit_id": 10**15}, "unit"),
        ({"person_id": 10**15}, "person"),
        ({"unit": "other"}, "person"),
        ({"person": "outsider"}, "person"),
    ],
)
def test_what_cannot_be_opened_is_refused_at_its_field(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        stage.opened(cast, **changes)
    assert refused.value.field == field
    assert not Case.objects.exists()


def test_a_closed_unit_is_asked_for_its_person(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.units["waste"].pk).update(closed_on=clock.today())
    with pytest.raises(Invalid, match="closed, and nobody answers for it"):
        stage.opened(cast, person="")
    assert stage.opened(cast).person == cast.person(stage.CONCERNED)


def test_who_opens_a_case(cast: Cast) -> None:
    may = everybody.who_may(cast, lambda actor: open_case(actor=actor, content=stage.content(cast)))
    assert may == {"supervisor"}


def test_a_form_sent_twice_opens_one_case(cast: Cast) -> None:
    rows = {stage.opened(cast, token="formular-1").pk for _ in range(2)}
    assert len(rows) == Case.objects.count() == 1
    assert Event.objects.filter(verb="supervision.case.opened").count() == 1
    stage.opened(cast)
    stage.opened(cast)
    year = clock.today().year
    assert {each.number for each in Case.objects.all()} == {f"ZZ{year}-00{n}" for n in (1, 2, 3)}
