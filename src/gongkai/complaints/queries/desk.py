"""What the staff's lists read: who sees matters, the rows with their next clock and their lights, and the choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gongkai.complaints import access
from gongkai.complaints.models import Matter, Nudge
from gongkai.complaints.queries.subjects import SUBJECT
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain.complaints import CALL_BACK, HANDLE, HANDLER, HEAD, RULE_ON, SIGN
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Agency, Appointment, Person, Unit

#: The clocks a row shows: the one that ends first. Intermediate limits stand on the record.
SHOWN = (SIGN, RULE_ON, HANDLE, CALL_BACK)
#: Steps of the ladder as lights on a row, the gravest first.
LIGHTS = ("supervise", "urge", "red", "yellow")


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list: the matter, its next due clock, the gravest step of the ladder, how many joined it."""

    matter: Matter
    standing: deadlines.Standing | None = None
    light: str = ""
    joined: int = 0
    urged: bool = False


def agencies_of(actor: StaffActor) -> list[int]:
    """The agencies in which the actor holds a post that sees matters."""
    return sorted({each.agency_id for each in actor.holdings if each.roles & access.SEEING})


def sees_matters(actor: StaffActor) -> bool:
    """Whether matters are the actor's business at all."""
    return bool(agencies_of(actor))


def sees_all(actor: StaffActor) -> bool:
    """Whether the actor sees more than the matters of the own units."""
    return bool(actor.roles & set(access.SEEING_ALL))


def seen_by(actor: StaffActor) -> QuerySet[Matter]:
    """Every matter the actor may see."""
    agencies = agencies_of(actor)
    # One agency is the rule, and asked for as one it lets the database read the register in its order.
    where = Q(agency_id=agencies[0]) if len(agencies) == 1 else Q(agency_id__in=agencies)
    return Matter.objects.filter(where).filter(access.visible_to(actor))


def items(matters: Sequence[Matter]) -> list[Item]:
    """Matters with their next due clock, their light and how many joined them; three queries however many rows."""
    if not matters:
        return []
    standing, lights = _standings(matters), _lights(matters)
    joined = _joined(matters)
    return [
        Item(
            each,
            standing.get(each.pk),
            next((key for key in LIGHTS if key in lights.get(each.pk, ())), ""),
            joined.get(each.pk, 0),
            "by_hand" in lights.get(each.pk, ()),
        )
        for each in matters
    ]


def _standings(matters: Sequence[Matter]) -> dict[int, deadlines.Standing]:
    now, today, calendar = clock.now(), clock.today(), clock.calendar()
    running = Deadline.objects.filter(
        subject_type=SUBJECT,
        subject__in=[str(each.pk) for each in matters],
        stopped_on__isnull=True,
        due_at__isnull=False,
        rule__in=SHOWN,
    )
    # Read from the last to the first: what ends first is what stays.
    return {
        int(row.subject): deadlines.standing(row, today=today, calendar=calendar, now=now)
        for row in running.order_by("-due_at", "-id")
    }


def _lights(matters: Sequence[Matter]) -> dict[int, set[str]]:
    """The steps taken since the present round's dispatch: a new round begins without the lights of the old one."""
    found: dict[int, set[str]] = {}
    rows = Nudge.objects.filter(matter__in=[each.pk for each in matters]).values_list("matter", "step")
    for matter, step in rows:
        found.setdefault(matter, set()).add(step)
    return found


def _joined(matters: Sequence[Matter]) -> dict[int, int]:
    """What is against somebody is in no count: whoever it is against might be reading."""
    rows = Matter.objects.filter(
        lead__in=[each.pk for each in matters],
        state="merged",
        against_person__isnull=True,
        against_unit__isnull=True,
    )
    return dict(rows.values_list("lead").annotate(count=Count("pk")))


def counts(actor: StaffActor) -> Counter[str]:
    """How many matters stand where; one query."""
    rows = seen_by(actor).order_by().values_list("state").annotate(count=Count("pk"))
    return Counter(dict(rows))


def units_of(agency_ids: Sequence[int]) -> list[Unit]:
    """The open units of these agencies."""
    open_today = Q(closed_on__isnull=True) | Q(closed_on__gte=clock.today())
    return list(Unit.objects.filter(open_today, agency_id__in=agency_ids).order_by("position", "id"))


def handlers_in(agency_ids: Sequence[int]) -> list[Person]:
    """Who may handle matters today, each once; one query."""
    held = (
        Appointment.objects.filter(
            current_on(clock.today()), post__unit__agency_id__in=agency_ids, person__is_active=True
        )
        .select_related("person", "post")
        .order_by("person__name", "person_id")
    )
    wanted = {HANDLER, HEAD}
    return list({each.person_id: each.person for each in held if wanted & set(each.post.roles)}.values())


def agencies_where(actor: StaffActor, role: str) -> list[Agency]:
    """The open agencies in which the actor holds the role."""
    held = {each.agency_id for each in actor.holdings if role in each.roles}
    return list(Agency.objects.filter(pk__in=held, closed_on__isnull=True).order_by("name"))


def agencies_named(agency_ids: Sequence[int]) -> list[Agency]:
    """These agencies, by name; one query."""
    return list(Agency.objects.filter(pk__in=agency_ids).order_by("name"))


def of_ids(actor: StaffActor, ids: Iterable[int]) -> dict[int, Matter]:
    """These matters as far as the actor sees them; one query."""
    rows = seen_by(actor).select_related("agency", "unit", "handler").filter(pk__in=list(ids))
    return {row.pk: row for row in rows}
