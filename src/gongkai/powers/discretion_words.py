"""Discretion tables (裁量基准) in the reader's words: conditions, rows, faults, and what a table says of a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.lawwords import in_chinese, label_in
from gongkai.core.text import render
from gongkai.domain.discretion import (
    Circumstance,
    Condition,
    Factor,
    Fault,
    Outcome,
    Row,
    Table,
    effect_of,
    in_words,
    what_follows,
    written,
)
from gongkai.domain.discretion.nearby import milder_rows
from gongkai.domain.discretion.table import KINDS, Scalar
from gongkai.domain.powers.tables import table_of
from gongkai.domain.text import N_

_CONDITIONS = {
    "<": N_("less than {value}"),
    "<=": N_("at most {value}"),
    ">": N_("more than {value}"),
    ">=": N_("at least {value}"),
    "=": N_("exactly {value}"),
}
_FAULTS = {
    "broken": N_("Not a table"),
    "range": N_("Range"),
    "empty": N_("Empty row"),
    "overlap": N_("Overlap"),
    "gap": N_("Gap"),
    "unproved": N_("Not proved"),
}
_EFFECTS = {
    "spared": N_("Makes the penalty be spared"),
    "lighter": N_("Makes it lighter"),
    "heavier": N_("Makes it heavier"),
}


def value_words(value: Scalar, factor: Factor) -> str:
    """A value as the reader reads it: with its unit; yes and no in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    plain = written(value)
    gap = "" if in_chinese() else " "
    return f"{plain}{gap}{factor.unit}" if factor.unit else plain


def condition_words(conditions: Iterable[Condition], factor: Factor) -> str:
    """All that a row asks of a factor, such as ``at least 5 m², less than 10 m²``; empty where it asks nothing."""
    order = {">": 0, ">=": 0}
    said = []
    for each in sorted(conditions, key=lambda one: order.get(one.operator, 1)):
        values = [value_words(value, factor) for value in each.values]
        if not factor.ordered or each.operator == "in":
            said.append(_(" or ").join(values))
        else:
            said.append(_(_CONDITIONS[each.operator]).format(value=values[0]))
    return _(", and ").join(said)


def factor_name(factor: Factor) -> str:
    """A factor with its unit behind it."""
    if not factor.unit:
        return factor.label
    return _("{name} ({unit})").format(name=factor.label, unit=factor.unit)


def factor_rows(table: Table) -> list[dict[str, str]]:
    """What the table asks: each factor, its kind, and the values it can take."""
    return [
        {"name": factor_name(each), "kind": _(KINDS[each.kind]), "values": factor_values(each)}
        for each in table.factors
    ]


def factor_values(factor: Factor) -> str:
    """The values a factor can take, as the reader reads them."""
    if factor.kind == "yes_no":
        return _("yes or no")
    if factor.domain.values:
        return _(" or ").join(written(each) for each in factor.domain.values)
    return domain_words(factor)


def domain_words(factor: Factor) -> str:
    """From where to where a number goes, in words."""
    domain = factor.domain
    low, high = ("" if each is None else value_words(each, factor) for each in (domain.lower, domain.upper))
    if domain.lower_open and high:
        said = _("more than {low}, and up to {high}")
    elif domain.lower_open:
        said = _("more than {low}")
    elif low and high:
        said = _("from {low} to {high}")
    elif low:
        said = _("{low} and up") if domain.lower else _("zero and up")
    else:
        said = _("up to {high}") if high else _("any number")
    if domain.upper_open and high:
        return _("{range}, {high} not included").format(range=said.format(low=low, high=high), high=high)
    return said.format(low=low, high=high)


def matrix(table: Table, marked: Iterable[str] = ()) -> dict[str, Any]:
    """The table as rows of words: what each asks of each factor and where it leads. ``marked``: rows to point out."""
    pointed = set(marked)
    columns = [factor_name(each) for each in table.factors]
    own_basis = any(row.basis for row in table.rows)
    noted = any(row.note for row in table.rows)
    return {
        "columns": columns,
        "own_basis": own_basis,
        "noted": noted,
        "rows": [
            {
                "key": row.key,
                "cells": list(zip(columns, (_cell(row, each) for each in table.factors), strict=True)),
                "what": in_words(row),
                "basis": row.basis or table.basis,
                "note": row.note,
                "marked": row.key in pointed,
            }
            for row in table.rows
        ],
    }


def _cell(row: Row, factor: Factor) -> str:
    return condition_words([each for each in row.conditions if each.factor == factor.key], factor)


def in_lines(text: Sequence[str]) -> tuple[str, ...]:
    """A table's text in words: what it is about, its factors, and row by row; none where it is no table."""
    table = table_of({"table": "\n".join(text)}, in_force_from=date.min)
    if not isinstance(table, Table):
        return ()
    said = [table.conduct, table.basis]
    said += [f"{each['name']} · {each['kind']} · {each['values']}" for each in factor_rows(table)]
    for row in table.rows:
        asked = _if(row.conditions, table) or _("every case")
        more = [part for part in (row.basis, row.note) if part]
        said.append(" · ".join([_("Row {key}").format(key=row.key), asked, render(in_words(row)), *more]))
    return tuple(each for each in said if each)


def fault_rows(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """What the proof found, for a list: the kind in a word, the sentence, the rows and the very cases."""
    return [
        {
            "label": _(_FAULTS[each.kind]),
            "reason": each.reason,
            "rows": list(each.rows),
            "cases": [str(case) for case in each.cases],
        }
        for each in faults
    ]


def circumstance_groups(known: Iterable[Circumstance], there: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The circumstances by what they do, with the sentence and the article of each; ``there``: those of the case."""
    given, listed = set(there), list(known)
    return [
        {
            "label": _(label),
            "rows": [
                {
                    "label": label_in(each),
                    "effect": effect_of(each),
                    "there": each.key in given,
                    "verified": each.verified,
                }
                for each in listed
                if each.effect == effect
            ],
        }
        for effect, label in _EFFECTS.items()
        if any(each.effect == effect for each in listed)
    ]


def outcome_shown(outcome: Outcome) -> dict[str, Any]:
    """What the table says of a case, for a page."""
    table = outcome.table
    by_row: dict[str, list[dict[str, Any]]] = {}
    for line in outcome.trace:
        by_row.setdefault(line.row, []).append({"text": _trace(line, table), "holds": line.holds})
    holding = {row.key for row in outcome.rows}
    return {
        "version": table.version,
        "begins": table.in_force_from,
        "what": _capital(render(what_follows(outcome))),
        "fault": outcome.fault,
        "remarks": outcome.remarks(),
        "citation": outcome.citation,
        "rows": [
            {"key": row.key, "what": in_words(row), "basis": row.basis or table.basis, "note": row.note}
            for row in outcome.rows
        ],
        "trace": [{"key": key, "lines": lines, "holds": key in holding} for key, lines in by_row.items()],
        "nearby": [
            {"key": near.row.key, "what": in_words(near.row), "if": _if(near.asked, table)}
            for near in milder_rows(outcome)
        ],
        "facts": [
            (factor_name(each), value_words(outcome.facts[each.key], each))  # type: ignore[arg-type]
            for each in table.factors
            if each.key in outcome.facts
        ],
    }


def _trace(line: Any, table: Table) -> str:
    """A condition with what the case says to it, in words; the row stands above it."""
    factor = table.factor(line.factor)
    if factor is None:
        return _("No conditions: it fits every case.")
    asked = [
        each
        for each in table.row(line.row).conditions
        if each.factor == line.factor and each.operator == line.operator
    ]
    same = [each for each in asked if "|".join(written(one) for one in each.values) == line.value]
    return _("{factor} is {fact}; asked for: {asked}").format(
        factor=factor.label,
        fact=_fact(line.fact, factor),
        asked=condition_words(same[:1], factor),
    )


def _fact(fact: str, factor: Factor) -> str:
    if factor.kind == "yes_no":
        return _("Yes") if fact == "yes" else _("No")
    return value_words(fact, factor)


def _if(asked: Sequence[Condition], table: Table) -> str:
    """What would have to be otherwise, factor by factor."""
    said = []
    for key in dict.fromkeys(each.factor for each in asked):
        factor = table.factor(key)
        if factor is not None:
            own = condition_words([each for each in asked if each.factor == key], factor)
            said.append(_("{factor}: {asked}").format(factor=factor.label, asked=own))
    return _("; ").join(said)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
