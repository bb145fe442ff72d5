"""One matter as its record shows it: who holds it, its clocks, what was done, asked and replied, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.complaints import access
from gongkai.complaints.identity import Contact, masked, read
from gongkai.complaints.models import (
    Asset,
    Call,
    CoUnit,
    Exchange,
    Instruction,
    Link,
    Matter,
    MatterFile,
    Nudge,
    Reporter,
    Return,
    Ruling,
    SiteCheck,
)
from gongkai.complaints.queries.desk import seen_by
from gongkai.complaints.queries.subjects import INSTRUCTION, SUBJECT, subject_of
from gongkai.core import clock, deadlines, ladder, ledger, sealed
from gongkai.core.models import Deadline, Event, LadderStep
from gongkai.domain import clocks
from gongkai.domain.complaints import HANDLE
from gongkai.people.actor import StaffActor

__all__ = [
    "Asset", "Call", "CoUnit", "Exchange", "Instruction", "Link", "Matter", "MatterFile", "Nudge", "Reporter",
    "Return", "Ruling", "SiteCheck",
]  # fmt: skip

Clocks = Sequence[tuple[deadlines.Standing, clocks.Due]]
#: Kinds of files that show the place.
OF_THE_PLACE = (MatterFile.Kind.REPORTED, MatterFile.Kind.BEFORE, MatterFile.Kind.AFTER)
#: What a browser may be shown as a picture.
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


def matter_for_staff(actor: StaffActor, pk: int) -> Matter | None:
    """One matter, if the actor may see it."""
    return (
        seen_by(actor)
        .select_related("agency", "unit", "handler", "answerable", "lead", "asset", "session")
        .filter(pk=pk)
        .first()
    )


def reporter(matter: Matter) -> tuple[Reporter | None, Contact]:
    """The reporter's row, and the data as they may stand without a purpose: masked."""
    row = Reporter.objects.filter(matter=matter).first()
    return row, masked(read(row))


def explained_deadlines(matter: Matter) -> list[tuple[deadlines.Standing, clocks.Due]]:
    """The clocks of the matter, how they stand now, each with its trail; one query."""
    calendar = clock.calendar()
    return [
        (deadlines.standing(each, calendar=calendar), deadlines.explain(each, calendar))
        for each in deadlines.of(subject_of(matter))
    ]


def chief(listed: Clocks) -> deadlines.Standing | None:
    """The clock beside the title: of those that run and are no intermediate limit, the one that ends first."""
    running = [
        each
        for each, _due in listed
        if each.deadline.stopped_on is None
        and each.deadline.due_at is not None
        and not each.deadline.rule.startswith("complaint.step.")
    ]
    return min(running, key=lambda each: (each.deadline.due_at, each.deadline.pk), default=None)


def steps_of_ladder(matter: Matter) -> list[LadderStep]:
    """The steps of urging on the clock of handling, the earliest first: fired, waiting, laid aside."""
    rows = Deadline.objects.filter(subject_type=SUBJECT, subject=str(matter.pk), rule=HANDLE)
    last = rows.order_by("-id").first()
    return ladder.of(last) if last else []


def nudges(matter: Matter) -> list[Nudge]:
    """The steps that were taken and who was urged by hand, the newest first."""
    return list(matter.nudges.select_related("person", "by").order_by("-id"))


@dataclass(frozen=True, slots=True)
class Instructed:
    """A leader's instruction with its clock."""

    row: Instruction
    standing: deadlines.Standing | None


def instructions(matter: Matter) -> list[Instructed]:
    """The instructions, the newest first; two queries."""
    rows = list(matter.instructions.select_related("leader", "reported_by").order_by("-id"))
    calendar = clock.calendar()
    keys = [str(each.pk) for each in rows]
    running = Deadline.objects.filter(subject_type=INSTRUCTION, subject__in=keys) if keys else []
    standing = {row.subject: deadlines.standing(row, calendar=calendar) for row in running}
    return [Instructed(each, standing.get(str(each.pk))) for each in rows]


def co_units(matter: Matter) -> list[CoUnit]:
    """The units that help or helped."""
    return list(matter.co_units.select_related("unit", "person").order_by("id"))


def seat(actor: StaffActor, matter: Matter) -> CoUnit | None:
    """The seat of one of the actor's units among those that help."""
    units = [each.unit_id for each in actor.holdings if each.roles & set(access.OF_UNIT)]
    return matter.co_units.filter(ended_at__isnull=True, unit_id__in=units).select_related("unit").first()


def returns(matter: Matter) -> list[Return]:
    """Who returned it as another's, and why."""
    return list(matter.sent_back.select_related("from_unit", "suggested", "person").order_by("id"))


def rulings(matter: Matter) -> list[Ruling]:
    """How the dispute about it was ruled on."""
    return list(matter.rulings.select_related("from_unit", "to_unit", "person").order_by("id"))


def checks(matter: Matter) -> list[SiteCheck]:
    """What was found on the spot, the newest first."""
    return list(matter.checks.select_related("person").order_by("-id"))


def exchanges(matter: Matter) -> list[Exchange]:
    """What was asked, answered and added, the newest first."""
    return list(matter.exchanges.select_related("person").order_by("-id"))


def links(matter: Matter) -> list[Link]:
    """Where it goes on or came from."""
    return list(matter.links.select_related("person").order_by("id"))


@dataclass(frozen=True, slots=True)
class Called:
    """A call-back, with what was said for those who may see the reporter's data."""

    row: Call
    note: str = ""


def calls(matter: Matter, *, with_notes: bool) -> list[Called]:
    """The call-backs and the reporter's own ratings, the newest first."""
    rows = matter.calls.select_related("person").order_by("-id")
    about = f"complaints.call.{matter.pk}"
    return [Called(row, sealed.unseal(row.note, about) if with_notes else "") for row in rows]


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a matter in sight, by what they are."""

    rows: list[MatterFile] = field(default_factory=list)

    def of(self, *kinds: str) -> list[MatterFile]:
        """Those of these kinds, in their order."""
        return [each for each in self.rows if each.kind in kinds]


def files(matter: Matter) -> Files:
    """The files in sight; one query."""
    return Files(list(matter.files.filter(removed_at__isnull=True).select_related("by").order_by("id")))


def file(matter: Matter, number: int) -> MatterFile | None:
    """One file of the matter that is in sight."""
    return matter.files.filter(pk=number, removed_at__isnull=True).first()


def history(matter: Matter) -> list[Event]:
    """The matter's ledger, oldest first."""
    return list(ledger.events_of([subject_of(matter)]))
