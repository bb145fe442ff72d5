"""Does the proof of a discretion table say what trying every case of a grid says?"""

from __future__ import annotations

from itertools import combinations

from discretion_tables import cases, fitting, sound_tables, tables
from hypothesis import given, settings

from gongkai.domain.discretion import Table, compile_table, prove
from gongkai.domain.discretion.axes import axes_of, box_of
from gongkai.domain.discretion.gaps import Search
from gongkai.domain.discretion.table import Scalar


def kinds(made: Table, kind: str) -> list[tuple[str, ...]]:
    return [fault.rows for fault in prove(made) if fault.kind == kind]


@settings(max_examples=120, deadline=None)
@given(tables())
def test_the_overlaps_are_those_of_the_grid(made: Table) -> None:
    met = {pair for facts in cases(made) for pair in combinations(fitting(made, facts), 2)}
    found = kinds(made, "overlap")
    assert len(found) == len(set(found))
    assert set(found) == met


@settings(max_examples=120, deadline=None)
@given(tables())
def test_the_gaps_are_those_of_the_grid(made: Table) -> None:
    axes = axes_of(made)
    boxes = [box_of(row, axes) for row in made.rows]
    search = Search(axes, [box for box in boxes if all(box)])
    search.run()
    assert not search.more
    for facts in cases(made):
        places = [axis.place(facts[axis.factor.key]) for axis in axes]
        told = any(
            all(mask >> place & 1 for mask, place in zip(region, places, strict=True))
            for region in search.regions
        )
        assert told == (fitting(made, facts) == ()), facts


@settings(max_examples=80, deadline=None)
@given(tables())
def test_no_gap_is_told_twice_or_could_be_told_wider(made: Table) -> None:
    axes = axes_of(made)
    boxes = [box for box in (box_of(row, axes) for row in made.rows) if all(box)]
    search = Search(axes, boxes)
    search.run()
    assert len(set(search.regions)) == len(search.regions)
    for region in search.regions:
        for at, axis in enumerate(axes):
            for place in axis.neighbours(region[at]):
                wider = (*region[:at], region[at] | 1 << place, *region[at + 1 :])
                assert any(all(a & b for a, b in zip(wider, box, strict=True)) for box in boxes)


@settings(max_examples=120, deadline=None)
@given(tables())
def test_the_cases_shown_are_what_the_fault_says(made: Table) -> None:
    for fault in prove(made):
        assert fault.kind != "broken"
        for case in fault.cases:
            rows = fitting(made, case.as_facts())
            assert rows == () if fault.kind == "gap" else set(fault.rows) <= set(rows)
            # What is not told does not matter: the case falls in the same rows whatever it is.
            for facts in cases(made):
                if all(facts[key] == case.as_facts()[key] for key in case.telling):
                    here = fitting(made, facts)
                    assert here == () if fault.kind == "gap" else set(fault.rows) <= set(here)


@settings(max_examples=120, deadline=None)
@given(tables())
def test_rows_no_case_falls_in_are_those_of_the_grid(made: Table) -> None:
    used = {row for facts in cases(made) for row in fitting(made, facts)}
    assert {rows[0] for rows in kinds(made, "empty")} == {row.key for row in made.rows} - used


@settings(max_examples=120, deadline=None)
@given(tables())
def test_an_evaluation_finds_the_rows_of_the_grid_and_marks_the_faults(made: Table) -> None:
    compiled = compile_table(made)
    for facts in cases(made):
        outcome = compiled.evaluate(facts)
        rows = fitting(made, facts)
        assert tuple(row.key for row in outcome.rows) == rows
        assert outcome.fault == (len(rows) != 1)
        held = {line.row: True for line in outcome.trace}
        for line in outcome.trace:
            held[line.row] &= line.holds
        assert tuple(row for row, holds in held.items() if holds) == rows


@settings(max_examples=80, deadline=None)
@given(sound_tables())
def test_a_sound_table_has_no_fault_and_an_answer_to_every_case(made: Table) -> None:
    assert prove(made) == ()
    compiled = compile_table(made)
    for facts in cases(made):
        outcome = compiled.evaluate(facts)
        assert not outcome.fault
        assert len(outcome.rows) == 1
        assert outcome.minimum == outcome.rows[0].minimum


@settings(max_examples=80, deadline=None)
@given(sound_tables())
def test_a_sound_table_without_one_row_has_a_gap_there(made: Table) -> None:
    """The proof misses no row that was taken away."""
    gone = made.rows[0]
    rest = Table(made.code, "", "", made.factors, made.rows[1:], made.in_force_from)
    faults = prove(rest)
    assert {fault.kind for fault in faults} == {"gap"}
    for fault in faults:
        facts: dict[str, Scalar] = fault.cases[0].as_facts()
        assert all(each.fits(facts[each.factor]) for each in gone.conditions)
