"""Does the report of the past year begin by itself in January, once, and stand in the preparer's work?"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import reporting
from cast import Cast, person
from desk import client_of, words_of
from gongkai.annual_reports import queries
from gongkai.annual_reports.actions import by_itself
from gongkai.annual_reports.models import Report, Step
from gongkai.annual_reports.queries import worklists
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Event
from gongkai.people.models import Agency, Appointment
from reporting import go

pytestmark = pytest.mark.django_db
TITLE = "2023年政府信息公开工作年度报告"


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


def on(day: str) -> int:
    with clock.travel_to(date.fromisoformat(day)):
        return by_itself.run()


def test_it_begins_once_and_in_january_alone(cast: Cast) -> None:
    assert [on(day) for day in ("2023-12-31", "2024-02-01", "2024-07-01")] == [0, 0, 0]
    assert [on(day) for day in ("2024-01-01", "2024-01-01", "2024-01-31")] == [1, 0, 0]
    report = Report.objects.get()
    assert (report.agency, report.year, report.scope, report.state) == (cast.agency, 2023, "own", "draft")
    assert report.created_by is None
    assert "【" in report.sections["problems"], "the draft of its text is there, with its gaps"
    assert not Step.objects.exists(), "nobody wrote it"
    event = Event.objects.get(verb="annual_reports.report.begun")
    assert (event.person, event.agency) == (None, cast.agency.code)
    (running,) = deadlines.running(queries.subject_of(report))
    assert running.due_on == date(2024, 1, 31)
    assert on("2025-01-02") == 1, "and again the next year"
    assert ledger.verify()[1] is None


def test_a_report_somebody_began_is_left_alone(cast: Cast) -> None:
    with clock.travel_to(date(2023, 12, 1)):
        report = reporting.begun(cast)
    assert on("2024-01-01") == 0
    assert Report.objects.get() == report


def test_only_agencies_that_prepare_theirs_here_and_were_there_in_the_year(cast: Cast) -> None:
    Appointment.objects.filter(person=cast.person("both")).update(ends_on=date(2023, 12, 31))
    Agency.objects.filter(pk=cast.agency.pk).update(opened_on=date(2024, 1, 1))
    assert on("2024-01-02") == 0, "it was not there in 2023"
    Agency.objects.filter(pk=cast.agency.pk).update(opened_on=date(2023, 1, 1))
    Appointment.objects.filter(person=cast.person("preparer")).update(ends_on=date(2023, 12, 31))
    assert on("2024-01-02") == 0, "nobody prepares it"
    person("newcomer", cast.agency, cast.units["office"], ["annual_reports.preparer"])
    assert on("2024-01-02") == 1
    assert not Report.objects.filter(agency=cast.outside_agency).exists()


def test_it_goes_its_whole_way_like_any_other(cast: Cast) -> None:
    document = reporting.small(reporting.suqian())
    reporting.fill_registers(cast, document)
    reporting.declare(cast, document)
    assert on("2024-01-01") == 1
    with reporting.in_january():
        report = reporting.written(cast, Report.objects.get())
        for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "signer")):
            report = go(cast, report, key, who)
    assert report.state == "published"
    assert queries.explanations(report) == {}


def test_it_stands_in_the_work_of_whose_turn_it_is(cast: Cast) -> None:
    on("2024-01-01")
    with reporting.in_january():
        page = words_of(client_of(cast, "preparer").get("/workspace/"))
        assert TITLE in page
        assert 'href="/workspace/reports/2023/"' in page
        assert TITLE not in words_of(client_of(cast, "signer").get("/workspace/"))
        assert TITLE not in words_of(client_of(cast, "drafter").get("/workspace/"))
        assert [worklists.to_do_count(getattr(cast, who)) for who in ("preparer", "signer", "drafter")] == [
            1,
            0,
            0,
        ]
        document = reporting.small(reporting.suqian())
        reporting.fill_registers(cast, document)
        reporting.declare(cast, document)
        report = go(cast, reporting.written(cast, Report.objects.get()), "check", "preparer")
        assert TITLE in words_of(client_of(cast, "signer").get("/workspace/"))
        assert TITLE in words_of(client_of(cast, "preparer").get("/workspace/?list=waiting"))
        go(cast, go(cast, report, "sign", "signer"), "publish", "signer")
        assert TITLE in words_of(client_of(cast, "signer").get("/workspace/?list=done"))
        assert worklists.to_do_count(cast.preparer) == worklists.to_do_count(cast.signer) == 0
    with clock.travel_to(date(2024, 3, 1)):
        assert worklists.my_work(cast.signer) == worklists.Worklist([], [], [], [])


def test_what_falls_due_is_among_what_is_due_soon(cast: Cast) -> None:
    on("2024-01-01")
    for day, soon in (("2024-01-10", 0), ("2024-01-30", 1), ("2024-02-05", 1)):
        with clock.travel_to(date.fromisoformat(day)):
            assert len(worklists.my_work(cast.preparer).due_soon) == soon, day


def test_the_lists_ask_the_same_however_many_reports_there_are(cast: Cast) -> None:
    def cost() -> tuple[int, int]:
        client = client_of(cast, "preparer")
        counts = []
        for address in ("/workspace/", "/workspace/reports/"):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        return counts[0], counts[1]

    on("2024-01-01")
    with reporting.in_january():
        before = cost()
        for year in (2020, 2021, 2022):
            reporting.begun(cast, year)
        assert cost() == before
