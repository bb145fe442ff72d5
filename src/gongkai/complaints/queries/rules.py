"""The routing rules as their keeper looks at them: in force, before, tried out, and what a file would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from gongkai.complaints.models import RoutingRule
from gongkai.complaints.queries import routing as holding
from gongkai.complaints.queries.desk import agencies_of
from gongkai.complaints.queries.people import handling_units, units_of
from gongkai.core import clock
from gongkai.domain.complaints import routing
from gongkai.domain.complaints.routing import Conditions, Hours, Routed, RoutingFacts, Unrouted
from gongkai.domain.complaints.routing_faults import Fault, faults
from gongkai.domain.complaints.routing_file import LineFault, dump_rules, parse_rules
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

__all__ = [
    "Agency", "Conditions", "Fault", "Hours", "LineFault", "Looked", "Routed", "RoutingFacts", "RoutingRule", "Unit",
    "Unrouted", "agency_of", "as_file", "as_rule", "choices", "faults_of", "gone", "in_force", "look", "rule",
    "try_out", "unit_names", "versions",
]  # fmt: skip

as_rule, in_force, faults_of = holding.as_rule, holding.rules_of, holding.faults_of


def agency_of(actor: StaffActor) -> Agency | None:
    """The agency whose rules and wordings the actor reads: the own one, or the first in which they see matters."""
    seen = agencies_of(actor)
    wanted = actor.agency_id if actor.agency_id in seen else (seen[0] if seen else 0)
    return Agency.objects.filter(pk=wanted).first()


def rule(actor: StaffActor, pk: int) -> RoutingRule | None:
    """A version of a rule of an agency in which the actor sees matters."""
    rows = RoutingRule.objects.select_related("agency", "created_by")
    return rows.filter(pk=pk, agency_id__in=agencies_of(actor)).first()


def versions(row: RoutingRule) -> list[RoutingRule]:
    """Every version of this rule, the newest first."""
    rows = RoutingRule.objects.filter(agency_id=row.agency_id, key=row.key)
    return list(rows.select_related("created_by").order_by("-version"))


def gone(agency_id: int) -> list[RoutingRule]:
    """The last version of each rule that holds no more."""
    held = {row.key for row in in_force(agency_id)}
    rows = RoutingRule.objects.filter(agency_id=agency_id).exclude(key__in=held).order_by("key", "version")
    return list({row.key: row for row in rows}.values())


def unit_names(agency_id: int) -> dict[str, str]:
    """Names of all units, closed ones too, by their codes."""
    return dict(Unit.objects.filter(agency_id=agency_id).values_list("code", "name"))


def choices(agency_id: int) -> tuple[list[Unit], list[Unit]]:
    """The units that may lead (those that can sign for a matter), and all that may help."""
    return list(handling_units(agency_id)), list(units_of(agency_id))


def try_out(agency_id: int, facts: RoutingFacts, at: datetime) -> Routed | Unrouted:
    """Where a matter of these facts would go at that moment, with the whole trace. Nothing is stored."""
    moment = timezone.localtime(at)
    working = clock.calendar().is_working(moment.date())
    return routing.route(
        [as_rule(each) for each in in_force(agency_id)],
        replace(facts, working_day=working),
        moment,
        holding.precedents_of(agency_id, facts.category, facts.district),
        holding.known_of(agency_id, moment.date()),
    )


def as_file(agency_id: int) -> str:
    """The rules in force as a file that reads back the same."""
    return dump_rules([as_rule(each) for each in in_force(agency_id)])


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file holds: its faults by line, or its rules with what they change and what would be wrong with them."""

    lines: Sequence[LineFault] = ()
    rules: Sequence[routing.RoutingRule] = ()
    new: Sequence[str] = ()
    changed: Sequence[str] = ()
    same: Sequence[str] = ()
    gone: Sequence[str] = ()
    #: What stands in the way of taking them over, and what is to be looked at.
    against: Sequence[Text] = ()
    faults: Sequence[Fault] = ()

    @property
    def sound(self) -> bool:
        """Whether the file may be taken over."""
        return not self.lines and not self.against and bool(self.rules)


def look(agency_id: int, text: str) -> Looked:
    """What bringing this file in would do; nothing is stored."""
    parsed = parse_rules(text)
    if parsed.faults:
        return Looked(lines=parsed.faults)
    known = holding.known_of(agency_id)
    rules = [each for each in parsed.rules if each.enabled]
    before = {row.key: as_rule(row) for row in in_force(agency_id)}
    here = {each.key for each in rules}
    against = [
        say("Rule {rule}: {fault}", rule=each.key, fault=fault)
        for each in rules
        if (fault := routing.broken(each, known)) is not None
    ]
    twice = [key for key, count in Counter(each.key for each in rules).items() if count > 1]
    against += [
        say("The rule {rule} stands in the file twice. One version holds at a time: leave one.", rule=key)
        for key in twice
    ]
    against += [
        say("The key {rule} is longer than 40 characters. Shorten it.", rule=each.key)
        for each in rules
        if len(each.key) > 40
    ]
    if not rules:
        against.append(say("The file holds no rule that is switched on."))
    return Looked(
        rules=rules,
        new=[each.key for each in rules if each.key not in before],
        changed=[each.key for each in rules if each.key in before and before[each.key] != each],
        same=[each.key for each in rules if before.get(each.key) == each],
        gone=[key for key in before if key not in here],
        against=against,
        faults=faults(rules, known, clock.today()),
    )
