"""Are risk points counted as they stand in the register, and pinned to the steps of flowcharts?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import registering
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from domain.powers.risk_points import risk
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, Refusal
from gongkai.powers import actions, risk_words
from gongkai.powers.actions import by_itself
from gongkai.powers.models import Entry, RiskPoint, Version
from gongkai.powers.queries import public, register, risks
from gongkai.powers.queries.risks import Asked
from rooms.powers.risk_stage import DAY, bring, said
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
CHART = {
    "steps": [
        {"key": "1", "name": "受理", "actor": "窗口", "next": ["2"]},
        {"key": "2", "name": "决定", "actor": "局领导"},
    ]
}
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def numbers() -> dict[str, tuple[int, ...]]:
    return {row.unit.code: row.cells for row in risks.heat_map(Asked()).rows}


def test_the_heat_map_counts_what_is_in_force(cast: Cast) -> None:
    bring(cast, "waste", said(1), said(2), said(3, "middle"), said(4, "low"))
    bring(cast, "other", said(5, "low"))
    assert numbers() == {"waste": (2, 1, 1), "other": (0, 0, 1)}
    heat = risks.heat_map(Asked())
    assert heat.totals == (2, 1, 2)
    assert heat.total == Version.objects.filter(public.in_force(), entry__kind="risk").count() == 5
    assert risks.counts() == risks.Counts(5, 5)
    for row in heat.rows:
        for grade, number in zip(heat.grades, row.cells, strict=True):
            assert len(risks.listed(Asked(unit=row.unit.pk, grade=grade))) == number


def test_drafts_are_not_counted_and_a_withdrawn_point_is_counted_no_more(cast: Cast) -> None:
    version = registering.drafted(cast, "risk", "R-9", title="处罚轻重不一", content=risk())
    assert risks.counts().points == 0
    registering.published(cast, version)
    assert numbers() == {"waste": (1, 0, 0)}
    registering.moved(version, "withdraw", cast.power_publisher, "职责调整")
    assert numbers() == {}
    assert not RiskPoint.objects.exists()


def test_a_new_version_is_counted_from_its_day(cast: Cast) -> None:
    with clock.travel_to(DAY):
        bring(cast, "waste", said(1))
        later = actions.BroughtIn(
            "risk", "R-1", "风险点1", risk(grade="low", probability="1", harm="1"), DAY + timedelta(days=5)
        )
        bring(cast, "waste", later)
        assert numbers() == {"waste": (1, 0, 0)}
    with clock.travel_to(DAY + timedelta(days=5)):
        assert by_itself.follow_since(DAY, DAY + timedelta(days=5)) == 1
        assert numbers() == {"waste": (0, 0, 1)}
        assert [each.title for each in risks.listed(Asked())] == ["风险点1"]


def test_counts_as_of_a_day_come_from_the_versions(cast: Cast) -> None:
    bring(cast, "waste", said(1), said(2))
    assert risks.counts(DAY - timedelta(days=1)) == risks.Counts(0, 0)
    assert risks.counts(DAY) == risks.Counts(2, 2)
    assert risks.counts(agency="none") == risks.Counts(0, 0)


def test_the_list_is_narrowed(cast: Cast) -> None:
    bring(cast, "waste", said(1, shows="收受礼品"), said(2, "low", category="outside", post="窗口岗"))
    bring(cast, "other", said(3, measure="轮岗交流"))

    def codes(**asked: Any) -> list[str]:
        return [each.entry.code for each in risks.listed(Asked(**asked))]

    assert codes(text="礼品") == ["R-1"]
    assert codes(text="轮岗") == ["R-3"]
    assert (
        codes(text="风险点2")
        == codes(category="outside")
        == codes(post="窗口岗")
        == codes(grade="low")
        == ["R-2"]
    )
    assert codes(text="r-3") == codes(unit=cast.units["other"].pk) == ["R-3"]
    assert codes(agency=cast.outside_agency.code) == codes(text="没有") == []
    assert risks.by_category(Asked())["outside"] == 1
    assert sum(risks.by_category(Asked()).values()) == 3
    assert dict(risks.by_post(Asked())) == {"巡查岗": 2, "窗口岗": 1}


def test_pins_are_shown_at_their_steps(cast: Cast) -> None:
    chart = actions.bring_in(
        unit=cast.units["waste"],
        entries=[actions.BroughtIn("chart", "C-1", "处罚流程", CHART, DAY)],
        as_published=True,
    )[0].entry
    bring(
        cast,
        "waste",
        said(1, "low", chart="C-1", step="2"),
        said(2, chart="C-1", step="2"),
        said(3, chart="C-1"),
    )
    with CaptureQueriesContext(connection) as asked:
        pinned = risks.pinned_to(chart)
    assert len(asked) == 1
    assert {step: [each.code for each in found] for step, found in pinned.items()} == {
        "2": ["R-2", "R-1"],
        "": ["R-3"],
    }
    told_steps = risk_words.pinned(Version.objects.select_related("entry").get(entry=chart))
    assert [(each["step"], each["name"], len(each["points"])) for each in told_steps] == [
        ("", "", 1),
        ("2", "决定", 2),
    ]
    with pytest.raises(Invalid) as told:
        bring(cast, "waste", said(4, chart="C-1", step="9"))
    assert told.value.field == "step"


def test_what_is_to_be_graded_again(cast: Cast) -> None:
    chart = actions.bring_in(
        unit=cast.units["waste"],
        entries=[actions.BroughtIn("chart", "C-1", "处罚流程", CHART, DAY)],
        as_published=True,
    )
    bring(cast, "waste", said(1, regrade_on="2026-09-01"), said(2, chart="C-1", step="1"), said(3))

    def due(day: date) -> set[str]:
        return set(RiskPoint.objects.filter(risks.due(day)).values_list("entry__code", flat=True))

    assert due(date(2026, 8, 31)) == set()
    assert due(date(2026, 9, 1)) == {"R-1"}
    changed = {**CHART, "steps": [*CHART["steps"], {"key": "3", "name": "送达", "actor": "窗口"}]}
    later = actions.BroughtIn("chart", "C-1", "处罚流程", changed, date(2026, 6, 1))
    actions.bring_in(unit=cast.units["waste"], entries=[later], as_published=True)
    assert chart[0].entry.versions.count() == 2
    assert due(date(2026, 5, 31)) == set()
    assert due(date(2026, 6, 1)) == {"R-2"}, "the flow changed since it was graded"


def test_without_a_measure_it_is_not_published(cast: Cast) -> None:
    version = registering.drafted(cast, "risk", "R-1", title="处罚轻重不一", content=risk(measure="暂无"))
    assert [fault.field for fault in register.faults(version)] == ["measure"]
    with pytest.raises(Refusal, match="not complete"):
        registering.moved(version, "submit", cast.power_editor)
    with pytest.raises(Invalid):
        bring(cast, "waste", said(1), said(2, measure="无"))
    assert not Entry.objects.filter(code="R-1", kind="risk", unit=cast.units["other"]).exists()


def test_many_are_brought_in_with_few_statements_and_one_event_each(cast: Cast) -> None:
    def bringing(first: int, count: int) -> int:
        entries = [said(number) for number in range(first, first + count)]
        with CaptureQueriesContext(connection) as asked:
            versions = actions.bring_in(unit=cast.units["waste"], entries=entries)
        assert len(versions) == count
        return len(asked)

    before = Event.objects.count()
    few, many = bringing(1, 5), bringing(100, 60)
    assert many <= few
    assert Event.objects.count() == before + 65
    assert ledger.verify()[1] is None
    assert RiskPoint.objects.count() == 65
    assert {each.number for each in Version.objects.all()} == {1}
    assert bringing(1, 5) < few, "the same again writes nothing"
    assert Event.objects.count() == before + 65


def test_one_file_may_hold_several_versions_and_a_power_with_its_parts(cast: Cast) -> None:
    first = said(1)
    second = actions.BroughtIn("risk", "R-1", "新名称", risk(), DAY + timedelta(days=30))
    item = actions.BroughtIn("item", "P-1", "处罚", registering.ITEM, DAY)
    part = actions.BroughtIn("risk", "R-2", "风险点2", risk(), DAY, parent="P-1")
    versions = actions.bring_in(unit=cast.units["waste"], entries=[first, part, item, second])
    assert [each.number for each in versions] == [1, 1, 1, 2]
    entry = Entry.objects.get(kind="risk", code="R-1")
    assert entry.title == "新名称"
    ends = list(entry.versions.values_list("in_force_until", flat=True))
    assert ends == [DAY + timedelta(days=29), None]
    item_entry = Entry.objects.get(kind="item", code="P-1")
    assert Entry.objects.get(kind="risk", code="R-2").parent in (None, item_entry)
