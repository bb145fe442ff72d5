"""Where the routing rules would send matters: for one with its trace, for many with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from gongkai.complaints.models import Matter, Ruling
from gongkai.complaints.queries import routing
from gongkai.complaints.queries.desk import seen_by
from gongkai.complaints.queries.people import handling_units, units_of
from gongkai.core import clock
from gongkai.domain.complaints import routing as domain
from gongkai.domain.complaints.routing import Precedent, Routed, Unrouted
from gongkai.domain.complaints.routing_faults import Fault
from gongkai.domain.text import Text
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

#: Rulings looked at for one page of matters.
MOST_RULINGS = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a matter would go: the unit in the lead and those that help, by which rule, or why nowhere."""

    unit: int | None = None
    unit_name: str = ""
    co_units: tuple[int, ...] = ()
    rule: str = ""
    #: Why nowhere.
    reason: Text | None = None
    #: A ruling that gave such a matter to another unit: it decides nothing here, but is told.
    differs: Text | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """Routing's answer for one matter, the units that may be chosen, and what is wrong with the rules."""

    answer: Routed | Unrouted
    proposal: Proposal
    units: list[Unit]
    names: dict[str, str]
    faults: list[Fault]


def for_one(matter: Matter) -> Answered:
    """Everything the dispatch form shows."""
    units = list(units_of(matter.agency_id))
    names = {each.code: each.name for each in units}
    codes = {each.code: each.pk for each in units}
    answer = routing.answer(matter)
    able = list(handling_units(matter.agency_id))
    return Answered(answer, _proposal(answer, codes, names), able, names, routing.faults_of(matter.agency_id))


def for_many(matters: Sequence[Matter]) -> dict[int, Proposal]:
    """Matter → where it would go. The rules are read once for each agency; nothing is asked for each row."""
    found: dict[int, Proposal] = {}
    moment = timezone.localtime(clock.now())
    working = clock.calendar().is_working(moment.date())
    for agency_id in sorted({each.agency_id for each in matters}):
        units = list(units_of(agency_id))
        names = {each.code: each.name for each in units}
        codes = {each.code: each.pk for each in units}
        rules = [routing.as_rule(each) for each in routing.rules_of(agency_id)]
        known = routing.known_of(agency_id, moment.date())
        mine = [each for each in matters if each.agency_id == agency_id]
        ruled = _rulings(agency_id, {each.category for each in mine})
        for each in mine:
            facts = routing.facts_of(each, moment, working=working)
            answer = domain.route(rules, facts, moment, ruled.get(each.category, ()), known)
            found[each.pk] = _proposal(answer, codes, names)
    return found


def _rulings(agency_id: int, categories: Iterable[str]) -> dict[str, list[Precedent]]:
    """The rulings on matters of these classes, by class; one query."""
    found: dict[str, list[Precedent]] = {}
    rows = Ruling.objects.filter(agency_id=agency_id, category__in=[each for each in categories if each])
    for row in rows.select_related("matter", "from_unit", "to_unit").order_by("-id")[:MOST_RULINGS]:
        found.setdefault(row.category, []).append(routing.as_precedent(row))
    return found


def _proposal(answer: Routed | Unrouted, codes: dict[str, int], names: dict[str, str]) -> Proposal:
    offered = answer.precedent
    differs = offered.reason if offered is not None and not offered.agrees else None
    if isinstance(answer, Unrouted):
        return Proposal(reason=answer.reason, differs=differs)
    return Proposal(
        unit=codes.get(answer.lead),
        unit_name=names.get(answer.lead, answer.lead),
        co_units=tuple(codes[code] for code in answer.co if code in codes),
        rule=answer.rule.key,
        differs=differs,
    )


def precedents(actor: StaffActor, limit: int = 200) -> list[Ruling]:
    """The rulings on matters the actor may see, the newest first."""
    rows = Ruling.objects.filter(matter__in=seen_by(actor).order_by().values("pk"))
    return list(rows.select_related("matter", "from_unit", "to_unit", "person").order_by("-id")[:limit])
