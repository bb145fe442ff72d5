"""The staff's side of the register: entries with their versions, faults, and what may be done now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from gongkai.core import clock
from gongkai.domain import process
from gongkai.domain.powers import charts, checks
from gongkai.domain.powers.course import OPEN, PROCESS
from gongkai.domain.powers.schema import Fault
from gongkai.people.actor import StaffActor
from gongkai.powers import access
from gongkai.powers.models import Entry, Step, Version


def entries(actor: StaffActor, kind: str = "", unit_id: int | None = None) -> QuerySet[Entry]:
    """The entries the actor sees, by unit and code; each with ``open_versions`` (at most one)."""
    rows = Entry.objects.filter(access.visible_to(actor)).select_related("agency", "unit")
    if kind:
        rows = rows.filter(kind=kind)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    on_the_way = Version.objects.filter(state__in=OPEN)
    return rows.prefetch_related(Prefetch("versions", queryset=on_the_way, to_attr="open_versions")).order_by(
        "unit__code", "code"
    )


def entry(actor: StaffActor, kind: str, code: str, agency: str = "") -> Entry | None:
    """An entry of the actor's agencies by kind and code. Without ``agency`` (its code), the own agency's goes first."""
    rows = Entry.objects.filter(access.visible_to(actor), kind=kind, code=code)
    if agency:
        rows = rows.filter(agency__code=agency)
    found = list(rows.select_related("agency", "unit", "parent__agency").order_by("id"))
    return min(found, key=lambda each: each.agency_id != actor.agency_id, default=None)


def versions(of: Entry) -> list[Version]:
    """All versions, the newest first."""
    rows = of.versions.select_related("entry__agency", "entry__unit", "created_by").order_by("-number")
    return list(rows)


def steps(of: Entry) -> list[Step]:
    """Who did what to it, oldest first."""
    return list(Step.objects.filter(version__entry=of).select_related("person", "version").order_by("id"))


def faults(version: Version) -> list[Fault]:
    """What is missing or does not hold in the version, by the shape and the checks of its kind."""
    return checks.faults(
        version.entry.kind, version.title, version.content, looking_up=Codes(version.entry.agency_id)
    )


class Codes:
    """Answers the kinds' checks which codes the agency's register knows."""

    def __init__(self, agency_id: int) -> None:
        self.agency_id = agency_id

    def steps_of(self, chart: str) -> Collection[str] | None:
        """The steps of a published chart; ``None`` when there is no such chart."""
        found = (
            Version.objects.filter(entry__agency_id=self.agency_id, entry__kind="chart", entry__code=chart)
            .filter(state="published")
            .order_by("-number")
            .first()
        )
        return None if found is None else charts.step_keys(found.content)


def before(version: Version) -> Version | None:
    """The published version it takes the place of."""
    rows = version.entry.versions.filter(state="published", number__lt=version.number)
    return rows.order_by("-in_force_from", "-number").first()


def facts(version: Version, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    roles = access.roles_over(actor, version.entry)
    doers: dict[str, set[str]] = {}
    for step in version.steps.all():
        for who in (step.person_id, step.on_behalf_of_id):
            if who is not None:
                doers.setdefault(step.move, set()).add(str(who))
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(roles),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given),
        flags=frozenset(_flags(version)),
    )


def _flags(version: Version) -> set[str]:
    found = set()
    if not faults(version):
        found.add("complete")
    predecessor = before(version)
    begins = version.in_force_from or clock.today()
    if predecessor is None or predecessor.in_force_from is None or begins > predecessor.in_force_from:
        found.add("begins_later")
    return found


def offers(version: Version, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended, as the process table says."""
    return process.offers(PROCESS, version.state, facts(version, actor))


def in_force_on(of: Entry, on: date) -> Version | None:
    """The version in force on the day, if any."""
    return next(
        (
            each
            for each in of.versions.filter(state="published").order_by("-in_force_from", "-number")
            if each.in_force_from is not None
            and each.in_force_from <= on
            and (each.in_force_until is None or on <= each.in_force_until)
        ),
        None,
    )
