"""Inspections as staff see them: lists, what is missing before publication, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import QuerySet

from gongkai.campaigns import access, contacts
from gongkai.campaigns.models import Inspection, InspectionPhoto, Site
from gongkai.campaigns.queries.doers import doers
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import deadlines, ledger, periods
from gongkai.core.models import Deadline, Event
from gongkai.domain import privacy, process
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import Checklist
from gongkai.domain.campaigns.inspection_course import COUNTS, PROCESS
from gongkai.people.actor import StaffActor


def for_staff(actor: StaffActor) -> QuerySet[Inspection]:
    """The records the actor sees, the newest first."""
    rows = Inspection.objects.filter(access.inspections_seen(actor))
    return rows.select_related(
        "agency", "unit", "listed__site", "listed__campaign", "inspector", "second"
    ).order_by("-made_at", "-id")


def inspection(actor: StaffActor, pk: int) -> Inspection | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def photo(actor: StaffActor, pk: int) -> InspectionPhoto | None:
    """A photo of one of them."""
    found = InspectionPhoto.objects.select_related("inspection").filter(pk=pk).first()
    seen = found is not None and for_staff(actor).filter(pk=found.inspection_id).exists()
    return found if seen else None


def checklist_of(found: Inspection) -> Checklist | None:
    """The check-list as it was on the day of the record."""
    return checklists.checklist(found.checklist, found.checklist_from)


def not_looked_at(found: Inspection) -> int:
    """Photos that were neither veiled nor kept back."""
    return found.photos.filter(veiled_key="", kept_back=False).count()


def words_of(found: Inspection) -> list[str]:
    """All free words the public would read."""
    return [found.remark, *(each.get("note", "") for each in found.answers.values())]


def personal(found: Inspection) -> list[privacy.Finding]:
    """What looks like personal data in them."""
    return [each for words in words_of(found) for each in privacy.findings(words)]


def flags(found: Inspection) -> frozenset[str]:
    """What is true of the record, in the words of ``domain.campaigns.inspection_course.FLAGS``."""
    facts = {"photos_looked_at": not not_looked_at(found), "harmless": not personal(found)}
    return frozenset(name for name, true in facts.items() if true)


def facts(found: Inspection, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found.agency_id, found.unit_id)),
        doers=doers(found.steps),
        given=frozenset(given),
        flags=flags(found),
    )


def offers(found: Inspection, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def planned_this_year(site: Site, on: date) -> int:
    """How often the site was inspected by plan in the year of the day."""
    counted = [row["key"] for row in checklists.rows("cause") if row["counted"]]
    rows = Inspection.objects.filter(listed__site=site, cause__in=counted, state__in=COUNTS)
    begin, end = periods.midnight(date(on.year, 1, 1)), periods.midnight(date(on.year + 1, 1, 1))
    return rows.filter(made_at__gte=begin, made_at__lt=end).count()


def clock_of(found: Inspection) -> Deadline | None:
    """The clock of its publication."""
    rows = deadlines.of(subject_of(found))
    return rows[-1] if rows else None


def told(found: Inspection) -> list[Event]:
    """The events of a record, oldest first."""
    return list(ledger.events_of([subject_of(found)]))


def present_of(found: Inspection, actor: StaffActor) -> str:
    """Who of the site was there and was told the result; empty for whoever is not shown it."""
    if not found.present or not access.may_see_present(actor, found):
        return ""
    return contacts.read_words(f"inspection.{found.pk}", found.present)


def photos_of(found: Inspection) -> dict[str, list[InspectionPhoto]]:
    """Item → its photos; one query."""
    taken: dict[str, list[InspectionPhoto]] = {}
    for each in found.photos.all():
        taken.setdefault(each.item, []).append(each)
    return taken
