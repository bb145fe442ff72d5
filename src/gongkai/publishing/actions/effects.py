"""What the moves of the process do to a document besides changing its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils import timezone

from gongkai.core import clock, deadlines, public_version, search
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.publishing import indexing
from gongkai.publishing.actions.base import as_drafter, note_author
from gongkai.publishing.actions.drafting import choices_of
from gongkai.publishing.actions.following import follow_links
from gongkai.publishing.actions.timing import INTERPRETATION, PUBLICATION, run_clocks, stop_release_clocks
from gongkai.publishing.content import digest_of
from gongkai.publishing.models import Channel, Document, Link, Release, Revision
from gongkai.publishing.queries.documents import subject_of

if TYPE_CHECKING:
    from gongkai.publishing.actions.moving import Given

Effect = Callable[[Document, StaffActor | None, "Given"], None]


def before(document: Document, key: str, actor: StaffActor | None, given: Given) -> str:
    """Changes the document for the move, before it is saved. Gives the digest of the revision it is about."""
    if key in BEFORE:
        BEFORE[key](document, actor, given)
    about = document.working or document.live
    if about is None:
        return ""
    return about.digest or digest_of(about)


def after(document: Document, key: str, actor: StaffActor | None, given: Given) -> None:
    """What follows once the move stands: clocks, channels, index, and what the public sees."""
    if key in AFTER:
        AFTER[key](document, actor, given)
    if document.live_id is not None or key == "withdraw":
        public_version.public_changed()


def _seal(document: Document, actor: StaffActor | None, given: Given) -> None:
    """Submission fixes the content: its digest is what every reviewer decides on."""
    revision = document.working
    assert revision is not None
    if actor is not None and not document.steps.filter(revision=revision, move="author").exists():
        note_author(
            document, as_drafter(actor, document)
        )  # sent on unchanged: whoever submits answers for it
    revision.digest = digest_of(revision)
    revision.save(update_fields=["digest"])


def _to_be_open(document: Document, actor: StaffActor | None, given: Given) -> None:
    """What was proposed as not to be published was never checked for publication, so it cannot become public."""
    revision = document.working
    if revision is not None and revision.openness != "active":
        raise Refusal(
            say(
                "It was submitted as not to be published, so it was not checked for publication. "
                "Return it to the drafter, who proposes to publish it and submits it again."
            )
        )


def _close(document: Document, actor: StaffActor | None, given: Given) -> None:
    today = clock.today()
    if given.ground not in choices_of("closing_ground"):
        raise Invalid(
            say("“{value}” is none of the choices here. Choose again.", value=given.ground), field="ground"
        )
    if given.review_again_on is not None and given.review_again_on <= today:
        raise Invalid(
            say("The day to look at it again must lie ahead; {day} does not.", day=given.review_again_on),
            field="review_again_on",
        )
    document.closing_ground = given.ground
    document.closing_reason = given.reason or given.opinion or document.closing_reason
    document.review_again_on = given.review_again_on


def _schedule(document: Document, actor: StaffActor | None, given: Given) -> None:
    if given.moment is None or given.moment <= clock.now():
        raise Invalid(
            say("The time of publication must lie ahead. To publish at once, choose “Publish now”."),
            field="moment",
        )
    document.scheduled_for = given.moment


def _unschedule(document: Document, actor: StaffActor | None, given: Given) -> None:
    document.scheduled_for = None


def _publish(document: Document, actor: StaffActor | None, given: Given) -> None:
    _to_be_open(document, actor, given)
    revision = document.working
    assert revision is not None
    digest = digest_of(revision)
    if revision.digest and revision.digest != digest:
        raise Refusal(
            say(
                "The text is not the one that was reviewed. It must go through the review again: "
                "return it to the drafter."
            )
        )
    now = clock.now()
    revision.digest = digest
    revision.published_at = now
    revision.save(update_fields=["digest", "published_at"])
    document.live, document.working = revision, None
    document.audience = revision.audience
    document.published_at = now
    document.first_published_at = document.first_published_at or now
    document.scheduled_for = document.withdrawn_at = None
    document.withdrawal_reason = document.closing_ground = document.closing_reason = ""
    document.review_again_on = None
    if document.validity in ("", "valid") or (document.state != "history" and document.validity != "amended"):
        document.validity = "valid"
        document.validity_since = revision.in_force_from or revision.date_made or clock.today()


def _confirm_history(document: Document, actor: StaffActor | None, given: Given) -> None:
    """What was published elsewhere long ago keeps its own day."""
    then = document.published_at
    _publish(document, actor, given)
    document.published_at = then or document.published_at
    document.first_published_at = then or document.first_published_at


def _new_revision(document: Document, actor: StaffActor | None, given: Given) -> None:
    """A fresh revision to work on, beginning as a copy of the last one."""
    last = document.revisions.order_by("-number").first()
    assert last is not None
    if document.working_id is not None and last.published_at is None:
        last.digest = ""
        last.save(update_fields=["digest"])
        return
    # A correction begins from what is (or was last) public, never from an attempt that was set aside.
    last = (
        document.live
        or document.revisions.filter(published_at__isnull=False).order_by("-number").first()
        or last
    )
    now = clock.now()
    number = (document.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    fresh = Revision.objects.get(pk=last.pk)
    rows, slugs = list(last.catalogue.all()), list(last.topics.all())
    kept = list(last.attachments.filter(removed_at__isnull=True))
    fresh.pk = None
    fresh.number, fresh.digest, fresh.published_at = number, "", None
    fresh.created_at = fresh.updated_at = now
    fresh.correction_reason = given.reason
    if actor is not None and actor.person_id is not None:
        fresh.created_by_id = actor.person_id
    fresh._state.adding = True  # noqa: SLF001 - Django's documented way to copy a row
    fresh.save()
    fresh.catalogue.set(rows)
    fresh.topics.set(slugs)
    for attachment in kept:
        attachment.pk = None
        attachment.revision = fresh
        attachment.save(force_insert=True)
    document.working = fresh


def _back_to_draft(document: Document, actor: StaffActor | None, given: Given) -> None:
    revision = document.working
    if revision is not None and revision.digest:
        revision.digest = ""
        revision.save(update_fields=["digest"])


def _stop_working(document: Document, actor: StaffActor | None, given: Given) -> None:
    document.working = None
    document.scheduled_for = None


def _withdraw(document: Document, actor: StaffActor | None, given: Given) -> None:
    document.live = None
    document.withdrawn_at = clock.now()
    document.withdrawal_reason = given.reason


def _validity(value: str) -> Effect:
    def change(document: Document, actor: StaffActor | None, given: Given) -> None:
        if document.validity != value:  # history may have come in with its validity
            document.validity = value
            document.validity_since = clock.today()

    return change


def _supersede(document: Document, actor: StaffActor | None, given: Given) -> None:
    public = Document.objects.filter(live__isnull=False, index_number=given.link.strip())
    newer = public.exclude(pk=document.pk).first()
    if newer is None:
        raise Invalid(
            say(
                "There is no other published document with the index number “{index}”. "
                "Copy it from the document's page.",
                index=given.link,
            ),
            field="link",
        )
    Link.objects.get_or_create(
        source=newer, kind=Link.Kind.REPLACES, target=document, removed_at__isnull=True, defaults={}
    )
    _validity("repealed")(document, actor, given)


def _after_publish(document: Document, actor: StaffActor | None, given: Given) -> None:
    stop_release_clocks(document)
    revision = document.live
    assert revision is not None
    # Imported history also went out where its table said.
    where = Q(is_here=True) | Q(kind__in=document.imported_channels)
    channels = Channel.objects.filter(where, agency=document.agency, closed_on__isnull=True)
    # What only the staff may read was not released on a public channel.
    for channel in channels if document.audience == Document.Audience.PUBLIC else ():
        Release.objects.get_or_create(
            document=document,
            revision=revision,
            channel=channel,
            struck_at__isnull=True,
            defaults={
                "released_on": timezone.localtime(document.published_at or clock.now()).date(),
                "recorded_at": clock.now(),
                "recorded_by_id": actor.person_id if actor else None,
            },
        )
    follow_links(document, actor)
    if document.wants_interpretation and not _interpreted(document):
        deadlines.start(
            INTERPRETATION,
            subject=subject_of(document),
            on=clock.today(),
            agency=document.agency.code,
            title=revision.title,
            unit=document.unit_id,
        )
    indexing.put(document)


def _after_confirm(document: Document, actor: StaffActor | None, given: Given) -> None:
    """History that was repealed or had lapsed before it came here is marked so at once, with an event of its own."""
    from gongkai.publishing.actions import moving

    _after_publish(document, actor, given)
    key = {"repealed": "repeal", "lapsed": "lapse"}.get(document.validity)
    if key is not None:
        moving.move(document_id=document.pk, key=key, actor=actor, expected_version=None, given=given)
        document.refresh_from_db()


def _interpreted(document: Document) -> bool:
    running = deadlines.running(subject_of(document), INTERPRETATION).exists()
    told = Link.objects.filter(
        target=document, kind=Link.Kind.INTERPRETS, removed_at__isnull=True, source__live__isnull=False
    )
    return running or told.exists()


def _after_withdraw(document: Document, actor: StaffActor | None, given: Given) -> None:
    deadlines.stop(subject_of(document), PUBLICATION)
    search.remove("document", document.pk)


def _stop_clocks(document: Document, actor: StaffActor | None, given: Given) -> None:
    stop_release_clocks(document)


def _start_clocks(document: Document, actor: StaffActor | None, given: Given) -> None:
    run_clocks(document)


def _reindex(document: Document, actor: StaffActor | None, given: Given) -> None:
    indexing.put(document)


BEFORE: dict[str, Effect] = {
    "submit": _seal,
    "take_back": _back_to_draft,
    "section_return": _back_to_draft,
    "secrecy_open": _to_be_open,
    "referred_open": _to_be_open,
    "secrecy_return": _back_to_draft,
    "approve_return": _back_to_draft,
    "office_return": _back_to_draft,
    "secrecy_close": _close,
    "referred_close": _close,
    "reassess_keep": _close,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "publish": _publish,
    "publish_scheduled": _publish,
    "confirm_history": _confirm_history,
    "refuse_history": _stop_working,
    "correct": _new_revision,
    "reopen": _new_revision,
    "reassess_open": _new_revision,
    "set_aside": _stop_working,
    "keep_withdrawn": _stop_working,
    "abandon": _stop_working,
    "withdraw": _withdraw,
    "repeal": _validity("repealed"),
    "lapse": _validity("lapsed"),
    "supersede": _supersede,
    "reinstate": _validity("valid"),
}
AFTER: dict[str, Effect] = {
    "publish": _after_publish,
    "publish_scheduled": _after_publish,
    "confirm_history": _after_confirm,
    "withdraw": _after_withdraw,
    "abandon": _stop_clocks,
    "secrecy_close": _stop_clocks,
    "referred_close": _stop_clocks,
    "refuse_history": _stop_clocks,
    "set_aside": _stop_clocks,
    "keep_withdrawn": _stop_clocks,
    "correct": _start_clocks,
    "reopen": _start_clocks,
    "reassess_open": _start_clocks,
    "repeal": _reindex,
    "lapse": _reindex,
    "supersede": _reindex,
    "reinstate": _reindex,
}
