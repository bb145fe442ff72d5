"""Can an evaluation or a clean-up list reach the public past a pair of eyes, or get stuck on the way?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.consultations import cleaning, evaluating, rules
from gongkai.domain.consultations.course import DRAFTER, LEADER, LEGAL, PUBLISHER
from gongkai.domain.process import AUTHOR, Facts, Kind, Moved, Process, reachable, step

ROLES = frozenset({DRAFTER, LEGAL, LEADER, PUBLISHER})
TABLES = {
    "evaluation": (evaluating.PROCESS, evaluating.FLAGS),
    "clean_up": (cleaning.PROCESS, cleaning.FLAGS),
}
#: The moves on the way to the public, in their order, each with a role that makes it.
WAYS = {
    "evaluation": (("submit", DRAFTER), ("confirm", LEADER), ("publish", PUBLISHER)),
    "clean_up": (("submit", DRAFTER), ("review", LEGAL), ("decide", LEADER), ("publish", PUBLISHER)),
}
tables = pytest.mark.parametrize("kind", TABLES)


def facts(table: Process, who: str = "wei", flags: frozenset[str] | None = None, **did: str) -> Facts:
    known = frozenset({*evaluating.FLAGS, *cleaning.FLAGS}) if flags is None else flags
    doers = {AUTHOR: frozenset({"lin"})} | {key: frozenset({name}) for key, name in did.items()}
    return Facts(who, ROLES, doers, frozenset(table.needs), known)


@tables
def test_every_state_is_reached_and_every_open_one_left(kind: str) -> None:
    table = TABLES[kind][0]
    assert reachable(table, "draft") == {state.key for state in table.states}
    for state in table.states:
        exits = [move for move in table.moves_from(state.key) if move.target != state.key]
        assert bool(exits) == (state.kind is not Kind.FINAL), state.key


@pytest.mark.parametrize(("kind", "skipped"), [(kind, key) for kind, way in WAYS.items() for key, _ in way])
def test_nothing_reaches_the_public_past_a_step(kind: str, skipped: str) -> None:
    assert "published" not in reachable(TABLES[kind][0], "draft", without={skipped})


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, way in WAYS.items() for key, _ in way[1:]])
def test_who_wrote_it_takes_no_further_step(kind: str, key: str) -> None:
    table = TABLES[kind][0]
    source = table.move(key).sources[0]
    assert isinstance(step(table, source, key, facts(table)), Moved)
    assert not isinstance(step(table, source, key, facts(table, "lin")), Moved)


def test_who_reviewed_a_list_does_not_decide_it() -> None:
    table = cleaning.PROCESS
    assert not isinstance(step(table, "deciding", "decide", facts(table, review="wei")), Moved)
    assert isinstance(step(table, "deciding", "decide", facts(table, review="zhao")), Moved)


@pytest.mark.parametrize(
    ("kind", "key", "role"), [(kind, *each) for kind, way in WAYS.items() for each in way]
)
def test_each_step_belongs_to_one_role(kind: str, key: str, role: str) -> None:
    table = TABLES[kind][0]
    source = table.move(key).sources[0]
    for one in ROLES:
        asked = facts(table)
        alone = Facts(asked.actor, frozenset({one}), asked.doers, asked.given, asked.flags)
        assert isinstance(step(table, source, key, alone), Moved) == (one == role), one


@pytest.mark.parametrize(
    ("kind", "key", "flag"),
    [
        ("evaluation", "submit", "evaluated"), ("evaluation", "submit", "summed_up"),
        ("evaluation", "confirm", "evaluated"), ("evaluation", "publish", "summed_up"),
        ("evaluation", "correct", "alone"),
        *(("clean_up", key, flag) for key, _ in WAYS["clean_up"] for flag in cleaning.FLAGS),
    ],
)  # fmt: skip
def test_what_is_missing_stops_it_there(kind: str, key: str, flag: str) -> None:
    table, flags = TABLES[kind]
    source = table.move(key).sources[0]
    assert isinstance(step(table, source, key, facts(table)), Moved)
    lacking = facts(table, flags=frozenset(flags) - {flag})
    assert not isinstance(step(table, source, key, lacking), Moved)


days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(days, st.none() | days)
def test_an_evaluation_is_due_the_same_day_years_after_the_last(first: date, last: date | None) -> None:
    begun = last or first
    due = evaluating.due_on(first, last)
    assert due.year == begun.year + rules.house("evaluation")["years"]
    assert (due.month, due.day) == (begun.month, begun.day) or (begun.month, begun.day, due.day) == (
        2,
        29,
        28,
    )


@given(days, days)
def test_who_was_evaluated_later_is_due_later(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert evaluating.due_on(earlier) <= evaluating.due_on(later)


@given(st.lists(days, max_size=4), days)
def test_the_next_list_follows_the_last(lists: list[date], first: date) -> None:
    due = cleaning.next_on(lists, first)
    assert due.year == (max(lists) if lists else first).year + rules.house("clean_up")["years"]
    assert all(day < due for day in lists)


@given(
    st.sampled_from(["", "nothing", *(row["key"] for row in rules.rows("clean_up_result"))]),
    st.text(max_size=600),
)
def test_an_entry_needs_its_result_and_a_reason_unless_it_just_goes_on(result: str, reason: str) -> None:
    faults = cleaning.entry_faults(result, reason)
    if rules.row("clean_up_result", result) is None:
        assert set(faults) == {"result"}
    elif len(reason) > cleaning.LONGEST_REASON or (result != "continue" and not reason.strip()):
        assert set(faults) == {"reason"}
    else:
        assert not faults


def test_what_an_evaluation_concluded_is_a_result_the_list_knows() -> None:
    known = {row["key"] for row in rules.rows("clean_up_result")}
    concluded = {cleaning.result_of(row["key"]) for row in rules.rows("conclusion")}
    assert concluded <= known
    assert cleaning.result_of("nothing") == ""
    assert {key for key in known if cleaning.ends(key)} == {"repeal", "lapse"}
