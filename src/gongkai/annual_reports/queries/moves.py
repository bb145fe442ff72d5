"""What may happen to a report next, and who may do it: the process table asked with the mezzanine's facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gongkai.annual_reports import access
from gongkai.annual_reports.models import Report
from gongkai.annual_reports.queries import counting, filing, reports
from gongkai.core import clock
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Figures
from gongkai.domain.annual_report.course import PROCESS
from gongkai.domain.process import AUTHOR, Facts, Move
from gongkai.domain.process import offers as table_offers
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Offered:
    """A button on the record: the move, and why it is disabled now, if it is."""

    move: Move
    refused: Refused | None


def flags(report: Report, figures: Figures | None = None) -> frozenset[str]:
    """What is true of the report, in the words of ``domain.annual_report.course``.

    ``figures``: those to be shown, where they are counted already.
    """
    found = set()
    if clock.today() > counting.year_of(report.year).last:
        found.add("year_over")
    if report.scope == Report.Scope.OWN or not filing.missing(report.agency_id, report.year):
        found.add("all_filed")
    if not reports.undeclared(report):
        found.add("declared")
    if not reports.unwritten(report):
        found.add("written")
    failing = reports.findings(report, figures)
    explained = reports.explained_keys(failing, reports.explanations(report))
    if not annual_report.blocking(failing, explained):
        found.add("holds")
    # Counting again is worth its while only where the answer decides something.
    if report.state == "checked" and annual_report.digest(reports.current(report)) == report.digest:
        found.add("unchanged")
    return frozenset(found)


def doers(report: Report) -> dict[str, frozenset[str]]:
    """Who did what in this round. Whoever declared a figure that stands wrote in the report too."""
    found: dict[str, set[str]] = defaultdict(set)
    steps = report.steps.filter(round=report.round).values_list("move", "person_id", "on_behalf_of_id")
    for move, person, absent in steps:
        # Standing in for somebody does not wash the eyes: both the deputy and the absent person have acted.
        found[move].update(str(each) for each in (person, absent) if each is not None)
    if report.scope == Report.Scope.OWN:
        standing = reports.declared(report.agency_id, report.year)
        found[AUTHOR].update(str(each) for each in standing.values_list("declared_by_id", flat=True) if each)
    return {move: frozenset(people) for move, people in found.items()}


def facts(
    report: Report, actor: StaffActor, given: Collection[str] = (), figures: Figures | None = None
) -> Facts:
    """The facts under which ``actor`` asks to move the report."""
    return Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, report)),
        doers=doers(report),
        given=frozenset(given),
        flags=flags(report, figures),
    )


def offers(report: Report, actor: StaffActor, figures: Figures | None = None) -> Sequence[Offered]:
    """Every move the actor's posts could make from here, each with the reason where it is refused now."""
    asked = facts(report, actor, figures=figures)
    return [Offered(offer.move, offer.refused) for offer in table_offers(PROCESS, report.state, asked)]
