"""The prepared figures over decisions: each deed adds or takes away what it changes, so pages never count a million.

``recount`` makes them anew from the records; a test holds both against each other.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Max, Min

from gongkai.domain.powers import decisions as rules
from gongkai.powers.models import Decision, SameFactsFigure, SpreadFigure, StripFigure

#: States of a decision that was made and stands; those of them the public sees.
COUNTED = frozenset({"decided", "served", "published", "withheld"})
PUBLIC = frozenset({"published"})


def follow(found: Decision, before: str) -> None:
    """Counts the decision where its new state counts, and no longer where it does not."""
    if found.table_id is None or found.decided_on is None or not found.rows:
        return
    was, now = before in COUNTED, found.state in COUNTED
    if was != now:
        _spread(found, 1 if now else -1)
        _same_facts(found)
    was, now = before in PUBLIC, found.state in PUBLIC
    if was != now:
        _strip(found, 1 if now else -1)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def _strip(found: Decision, by: int) -> None:
    assert found.decided_on is not None  # asked by follow
    row, _ = StripFigure.objects.get_or_create(
        table_id=found.table_id,
        row=str(found.rows[0])[:60],
        month=month_of(found.decided_on),
        outcome=found.outcome,
        place=rules.place(found.amount, found.minimum, found.maximum),
    )
    StripFigure.objects.filter(pk=row.pk).update(count=F("count") + by)


def _spread(found: Decision, by: int) -> None:
    assert found.decided_on is not None  # asked by follow
    row, _ = SpreadFigure.objects.get_or_create(
        table_id=found.table_id,
        row=str(found.rows[0])[:60],
        year=found.decided_on.year,
        unit_id=found.unit_id,
        officer=officer_of(found),
    )
    amount = found.amount or Decimal(0)
    share = float(rules.share(amount, found.minimum, found.maximum)) if found.amount is not None else 0.0
    SpreadFigure.objects.filter(pk=row.pk).update(
        count=F("count") + by,
        outside=F("outside") + (by if found.outside_range else 0),
        places=F("places") + by * share,
        squares=F("squares") + by * share * share,
        amounts=F("amounts") + by * amount,
    )
    ends = Decision.objects.filter(
        table_id=found.table_id,
        unit_id=found.unit_id,
        decided_on__year=found.decided_on.year,
        state__in=COUNTED,
        officer_id=found.officer_id,
        officer_code=found.officer_code,
        rows=found.rows,
    ).aggregate(least=Min("amount"), most=Max("amount"))
    SpreadFigure.objects.filter(pk=row.pk).update(**ends)


def officer_of(found: Decision) -> str:
    """Who handled it, as the figures name the person."""
    return found.officer_code or (str(found.officer_id) if found.officer_id else "")


def _same_facts(found: Decision) -> None:
    """The decisions of the year on the very same facts; few rows, found by an index."""
    assert found.decided_on is not None  # asked by follow
    alike = Decision.objects.filter(
        table_id=found.table_id, facts_digest=found.facts_digest, decided_on__year=found.decided_on.year
    ).filter(state__in=COUNTED)
    told = alike.aggregate(count=Count("pk"), least=Min("amount"), most=Max("amount"))
    spread = (told["most"] or Decimal(0)) - (told["least"] or Decimal(0))
    SameFactsFigure.objects.update_or_create(
        table_id=found.table_id,
        year=found.decided_on.year,
        facts_digest=found.facts_digest,
        defaults={**told, "spread": spread},
    )
