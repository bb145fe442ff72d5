"""What may be chosen when a case is opened: units, people, and the record it is begun from."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.complaints.models import Matter
from gongkai.complaints.queries import records as matters
from gongkai.people.actor import StaffActor
from gongkai.people.models import Person, Unit
from gongkai.supervision import access_accountability as access
from gongkai.supervision.models import Case, Finding
from gongkai.supervision.queries import findings

#: Monitor → the kind of fault a case begun from its finding usually is.
FAULT_OF = {
    "late_publication": "late_publication",
    "late_answer": "late_answer",
    "late_handling": "late_answer",
    "unanswered": "late_answer",
    "stale_column": "stale",
    "empty_column": "not_published",
    "dead_link": "stale",
    "missing_element": "stale",
    "false_closing": "false_record",
    "wrong_number": "false_record",
    "privacy": "privacy",
}


def units(actor: StaffActor) -> list[Unit]:
    """The units a case may be about, those of the own agency first; closed ones stand last."""
    rows = Unit.objects.filter(agency_id__in=access.opening_in(actor))
    found = list(rows.select_related("agency").order_by("position", "pk"))
    return sorted(found, key=lambda each: (each.agency_id != actor.agency_id, each.closed_on is not None))


def people(actor: StaffActor) -> list[Person]:
    """The people a case may be about, also those whose account is closed."""
    rows = Person.objects.filter(agency_id__in=access.opening_in(actor)).exclude(pk=actor.person_id)
    return list(rows.order_by("-is_active", "username"))


def units_concerned(actor: StaffActor) -> list[Unit]:
    """The units of which the actor sees cases, to choose from; one query."""
    seen = Case.objects.filter(access.visible_to(actor)).order_by().values("unit")
    return list(Unit.objects.filter(pk__in=seen).order_by("agency_id", "position", "pk"))


@dataclass(frozen=True, slots=True)
class Begun:
    """What a case is begun from, and what is known of it already."""

    source: str = Case.Source.HAND
    finding: Finding | None = None
    matter: Matter | None = None
    fault: str = ""
    unit_id: int | None = None
    title: str = ""


def begun_from(actor: StaffActor, *, finding: str, matter: str, first_contact: bool) -> Begun | None:
    """The record the address names; ``None``: there is none, or the actor does not see it."""
    if finding:
        found = findings.one(actor, int(finding)) if _is_number(finding) else None
        if found is None:
            return None
        fault = FAULT_OF.get(found.monitor, "")
        return Begun(Case.Source.FINDING, found, None, fault, found.unit_id, found.title)
    if matter:
        asked = matters.matter_for_staff(actor, int(matter)) if _is_number(matter) else None
        if asked is None:
            return None
        source = Case.Source.FIRST_CONTACT if first_contact else Case.Source.MATTER
        unit = asked.unit_id or asked.answerable_id
        against = asked.against_person_id is not None or asked.against_unit_id is not None
        # Whom it concerns reads the line once told; a report against them must not reach them (信访工作条例第三十条).
        title = "" if against else f"{asked.number} {asked.title}"[:200]
        return Begun(source, None, asked, "", unit, title)
    return Begun()


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 18


def sees_finding(actor: StaffActor, pk: int) -> bool:
    """Whether the finding a case was begun from shows itself to the actor."""
    return findings.one(actor, pk) is not None


def sees_matter(actor: StaffActor, pk: int) -> bool:
    """Whether the matter a case was begun from shows itself to the actor."""
    return matters.matter_for_staff(actor, pk) is not None


def of_finding(actor: StaffActor, found: Finding) -> list[Case]:
    """The cases begun from a finding, as far as the actor sees them."""
    return list(Case.objects.filter(access.visible_to(actor), finding=found).order_by("-id"))


def of_matters(actor: StaffActor, keys: list[int]) -> dict[int, list[Case]]:
    """Matter → the cases begun from it, as far as the actor sees them; one query."""
    found: dict[int, list[Case]] = {}
    rows = Case.objects.filter(access.visible_to(actor), matter_id__in=keys).order_by("id")
    for case in rows:
        if case.matter_id is not None:
            found.setdefault(case.matter_id, []).append(case)
    return found
