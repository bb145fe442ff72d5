"""What the staff's screens read besides the documents themselves: titles, pages of lists, choices, who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline, Presence
from gongkai.people.actor import StaffActor
from gongkai.people.models import Person, Unit
from gongkai.publishing import access
from gongkai.publishing.models import Attachment, CatalogueEntry, Channel, Document, Link, Release, Revision
from gongkai.publishing.queries.documents import SUBJECT, subject_of, with_title

#: Seconds after which somebody who gave no sign of life is no longer shown as present.
HERE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its rows, and the cursor of the next page (empty: this is the last)."""

    rows: list[Document]
    after: str


def page_of(query: QuerySet[Document], after: str, size: int = 30) -> Page:
    """The rows after the cursor ``after``; an unreadable cursor means the beginning."""
    moment, _, number = after.partition("~")
    try:
        touched, pk = datetime.fromisoformat(moment), int(number)
    except ValueError:
        rows = list(query[: size + 1])
    else:
        behind = Q(updated_at__lt=touched) | Q(updated_at=touched, pk__lt=pk)
        rows = list(query.filter(behind)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, f"{rows[-1].updated_at.isoformat()}~{rows[-1].pk}" if more else "")


def shown_revision(document: Document, actor: StaffActor) -> Revision | None:
    """The revision the actor looks at: what is worked on where they may see it, else what is public, else the last."""
    if document.working is not None and access.sees_working(actor, document):
        return document.working
    if document.live is not None:
        return document.live
    if document.working is None:
        return document.revisions.order_by("-number").first()
    return None


def revisions_seen(document: Document, actor: StaffActor) -> list[Revision]:
    """Every revision the actor may see, the newest first."""
    query = document.revisions.select_related("created_by").order_by("-number")
    if not access.sees_working(actor, document):
        query = query.filter(published_at__isnull=False)
    return list(query)


def attachments(revision: Revision) -> list[Attachment]:
    """The files of a revision, those taken off again left out."""
    return list(revision.attachments.filter(removed_at__isnull=True).select_related("file"))


def attachment(document: Document, attachment_id: int, actor: StaffActor) -> Attachment | None:
    """One file of any revision of the document the actor may see."""
    query = Attachment.objects.filter(pk=attachment_id, revision__document=document).select_related(
        "file", "revision"
    )
    if not access.sees_working(actor, document):
        query = query.filter(revision__published_at__isnull=False)
    return query.first()


def links(document: Document) -> list[Link]:
    """The document's own links to others, as the draft's page lists them."""
    return list(with_target_titles(document.links.filter(removed_at__isnull=True)))


def with_target_titles(query: QuerySet[Link]) -> QuerySet[Link]:
    """Adds ``target_title`` to links."""
    last = Revision.objects.filter(document=OuterRef("target")).order_by("-number").values("title")[:1]
    return (
        query.select_related("target")
        .annotate(target_title=Coalesce("target__live__title", "target__working__title", Subquery(last)))
        .order_by("id")
    )


def release(document: Document, release_id: int) -> Release | None:
    """One recorded release of the document."""
    return document.releases.select_related("channel", "evidence").filter(pk=release_id).first()


def channel(agency_id: int, channel_id: int) -> Channel | None:
    """One of the agency's channels."""
    return Channel.objects.filter(pk=channel_id, agency_id=agency_id).first()


def units_of(agency_id: int, *, drafted_by: StaffActor | None = None) -> list[Unit]:
    """The agency's open units; ``drafted_by``: only those in which this person may draft."""
    query = Unit.objects.filter(agency_id=agency_id).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=clock.today())
    )
    if drafted_by is not None:
        query = query.filter(pk__in=drafted_by.units_where("publishing.drafter"))
    return list(query.order_by("position", "id"))


def people_of(agency_id: int) -> list[Person]:
    """The agency's people with an open account."""
    return list(Person.objects.filter(agency_id=agency_id, is_active=True).order_by("name", "id"))


def people_here(document: Document, actor: StaffActor) -> list[str]:
    """The names of the others who have the document open right now."""
    kind, key = subject_of(document)
    since = clock.now() - timedelta(seconds=HERE_SECONDS)
    rows = Presence.objects.filter(subject_type=kind, subject=str(key), seen_at__gte=since)
    return list(rows.exclude(person=actor.person_id).order_by("name").values_list("name", flat=True))


def holder(document: Document, actor: StaffActor) -> str:
    """The name of whoever else is editing the draft now, or nothing."""
    held = document.locked_until is not None and document.locked_until > clock.now()
    if held and document.locked_by is not None and document.locked_by.pk != actor.person_id:
        return document.locked_by.name
    return ""


def deadline(actor: StaffActor, pk: int) -> Deadline | None:
    """One clock, if it runs on a matter the actor may see or answers for on the board."""
    row = Deadline.objects.filter(pk=pk, subject_type=SUBJECT).first()
    if row is None:
        return None
    seen = Document.objects.filter(access.visible_to(actor), pk=int(row.subject)).exists()
    overdue = row.due_on is not None and row.due_on < clock.today()
    return row if seen or (overdue and access.CITY_OFFICE in actor.roles) else None


def standings(rows: list[Deadline]) -> list[deadlines.Standing]:
    """How each clock stands today; the calendar is asked once."""
    today, calendar = clock.today(), clock.calendar()
    return [deadlines.standing(row, today=today, calendar=calendar) for row in rows]


def waiting_history(actor: StaffActor, limit: int = 200) -> list[Document]:
    """What was brought in as already published and waits for the office's confirmation."""
    agencies = [holding.agency_id for holding in actor.holdings if "publishing.office" in holding.roles]
    query = Document.objects.filter(state="history", agency_id__in=agencies)
    return list(
        with_title(query).select_related("working", "unit", "author").order_by("published_at", "id")[:limit]
    )


def local_children(agency_id: int) -> dict[int, int]:
    """How many rows of its own the agency has below each catalogue row."""
    rows = CatalogueEntry.objects.filter(agency_id=agency_id, in_force_until__isnull=True)
    return dict(rows.values_list("parent_id").annotate(count=Count("id")).order_by())
