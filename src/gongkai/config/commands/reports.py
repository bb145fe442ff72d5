"""The statutory annual report from the shell: ``report``, ``report check``, ``report verify``, ``figures``."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.config.commands.base import setup
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.annual_reports.actions import Declaration
    from gongkai.annual_reports.models import Report
    from gongkai.domain.annual_report import Figures
    from gongkai.people.actor import StaffActor
    from gongkai.people.models import Agency

FORMATS = ("json", "html", "docx", "pdf")
COLUMNS = ("unit", "key", "value", "evidence")


def report(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai report YEAR --out FILE``: counted from the records as they stood on 31 December."""
    parser.add_argument("year", type=int)
    parser.add_argument(
        "--form",
        choices=["statutory", "work"],
        default="statutory",
        help="the uniform national format (default), or the agency's own work report",
    )
    parser.add_argument("--format", choices=FORMATS, help="default: as the file's name ends, else json")
    parser.add_argument("--out", type=Path, help="the file to write; without it json goes to the screen")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    parser.add_argument("--sum", action="store_true", help="add up the reports of the agencies below it")
    parser.add_argument(
        "--published", action="store_true", help="the published edition instead of a fresh count"
    )
    given = parser.parse_args(words)
    kind = given.format or (given.out.suffix.lstrip(".").lower() if given.out else "json")
    if kind not in FORMATS:
        parser.error(f"--format is one of {', '.join(FORMATS)}; the file's name ends in none of them")
    if given.out is None and kind in ("docx", "pdf"):
        parser.error(f"say with --out where the {kind} file is to be written")
    if given.out is not None and not given.out.resolve().parent.is_dir():
        parser.error(f"there is no folder {given.out.resolve().parent}")
    setup()
    document, notes = _document(given, with_months=kind != "json")
    for note in notes:
        print(note, file=sys.stderr)
    from gongkai.annual_reports import downloads

    content = downloads.content(document, kind)
    if given.out is None:
        sys.stdout.write(content.decode())
        return 0
    given.out.write_bytes(content)
    print(f"{given.out}: {document['title']} ({len(content) / 1024:.0f} KB).", file=sys.stderr)
    return 0


def _work_document(given: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """The work report counted now; where one is begun, in its own words."""
    from gongkai.annual_reports.models import WorkReport
    from gongkai.annual_reports.queries import work_reports
    from gongkai.annual_reports.rendering.work import document

    if given.sum:
        raise Refusal(say("A work report is of one agency; there is no sum of several."))
    agency = _agency(given.agency)
    edition = work_reports.latest_edition(agency.pk, given.year)
    if given.published:
        if edition is None:
            raise Refusal(say("No work report of {year} is published here.", year=str(given.year)))
        return edition.document, []
    found = work_reports.report_of(agency.pk, given.year) or WorkReport(
        agency=agency, year=given.year, texts=work_reports.template_of(agency.pk)
    )
    counts = work_reports.count(agency.pk, given.year)
    dated = timezone.localtime(edition.published_at).date() if edition else None
    told = document(found, counts=counts, dated=dated)
    notes = ["The records of this year hold nothing to tell of."] if told["empty"] else []
    if edition is not None and edition.digest == told["digest"]:
        told["edition"] = edition.number
    elif edition is not None:
        notes.append(
            f"The records no longer give the figures of edition {edition.number}; see report verify."
        )
    return told, notes


def _document(given: argparse.Namespace, *, with_months: bool) -> tuple[dict[str, Any], list[str]]:
    from gongkai.annual_reports import queries, rendering

    if given.form == "work":
        return _work_document(given)
    agency = _agency(given.agency)
    scope = "sum" if given.sum else "own"
    if given.published:
        edition = queries.latest_edition(agency.pk, given.year, scope)
        if edition is None:
            raise Refusal(say("No report of {year} is published here.", year=given.year))
        return edition.document, []
    found = _begun_or_fresh(agency, given.year, scope, with_records=with_months)
    counted = queries.current(found)
    document = rendering.document(found, with_months=with_months or bool(found.pk), counted=counted)
    edition = queries.latest_edition(agency.pk, given.year, scope)
    if edition is not None and edition.digest == document["digest"]:
        return edition.document, []  # the records still give what was published
    notes = _notes(found, counted)
    if edition is not None:
        notes.insert(
            0, f"The records no longer give the figures of edition {edition.number}; see report verify."
        )
    return document, notes


def _begun_or_fresh(agency: Agency, year: int, scope: str, *, with_records: bool) -> Report:
    """The report begun for the year, or one that is only counted."""
    from gongkai.annual_reports import drafting, queries
    from gongkai.annual_reports.models import Report
    from gongkai.domain import annual_report
    from gongkai.domain.refusal import Refused

    begun = queries.report_of(agency.pk, year, scope)
    if begun is not None:
        return begun
    form = annual_report.form_of(year)
    if isinstance(form, Refused):
        raise Refusal(form.reason)
    if not form.tables:
        raise Refusal(
            say("Reports of {year} have no uniform tables, so there is nothing to count.", year=year)
        )
    fresh = Report(
        agency=agency, year=year, scope=scope, form=form.key, dispute_rule=queries.default_dispute_rule()
    )
    fresh.sections = drafting.draft(fresh, with_records=with_records)
    return fresh


def _notes(found: Report, counted: Figures) -> list[str]:
    """What the reader of the file should know: undeclared figures, agencies that are missing, checks that fail."""
    from gongkai.annual_reports import queries
    from gongkai.core.text import render

    form = queries.form_of(found)
    notes = []
    undeclared = queries.undeclared(found)
    if undeclared:
        named = "; ".join(form.words(cell, chinese=False) for cell in undeclared)
        notes.append(f"Not declared, counted as 0: {named}. gongkai figures declare enters them.")
    if found.scope == "sum":
        missing = [each.name for each in queries.missing(found.agency_id, found.year)]
        if missing:
            notes.append(f"Not filed, so not in the sum: {', '.join(missing)}.")
    findings = queries.findings(found, counted)
    return notes + [f"Check {each.number}: {render(each.text(chinese=False))}" for each in findings]


def check(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai report check FILE``: is it whole, and does everything add up? Exit 1 names each fault."""
    parser.add_argument("file", type=Path, help="a report as JSON")
    parser.add_argument("--previous", type=Path, help="the report of the year before, to compare the years")
    given = parser.parse_args(words)
    setup()
    from gongkai.core.text import render
    from gongkai.domain import annual_report
    from gongkai.domain.annual_report import Figures
    from gongkai.domain.refusal import Refused

    reading = annual_report.read(_json(given.file))
    if isinstance(reading, Refused):
        raise Refusal(reading.reason)
    before: Figures | None = None
    if given.previous:
        whole = annual_report.parse(_json(given.previous))
        if not isinstance(whole, Figures):
            raise Refusal(say("The report of the year before is not whole. Check that file first."))
        before = whole
    found = annual_report.check(reading, before)
    for each in found:
        place = f"check {each.number}" if each.number else "file"
        print(
            f"{place}: {render(each.text(chinese=False))}" + (" (a remark)" if each.weight == "note" else "")
        )
    stopping = annual_report.blocking(found)
    if stopping:
        print(f"{given.file}: refused; faults: {len(stopping)}.")
        return 1
    print(f"{given.file}: every check holds; {len(reading.cells)} figures read.")
    return 0


def verify(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai report verify FILE``: counts a report again from the records. Exit 1 says what differs."""
    parser.add_argument("file", type=Path, help="a report as JSON, as gongkai report writes it")
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="whose report it is, where the file is silent"
    )
    given = parser.parse_args(words)
    document = _json(given.file)
    setup()
    from gongkai.annual_reports import verifying, work_verifying
    from gongkai.core.text import render

    if not isinstance(document, dict):
        raise Refusal(say("{file} is not a report.", file=str(given.file)))
    prove = work_verifying.verify if work_verifying.is_work_report(document) else verifying.verify
    found = prove(document, agency_code=given.agency, chinese=False)
    for sentence in found.differences:
        print(render(sentence))
    if found.differences:
        print(f"{given.file}: {len(found.differences)} differences.")
        return 1
    print(f"{given.file}: all {found.checked} figures are what the records give.")
    return 0


def file(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai report file FILE --by ACCOUNT --source TEXT``: a report published elsewhere is kept as an edition."""
    parser.add_argument("file", type=Path, help="a report as JSON; it must pass gongkai report check")
    parser.add_argument("--by", required=True, metavar="ACCOUNT", help="the preparer who brings it in")
    parser.add_argument("--source", required=True, help="where it was published")
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="whose report it is (default: the account's)"
    )
    given = parser.parse_args(words)
    document = _json(given.file)
    setup()
    from gongkai.annual_reports import actions
    from gongkai.config.commands.records import actor_named

    if not isinstance(document, dict):
        raise Refusal(say("{file} is not a report.", file=str(given.file)))
    actor = actor_named(given.by)
    agency_id = _agency(given.agency).pk if given.agency else actor.agency_id
    filed = actions.bring_in_report(actor=actor, agency_id=agency_id, document=document, source=given.source)
    print(f"The report of {filed.agency.name} for {filed.year} is kept as published elsewhere.")
    return 0


def declare(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai figures declare YEAR KEY VALUE --evidence TEXT [--by ACCOUNT]``."""
    parser.add_argument("year", type=int)
    parser.add_argument("key", help="such as regulations.in_force or licensing_decisions")
    parser.add_argument("value")
    parser.add_argument("--unit", default="", metavar="CODE", help="the unit (default: the whole agency)")
    parser.add_argument("--evidence", required=True, help="which system or register, as of which day")
    _declaring(parser)
    given = parser.parse_args(words)
    setup()
    from gongkai.annual_reports import actions

    actor, agency_id = _declarer(given)
    figure = _declaration(given.unit, given.key, given.value, given.evidence)
    row = actions.declare_figure(actor=actor, agency_id=agency_id, year=given.year, figure=figure)
    print(f"Declared for {given.year}: {row.key} = {row.value.normalize():f}.")
    return 0


def figures_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai figures import FILE --year YEAR``: a table, or the declared figures of a report as JSON."""
    parser.add_argument(
        "file", type=Path, help=f"CSV in UTF-8 with the columns {', '.join(COLUMNS)}; or a report as JSON"
    )
    parser.add_argument("--year", type=int, help="the year (a report as JSON names its own)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    _declaring(parser)
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.annual_reports import actions

    actor, agency_id = _declarer(given)
    year, figures = (
        _from_report(given) if given.file.suffix.lower() == ".json" else (given.year, _rows(given.file))
    )
    if year is None:
        parser.error("say with --year for which year the figures are")
    if given.dry_run:
        actions.look_at_figures(actor=actor, agency_id=agency_id, year=year, figures=figures)
        print(f"{len(figures)} figures would be declared for {year}. Nothing was changed.")
        return 0
    count = actions.declare_figures(actor=actor, agency_id=agency_id, year=year, figures=figures)
    print(f"{count} figures declared for {year}.")
    return 0


def _from_report(given: argparse.Namespace) -> tuple[int, list[Declaration]]:
    from gongkai.annual_reports import queries
    from gongkai.annual_reports.actions import Declaration
    from gongkai.domain import annual_report
    from gongkai.domain.refusal import Refused

    reading = annual_report.read(_json(given.file))
    if isinstance(reading, Refused):
        raise Refusal(reading.reason)
    evidence = f"{given.file.name}"
    cells = [(cell, reading.cells[cell]) for cell in queries.declared_cells(reading.form)]
    figures = [
        Declaration(annual_report.field_name(cell), Decimal(number), evidence)
        for cell, number in cells
        if number is not None
    ]
    return given.year or reading.year, figures


def _declaring(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by", metavar="ACCOUNT", help="the preparer who declares them (default: the operator)"
    )
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="default: the agency of the account or the site"
    )


def _declarer(given: argparse.Namespace) -> tuple[StaffActor | None, int]:
    from gongkai.config.commands.records import actor_named

    if not given.by:
        return None, _agency(given.agency).pk
    actor = actor_named(given.by)
    return actor, _agency(given.agency).pk if given.agency else actor.agency_id


def _rows(path: Path) -> list[Declaration]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise Invalid(say("{file}: the column {column} is missing.", file=path.name, column=missing[0]))
        found = []
        for row in reader:
            try:
                found.append(
                    _declaration(
                        row["unit"] or "", row["key"] or "", row["value"] or "", row["evidence"] or ""
                    )
                )
            except Invalid as refusal:
                raise Invalid(
                    say(
                        "{file}, line {line}: {why}", file=path.name, line=reader.line_num, why=refusal.reason
                    )
                ) from refusal
    if not found:
        raise Invalid(say("{file} holds no figures.", file=path.name))
    return found


def _declaration(unit: str, key: str, value: str, evidence: str) -> Declaration:
    from gongkai.annual_reports.actions import Declaration

    try:
        number = Decimal(value.strip().replace(",", ""))
    except InvalidOperation:
        raise Invalid(say("“{value}” is not a number.", value=value[:40])) from None
    return Declaration(key.strip(), number, evidence.strip(), unit.strip())


def _agency(code: str) -> Agency:
    from gongkai.people.models import Agency

    rows = Agency.objects.filter(code=code) if code else Agency.objects.filter(is_host=True)
    found = rows.first()
    if found is None:
        if code:
            raise Refusal(say("There is no agency “{code}” in this installation.", code=code))
        raise Refusal(say("There is no agency yet. Run gongkai init, or name one with --agency."))
    return found


def _json(path: Path) -> object:
    try:
        found: object = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise Refusal(
            say("{file} is not JSON: {why} in line {line}.", file=path.name, why=error.msg, line=error.lineno)
        ) from error
    return found
