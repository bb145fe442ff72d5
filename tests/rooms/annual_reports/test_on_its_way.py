"""Does a report reach the public page only by its lawful way, with two pairs of eyes and every check kept?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

import registers
import reporting
from cast import Cast
from gongkai.annual_reports import actions, queries
from gongkai.annual_reports.actions import Declaration
from gongkai.annual_reports.models import DeclaredFigure, Edition, Report
from gongkai.core import clock, deadlines, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from registers import Asked
from reporting import go

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


@pytest.fixture(autouse=True)
def january() -> object:
    with reporting.in_january():
        yield


def test_the_usual_way_ends_on_the_public_page(cast: Cast) -> None:
    report = reporting.published(cast)
    assert report.state == "published"
    edition = queries.latest_edition(cast.agency.pk, 2023)
    assert edition is not None
    assert (edition.number, edition.digest, edition.signed_by) == (1, report.digest, cast.person("signer"))
    assert edition.document["table3_requests"]["new_received"]["total"] > 0
    verbs = [event.verb.rpartition(".")[2] for event in queries.told(report)]
    assert verbs == ["declared_many", "begun", "written", "check", "sign", "publish"]
    assert ledger.verify()[1] is None


def test_the_deadline_is_31_january_and_ends_with_publication(cast: Cast) -> None:
    report = reporting.ready(cast)
    (running,) = deadlines.running(queries.subject_of(report))
    assert running.due_on == date(2024, 1, 31)
    for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "preparer")):
        report = go(cast, report, key, who)
    assert not deadlines.running(queries.subject_of(report)).exists()


@pytest.mark.parametrize(
    ("key", "who", "words"),
    [
        ("check", "signer", "Preparer"),
        ("check", "drafter", "no such report"),
        ("check", "outsider", "no such report"),
    ],
)
def test_whoever_lacks_the_post_is_refused(cast: Cast, key: str, who: str, words: str) -> None:
    report = reporting.ready(cast)
    with pytest.raises(NotAllowed):
        go(cast, report, key, who)
    assert Report.objects.get(pk=report.pk).state == "draft", words


def test_nobody_signs_what_they_prepared(cast: Cast) -> None:
    report = go(cast, reporting.ready(cast), "check", "preparer")
    with pytest.raises(NotAllowed):
        go(cast, report, "sign", "preparer")
    report = go(cast, report, "take_back", "both")
    report = go(cast, report, "check", "both")
    with pytest.raises(Refusal):
        go(cast, report, "sign", "both")
    assert go(cast, report, "sign", "signer").state == "signed"


def test_nobody_signs_a_report_whose_figures_they_declared(cast: Cast) -> None:
    report = reporting.ready(cast)
    actions.declare_figure(
        actor=cast.both,
        agency_id=cast.agency.pk,
        year=2023,
        figure=Declaration("licensing_decisions", Decimal(7), "许可系统"),
    )
    report = go(cast, report, "check", "preparer")
    with pytest.raises(Refusal):
        go(cast, report, "sign", "both")


def test_before_the_year_is_over_nothing_is_frozen(cast: Cast) -> None:
    with clock.travel_to(date(2023, 12, 31)):
        report = reporting.ready(cast)
        with pytest.raises(Refusal, match="not over yet"):
            go(cast, report, "check", "preparer")
    assert go(cast, report, "check", "preparer").state == "checked"


def test_an_undeclared_figure_stops_the_check_and_nought_must_be_declared(cast: Cast) -> None:
    reporting.fill_registers(cast, reporting.small(reporting.suqian()))
    report = reporting.written(cast, reporting.begun(cast))
    with pytest.raises(Refusal, match="not declared"):
        go(cast, report, "check", "preparer")
    for cell in queries.undeclared(report):
        actions.declare_figure(
            actor=cast.preparer,
            agency_id=cast.agency.pk,
            year=2023,
            figure=Declaration(".".join(part for part in cell[1:] if part), Decimal(0), "无此类事项"),
        )
    assert go(cast, report, "check", "preparer").state == "checked"


def test_a_gap_left_by_the_draft_stops_the_check(cast: Cast) -> None:
    document = reporting.small(reporting.suqian())
    reporting.fill_registers(cast, document)
    reporting.declare(cast, document)
    report = reporting.begun(cast)
    actions.write_sections(
        report_id=report.pk,
        actor=cast.preparer,
        expected_version=None,
        sections={**reporting.TEXTS, "problems": "【请补充】"},
    )
    with pytest.raises(Refusal, match="no text yet"):
        go(cast, report, "check", "preparer")


def test_a_failing_check_stops_it(cast: Cast) -> None:
    report = reporting.ready(cast)
    actions.declare_figure(
        actor=cast.preparer,
        agency_id=cast.agency.pk,
        year=2023,
        figure=Declaration("regulations.issued_this_year", Decimal(2), "法规科"),
    )
    assert [each.number for each in queries.findings(report)] == [7, 7]
    with pytest.raises(Refusal, match="A check fails"):
        go(cast, report, "check", "preparer")
    key = queries.findings(report)[0].key
    with pytest.raises(Refusal, match="must hold"):
        actions.explain(
            report_id=report.pk, actor=cast.preparer, expected_version=None, key=key, text="就是这样"
        )


def test_records_changed_after_the_check_are_noticed_before_the_signature(cast: Cast) -> None:
    report = go(cast, reporting.ready(cast), "check", "preparer")
    frozen = report.digest
    late = Asked("late", date(2023, 12, 30), "natural_person", "online", "", None)
    registers.store_requests(cast.agency, iter([late]))
    assert queries.shown(report) == queries.frozen(report)
    with pytest.raises(Refusal, match="changed after the report was checked"):
        go(cast, report, "sign", "signer")
    report = go(cast, report, "send_back", "signer", reason="补登了一件申请")
    assert (report.figures, report.digest) == (None, "")
    report = go(cast, report, "check", "preparer")
    assert report.digest != frozen
    assert go(cast, report, "sign", "signer").state == "signed"


def test_a_difference_to_last_years_report_needs_an_explanation_on_the_record(cast: Cast) -> None:
    reporting.published(cast)
    with clock.travel_to(date(2025, 1, 10)):
        registers.store_requests(
            cast.agency,
            iter([Asked("found", date(2023, 6, 1), "natural_person", "online", "granted", date(2024, 2, 1))]),
        )
        following = {**registers.declared_of(reporting.small(reporting.suqian()))}
        following["normative_documents.issued_this_year"] = following[
            "normative_documents.repealed_this_year"
        ] = 0
        actions.declare_figures(
            actor=cast.preparer,
            agency_id=cast.agency.pk,
            year=2024,
            figures=[Declaration(key, Decimal(str(value)), "系统") for key, value in following.items()],
        )
        report = reporting.written(cast, reporting.begun(cast, 2024))
        found = [each for each in queries.findings(report) if each.number == 5]
        assert {each.cells[0].column for each in found} == {"natural_person", "total"}
        with pytest.raises(Refusal, match="A check fails"):
            go(cast, report, "check", "preparer")
        for each in found:
            actions.explain(
                report_id=report.pk,
                actor=cast.preparer,
                expected_version=None,
                key=each.key,
                text="上年漏登一件，已补登。",
            )
        report = go(cast, report, "check", "preparer")
        report = go(cast, report, "sign", "signer")
        report = go(cast, report, "publish", "signer")
        edition = queries.latest_edition(cast.agency.pk, 2024)
        assert edition is not None
        assert [each["text"] for each in edition.document["explanations"]] == ["上年漏登一件，已补登。"] * 2


def test_an_explanation_of_other_numbers_is_none(cast: Cast) -> None:
    reporting.published(cast)
    with clock.travel_to(date(2025, 1, 10)):
        report = reporting.begun(cast, 2024)
        first = Asked("one", date(2023, 6, 1), "natural_person", "online", "granted", date(2024, 2, 1))
        registers.store_requests(cast.agency, iter([first]))
        key = "5:table3_requests.carried_over_in.total"
        actions.explain(
            report_id=report.pk, actor=cast.preparer, expected_version=None, key=key, text="漏登一件"
        )
        assert key in queries.explained_keys(queries.findings(report), queries.explanations(report))
        again = Asked("three", date(2023, 6, 1), "natural_person", "online", "", None)
        registers.store_requests(cast.agency, iter([again]))
        assert key not in queries.explained_keys(queries.findings(report), queries.explanations(report))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("新收申请134件。", "申请134件"),
        ("新收{new_recieved.total}件。", "{new_recieved.total}"),
        ("文" * 8001, "8000"),
    ],
)
def test_prose_that_could_contradict_the_tables_is_refused(cast: Cast, text: str, words: str) -> None:
    report = reporting.begun(cast)
    with pytest.raises(Invalid, match=words) as refusal:
        actions.write_sections(
            report_id=report.pk,
            actor=cast.preparer,
            expected_version=None,
            sections={"overview.on_request": text},
        )
    assert refusal.value.field == "overview.on_request"


def test_the_draft_has_every_section_and_only_figures_there_are(cast: Cast) -> None:
    for year in (2023, 2020):
        report = reporting.begun(cast, year)
        assert list(report.sections) == queries.section_keys(queries.form_of(report))
        actions.write_sections(
            report_id=report.pk, actor=cast.preparer, expected_version=None, sections=report.sections
        )


def test_a_correction_is_a_new_edition_and_the_old_one_stays_public_meanwhile(cast: Cast) -> None:
    report = reporting.published(cast)
    first = queries.latest_edition(cast.agency.pk, 2023)
    report = go(cast, report, "correct", "signer", reason="许可数量有误")
    assert report.state == "draft"
    assert queries.latest_edition(cast.agency.pk, 2023) == first
    actions.declare_figure(
        actor=cast.preparer,
        agency_id=cast.agency.pk,
        year=2023,
        figure=Declaration("licensing_decisions", Decimal(8), "许可系统更正"),
    )
    for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "signer")):
        report = go(cast, report, key, who)
    second = queries.latest_edition(cast.agency.pk, 2023)
    assert second is not None
    assert (second.number, second.reason) == (2, "许可数量有误")
    assert second.document["table2_active_disclosure"]["licensing_decisions"] == 8
    assert DeclaredFigure.objects.filter(key="licensing_decisions", replaced_at__isnull=False).count() == 1


def test_frozen_figures_take_no_other_declaration(cast: Cast) -> None:
    go(cast, reporting.ready(cast), "check", "preparer")
    with pytest.raises(Refusal, match="frozen"):
        actions.declare_figure(
            actor=cast.preparer,
            agency_id=cast.agency.pk,
            year=2023,
            figure=Declaration("licensing_decisions", Decimal(8), "许可系统"),
        )


@pytest.mark.parametrize(
    ("key", "value", "evidence", "unit", "field"),
    [
        ("licensing_decisions", "-1", "系统", "", "value"),
        ("licensing_decisions", "1.5", "系统", "", "value"),
        ("administrative_fee_10k_yuan", "1.23456", "系统", "", "value"),
        ("licensing_decisions", "1e16", "系统", "", "value"),
        ("licensing_decisions", "NaN", "系统", "", "value"),
        ("licensing_decisions", "1", " ", "", "evidence"),
        ("licences", "1", "系统", "", "key"),
        ("new_received.total", "1", "系统", "", "key"),
        ("licensing_decisions", "1", "系统", "no-such-unit", "unit"),
    ],
)
def test_a_faulty_declaration_is_refused_at_its_field(
    cast: Cast, key: str, value: str, evidence: str, unit: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.declare_figure(
            actor=cast.preparer,
            agency_id=cast.agency.pk,
            year=2023,
            figure=Declaration(key, Decimal(value), evidence, unit),
        )
    assert refusal.value.field == field


def test_only_the_preparer_declares(cast: Cast) -> None:
    for who in ("signer", "drafter", "outsider"):
        with pytest.raises(NotAllowed):
            actions.declare_figure(
                actor=getattr(cast, who),
                agency_id=cast.agency.pk,
                year=2023,
                figure=Declaration("licensing_decisions", Decimal(1), "系统"),
            )


def test_many_declarations_are_taken_all_or_none(cast: Cast) -> None:
    good = Declaration("licensing_decisions", Decimal(1), "系统")
    with pytest.raises(Invalid):
        actions.declare_figures(
            actor=cast.preparer,
            agency_id=cast.agency.pk,
            year=2023,
            figures=[good, Declaration("licensing_decisions", Decimal(-1), "系统")],
        )
    assert not DeclaredFigure.objects.exists()


def test_a_second_click_makes_one_report_and_one_move(cast: Cast) -> None:
    assert reporting.begun(cast) == reporting.begun(cast)
    report = reporting.ready(cast)
    seen = Report.objects.get(pk=report.pk).version
    for _ in range(2):
        moved = actions.move(report_id=report.pk, key="check", actor=cast.preparer, expected_version=seen)
        assert moved.state == "checked"
    with pytest.raises(Conflict):
        actions.move(report_id=report.pk, key="sign", actor=cast.signer, expected_version=seen)


def test_what_was_published_cannot_be_altered(cast: Cast) -> None:
    reporting.published(cast)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Edition.objects.update(digest="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.all().delete()


@pytest.mark.parametrize(
    ("year", "words"), [(2012, "no uniform tables"), (2007, "2008"), (2025, "has not begun")]
)
def test_years_without_a_form_or_yet_to_come_are_refused(cast: Cast, year: int, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        reporting.begun(cast, year)
