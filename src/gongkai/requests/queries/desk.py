"""What the staff's lists read: the register narrowed and paged, the clocks of its rows, choices, load, look-alikes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Cast

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.core.segment import search_words
from gongkai.domain.requests import OFFICER, OPEN, REPLY
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Agency, Appointment, Person, Unit
from gongkai.requests import access
from gongkai.requests.models import Request
from gongkai.requests.queries.subjects import SUBJECT

#: The clocks a row shows, the first that runs: the answer's, then what else is owed, then what the applicant owes.
SHOWN = (REPLY, "request.confirm", "request.correction", "request.reasons", "request.fee_payment")
#: The clocks whose end the agency owes.
OWED = (REPLY, "request.confirm")
DUE = ("overdue", "soon")
#: In a filter: those that no unit, or no officer, has yet.
NOBODY = "none"
#: Among so many of the latest requests one that asks for the same is looked for.
LOOKED_THROUGH = 50_000
#: Words that stand in every request and tell nothing of it.
_EMPTY_WORDS = {"政府", "信息", "公开", "申请", "相关", "有关", "情况", "关于", "文件", "材料", "资料"}


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list: the request and its next due clock, if one runs."""

    request: Request
    standing: deadlines.Standing | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the register: its rows, and the cursor of the next page (empty: this is the last)."""

    rows: list[Request]
    after: str


def agencies_of(actor: StaffActor) -> list[int]:
    """The agencies in which the actor holds a post that sees requests."""
    seeing = {*access.SEEING_ALL, OFFICER}
    return sorted({each.agency_id for each in actor.holdings if each.roles & seeing})


def sees_requests(actor: StaffActor) -> bool:
    """Whether requests are the actor's business at all."""
    return bool(agencies_of(actor))


def seen_by(actor: StaffActor) -> QuerySet[Request]:
    """Every request the actor may see."""
    agencies = agencies_of(actor)
    # One agency is the rule, and asked for as one it lets the database read the register in its order.
    where = Q(agency_id=agencies[0]) if len(agencies) == 1 else Q(agency_id__in=agencies)
    return Request.objects.filter(where).filter(access.visible_to(actor))


def requests_for_staff(
    actor: StaffActor,
    *,
    state: str = "",
    unit: int | str | None = None,
    officer: int | str | None = None,
    channel: str = "",
    outcome: str = "",
    due: str = "",
    year: int | None = None,
    text: str = "",
) -> QuerySet[Request]:
    """The register, what is not yet received first, then the newest receipt. ``state`` ``open``: all open ones.

    What was set aside as no request was never received: it is listed where it is asked for.
    """
    query = (
        seen_by(actor)
        .select_related("unit", "officer")
        .order_by(F("received_on").desc(nulls_first=True), "-id")
    )
    for name, value in (("unit", unit), ("officer", officer), ("channel", channel), ("outcome", outcome)):
        if value == NOBODY:
            query = query.filter(**{f"{name}__isnull": True})
        elif value:
            query = query.filter(**{name: value})
    if state:
        query = query.filter(state__in=OPEN) if state == "open" else query.filter(state=state)
    elif not text:
        query = query.exclude(state="void")
    if due in DUE:
        query = query.filter(pk__in=_due(due))
    if year:
        query = query.filter(Q(received_on__year=year) | Q(received_on__isnull=True, arrived_on__year=year))
    if text:
        query = query.filter(Q(number__icontains=text) | Q(subject__icontains=text))
    return query


def _due(due: str) -> QuerySet[Any, Any]:
    """The numbers of the requests that are overdue, or due within three working days."""
    today = clock.today()
    rows = Deadline.objects.filter(subject_type=SUBJECT, stopped_on__isnull=True, rule__in=OWED)
    if due == "overdue":
        rows = rows.filter(due_on__lt=today)
    else:
        rows = rows.filter(due_on__gte=today, due_on__lte=clock.calendar().after(today, deadlines.SOON))
    return rows.annotate(request=Cast("subject", BigIntegerField())).values("request")


def page_of(query: QuerySet[Request], after: str, size: int = 30) -> Page:
    """The rows after the cursor ``after``; an unreadable cursor means the beginning."""
    day, mark, number = after.partition("~")
    behind = Q()
    if mark and number.isascii() and number.isdigit() and len(number) < 19:
        try:
            behind = _behind(date.fromisoformat(day) if day else None, int(number))
        except ValueError:
            behind = Q()
    rows = list(query.filter(behind)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not more:
        return Page(rows, "")
    last = rows[-1]
    return Page(rows, f"{last.received_on.isoformat() if last.received_on else ''}~{last.pk}")


def _behind(received: date | None, pk: int) -> Q:
    if received is None:
        return Q(received_on__isnull=True, pk__lt=pk) | Q(received_on__isnull=False)
    return Q(received_on__lt=received) | Q(received_on=received, pk__lt=pk)


def items(requests: Sequence[Request]) -> list[Item]:
    """Requests with their next due clock; one query however many rows."""
    today, calendar = clock.today(), clock.calendar()
    running = Deadline.objects.filter(
        subject_type=SUBJECT,
        subject__in=[str(each.pk) for each in requests],
        stopped_on__isnull=True,
        due_on__isnull=False,
        rule__in=SHOWN,
    )
    shown: dict[str, Deadline] = {}
    for row in running if requests else ():
        known = shown.get(row.subject)
        if known is None or SHOWN.index(row.rule) < SHOWN.index(known.rule):
            shown[row.subject] = row
    standing = {key: deadlines.standing(row, today=today, calendar=calendar) for key, row in shown.items()}
    return [Item(each, standing.get(str(each.pk))) for each in requests]


def years(actor: StaffActor) -> list[int]:
    """The years in which requests were received, the newest first."""
    found = seen_by(actor).aggregate(first=Min("received_on"), last=Max("received_on"))
    last = max(found["last"] or clock.today(), clock.today()).year
    first = (found["first"] or clock.today()).year
    return list(range(last, first - 1, -1))


def units_of(agency_ids: Sequence[int]) -> list[Unit]:
    """The open units of these agencies."""
    open_today = Q(closed_on__isnull=True) | Q(closed_on__gte=clock.today())
    return list(Unit.objects.filter(open_today, agency_id__in=agency_ids).order_by("position", "id"))


def officers_of(agency_ids: Sequence[int]) -> list[tuple[Person, Unit]]:
    """Who may handle requests today, each with the unit; one query."""
    held = (
        Appointment.objects.filter(
            current_on(clock.today()), post__unit__agency_id__in=agency_ids, person__is_active=True
        )
        .select_related("person", "post__unit")
        .order_by("post__unit__position", "person__name", "id")
    )
    found = {(each.person_id, each.post.unit_id): each for each in held if OFFICER in each.post.roles}
    return [(each.person, each.post.unit) for each in found.values()]


def agencies_where(actor: StaffActor, role: str) -> list[Agency]:
    """The open agencies in which the actor holds the role."""
    held = {each.agency_id for each in actor.holdings if role in each.roles}
    return list(Agency.objects.filter(pk__in=held, closed_on__isnull=True).order_by("name"))


@dataclass(frozen=True, slots=True)
class Load:
    """What lies with one officer of a unit, or with a unit nobody in it was named for."""

    unit: Unit | None
    officer: Person | None
    open: int
    overdue: int
    soon: int


def load(actor: StaffActor) -> list[Load]:
    """Open, overdue and soon due requests by unit and officer; a fixed number of queries."""
    query = seen_by(actor).filter(state__in=OPEN).order_by()
    opened = _counted(query)
    overdue, soon = (_counted(query.filter(pk__in=_due(due))) for due in DUE)
    units = Unit.objects.in_bulk({unit for unit, _officer in opened if unit})
    people = Person.objects.in_bulk({officer for _unit, officer in opened if officer})
    rows = [
        Load(
            units.get(unit) if unit else None,
            people.get(officer) if officer else None,
            count,
            overdue.get((unit, officer), 0),
            soon.get((unit, officer), 0),
        )
        for (unit, officer), count in opened.items()
    ]
    return sorted(rows, key=_order)


def _order(row: Load) -> tuple[int, int, str]:
    return (row.unit.position if row.unit else -1, row.unit.pk if row.unit else 0, str(row.officer or ""))


def _counted(query: QuerySet[Request]) -> dict[tuple[int | None, int | None], int]:
    rows = query.values_list("unit_id", "officer_id").annotate(count=Count("pk"))
    return {(unit, officer): count for unit, officer, count in rows}


def similar_requests(request: Request, limit: int = 5) -> list[Request]:
    """Answered requests of the agency whose subject has most words in common with this one's; one query."""
    wanted = telling_words(request.subject)
    if not wanted:
        return []
    alike = Q()
    for word in sorted(wanted, key=len, reverse=True)[:8]:
        alike |= Q(subject__icontains=word)
    rows = (
        Request.objects.filter(alike, agency_id=request.agency_id, pk__gt=request.pk - LOOKED_THROUGH)
        .exclude(pk=request.pk)
        .exclude(outcome="")
        .order_by("-id")[:200]
    )
    ranked = [(_likeness(wanted, telling_words(each.subject)), each) for each in rows]
    ranked.sort(key=lambda pair: (-pair[0], -pair[1].pk))
    return [each for likeness, each in ranked if likeness >= 0.25][:limit]


def telling_words(text: str) -> frozenset[str]:
    """The words of a subject by which it can be found again."""
    return frozenset(word for word in search_words(text) if len(word) > 1 and word not in _EMPTY_WORDS)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
