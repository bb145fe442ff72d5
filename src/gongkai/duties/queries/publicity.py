"""Activities of publicity as staff see them: what is missing, what is personal, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.domain import privacy, process
from gongkai.domain.duties import publicity as rules
from gongkai.domain.duties.publicity import PROCESS
from gongkai.domain.text import Text, say
from gongkai.duties import access_publicity as access
from gongkai.duties.access import roles_over
from gongkai.duties.models import Activity, ActivityPhoto, Board, Partner
from gongkai.duties.queries import steps
from gongkai.people.actor import StaffActor

#: The kind of the room's steps, and the subjects of the ledger.
STEPS = "publicity"
ACTIVITY, BOARD, PARTNER = "duties.activity", "duties.board", "duties.partner"
#: The words the public reads.
SAID_IN_PUBLIC = (
    *("title", "place", "co_organisers", "counted_how", "words", "press_title", "press_outlet"),
    "withdrawn_reason",
)


def subject_of(found: Activity) -> tuple[str, object]:
    """The activity as a subject of the ledger."""
    return ACTIVITY, found.pk


def for_staff(actor: StaffActor) -> QuerySet[Activity]:
    """The activities the actor sees, the newest first."""
    rows = Activity.objects.filter(access.activities_seen(actor))
    return rows.select_related("agency", "unit", "board").order_by("-begins_on", "-id")


def activity(actor: StaffActor, pk: int) -> Activity | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def photo(actor: StaffActor, pk: int) -> ActivityPhoto | None:
    """A photo of one of them."""
    rows = ActivityPhoto.objects.select_related("activity__agency", "activity__unit")
    return rows.filter(pk=pk, activity__in=Activity.objects.filter(access.activities_seen(actor))).first()


def boards(actor: StaffActor) -> QuerySet[Board]:
    """The boards of the actor's agencies."""
    rows = Board.objects.filter(access.activities_seen(actor))
    return rows.select_related("agency", "unit").order_by("ended_on", "kind", "name", "id")


def partners(actor: StaffActor) -> QuerySet[Partner]:
    """The partners of the actor's agencies."""
    rows = Partner.objects.filter(access.activities_seen(actor))
    return rows.select_related("agency").order_by("kind", "name", "id")


def photos_of(found: Activity) -> list[ActivityPhoto]:
    """The photos of an activity in their order."""
    return list(found.photos.order_by("id"))


def not_looked_at(found: Activity) -> int:
    """Photos that were neither veiled nor kept back."""
    return found.photos.filter(veiled_key="", kept_back=False).count()


def personal(found: Activity) -> list[str]:
    """The fields in which something looks like personal data; captions of photos count as ``photos``."""
    fields = [name for name in SAID_IN_PUBLIC if privacy.findings(getattr(found, name))]
    captions = found.photos.filter(kept_back=False).values_list("caption", flat=True)
    return fields + (["photos"] if any(privacy.findings(each) for each in captions) else [])


def faults(found: Activity) -> list[tuple[str, Text]]:
    """Field → what it still needs before the activity may be submitted."""
    missing = say("This is missing. Write it.")
    wrong = [
        (name, missing)
        for name in ("title", "words", *rules.needed_of(found.kind))
        if not getattr(found, name)
    ]
    if found.press_title and found.press_on is None:
        wrong.append(("press_on", say("Say on which day it appeared.")))
    return wrong


def remarks(found: Activity) -> list[Text]:
    """What looks strange in the numbers; nobody is stopped by it."""
    return rules.remarks(
        printed=found.printed,
        given_out=found.given_out,
        in_stock=found.in_stock,
        consulted=found.consulted,
        counted_how=found.counted_how,
        photos=found.photos.count(),
    )


def flags(found: Activity) -> frozenset[str]:
    """What is true of it, in the words of ``domain.duties.publicity.FLAGS``."""
    facts = {
        "complete": not faults(found),
        "photos_looked_at": not not_looked_at(found),
        "harmless": not personal(found),
    }
    return frozenset(name for name, true in facts.items() if true)


def facts(found: Activity, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    did = steps.did(STEPS, found.pk)
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(roles_over(actor, found.agency_id, found.unit_id)),
        doers={move: frozenset(map(str, people)) for move, people in did.items()},
        given=frozenset(given),
        flags=flags(found),
    )


def offers(found: Activity, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def told(found: Activity) -> list[Event]:
    """The events of an activity, oldest first."""
    return list(ledger.events_of([subject_of(found)]))
