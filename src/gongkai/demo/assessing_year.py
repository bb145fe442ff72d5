"""Assessment in the demonstration: the bureau's own sheet, a year by it with an appeal, and a published sheet tried."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gongkai.core import clock
from gongkai.demo.bureau import actor
from gongkai.demo.stage import at
from gongkai.people.models import Agency, Unit
from gongkai.supervision.actions import assessing, entries, sheets
from gongkai.supervision.models import Assessed, Assessment, ScoreSheet

_TITLE = "示例市城市管理局科室、大队政务公开考核评分表"
#: Head of a unit by the unit's code; brigades are told apart by their number.
_HEADS = {"waste": "section-head", "appearance": "city-head", "law": "law-head", "office": "office-head"}
_APPEAL = "有两件诉求由协办单位延误，请复核。"
_ANSWER = "经复核，延误属实，但主办单位没有按规定催办，维持原评分。"


def _bureau() -> Agency:
    return Agency.objects.get(code="cgj")


def _year(day: date) -> int:
    """The year most of the played records are of: the one in the middle of the play."""
    return (day - timedelta(days=90)).year


def write(day: date) -> None:
    """The sheet is taken over, simulated on a year and adopted."""
    with clock.travel_to(at(day, 0)):
        made = sheets.take_over(
            actor=actor("supervisor"), agency_id=_bureau().pk, template="units", title=_TITLE
        )
        sheets.simulate(sheet_id=made.pk, actor=actor("supervisor"), expected_revision=None, year=_year(day))
    with clock.travel_to(at(day, 120)):
        sheets.move_sheet(sheet_id=made.pk, key="adopt", actor=actor("leader"), expected_revision=None)


def open_year(day: date) -> None:
    """The year is assessed, so far as it is over: the heads are asked how they see their units."""
    year = _year(day)
    sheet = ScoreSheet.objects.get(title=_TITLE)
    units = Unit.objects.filter(agency=_bureau(), closed_on__isnull=True).exclude(code="leadership")
    with clock.travel_to(at(day, 0)):
        made = assessing.prepare(
            sheet_id=sheet.pk,
            actor=actor("supervisor"),
            year=year,
            title=f"{year}年政务公开中期考核" if year == day.year else f"{year}年度政务公开考核",
            who=list(units.values_list("pk", flat=True)),
        )
        _move(made, "open", "supervisor")


def hand_in(day: date) -> None:
    """All units but one hand in."""
    for minute, row in enumerate(_entries()):
        head = _head(row)
        if head and head != "b5-head":
            with clock.travel_to(at(day, minute)):
                entries.hand_in(
                    entry_id=row.pk,
                    actor=actor(head),
                    expected_revision=None,
                    own={},
                    words="已对照评分表自查，整改情况见督办答复。",
                )


def review(day: date) -> None:
    """Supervision reviews everybody and tells the results."""
    made = _assessment()
    with clock.travel_to(at(day, 0)):
        _move(made, "review", "supervisor")
        for row in _entries():
            entries.review(entry_id=row.pk, actor=actor("supervisor"), expected_revision=None, judged={})
        _move(made, "tell", "supervisor")


def appeal(day: date) -> None:
    """The last one appeals; the leader decides."""
    row = sorted(_entries(), key=lambda each: (-(each.rank or 0), each.pk))[0]
    head = _head(row)
    if head:
        with clock.travel_to(at(day, 0)):
            entries.appeal(entry_id=row.pk, actor=actor(head), expected_revision=None, words=_APPEAL)
        with clock.travel_to(at(day, 200)):
            entries.decide(entry_id=row.pk, actor=actor("leader"), expected_revision=None, reason=_ANSWER)


def publish(day: date) -> None:
    """The leader publishes the results."""
    with clock.travel_to(at(day, 0)):
        _move(_assessment(), "publish", "leader")


def try_published(day: date) -> None:
    """The sheet a district published is tried on the bureaus, and waits to be adopted."""
    with clock.travel_to(at(day, 0)):
        made = sheets.take_over(actor=actor("supervisor"), agency_id=_bureau().pk, template="licheng2020")
        sheets.simulate(sheet_id=made.pk, actor=actor("supervisor"), expected_revision=None, year=_year(day))


def _assessment() -> Assessment:
    return Assessment.objects.order_by("-id")[0]


def _entries() -> list[Assessed]:
    rows = Assessed.objects.filter(assessment=_assessment()).select_related("unit", "agency")
    return list(rows.order_by("id"))


def _head(row: Assessed) -> str:
    code = row.unit.code if row.unit else ""
    known = _HEADS.get(code, "")
    return known or (f"b{code.removeprefix('brigade')}-head" if code.startswith("brigade") else "")


def _move(made: Assessment, key: str, who: str, **given: Any) -> None:
    assessing.move_assessment(
        assessment_id=made.pk, key=key, actor=actor(who), expected_revision=None, **given
    )
