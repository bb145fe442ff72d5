"""Does the demonstration hold the bureau's register of risks: as many points as measures, and its two searches?"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.core import clock, ledger
from gongkai.demo import bureau, cast, risk_points
from gongkai.people.models import Agency, Unit
from gongkai.powers import actions
from gongkai.powers.models import Entry, RiskPoint, Version
from gongkai.powers.queries import public, risks, searches
from gongkai.powers.queries.register import faults
from gongkai.powers.queries.risks import Asked
from gongkai.publishing import actions as publishing
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db


def furnished() -> Agency:
    publishing.sync_catalogue()
    with clock.travel_to(bureau.BEGIN):
        found = bureau.found()
    risk_points.play(found)
    return found


built = once_a_file(furnished)


@pytest.fixture
def agency(built: Agency) -> Agency:
    return on_stage(built)


def test_413_points_and_413_measures_as_published_in_2012(agency: Agency) -> None:
    for day in (risk_points.IN_FORCE, date(2012, 12, 31), None):
        assert risks.counts(day, agency.code) == risks.Counts(413, 413)
    assert risks.counts(date(2012, 6, 1)) == risks.Counts(0, 0)
    kinds = {unit.code: unit.kind for unit in Unit.objects.filter(agency=agency)}
    units = {row.unit.code for row in risks.heat_map(Asked()).rows}
    assert [kinds[code] for code in units].count("section") == 4
    assert [kinds[code] for code in units].count("brigade") == 5
    assert RiskPoint.objects.filter(has_measure=True).count() == risks.heat_map(Asked()).total == 413


def test_every_point_says_something_of_its_own_and_holds(agency: Agency) -> None:
    rows = list(Version.objects.filter(public.in_force(), entry__kind="risk").select_related("entry"))
    assert len({row.title for row in rows}) == 413
    assert len({(row.entry.unit_id, row.content["shows"]) for row in rows}) == 413
    assert [row.title for row in rows[::40] if faults(row)] == []
    totals = dict(zip(("high", "middle", "low"), risks.heat_map(Asked()).totals, strict=True))
    assert all(number >= 413 // 10 for number in totals.values()), totals
    spread = {row.cells for row in risks.heat_map(Asked()).rows}
    assert len(spread) > 5, "the units differ"


def test_one_search_is_complete_and_one_runs(agency: Agency) -> None:
    running, complete = searches.progress(searches.public())
    assert complete.search.year == 2012
    assert complete.search.closed_at is not None
    assert {each.state for each in complete.parts} == {"signed"}
    assert complete.found.new == 413
    assert running.search.closed_at is None
    assert {each.state for each in running.parts} == {"signed", "running"}
    assert running.found.new == 1, "one is being written"
    assert 0 < running.signed < len(running.parts) == 9
    assert RiskPoint.objects.filter(risks.due()).exists(), "some wait to be graded again"
    assert ledger.verify()[1] is None


def test_413_come_in_with_few_statements(agency: Agency) -> None:
    other = Agency.objects.create(
        code="other",
        name="另一局",
        short_name="另一局",
        organisation_code="000000034",
        opened_on=bureau.BEGIN,
    )
    parts = []
    for desk in cast.UNITS:
        if desk.code in risk_points.WORK:
            unit = Unit.objects.create(agency=other, code=desk.code, name=desk.name, opened_on=bureau.BEGIN)
            parts.append((unit, risk_points.points(unit, date(2012, 5, 1), risk_points.IN_FORCE)))
    with CaptureQueriesContext(connection) as asked:
        versions = actions.bringing.bring_in_all(parts=parts)
    assert len(versions) == Entry.objects.filter(agency=other, kind="risk").count() == 413
    assert len(asked) < 60
