"""Discretion tables for the tests: short ways to write one, and random ones with the grid they are tried on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st

from gongkai.domain.discretion import Condition, Domain, Factor, Row, Table
from gongkai.domain.discretion.table import Scalar

START = date(2024, 1, 1)
AREA = Factor("area", "area", "number", "m2")
PARTY = Factor("party", "party", "choice", domain=Domain(values=("citizen", "organisation")))
TIMES = Factor("times", "times", "count")
CORRECTED = Factor("corrected", "corrected", "yes_no")


def when(written: str, factors: Sequence[Factor]) -> Condition:
    """A condition as it is said: ``area <= 5``, ``party in citizen|organisation``."""
    key, sign, value = written.split(" ", 2)
    factor = next(each for each in factors if each.key == key)
    values = tuple(_scalar(each, factor) for each in value.split("|"))
    return Condition(key, sign, values if sign == "in" else values[0])  # type: ignore[arg-type]


def _scalar(text: str, factor: Factor) -> Scalar:
    if factor.ordered:
        return Decimal(text)
    return text == "yes" if factor.kind == "yes_no" else text


def table(*rows: str, factors: Sequence[Factor] = (AREA,), **more: Any) -> Table:
    """A table whose rows are written ``area > 5, area <= 10``; row ``n`` is a fine of 100·n to 100·n + 50 yuan."""
    made = tuple(
        Row(
            key=str(place),
            conditions=tuple(when(each.strip(), factors) for each in row.split(",") if each.strip()),
            outcome="fine",
            minimum=Decimal(100 * place),
            maximum=Decimal(100 * place + 50),
            unit="yuan",
        )
        for place, row in enumerate(rows, start=1)
    )
    return Table(
        **{
            "code": "T",
            "conduct": "占道经营",
            "basis": "某条例第一条",
            "factors": tuple(factors),
            "rows": made,
            "in_force_from": START,
            **more,
        }
    )


def grid(factor: Factor) -> list[Scalar]:
    """Values of a random factor among which each place has one: bounds are whole, halves lie between."""
    if factor.kind == "yes_no":
        return [True, False]
    if factor.kind == "choice":
        return list(factor.domain.values)
    halves = range(-2, 15) if factor.kind == "number" else range(-2, 15, 2)
    return [each for each in (Decimal(half) / 2 for half in halves) if factor.domain.holds(each)]


def cases(made: Table) -> Iterator[dict[str, Scalar]]:
    """Every case of the grid."""
    keys = [factor.key for factor in made.factors]
    for values in product(*(grid(factor) for factor in made.factors)):
        yield dict(zip(keys, values, strict=True))


def fitting(made: Table, facts: Mapping[str, Scalar]) -> tuple[str, ...]:
    """The rows a case falls in, tried one after the other with the plainest code there is."""
    return tuple(
        row.key
        for row in made.rows
        if all(_plainly(facts[each.factor], each.operator, each.value) for each in row.conditions)
    )


def _plainly(fact: Any, sign: str, value: Any) -> bool:
    tries = {
        "<": lambda: fact < value,
        "<=": lambda: fact <= value,
        ">": lambda: fact > value,
        ">=": lambda: fact >= value,
        "=": lambda: fact == value,
        "in": lambda: fact in value,
    }
    return bool(tries[sign]())


_ENDS = st.integers(0, 4).map(Decimal)


@st.composite
def _domains(draw: st.DrawFn, kind: str) -> Domain:
    shape = draw(st.sampled_from(["plain", "plain", "closed", "open", "below", "named"]))
    if shape == "named":
        return Domain(values=tuple(draw(st.lists(_ENDS, min_size=1, max_size=3, unique=True))))
    if shape == "closed":
        return Domain(Decimal(0), Decimal(draw(st.integers(1, 6))))
    if shape == "open":
        # Room for a whole number between the ends.
        return Domain(Decimal(0), Decimal(draw(st.integers(2, 6))), lower_open=True, upper_open=True)
    return Domain(lower=None, upper=None) if shape == "below" else Domain()


@st.composite
def factors(draw: st.DrawFn, key: str) -> Factor:
    """A random factor."""
    kind = draw(st.sampled_from(["number", "number", "count", "choice", "yes_no"]))
    if kind in ("number", "count"):
        return Factor(key, key, kind, domain=draw(_domains(kind)))
    if kind == "choice":
        return Factor(key, key, "choice", domain=Domain(values=("p", "q", "r")[: draw(st.integers(1, 3))]))
    return Factor(key, key, "yes_no")


@st.composite
def conditions(draw: st.DrawFn, factor: Factor) -> Condition:
    """A random condition on the factor."""
    value: st.SearchStrategy[Scalar] = _ENDS
    signs = ["<", "<=", ">", ">=", "=", "in"]
    if not factor.ordered:
        value, signs = st.sampled_from(grid(factor)), ["=", "in"]
    sign = draw(st.sampled_from(signs))
    if sign == "in":
        return Condition(factor.key, "in", tuple(draw(st.lists(value, min_size=1, max_size=3, unique=True))))
    return Condition(factor.key, sign, draw(value))


@st.composite
def tables(draw: st.DrawFn, most: int = 5) -> Table:
    """A random table of one to three factors; whatever faults it has."""
    chosen = [draw(factors(key)) for key in "abc"[: draw(st.integers(1, 3))]]
    rows = []
    for place in range(draw(st.integers(0, most))):
        asked = draw(st.lists(st.sampled_from(chosen), max_size=4))
        made = tuple(draw(conditions(factor)) for factor in asked)
        low = Decimal(draw(st.integers(0, 9)))
        rows.append(Row(str(place), made, "fine", low, low + draw(st.integers(0, 9)), "yuan"))
    return Table("R", "", "", tuple(chosen), tuple(rows), START)


@st.composite
def sound_tables(draw: st.DrawFn) -> Table:
    """A random table in which each case falls in exactly one row: everything, split again and again."""
    chosen = [draw(factors(key)) for key in "abc"[: draw(st.integers(1, 3))]]
    parts: list[tuple[Condition, ...]] = [()]
    for _ in range(draw(st.integers(0, 6))):
        whole = parts.pop(draw(st.integers(0, len(parts) - 1)))
        factor = draw(st.sampled_from(chosen))
        for half in _halves(factor, draw):
            if any(
                all(each.fits(fact) for each in (*whole, half) if each.factor == factor.key)
                for fact in grid(factor)
            ):
                parts.append((*whole, half))
    rows = tuple(
        Row(str(place), part, "fine", Decimal(place), Decimal(place + 1), "yuan")
        for place, part in enumerate(parts)
    )
    return Table("S", "", "", tuple(chosen), rows, START)


def _halves(factor: Factor, draw: st.DrawFn) -> list[Condition]:
    if factor.ordered:
        at = draw(_ENDS)
        signs = draw(st.sampled_from([("<", ">="), ("<=", ">")]))
        return [Condition(factor.key, sign, at) for sign in signs]
    values = grid(factor)
    if len(values) == 1:
        return [Condition(factor.key, "=", values[0])]
    cut = draw(st.integers(1, len(values) - 1))
    return [Condition(factor.key, "in", tuple(half)) for half in (values[:cut], values[cut:])]
