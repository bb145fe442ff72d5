"""Records from the shell: bring documents in, index them anew, help an account."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.config.commands.base import setup

if TYPE_CHECKING:
    from gongkai.people.actor import StaffActor
    from gongkai.people.models import Person, Unit
    from gongkai.publishing.importing import ImportRecord

#: Rows shown by a dry run.
SHOWN = 50


def documents_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai documents import FILE|FOLDER``."""
    parser.add_argument("path", type=Path, help="TXT, HTML, DOCX, a CSV or XLSX table, or a folder of them")
    parser.add_argument(
        "--by", required=True, metavar="ACCOUNT", help="the drafting account that brings them in"
    )
    parser.add_argument(
        "--unit", default="", metavar="CODE", help="the unit they belong to (default: the account's own)"
    )
    parser.add_argument("--title", default="", help="the title, for a single text file")
    parser.add_argument(
        "--row", action="append", default=[], metavar="KEY", help="catalogue row for files that name none"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument(
        "--as-published",
        action="store_true",
        help="take them over as already published history; the openness office then confirms each",
    )
    parser.add_argument(
        "--confirmed-by", metavar="ACCOUNT", default="", help="confirm at once, by this office account"
    )
    given = parser.parse_args(words)
    if given.confirmed_by and not given.as_published:
        parser.error("--confirmed-by goes with --as-published")
    if not given.path.exists():
        parser.error(f"there is no file or folder {given.path}")
    setup()
    actor = actor_named(given.by)
    unit = _unit(actor, given.unit)
    if given.confirmed_by:
        actor_named(given.confirmed_by)
    records, errors, notes = _read(given, actor)
    for sentence in [*notes, *errors]:
        print(sentence)
    if errors:
        print(f"Nothing was imported: {len(errors)} problems. Mend them and run it again.")
        return 1
    _show(records)
    if given.dry_run:
        print(f"{len(records)} documents would be imported. Nothing was changed.")
        return 0
    return _bring_in(given, records, actor, unit)


def _read(given: argparse.Namespace, actor: StaffActor) -> tuple[list[ImportRecord], list[str], list[str]]:
    import dataclasses

    from gongkai.core.text import render
    from gongkai.publishing import queries
    from gongkai.publishing.importing import read

    rows = {entry.key: entry.label for entry in queries.entries_in_force(agency_id=actor.agency_id)}
    unknown = [f"--row: there is no catalogue row “{key}”." for key in given.row if key not in rows]
    topics = {topic.slug: topic.title for topic in queries.topics()}
    records, problems = read(given.path, known_rows=rows, known_topics=topics, title=given.title)
    if given.row:
        records = [
            record if record.catalogue_rows else dataclasses.replace(record, catalogue_rows=tuple(given.row))
            for record in records
        ]
    errors = [*unknown, *_inspect_attachments(records)]
    notes: list[str] = []
    for problem in problems:
        place = ":".join(str(part) for part in (problem.source, problem.line, problem.column) if part)
        (notes if problem.kind == "note" else errors).append(f"{place}: {render(problem.message)}")
    return records, errors, notes


def _inspect_attachments(records: list[ImportRecord]) -> list[str]:
    """Files that would be refused, found before anything is imported."""
    from django.conf import settings

    from gongkai.core import intake
    from gongkai.core.refusals import Refusal
    from gongkai.core.text import render

    found = []
    for record in records:
        for path in record.attachments:
            try:
                intake.inspect(path, path.name, max_bytes=settings.GONGKAI_MAX_UPLOAD)
            except Refusal as refusal:
                found.append(f"{record.source}:{record.line or 1}: {path.name}: {render(refusal.reason)}")
    return found


def _show(records: list[ImportRecord]) -> None:
    for record in records[:SHOWN]:
        made = record.date_made.isoformat() if record.date_made else "no date made"
        print(
            f"  {record.title}  ({made}; {', '.join(record.catalogue_rows) or 'no catalogue row'}; {record.source})"
        )
        for line in record.set_aside:
            print(f"      set aside: {line[:70]}")
    if len(records) > SHOWN:
        print(f"  … and {len(records) - SHOWN} more")


def _bring_in(given: argparse.Namespace, records: list[ImportRecord], actor: StaffActor, unit: Unit) -> int:
    from django.db import transaction

    from gongkai.publishing import actions
    from gongkai.publishing.actions.moving import Given

    with transaction.atomic():  # with the confirmations: nothing is half imported
        documents = actions.bring_in(
            actor=actor, unit_id=unit.pk, records=records, as_published=given.as_published
        )
        for document in documents if given.confirmed_by else ():
            actions.move(
                document_id=document.pk,
                key="confirm_history",
                actor=actor_named(given.confirmed_by),
                expected_version=document.version,
                given=Given(reason=f"Import of {given.path.name}"),
            )
    for document in documents:
        print(f"{document.index_number}  {document.slug}")
    state = (
        "published"
        if given.confirmed_by
        else ("waiting for the office" if given.as_published else "as drafts")
    )
    print(f"{len(documents)} documents imported, {state}.")
    return 0


def _person(username: str) -> Person:
    from gongkai.core.refusals import Invalid
    from gongkai.domain.text import say
    from gongkai.people.models import Person

    found = Person.objects.filter(username=username, is_active=True).select_related("agency").first()
    if found is None:
        raise Invalid(say("There is no open account “{username}”.", username=username))
    return found


def actor_named(username: str) -> StaffActor:
    """The open account ``username`` with the posts of today."""
    from gongkai.people.actor import actor_of

    return actor_of(_person(username))


def _unit(actor: StaffActor, code: str) -> Unit:
    from gongkai.core.refusals import Invalid
    from gongkai.domain.text import say
    from gongkai.people.models import Unit

    units = Unit.objects.select_related("agency").filter(agency_id=actor.agency_id)
    if code:
        found = units.filter(code=code).first()
    else:
        own = actor.units_where("publishing.drafter")
        found = units.filter(pk=own[0]).first() if own else None
    if found is None:
        raise Invalid(say("Say with --unit to which unit the documents belong; the account drafts for none."))
    return found


def documents_reindex(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai documents reindex``."""
    parser.parse_args(words)
    setup()
    from django.db import transaction

    from gongkai.annual_reports import indexing as annual_reports
    from gongkai.campaigns import indexing as campaigns
    from gongkai.complaints import indexing as complaints
    from gongkai.consultations import indexing as consultations
    from gongkai.core import public_version
    from gongkai.duties import indexing_plans, publicity_indexing
    from gongkai.powers import decision_indexing as decisions
    from gongkai.powers import indexing as powers
    from gongkai.publishing import indexing

    with transaction.atomic():
        count = indexing.rebuild()
        reports = annual_reports.rebuild() + annual_reports.rebuild_work()
        matters = complaints.rebuild()
        entries, decided, announced = powers.rebuild(), decisions.rebuild(), campaigns.rebuild()
        asked, told = consultations.rebuild(), publicity_indexing.rebuild()
        planned = indexing_plans.rebuild()
        public_version.public_changed()
    print(
        f"{count} public documents, {reports} annual reports, {matters} published matters, "
        f"{entries} powers and services, {decided} decisions, {announced} campaigns, {asked} consultations, "
        f"{told} activities of publicity and {planned} plans and themes are in the search index."
    )
    return 0


def password(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai accounts password ACCOUNT``: for whoever is locked out, by the operator of the machine."""
    parser.add_argument("account")
    given = parser.parse_args(words)
    setup()
    from gongkai.core import ledger
    from gongkai.people import actions

    fresh = secrets.token_urlsafe(9) + "-7a"
    actions.reset_password(person_id=_person(given.account).pk, password=fresh, actor=ledger.System())
    print(f"New password of {given.account}: {fresh}\nIt must be changed at the next sign-in.")
    return 0
