"""Do registers counted into the form always add up, and does any single change break an identity?"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain import annual_report as ar
from gongkai.domain import outcomes
from gongkai.domain.annual_report import Cell, Figures

FORMS = [ar.form("2021"), ar.form("2019")]
KINDS = [kind.key for kind in outcomes.applicant_kinds()]
TABLE3, TABLE4 = "table3_requests", "table4_review_litigation"
#: A whole report is a large example; a busy machine may take its time over one.
examples = settings(deadline=None, max_examples=60)


@st.composite
def registers(draw: st.DrawFn) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Requests as (received, kind, how ended or still open), disputes as (kind, result): counted by row and column."""
    requests: Counter[tuple[str, str]] = Counter()
    endings = st.sampled_from([*outcomes.outcome_keys(), "carried_forward"])
    for _ in range(draw(st.integers(0, 40))):
        kind, weight = draw(st.sampled_from(KINDS)), draw(st.integers(1, 5000))
        requests[(draw(st.sampled_from(["new_received", "carried_over_in"])), kind)] += weight
        requests[(draw(endings), kind)] += weight
    disputes: Counter[tuple[str, str]] = Counter()
    for _ in range(draw(st.integers(0, 10))):
        kind = draw(st.sampled_from([each.key for each in outcomes.dispute_kinds()]))
        result = draw(st.sampled_from([each.key for each in outcomes.dispute_results()]))
        disputes[(kind, result)] += draw(st.integers(1, 500))
    return requests, disputes


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    form = draw(st.sampled_from(FORMS))
    requests, disputes = draw(registers())
    declared: dict[Cell, ar.Number] = {}
    for cell in form.cells():
        table = None if cell.table == ar.FEE else form.table(cell.table)
        if table is None or table.kind == "declared":
            places = form.decimals(cell)
            whole = st.integers(0, 10**7)
            declared[cell] = draw(
                whole if not places else st.decimals(0, 10**7, places=places, allow_nan=False)
            )
    return ar.compose(form, form.from_year, declared=declared, requests=requests, disputes=disputes)


@examples
@given(figures())
def test_whatever_is_counted_adds_up(found: Figures) -> None:
    broken = [each for each in ar.identities(found, agency_level="city") if each.number <= 4]
    assert broken == []


@examples
@given(figures(), st.data())
def test_changing_any_one_cell_of_tables_three_and_four_breaks_an_identity(
    found: Figures, data: st.DataObject
) -> None:
    cells = [cell for cell in found.form.cells() if cell.table in (TABLE3, TABLE4)]
    cell = data.draw(st.sampled_from(cells))
    changed = data.draw(st.integers(0, 10**6).filter(lambda number: number != found[cell]))
    other = Figures(found.form_key, found.year, {**found.values, cell: changed})
    broken = {each.number for each in ar.identities(other, agency_level="city")}
    assert broken & ({1, 2, 3} if cell.table == TABLE3 else {4})


@examples
@given(figures())
def test_what_is_written_is_read_back_as_it_was(found: Figures) -> None:
    document = ar.dump(found)
    again = ar.parse(document)
    assert again == found
    assert ar.dump(found) == document
    assert isinstance(again, Figures)
    assert ar.digest(again) == ar.digest(found)


@examples
@given(figures(), st.data())
def test_the_digest_tells_any_change(found: Figures, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from(found.form.cells()))
    other = Figures(found.form_key, found.year, {**found.values, cell: found[cell] + 1})
    assert ar.digest(other) != ar.digest(found)
    assert ar.differences(found, other) == (cell,)


@examples
@given(st.lists(registers(), min_size=1, max_size=4))
def test_the_sum_of_reports_is_the_report_of_the_registers_together(
    parts: list[tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]],
) -> None:
    form = FORMS[0]
    each = [ar.compose(form, 2023, requests=requests, disputes=disputes) for requests, disputes in parts]
    together = ar.compose(
        form,
        2023,
        requests=sum((requests for requests, _ in parts), start=Counter()),
        disputes=sum((disputes for _, disputes in parts), start=Counter()),
    )
    assert ar.add(each) == together


def test_nothing_counted_is_nought_everywhere_and_never_blank() -> None:
    for form in FORMS:
        empty = ar.compose(form, form.from_year)
        assert set(empty.values.values()) == {0}
        assert ar.identities(empty) == ()


def test_figures_with_a_blank_cell_cannot_be() -> None:
    form = FORMS[0]
    with pytest.raises(ValueError, match="without a figure"):
        Figures(form.key, 2023, dict.fromkeys(form.cells()[1:], 0))


def test_a_cell_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        ar.compose(FORMS[0], 2023, requests={("granted", "somebody"): 1})
    with pytest.raises(KeyError):
        ar.compose(FORMS[0], 2023, requests={("not_a_row", "natural_person"): 1})
    with pytest.raises(KeyError):
        ar.compose(FORMS[0], 2023, declared={Cell("table2_active_disclosure", "licences", ""): Decimal(1)})


def test_only_reports_of_one_year_and_form_are_summed() -> None:
    with pytest.raises(ValueError, match="one year"):
        ar.add([ar.compose(FORMS[0], 2023), ar.compose(FORMS[0], 2024)])
