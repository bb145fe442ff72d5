"""Keeping the routing rules: a changed rule is a new version, the old one is retired and stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from gongkai.complaints import access
from gongkai.complaints.actions.base import needed
from gongkai.complaints.models import RoutingRule
from gongkai.complaints.queries.routing import known_of, stored_conditions
from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.complaints import CHIEF, routing
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

KEPT = ledger.verb("complaints.rule.kept", N_("{actor} kept the routing rule {key}"))
RETIRED = ledger.verb("complaints.rule.retired", N_("{actor} retired the routing rule {key}"))
REPLACED = ledger.verb(
    "complaints.rules.replaced", N_("{actor} brought in {count} routing rules from a file")
)


def keep_rule(*, agency_id: int, actor: StaffActor, rule: routing.RoutingRule, reason: str) -> RoutingRule:
    """Keeps a rule, as a new version where there is one under its key. A broken one is refused with its fault."""
    access.may_keep_rules(actor, agency_id).require()
    with transaction.atomic():
        ledger.take_turn()
        agency = Agency.objects.get(pk=agency_id)
        row = _write(agency, actor, rule, reason)
        _tell(KEPT, row, actor)
    return row


def _write(agency: Agency, actor: StaffActor, rule: routing.RoutingRule, reason: str) -> RoutingRule:
    fault = routing.broken(rule, known_of(agency.pk))
    if fault is not None:
        raise Invalid(fault, field="when")
    if not rule.key.strip():
        raise Invalid(say("Give the rule a key: a short word by which it is known."), field="key")
    rows = RoutingRule.objects.filter(agency=agency, key=rule.key.strip()[:40])
    now = clock.now()
    rows.filter(retired_at__isnull=True).update(retired_at=now)
    return RoutingRule.objects.create(
        agency=agency,
        key=rule.key.strip()[:40],
        version=(rows.aggregate(last=Max("version"))["last"] or 0) + 1,
        position=rule.position,
        in_force_from=rule.in_force_from,
        in_force_until=rule.in_force_until,
        when=stored_conditions(rule.when),
        lead=rule.lead,
        co=list(rule.co),
        note=rule.note[:300],
        source=rule.source[:200],
        reason=needed(reason, "reason", 300),
        created_by_id=actor.person_id,
        created_at=now,
    )


def retire_rule(*, rule_id: int, actor: StaffActor, reason: str) -> None:
    """A rule does not hold any more."""
    with transaction.atomic():
        ledger.take_turn()
        row = RoutingRule.objects.select_related("agency").filter(pk=rule_id, retired_at__isnull=True).first()
        if row is None:
            raise Refusal(say("There is no such rule, or it was retired before."))
        access.may_keep_rules(actor, row.agency_id).require()
        row.reason = needed(reason, "reason", 300)
        RoutingRule.objects.filter(pk=row.pk).update(retired_at=clock.now())
        _tell(RETIRED, row, actor)


def replace_rules(
    *, agency_id: int, actor: StaffActor, rules: Sequence[routing.RoutingRule], reason: str
) -> list[RoutingRule]:
    """Puts the rules of a file in the place of all that hold now, in one deed."""
    access.may_keep_rules(actor, agency_id).require()
    with transaction.atomic():
        ledger.take_turn()
        agency = Agency.objects.get(pk=agency_id)
        keys = {rule.key for rule in rules}
        gone = RoutingRule.objects.filter(agency=agency, retired_at__isnull=True).exclude(key__in=keys)
        gone.update(retired_at=clock.now())
        rows = [_write(agency, actor, rule, reason) for rule in rules]
        ledger.record(
            REPLACED,
            subject=("complaints.rules", agency.code),
            actor=actor.acting_as(actor.holds(CHIEF, agency_id=agency_id)),
            data={"count": len(rows), "keys": sorted(keys)},
            reason=reason.strip(),
        )
    return rows


def _tell(kind: ledger.Verb, row: RoutingRule, actor: StaffActor) -> None:
    ledger.record(
        kind,
        subject=("complaints.rule", row.pk),
        actor=actor.acting_as(actor.holds(CHIEF, agency_id=row.agency_id)),
        data={"key": row.key, "version": row.version, "lead": row.lead, "when": row.when},
        reason=row.reason,
    )
