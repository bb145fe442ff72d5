"""The seven checks a report must pass (勾稽关系), each naming the cell where it fails.

1. Each column of table three: new + carried in = total handled + carried forward (the form's own note).
2. Each column: the outcome rows add up to the total handled.
3. Each row: the six kinds of applicant add up to the total.
4. Each kind of dispute: the four results add up to the total.
5. Across years: last year's carried forward = this year's carried in; documents in force last year + issued -
   repealed = in force this year. May be explained on the record.
6. A figure in the prose equals the table's.
7. Plausibility: who cannot make government rules issues none; no fewer in force than this year's issued less
   repealed; a total many times last year's is pointed out.

A blank cell is a fault of its own (``reading``); a check with a blank side is left out, not failed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gongkai.domain.annual_report.figures import Cells, Figures, Number, locate
from gongkai.domain.annual_report.findings import Finding, Weight
from gongkai.domain.annual_report.forms import TOTAL, Cell, Form, Named, Table
from gongkai.domain.annual_report.reading import Reading
from gongkai.domain.law import load
from gongkai.domain.outcomes import outcomes
from gongkai.domain.text import N_

DEPARTMENT = "department"


def identities(
    figures: Figures,
    previous: Figures | None = None,
    *,
    agency_level: str = DEPARTMENT,
    text_figures: Mapping[str, int] | None = None,
) -> tuple[Finding, ...]:
    """Every check that fails, in the order of their numbers. ``previous``: the report of the year before."""
    return _all(figures.form, figures.values, previous, agency_level, text_figures or {})


def check(reading: Reading, previous: Figures | None = None) -> tuple[Finding, ...]:
    """Every check that fails on the cells that are there, then the faults of the file itself."""
    found = _all(reading.form, reading.cells, previous, reading.level, reading.text_figures)
    return (*found, *reading.faults)


def text_values(of: Form, cells: Cells) -> dict[str, Number]:
    """What prose may repeat: the names of the text figures with the sums they must equal, where they can be told."""
    values = {}
    for row in load("report_forms")["text_figure"]:
        total = _sum(cells, _text_cells(of, row))
        if total is not None and row.get("relation", "equal") == "equal":
            values[row["key"]] = total
    return values


def text_names(*, chinese: bool = True) -> dict[str, str]:
    """The words of the figures prose usually repeats."""
    return {
        row["key"]: row["label" if chinese else "label_en"] for row in load("report_forms")["text_figure"]
    }


def _all(
    of: Form, cells: Cells, previous: Figures | None, level: str, text_figures: Mapping[str, int]
) -> tuple[Finding, ...]:
    requests, disputes = of.of_kind("requests"), of.of_kind("disputes")
    found: list[Finding] = []
    if requests is not None:
        found += _columns(of, requests, cells)
        found += _rows(of, requests, cells, 3)
    if disputes is not None:
        found += _rows(of, disputes, cells, 4)
    if previous is not None and previous.form_key == of.key:
        found += _carried(of, cells, previous)
        found += _in_force(of, cells, previous)
    found += _prose(of, cells, text_figures)
    found += _plausible(of, cells, level)
    if previous is not None:
        found += _leaps(of, cells, previous)
    return tuple(found)


def _columns(of: Form, table: Table, cells: Cells) -> Iterator[Finding]:
    """Identities 1 and 2, column by column."""
    into = [row.key for row in table.rows if row.flow == "in"]
    parts = [row.key for row in table.outcome_rows()]
    total = next(row.key for row in table.rows if row.is_total)
    out = next(row.key for row in table.rows if row.flow == "out")
    second = []
    for column in table.blocks[0].columns:

        def at(row: str, key: str = column.key) -> Cell:
            return Cell(table.key, row, key)

        left = _sum(cells, map(at, into))
        right = _sum(cells, (at(total), at(out)))
        if left is not None and right is not None and left != right:
            message = N_(
                "{cell}: new and carried in are {left}, but the total handled and carried forward are {right}."
            )
            yield _finding(1, of, (at(into[0]), *map(at, (*into[1:], total, out))), message, left, right)
        left, right = _sum(cells, map(at, parts)), cells.get(at(total))
        if left is not None and right is not None and left != right:
            message = N_("{cell}: the outcomes add up to {left}, but the total says {right}.")
            second.append(_finding(2, of, (at(total),), message, left, right))
    yield from second


def _rows(of: Form, table: Table, cells: Cells, number: int) -> Iterator[Finding]:
    """Identities 3 and 4, row by row."""
    message = {
        3: N_("{cell}: the kinds of applicant add up to {left}, but the total says {right}."),
        4: N_("{cell}: the four results add up to {left}, but the total says {right}."),
    }[number]
    for row in table.rows:
        columns = [column.key for column in table.blocks[0].columns if not column.is_total]
        left = _sum(cells, (Cell(table.key, row.key, column) for column in columns))
        total = Cell(table.key, row.key, TOTAL)
        right = cells.get(total)
        if left is not None and right is not None and left != right:
            yield _finding(number, of, (total,), message, left, right)


def _carried(of: Form, cells: Cells, previous: Figures) -> Iterator[Finding]:
    """Identity 5, requests."""
    table = of.of_kind("requests")
    if table is None:
        return
    message = N_("{cell}: last year's report carried {left} forward, this one carries {right} in.")
    for column in table.blocks[0].columns:
        cell = Cell(table.key, "carried_over_in", column.key)
        left, right = previous[Cell(table.key, "carried_forward", column.key)], cells.get(cell)
        if right is not None and left != right:
            yield _finding(5, of, (cell,), message, left, right, weight="explainable")


def _documents(of: Form) -> Iterator[tuple[Cell, Cell, Cell]]:
    """The cells issued, repealed and in force of each kind of document, where the form knows them."""
    for row in ("regulations", "normative_documents"):
        found = [locate(of, row, column) for column in ("issued_this_year", "repealed_this_year", "in_force")]
        issued, repealed, in_force = found
        if issued and repealed and in_force:
            yield issued, repealed, in_force


def _in_force(of: Form, cells: Cells, previous: Figures) -> Iterator[Finding]:
    """Identity 5, documents."""
    message = N_(
        "{cell}: last year's documents in force with this year's issued and repealed make {left}, "
        "but the report says {right}."
    )
    for issued, repealed, in_force in _documents(of):
        more, fewer, right = cells.get(issued), cells.get(repealed), cells.get(in_force)
        if more is None or fewer is None or right is None:
            continue
        left = previous[in_force] + more - fewer
        if left != right:
            yield _finding(5, of, (in_force, issued, repealed), message, left, right, weight="explainable")


def _prose(of: Form, cells: Cells, said: Mapping[str, int]) -> Iterator[Finding]:
    """Identity 6."""
    equal = N_("The text says {left} for “{what}”, but the table says {right} ({cell}).")
    at_most = N_("The text says {left} for “{what}”, but the table has only {right} to hold them ({cell}).")
    for row in load("report_forms")["text_figure"]:
        at = _text_cells(of, row)
        right = _sum(cells, at)
        if row["key"] not in said or right is None:
            continue
        left, bounded = said[row["key"]], row.get("relation", "equal") == "at_most"
        if left > right or (left < right and not bounded):
            message = at_most if bounded else equal
            yield _finding(
                6, of, at, message, left, right, name=row["key"], what=Named(row["label"], row["label_en"])
            )


def _plausible(of: Form, cells: Cells, level: str) -> Iterator[Finding]:
    """Identity 7, what cannot be."""
    makers = load("report_forms")["plausibility"]["regulations_by"]
    knows = level and level not in makers and level != "government"
    cannot = N_(
        "{cell}: the report says {left}, but an agency of this kind makes no government rules (规章)."
    )
    too_few = N_(
        "{cell}: this year's issued less this year's repealed are {left}, but only {right} are said to be in force."
    )
    for issued, repealed, in_force in _documents(of):
        if issued.row == "regulations" and knows:
            yield from (
                _finding(7, of, (cell,), cannot, cells.get(cell) or 0, 0)
                for cell in (issued,)
                if cells.get(cell)
            )
        more, fewer, right = cells.get(issued), cells.get(repealed), cells.get(in_force)
        if more is not None and fewer is not None and right is not None and right < more - fewer:
            yield _finding(7, of, (in_force, issued, repealed), too_few, more - fewer, right)


def _leaps(of: Form, cells: Cells, previous: Figures) -> Iterator[Finding]:
    """Identity 7, what is worth a second look: a total many times last year's, or a fraction of it."""
    limits = load("report_forms")["plausibility"]
    message = N_("{cell}: {right} this year after {left} last year. Please look again.")
    for name in ("new_received", "total_processed", "licensing_decisions", "penalty_decisions"):
        cell = locate(of, name)
        before = previous.find(name)
        now = cells.get(cell) if cell else None
        if cell is None or before is None or now is None:
            continue
        small, large = sorted((before, now))
        if large >= limits["year_on_year_from"] and large >= limits["year_on_year_factor"] * small:
            yield _finding(7, of, (cell,), message, before, now, weight="note", name=f"leap.{cell}")


def _text_cells(of: Form, row: Mapping[str, object]) -> tuple[Cell, ...]:
    """The total cells a text figure repeats."""
    if "group" in row:
        wanted = {each.key for each in outcomes() if each.group == row["group"]}
        table = of.of_kind("requests")
        names = [each.key for each in table.outcome_rows() if wanted & set(each.outcomes)] if table else []
    else:
        names = list(row["cells"])  # type: ignore[call-overload]
    return tuple(cell for cell in (locate(of, name) for name in names) if cell is not None)


def _sum(cells: Cells, at: Iterable[Cell]) -> Number | None:
    """The sum, or ``None`` where a cell is blank or there is none."""
    numbers = [cells.get(cell) for cell in at]
    if not numbers or any(number is None for number in numbers):
        return None
    return sum((number for number in numbers if number is not None), start=0)


def _finding(
    number: int,
    of: Form,
    at: tuple[Cell, ...],
    message: str,
    left: Number,
    right: Number,
    *,
    weight: Weight = "blocking",
    name: str = "",
    what: Named | None = None,
) -> Finding:
    params = {"what": what} if what else {}
    return Finding(
        number, f"{number}:{name or at[0]}", of.key, message, at, str(left), str(right), weight, params
    )
