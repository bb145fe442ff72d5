"""Findings as people see them: lists, what they say, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.supervision.course import OPEN, PROCESS
from gongkai.domain.text import Text
from gongkai.people.actor import StaffActor
from gongkai.supervision import access
from gongkai.supervision.models import Finding, FindingStep
from gongkai.supervision.queries.subjects import subject_of


def for_staff(actor: StaffActor) -> QuerySet[Finding]:
    """The findings the actor sees, what must be done first in front."""
    rows = Finding.objects.filter(access.visible_to(actor)).select_related("agency", "unit")
    return rows.order_by("act_by", "id")


def listed(
    actor: StaffActor, *, state: str = "", monitor: str = "", unit: int | None = None, late: bool = False
) -> QuerySet[Finding]:
    """Narrowed; ``state`` "" means what is open, ``unit`` 0 what is no unit's."""
    rows = for_staff(actor).filter(state__in=(state,) if state else OPEN)
    if monitor:
        rows = rows.filter(monitor=monitor)
    if unit is not None:
        rows = rows.filter(unit_id=unit) if unit else rows.filter(unit__isnull=True)
    if late:
        rows = rows.filter(act_by__lt=clock.today())
    return rows


def counts(actor: StaffActor) -> dict[tuple[str, str], int]:
    """(monitor, state) → findings the actor sees; one query."""
    rows = Finding.objects.filter(access.visible_to(actor)).order_by().values_list("monitor", "state")
    return {(monitor, state): number for monitor, state, number in rows.annotate(number=Count("pk"))}


def one(actor: StaffActor, pk: int) -> Finding | None:
    """One finding."""
    return for_staff(actor).filter(pk=pk).first()


def said(finding: Finding) -> Text:
    """What is wrong, as a sentence."""
    return _text({"msgid": finding.msgid, "params": finding.params})


def _text(kept: dict[str, Any]) -> Text:
    return Text(kept["msgid"], {name: _value(value) for name, value in kept["params"].items()})


def _value(value: Any) -> Any:
    if isinstance(value, dict) and "msgid" in value:
        return _text(value)
    if isinstance(value, dict) and "date" in value:
        return date.fromisoformat(value["date"])
    return value


def steps(finding: Finding) -> list[FindingStep]:
    """Who made which move, oldest first."""
    return list(finding.steps.select_related("person"))


def told(finding: Finding) -> list[Event]:
    """The events of its ledger, oldest first."""
    return list(ledger.events_of([subject_of(finding)]))


def facts(finding: Finding, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with; ``given``: reason, and the flags the form fills."""
    doers: dict[str, set[str]] = {}
    for step in finding.steps.all():
        for who in (step.person_id, step.on_behalf_of_id):
            if who is not None:
                doers.setdefault(step.move, set()).add(str(who))
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, finding)),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given) & {"reason"},
        flags=frozenset(given) & {"worded", "told"},
    )


def offers(finding: Finding, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now; what a form asks for is not missing yet."""
    return process.offers(PROCESS, finding.state, facts(finding, actor, ("reason", "worded", "told")))


def to_do(actor: StaffActor) -> QuerySet[Finding]:
    """What waits for the actor: notices to answer, answers to look at. Fresh findings are supervision's to sort."""
    rows = Finding.objects.none()
    units = access.units_headed(actor)
    if units:
        rows |= Finding.objects.filter(state="urged", unit_id__in=units)
    office = access.agencies_seen(actor, frozenset({"publishing.office"}))
    if office:
        rows |= Finding.objects.filter(state="urged", unit__isnull=True, agency_id__in=office)
    overseen = access.agencies_seen(actor, frozenset({"people.supervisor"}))
    if overseen:
        rows |= Finding.objects.filter(state="answered", agency_id__in=overseen)
    return rows.select_related("agency", "unit").order_by("act_by", "id")


def state_counts(agency_id: int | None = None) -> dict[str, int]:
    """State → findings, of one agency or of all; one query."""
    rows = Finding.objects.all()
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: counted.get(state.key, 0) for state in PROCESS.states}
