"""The list of matters narrowed by what the address says, and paged by its last row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, Q, QuerySet
from django.db.models.functions import Cast

from gongkai.complaints import house
from gongkai.complaints.models import Matter
from gongkai.complaints.numbers import plain
from gongkai.complaints.queries.desk import SHOWN, seen_by
from gongkai.complaints.queries.subjects import SUBJECT
from gongkai.core import clock, deadlines, periods
from gongkai.core.listpages import NOBODY
from gongkai.core.models import Deadline
from gongkai.domain.calendar import ONE_DAY
from gongkai.domain.complaints import OPEN
from gongkai.people.actor import StaffActor

DUE = ("overdue", "soon")
#: Groups of repeated matters that are looked through.
MOST_GROUPS = 200
#: Lists of their own → the states on them.
LISTS: dict[str, tuple[str, ...]] = {
    "register": ("received",),
    "dispatch": ("registered",),
    "shelved": ("shelved",),
    "send": ("to_send",),
    "call-back": ("replied",),
    "decide": ("deciding",),
    "disputed": ("disputed",),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its rows, and the cursor of the next page (empty: this is the last)."""

    rows: list[Matter]
    after: str


def matters_for_staff(
    actor: StaffActor,
    *,
    state: str = "",
    kind: str = "",
    category: str = "",
    channel: str = "",
    district: str = "",
    unit: int | str | None = None,
    handler: int | str | None = None,
    due: str = "",
    year: int | None = None,
    urgent: bool = False,
    repeated: bool = False,
    text: str = "",
) -> QuerySet[Matter]:
    """What the actor sees, the newest first. ``state`` ``open``: all open ones; ``category``: a class or its trunk."""
    query = seen_by(actor).select_related("unit", "handler").order_by("-received_on", "-id")
    plain_filters = {
        "kind": kind,
        "channel": channel,
        "district": district,
        "urgent": urgent,
        "received_on__year": year,
    }
    query = query.filter(**{name: value for name, value in plain_filters.items() if value})
    query = _whose(query, unit=unit, handler=handler)
    if state:
        query = query.filter(state__in=OPEN) if state == "open" else query.filter(state=state)
    if category:
        query = query.filter(Q(category=category) | Q(category__startswith=f"{category}-"))
    if due in DUE:
        query = query.filter(pk__in=_due(due))
    if repeated:
        query = query.filter(_repeated(actor))
    return query.filter(_said(text)) if text else query


def _whose(query: QuerySet[Matter], **names: int | str | None) -> QuerySet[Matter]:
    """Of one unit or person, or of those that have none yet."""
    for name, who in names.items():
        if who == NOBODY:
            query = query.filter(**{f"{name}__isnull": True})
        elif who:
            query = query.filter(**{name: who})
    return query


def _said(text: str) -> Q:
    """By words of the title, or by a number: its own, or the one it has elsewhere."""
    number = plain(text)
    return Q(title__icontains=text) | Q(number__icontains=number) | Q(outside_number__icontains=number)


def _due(due: str) -> QuerySet[Any, Any]:
    """The numbers of the matters on which a period is over, or ends within three working days."""
    now = clock.now()
    rows = Deadline.objects.filter(subject_type=SUBJECT, stopped_on__isnull=True, rule__in=SHOWN)
    if due == "overdue":
        rows = rows.filter(due_at__lt=now)
    else:
        last = clock.calendar().after(clock.today(), deadlines.SOON)
        rows = rows.filter(due_at__gte=now, due_at__lt=periods.midnight(last + ONE_DAY))
    return rows.annotate(matter=Cast("subject", BigIntegerField())).values("matter")


def _repeated(actor: StaffActor) -> Q:
    """Matters of a class that came again and again in one grid lately (house numbers); one query."""
    since = clock.today() - timedelta(days=house.number("repeat_days"))
    groups = (
        seen_by(actor)
        .filter(received_on__gte=since)
        .exclude(category="")
        .exclude(grid="")
        .order_by()
        .values_list("category", "grid")
        .annotate(count=Count("pk"))
        .filter(count__gte=house.number("repeat_count"))
        .order_by("-count", "category", "grid")[:MOST_GROUPS]
    )
    found = Q(pk__in=[])
    for category, grid, _count in groups:
        found |= Q(category=category, grid=grid)
    return Q(received_on__gte=since) & found


def page_of(query: QuerySet[Matter], after: str, size: int = 30) -> Page:
    """The rows after the cursor ``after``; an unreadable cursor means the beginning."""
    day, mark, number = after.partition("~")
    behind = Q()
    if mark and number.isascii() and number.isdigit() and len(number) < 19:
        try:
            last = date.fromisoformat(day)
            behind = Q(received_on__lt=last) | Q(received_on=last, pk__lt=int(number))
        except ValueError:
            behind = Q()
    rows = list(query.filter(behind)[: size + 1])
    if len(rows) <= size:
        return Page(rows, "")
    rows = rows[:size]
    return Page(rows, f"{rows[-1].received_on.isoformat()}~{rows[-1].pk}")


def listed(actor: StaffActor, name: str) -> QuerySet[Matter]:
    """One of the lists of their own: what has waited longest first, what is urgent before all."""
    order = ("review_again_on", "id") if name == "shelved" else ("-urgent", "received_at", "id")
    states = LISTS[name]
    query = seen_by(actor).select_related("agency", "unit", "handler")
    return query.filter(state__in=states).order_by(*order)


def years(actor: StaffActor) -> list[int]:
    """The years in which matters came in, the newest first."""
    ends = [seen_by(actor).order_by(order).values_list("received_on", flat=True).first() for order in _ENDS]
    last = max(ends[1] or clock.today(), clock.today()).year
    return list(range(last, (ends[0] or clock.today()).year - 1, -1))


#: From which end the register is read.
_ENDS = ("received_on", "-received_on")


def matter_numbered(actor: StaffActor, number: str) -> Matter | None:
    """The matter of that number, its own or the one it has elsewhere, if the actor may see it."""
    wanted = plain(number)
    if not wanted:
        return None
    found = seen_by(actor).filter(number=wanted).first()
    return found or seen_by(actor).filter(outside_number__iexact=wanted).order_by("-id").first()
