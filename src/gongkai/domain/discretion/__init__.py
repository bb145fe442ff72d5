"""Discretion (裁量基准) as decision tables: proof, evaluation with trace, CSV, versions."""

from gongkai.domain.discretion.csv_file import COLUMNS, Parsed, read, write
from gongkai.domain.discretion.csv_table import LineFault
from gongkai.domain.discretion.evaluate import Compiled, compile_table, evaluate
from gongkai.domain.discretion.milder import Milder, as_of, judge, milder
from gongkai.domain.discretion.outcome import Line, Outcome, effect_of, in_words, what_follows
from gongkai.domain.discretion.proof import Case, Fault, prove
from gongkai.domain.discretion.table import (
    Circumstance,
    Condition,
    Domain,
    Factor,
    FactorKind,
    Operator,
    OutcomeKey,
    Row,
    Table,
    written,
)

__all__ = [
    "COLUMNS",
    "Case",
    "Circumstance",
    "Compiled",
    "Condition",
    "Domain",
    "Factor",
    "FactorKind",
    "Fault",
    "Line",
    "LineFault",
    "Milder",
    "Operator",
    "Outcome",
    "OutcomeKey",
    "Parsed",
    "Row",
    "Table",
    "as_of",
    "compile_table",
    "effect_of",
    "evaluate",
    "in_words",
    "judge",
    "milder",
    "prove",
    "read",
    "what_follows",
    "write",
    "written",
]
