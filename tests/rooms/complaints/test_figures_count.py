"""Is every figure the count of its records: as the domain defines it, with its denominator and its matters?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

import matter_stage
from cast import Cast, make_cast
from gongkai.complaints.models import Call, Matter
from gongkai.complaints.queries import figure_rows, figures
from gongkai.complaints.queries.figures import Scope
from gongkai.core import clock
from gongkai.core.listpages import NOBODY
from gongkai.domain.complaints.figures import FIGURES, measure
from rooms.complaints.conftest import NOW
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
#: Long past every limit of the matters of the stage.
LATER = timezone.make_aware(datetime(2027, 3, 1, 9, 0))


def scope(cast: Cast, **narrowed: str) -> Scope:
    return Scope((cast.agency.pk,), date(2026, 1, 1), date(2026, 12, 31), narrowed)


def a_mixed_year() -> Cast:
    """Every stand the table knows, then tampered with, so that every condition is met and missed."""
    with clock.travel_to(timezone.make_aware(NOW)):
        cast = make_cast()
        for make in matter_stage.STANDS.values():
            make(cast)
        dice = Random(7)
        every = list(Matter.objects.order_by("id"))
        for each in every:
            each.solved = dice.choice((None, True, False))
            each.rating = dice.choice(("", "satisfied", "fair", "dissatisfied", "undecided", "unreached"))
            each.round = dice.choice((1, 1, 2))
            each.on_time = dice.choice((None, None, True, False))
            each.closed_at = each.closed_at and each.closed_at + timedelta(days=dice.choice((0, 60)))
            each.handler_id = dice.choice((each.handler_id, None, cast.person("caller").pk))
            each.save()
        Call.objects.create(
            matter=every[0],
            round=1,
            by_reporter=True,
            began_at=clock.now(),
            rating="satisfied",
            at=clock.now(),
        )
    return cast


built = once_a_file(a_mixed_year)


@pytest.fixture
def year(built: Cast, db: None) -> Iterator[Cast]:
    with clock.travel_to(timezone.make_aware(NOW)):
        yield on_stage(built)


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("brought_in", [False, True])
def test_the_database_counts_what_the_domain_defines(year: Cast, later: bool, brought_in: bool) -> None:
    if brought_in:
        # As a matter brought in from elsewhere: no reply recorded, only its limit and its closing.
        Matter.objects.filter(state="closed").update(on_time=None)
    with clock.travel_to(LATER if later else clock.now()):
        said = measure(figure_rows.rows(list(Matter.objects.order_by("id"))), clock.now())
        held = figures.figures(scope(year))
        for domain, database in zip(said, held, strict=True):
            name = domain.figure.key
            assert database.figure is domain.figure
            assert database.number == domain.count, name
            assert (database.of or 0) == len(domain.of), name
            assert database.rate == domain.rate, name
            listed = figures.counted(scope(year), name).values_list("number", flat=True)
            assert sorted(listed) == sorted(domain.numbers), name
            if domain.figure.of:
                out_of = figures.counted(scope(year), f"{name}.of").values_list("number", flat=True)
                assert sorted(out_of) == sorted(domain.of), name
    assert {each.key for each in FIGURES} == set(figures.KEYS)
    known = {each.figure.key: each.number for each in held}
    assert (known["overdue"] > 3) is later
    assert all(
        known[key] for key in ("closed", "solved", "satisfied", "returned", "reopened", "shelved", "merged")
    )
    assert all(each.of is None or each.of >= each.number for each in held)


def test_the_parts_are_the_whole(year: Cast) -> None:
    whole = {each.figure.key: each.number for each in figures.figures(scope(year))}
    for by in figures.BY:
        lines = figures.apart(scope(year), by)
        for key in figures.KEYS:
            assert sum(line.counts[key] for line in lines) == whole[key], (by, key)
        for line in lines:
            narrowed = {
                each.figure.key: each for each in figures.figures(scope(year, **{by: line.key or NOBODY}))
            }
            assert narrowed["received"].number == line.counts["received"]
            assert narrowed["closed"] == line.counted("closed")
    shown = figures.months(scope(year))
    assert [month for month, _line in shown] == [date(2026, at, 1) for at in range(1, 12)]
    assert sum(line.counts["received"] for _month, line in shown) == whole["received"]
    assert figures.agency_ids("nobody") == ()
    with pytest.raises(KeyError):
        figures.apart(scope(year), "title")
