"""Is every figure the count of its records: as the domain defines it, with its denominator and its matters?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import matter_stage
import mattering
from cast import Cast
from gongkai.complaints.models import Call, Matter
from gongkai.complaints.queries import figure_parts, figure_rows, figures
from gongkai.complaints.queries.figures import Scope
from gongkai.core import clock
from gongkai.core.listpages import NOBODY
from gongkai.core.models import Deadline
from gongkai.domain.complaints.figures import FIGURES, measure

#: Long past every limit of the matters of the stage.
LATER = timezone.make_aware(datetime(2027, 3, 1, 9, 0))


def scope(cast: Cast, **narrowed: str) -> Scope:
    return Scope((cast.agency.pk,), date(2026, 1, 1), date(2026, 12, 31), narrowed)


def a_mixed_year(cast: Cast) -> list[Matter]:
    """Every stand the table knows, then tampered with, so that every condition is met and missed."""
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
        matter=every[0], round=1, person=None, by_reporter=True, began_at=clock.now(), rating="satisfied",
        at=clock.now(),
    )  # fmt: skip
    return every


@pytest.mark.parametrize("later", [False, True])
def test_the_database_counts_what_the_domain_defines(cast: Cast, later: bool) -> None:
    for tampered in (False, True):
        every = a_mixed_year(cast) if not tampered else list(Matter.objects.order_by("id"))
        if tampered:
            # As a matter brought in from elsewhere: no reply recorded, only its limit and its closing.
            Matter.objects.filter(state="closed").update(on_time=None)
            every = list(Matter.objects.order_by("id"))
        with clock.travel_to(LATER if later else clock.now()):
            said = measure(figure_rows.rows(every), clock.now())
            held = figures.figures(scope(cast))
            for domain, database in zip(said, held, strict=True):
                name = domain.figure.key
                assert database.figure is domain.figure
                assert database.number == domain.count, name
                assert (database.of or 0) == len(domain.of), name
                assert database.rate == domain.rate, name
                listed = figures.counted(scope(cast), name).values_list("number", flat=True)
                assert sorted(listed) == sorted(domain.numbers), name
                if domain.figure.of:
                    out_of = figures.counted(scope(cast), f"{name}.of").values_list("number", flat=True)
                    assert sorted(out_of) == sorted(domain.of), name
    assert {each.key for each in FIGURES} == set(figures.KEYS)
    if later:
        assert next(each for each in held if each.figure.key == "overdue").number > 3
    assert all(each.of is None or each.of >= each.number for each in held)


def test_a_matter_answered_in_time_is_not_late_while_the_call_is_waited_for(cast: Cast) -> None:
    mattering.replied(cast)
    with clock.travel_to(LATER):
        known = {each.figure.key: each for each in figures.figures(scope(cast))}
    assert known["overdue"].number == 0
    assert known["overdue"].of == 1


def test_the_parts_are_the_whole(cast: Cast) -> None:
    a_mixed_year(cast)
    whole = {each.figure.key: each.number for each in figures.figures(scope(cast))}
    for by in figures.BY:
        lines = figures.apart(scope(cast), by)
        for key in figures.KEYS:
            assert sum(line.counts[key] for line in lines) == whole[key], (by, key)
        for line in lines:
            narrowed = {
                each.figure.key: each for each in figures.figures(scope(cast, **{by: line.key or NOBODY}))
            }
            assert narrowed["received"].number == line.counts["received"]
            assert narrowed["closed"] == line.counted("closed")
    shown = figures.months(scope(cast))
    assert [month for month, _line in shown] == [date(2026, at, 1) for at in range(1, 12)]
    assert sum(line.counts["received"] for _month, line in shown) == whole["received"]
    assert figures.agency_ids("nobody") == ()
    with pytest.raises(KeyError):
        figures.apart(scope(cast), "title")


def test_a_period_counts_what_arrived_in_it_and_both_its_ends(cast: Cast) -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    matters = [mattering.entered(cast, title=f"第{at}件") for at in range(4)]
    for each, day in zip(matters, days, strict=True):
        Matter.objects.filter(pk=each.pk).update(received_on=day)
    assert figures.figures(scope(cast))[0].number == 2
    assert figures.span_of_records((cast.agency.pk,)) == (days[0], days[-1])
    assert figures.span_of_records(()) is None


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ((2012, 1, 1), (2012, 12, 31), ((2011, 1, 1), (2011, 12, 31))),
        ((2012, 1, 1), (2012, 1, 31), ((2011, 12, 1), (2011, 12, 31))),
        ((2012, 3, 1), (2012, 3, 31), ((2012, 2, 1), (2012, 2, 29))),
        ((2012, 3, 11), (2012, 3, 20), ((2012, 3, 1), (2012, 3, 10))),
    ],
)
def test_the_span_before(
    first: tuple[int, ...], last: tuple[int, ...], before: tuple[tuple[int, ...], ...]
) -> None:
    earlier = figure_parts.before(Scope((1,), date(*first), date(*last)))
    assert (earlier.first, earlier.last) == (date(*before[0]), date(*before[1]))


def test_what_is_against_somebody_is_counted_and_on_nobodys_list(cast: Cast) -> None:
    mattering.entered(cast)
    mattering.entered(cast, kind="report", against_person_id=cast.person("handler").pk)
    for who in ("chief", "handler", "overseer"):
        shown, hidden = figure_parts.listed(scope(cast), "received", getattr(cast, who))
        assert (shown.count(), hidden) == ((0, 2) if who == "handler" else (1, 1)), who
    assert figure_parts.listed(scope(cast), "received", cast.outsider)[0].count() == 0


def test_counting_costs_the_same_however_many_matters_there_are(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            figures.figures(scope(cast))
            figures.apart(scope(cast), "unit")
            figures.months(scope(cast))
            figure_rows.rows(list(Matter.objects.all()))
            figure_parts.holdings(scope(cast))
            figure_parts.signs(scope(cast), cast.chief)
            figure_parts.still_open(scope(cast), 50)
        return len(seen)

    mattering.dispatched(cast)
    queries()
    one = queries()
    for at in range(4):
        mattering.closed(cast, title=f"第{at}件")
    assert queries() == one


def test_legs_are_held_in_office_time(cast: Cast) -> None:
    matter = mattering.dispatched(cast)
    with clock.travel_to(clock.now() + timedelta(hours=2)):
        mattering.go(cast, matter, "return", "handler", article="规定第五条", reason="属市容科职责")
    held = figure_parts.holdings(scope(cast))[cast.units["waste"].pk]
    assert (held.legs, held.median, held.returns) == (1, timedelta(hours=2), 1)
    assert Deadline.objects.filter(rule="complaint.handle").count() == 1
