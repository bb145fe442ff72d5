"""Do decisions come in from a file once each, held against the tables, with figures that equal the records?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import deciding
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from gongkai.core import clock, deadlines, ledger, search
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid
from gongkai.powers import case_files, decision_indexing
from gongkai.powers.actions.decisions import bringing, recounting
from gongkai.powers.actions.decisions.bringing import take_decisions
from gongkai.powers.case_files import double_publicity
from gongkai.powers.models import Decision, SameFactsFigure, SpreadFigure, StripFigure
from gongkai.powers.queries import oversight, public_decisions
from gongkai.powers.queries.decisions import subject_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    deciding.table(made)
    return made


def row(number: int, **said: Any) -> dict[str, Any]:
    return {
        "number": f"罚〔2026〕{number}号",
        "kind": "penalty",
        "unit": "waste",
        "party_kind": "citizen",
        "party_name": f"示例{number}",
        "conduct": "擅自倾倒建筑垃圾",
        "decided_on": "2026-10-08",
        "served_on": "2026-10-10",
        "published_on": "2026-10-12",
        "table": "D-1",
        "facts": {"area": 7},
        "outcome": "fine",
        "amount": 1000,
        "public_text": "擅自倾倒建筑垃圾，罚款。",
        "officer": f"E{number % 3}",
        **said,
    }


def taken(cast: Cast, rows: list[dict[str, Any]]) -> Any:
    found = case_files.read_values(rows)
    assert not found.faults, found.faults
    return take_decisions(agency=cast.agency, cases=found.cases)


def test_each_comes_in_once_and_is_held_against_the_table(cast: Cast) -> None:
    rows = [row(1), row(2, amount=3000), row(3, published_on="", facts="area=12", amount="2,500元")]
    with clock.travel_to(TODAY):
        first = taken(cast, rows)
        again = taken(cast, rows)
    assert (first.new, first.known, again.new, again.known) == (3, 0, 0, 3)
    one, two, three = Decision.objects.order_by("id")
    assert (one.rows, one.outside_range, one.state) == (["2"], False, "published")
    assert (two.rows, two.outside_range) == (["2"], True)
    assert (three.rows, three.amount, three.state) == (["3"], Decimal(2500), "served")
    assert [each.rule for each in deadlines.running(subject_of(three))] == ["publication.penalty"]
    assert not deadlines.running(subject_of(one)).exists()
    assert Event.objects.filter(verb="powers.decision.brought_in").count() == 3
    assert ledger.verify()[1] is None


def test_only_what_came_in_is_indexed_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "BATCH", 2)
    with clock.travel_to(TODAY):
        taken(cast, [row(1), row(2)])
        asked: list[list[int]] = []
        put_all = decision_indexing.search.put_all

        def noted(kind: str, entries: Iterable[search.Entry]) -> int:
            came = list(entries)
            asked.append([each.key for each in came])
            return put_all(kind, came)

        def never(*_args: object) -> int:
            raise AssertionError("the untouched are not indexed anew")

        monkeypatch.setattr(decision_indexing.search, "put_all", noted)
        monkeypatch.setattr(decision_indexing.search, "rebuild", never)
        rows = [row(number) for number in range(1, 6)]
        taken(cast, [*rows, row(6, published_on=""), row(7, published_on="2001-01-08")])
    keys = {each.number: each.pk for each in Decision.objects.all()}
    came = [[keys[f"罚〔2026〕{number}号"] for number in batch] for batch in ((3, 4), (5,))]
    assert [each for each in asked if each] == came
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM core_search_entry WHERE kind = 'decision' ORDER BY key")
        held = [key for (key,) in cursor.fetchall()]
    assert held == sorted(keys[f"罚〔2026〕{number}号"] for number in range(1, 6))


def test_a_run_that_is_killed_leaves_nothing_it_wrote_out_of_the_index(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "BATCH", 2)

    def killed(_done: int) -> None:
        raise KeyboardInterrupt

    found = case_files.read_values([row(1), row(2), row(3)])
    with clock.travel_to(TODAY), pytest.raises(KeyboardInterrupt):
        take_decisions(agency=cast.agency, cases=found.cases, progress=killed)
    assert Decision.objects.count() == 2
    assert search.search(search.Query("擅自倾倒", kinds=("decision",))).count == 2


def test_the_figures_counted_anew_are_those_the_deeds_kept(cast: Cast) -> None:
    deciding.published(cast)
    deciding.published(cast, number="二号", amount=Decimal(2000))
    deciding.published(cast, number="三号", facts={"area": 2}, amount=Decimal(250))
    kept = _figures()
    assert recounting.recount_all() == 3
    assert _figures() == kept
    revoked = Decision.objects.order_by("id").first()
    assert revoked is not None
    deciding.moved(revoked, "revoke", cast.case_leader, reason="经复议撤销")
    kept = [[each for each in rows if each[-1]] for rows in _figures()]
    recounting.recount_all()
    assert _figures() == kept


def _figures() -> list[list[tuple[Any, ...]]]:
    spread = SpreadFigure.objects.values_list(
        "row", "year", "unit", "officer", "outside", "places", "squares", "amounts", "least", "most", "count"
    )
    return [
        sorted(StripFigure.objects.values_list("row", "month", "outcome", "place", "count")),
        sorted((*each[:5], round(each[5], 9), round(each[6], 9), *each[7:]) for each in spread),
        sorted(
            SameFactsFigure.objects.values_list("year", "facts_digest", "least", "most", "spread", "count")
        ),
    ]


def test_a_page_asks_as_often_for_many_decisions_as_for_few(cast: Cast) -> None:
    with clock.travel_to(TODAY):
        taken(cast, [row(n, amount=500 + n) for n in range(1, 12)])
        table = Decision.objects.first().table  # type: ignore[union-attr]
        assert table is not None
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                public_decisions.strip(table)
                oversight.dispersion(table, 2026)
                oversight.same_facts(table, 2026)
            counts.append(len(asked))
            taken(cast, [row(n, amount=600 + n, officer=f"E{n}") for n in range(100, 160)])
        assert counts[0] == counts[1] <= 6


def test_the_strip_tells_no_small_numbers(cast: Cast) -> None:
    with clock.travel_to(TODAY):
        taken(cast, [row(1, amount=500), *[row(n, amount=2000) for n in range(2, 6)]])
        table = Decision.objects.first().table  # type: ignore[union-attr]
        assert table is not None
        found = public_decisions.strip(table)
    assert found.total == 5
    assert {cell.place: cell.count for cell in found.cells} == {0: None, 20: 4}


def test_who_lies_far_from_the_others_is_listed(cast: Cast) -> None:
    mild = [row(n, amount=600, officer="E1") for n in range(1, 21)]
    more = [row(n, amount=650 + n, officer="E2") for n in range(21, 41)]
    harsh = [row(n, amount=1990, officer="E9") for n in range(41, 51)]
    with clock.travel_to(TODAY):
        taken(cast, [*mild, *more, *harsh])
        table = Decision.objects.first().table  # type: ignore[union-attr]
        assert table is not None
        found = oversight.dispersion(table, 2026)
        (same,) = oversight.same_facts(table, 2026)
        alike = list(oversight.side_by_side(table, same.facts_digest, 2026))
    assert "E9" in {each.officer for each in found.outliers}
    assert sum(each.count for each in found.rows) == 50
    assert (same.count, same.spread) == (50, 1390)
    assert [each.amount for each in alike] == sorted(each.amount for each in alike)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "罚"}, "kind"),
        ({"decided_on": "十月八日"}, "decided_on"),
        ({"decided_on": "2126-10-08"}, "decided_on"),
        ({"amount": "很多"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"facts": "area 7"}, "facts"),
        ({"party_name": ""}, "party_name"),
        ({"outcome": "granted"}, "outcome"),
    ],
)
def test_a_bad_row_is_told_by_its_column_and_spoils_no_other(said: dict[str, Any], field: str) -> None:
    found = case_files.read_values([row(1, **said), row(2)])
    assert [(fault.row, fault.field) for fault in found.faults] == [(1, field)]
    assert [case.row for case in found.cases] == [2]


def test_unknown_codes_and_personal_data_are_refused(cast: Cast) -> None:
    rows = [
        row(1, unit="nowhere"),
        row(2, table="D-9"),
        row(3, public_text="张小明，身份证号110101199001011237，罚款。"),
        row(4, item="P-404"),
        row(5),
    ]
    with clock.travel_to(TODAY):
        done = take_decisions(agency=cast.agency, cases=case_files.read_values(rows).cases)
    assert [(fault.row, fault.field) for fault in done.faults] == [
        (1, "unit"), (2, "table"), (3, "public_text"), (4, "item")
    ]  # fmt: skip
    assert done.new == 1


def test_csv_in_chinese_and_gb18030_is_read(tmp_path: Path) -> None:
    heading = "决定书文号,类别,科室,当事人类别,当事人,案由,决定日期,决定结果,金额,裁量因素"
    text = f"{heading}\n罚1号,行政处罚,waste,自然人,示例,倾倒,2026年10月8日,罚款,1000元,area=7\n"
    path = tmp_path / "cases.csv"
    path.write_bytes(text.encode("gb18030"))
    (case,) = case_files.read_file(path).cases
    assert (case.kind, case.party_kind, case.decided_on, case.amount) == (
        "penalty",
        "citizen",
        date(2026, 10, 8),
        1000,
    )
    for content in (b"", b"a,b\n1,2\n", b'number,"kind\n', b"\xff\xfe\x00"):
        path.write_bytes(content)
        with pytest.raises(Invalid):
            case_files.read_file(path)
    other = tmp_path / "cases.json"
    for content in ("[", "{}", '"x"', "[" * 5000):
        other.write_text(content)
        with pytest.raises(Invalid):
            case_files.read_file(other)
    other.write_text(json.dumps([3, row(1)]))
    assert [fault.row for fault in case_files.read_file(other).faults] == [1]


def test_double_publicity_holds_what_is_published_and_nothing_personal(cast: Cast) -> None:
    with clock.travel_to(TODAY):
        taken(cast, [row(1, conduct="=cmd"), row(2, published_on="")])
        lines = list(double_publicity.rows(cast.agency.pk))
    assert len(lines) == 1
    assert len(lines[0]) == len(double_publicity.heading())
    assert "示例1" not in " ".join(lines[0])
    assert "'=cmd" in lines[0]
