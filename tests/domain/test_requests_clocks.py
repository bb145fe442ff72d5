"""Does any order of moves break the clock of the answer? Counted twice, by the house and day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from request_model import CALENDAR, HELD, LIMIT, PEOPLE, RUNS, Matter

WALK = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 10**6)), max_size=35)
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))


def go(matter: Matter, way: str, who: str = "wei") -> None:
    """Moves by one person, days between them: ``register 3 accept``."""
    for word in way.split():
        if word.isdigit():
            matter.pass_days(int(word))
            continue
        refused = matter.move(word, "applicant" if word == "corrected" else who)
        assert refused is None, (word, refused)


@settings(max_examples=80, deadline=None)
@given(DAYS, WALK)
def test_the_house_and_the_day_by_day_count_agree(day: date, walk: list[tuple[int, int]]) -> None:
    matter = Matter(day)
    for days, lot in walk:
        for _ in range(days):
            matter.pass_days(1)
            agree(matter)
        matter.fees = lot % 3
        matter.write(PEOPLE[lot % 5])
        legal = matter.legal()
        if not legal:
            return
        matter.move(*legal[lot % len(legal)])
        well_formed(matter)
        agree(matter)


def agree(matter: Matter) -> None:
    due = matter.due()
    assert (due is None) == (matter.state not in RUNS | HELD)
    if due is None:
        return
    whole = due.rule.length + due.extension
    # What had run out before it was held is overdue all the same.
    assert due.paused == (matter.state in HELD and matter.counted < whole)
    counted = sum(day.counted for day in due.trail if day.date <= matter.day)
    assert counted == min(matter.counted, whole), (matter.begun, matter.past, matter.held)
    if due.due is not None:
        assert (matter.day >= due.due) == (matter.counted >= whole)


def well_formed(matter: Matter) -> None:
    assert set(matter.held) == (
        {matter.state} if matter.state in {"correction", "fee"} else set(matter.hearings)
    )
    assert bool(matter.held) == (matter.state in HELD)
    assert all(matter.begun is not None and matter.begun < first <= last for first, last in matter.past)
    assert all(matter.begun is not None and matter.begun < first for first in matter.held.values())
    assert 0 <= matter.extension <= LIMIT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=6), st.data())
def test_hearings_that_overlap_are_counted_once(spans: list[tuple[int, int]], data: st.DataObject) -> None:
    """However many are heard at once, in whatever order they end: the union of their days is not counted."""
    matter = Matter(date(2026, 3, 2))
    go(matter, "register accept")
    matter.doers["author"] = {"lin"}
    first = matter.day
    uncounted: set[date] = set()
    for wait, length in spans:
        go(matter, "hear_third_party")
        last = matter.day + timedelta(days=length)
        uncounted |= {matter.day + timedelta(days=n) for n in range(1, length + 1)}
        others = data.draw(st.booleans())
        if others:
            go(matter, f"ask_agency {length} opinion last_opinion")
        else:
            go(matter, f"{length} last_opinion")
        assert matter.day == last
        go(matter, str(wait))
    due = matter.due()
    assert due is not None
    working = CALENDAR.between(first, matter.day)
    free = sum(CALENDAR.day(day).working for day in uncounted)
    assert matter.counted == working - free
    assert due.due is not None


def test_worked_example_the_spring_of_2026() -> None:
    """Registered on 2 March, a third party heard from the 4th to the 12th, an agency from the 9th to the 17th.

    Counted before: 3 and 4 March. Not counted: 5 to 17 March, once. Then from the 18th the other eighteen; 4 to 6 April
    are Qingming.
    """
    matter = Matter(date(2026, 3, 2))
    go(matter, "register accept 2 hear_third_party 5 ask_agency 3 opinion 5 last_opinion")
    assert matter.day == date(2026, 3, 17)
    assert matter.counted == 2
    due = matter.due()
    assert due is not None
    assert due.due == date(2026, 4, 13)


def test_a_correction_begins_the_period_anew_and_a_payment_too() -> None:
    matter = Matter(date(2026, 3, 2))
    go(matter, "register 7 accept ask_correction 10 corrected")
    assert (matter.begun, matter.counted) == (date(2026, 3, 19), 0)
    due = matter.due()
    assert due is not None
    assert due.due == date(2026, 4, 17)
    matter.fees = 1
    go(matter, "accept 4 charge_fee 6 pay")
    assert (matter.begun, matter.past, matter.held) == (date(2026, 3, 29), [], {})


def test_a_cancelled_fee_lets_it_go_on_where_it_stood() -> None:
    matter = Matter(date(2026, 3, 2))
    matter.fees = 1
    go(matter, "register accept 4 charge_fee 7 cancel_fee 3")
    assert matter.counted == 5
    due = matter.due()
    assert due is not None
    assert due.due == date(2026, 4, 7)
