"""Writing a document: start, save, attach, link, hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.core import clock, deadlines, files, ledger, numbering, richtext
from gongkai.core.refusals import Invalid
from gongkai.domain import catalogue, index_number
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.publishing import access
from gongkai.publishing.actions.base import insist, note_step, put_back, take_in_hand, tell_ledger
from gongkai.publishing.models import Attachment, CatalogueEntry, Document, Link, Revision, Topic
from gongkai.publishing.queries.documents import subject_of

STARTED = ledger.verb("publishing.document.started", N_("{actor} began the document"))
SAVED = ledger.verb("publishing.document.saved", N_("{actor} changed the draft"))
ATTACHED = ledger.verb("publishing.document.attached", N_("{actor} attached the file “{name}”"))
DETACHED = ledger.verb("publishing.document.detached", N_("{actor} took the file “{name}” off the draft"))
STRIPPED = ledger.verb(
    "publishing.document.stripped", N_("{actor} removed the metadata of the file “{name}”")
)
LINKED = ledger.verb("publishing.document.linked", N_("{actor} linked the document to {target}"))
UNLINKED = ledger.verb("publishing.document.unlinked", N_("{actor} removed the link to {target}"))
EXPLAINED = ledger.verb(
    "publishing.document.explained", N_("{actor} gave the reason why a finding may stand")
)

#: Minutes an edit lock lasts without a sign of life.
HOLD_MINUTES = 2


@dataclass(frozen=True, slots=True)
class DraftInput:
    """The content of a draft as the form gives it. ``None`` leaves a field as it is."""

    title: str | None = None
    document_number: str | None = None
    issuing_agency: str | None = None
    origin: str | None = None
    obtained_from: str | None = None
    date_made: date | None = None
    subject: str | None = None
    keywords: str | None = None
    summary: str | None = None
    body: str | None = None
    openness: str | None = None
    closing_ground: str | None = None
    closing_reason: str | None = None
    review_again_on: date | None = None
    audience: str | None = None
    in_force_from: date | None = None
    expires_on: date | None = None
    clarifies: str | None = None
    correction_reason: str | None = None
    catalogue: Sequence[str] | None = None
    topics: Sequence[str] | None = None
    wants_interpretation: bool | None = None
    #: Dates to be emptied, names among ``CLEARABLE``.
    cleared: frozenset[str] = frozenset()


#: Fields that do not lie on the revision as a plain column.
ELSEWHERE = {"catalogue", "topics", "wants_interpretation", "cleared"}
#: Dates a form sends empty to clear them.
CLEARABLE = {"date_made", "review_again_on", "in_force_from", "expires_on"}


def start_document(
    *, actor: StaffActor, unit_id: int, content: DraftInput, year: int | None = None
) -> Document:
    """Begins a document in a unit and gives it its index number (never reused)."""
    access.may_draft_in(actor, unit_id).require()
    with transaction.atomic():
        document = create(actor=actor, unit_id=unit_id, content=content, year=year or clock.today().year)
        tell_ledger(STARTED, document, actor.acting_as(actor.holds("publishing.drafter", unit_id=unit_id)))
    return document


def create(
    *, actor: StaffActor, unit_id: int, content: DraftInput, year: int, given_number: str = ""
) -> Document:
    """The rows of a new document with its first revision; inside the caller's transaction."""
    unit = Unit.objects.select_related("agency").get(pk=unit_id)
    number = given_number or next_index_number(unit, year)
    now = clock.now()
    document = Document.objects.create(
        agency=unit.agency,
        unit=unit,
        author_id=actor.person_id,
        index_number=number,
        slug=number.replace("/", "-"),
        created_at=now,
        updated_at=now,
        version=1,
    )
    revision = Revision.objects.create(
        document=document,
        number=1,
        issuing_agency=content.issuing_agency or unit.agency.name,
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    document.working = revision
    _apply(document, revision, content)
    Document.objects.filter(pk=document.pk).update(
        working=revision, wants_interpretation=document.wants_interpretation, audience=revision.audience
    )
    note_step(document, "author", actor, revision_id=revision.pk)
    run_clocks(document)
    return document


def next_index_number(unit: Unit, year: int) -> str:
    """The agency's next index number of ``year``, by its pattern."""
    agency = unit.agency
    code = agency.credit_code if "{credit_code}" in agency.index_pattern else agency.organisation_code
    serial = numbering.next_in(f"index:{code}:{year}")
    number = index_number.compose(agency.index_pattern, code, year, serial)
    insist(number)
    return str(number)


def save_draft(
    *, document_id: int, actor: StaffActor, expected_version: int, content: DraftInput, quiet: bool = False
) -> Document:
    """Changes the draft. ``quiet``: an autosave, which joins the person's last event instead of adding one."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        _not_held_by_another(document, actor)
        revision = document.working
        assert revision is not None
        changed = _apply(document, revision, content)
        first_time = not document.steps.filter(
            revision=revision, move="author", person_id=actor.person_id
        ).exists()
        if first_time:
            note_step(document, "author", actor, revision_id=revision.pk)
        if changed:
            run_clocks(document)
            put_back(document)
            if first_time or not quiet:
                tell_ledger(SAVED, document, _as_drafter(actor, document), data={"fields": sorted(changed)})
    return document


def _as_drafter(actor: StaffActor, document: Document) -> StaffActor:
    return actor.acting_as(
        actor.holds("publishing.drafter", agency_id=document.agency_id, unit_id=document.unit_id)
        or actor.holds("publishing.office", agency_id=document.agency_id)
    )


def _apply_columns(revision: Revision, content: DraftInput) -> set[str]:
    changed = set()
    for field in fields(DraftInput):
        value = getattr(content, field.name)
        if field.name in ELSEWHERE or value is None:
            continue
        if field.name == "body":
            value = richtext.clean(value)
        if isinstance(value, str) and field.name != "body":
            value = value.strip()
        if getattr(revision, field.name) != value:
            setattr(revision, field.name, value)
            changed.add(field.name)
    return changed


def _apply(document: Document, revision: Revision, content: DraftInput) -> set[str]:
    """Puts the input on the revision. Gives the names of the fields that changed."""
    changed = _apply_columns(revision, content)
    emptied = {name for name in content.cleared & CLEARABLE if getattr(revision, name) is not None}
    for name in emptied:
        setattr(revision, name, None)
    changed |= emptied
    if len(revision.title) > 200:
        raise Invalid(
            say("The title has {count} characters; at most 200 fit.", count=len(revision.title)),
            field="title",
        )
    if changed:
        revision.updated_at = clock.now()
        revision.save()
    changed |= _apply_rows(revision, content)
    if (
        content.wants_interpretation is not None
        and content.wants_interpretation != document.wants_interpretation
    ):
        document.wants_interpretation = content.wants_interpretation
        changed.add("wants_interpretation")
    return changed


def _apply_rows(revision: Revision, content: DraftInput) -> set[str]:
    changed = set()
    if content.catalogue is not None:
        keys = set(content.catalogue)
        rows = list(CatalogueEntry.objects.filter(key__in=keys))
        unknown = keys - {row.key for row in rows}
        if unknown:
            raise Invalid(
                say("There is no catalogue row “{key}”.", key=", ".join(sorted(unknown))), field="catalogue"
            )
        if keys != set(revision.catalogue.values_list("key", flat=True)):
            revision.catalogue.set(rows)
            changed.add("catalogue")
    if content.topics is not None:
        slugs = set(content.topics)
        if slugs != set(revision.topics.values_list("slug", flat=True)):
            revision.topics.set(Topic.objects.filter(slug__in=slugs, closed_on__isnull=True))
            changed.add("topics")
    return changed


def run_clocks(document: Document) -> None:
    """Lets the publication clock run by the strictest row, from the date made (a correction: from its beginning)."""
    revision = document.working
    if revision is None or revision.openness != "active":
        deadlines.stop(subject_of(document), "publication.")
        return
    start = revision.date_made if revision.number == 1 else timezone.localtime(revision.created_at).date()
    if start is None:
        return
    rows = [row for row in map(_law_row, revision.catalogue.select_related("parent")) if row is not None]
    limit = catalogue.strictest(rows, start, clock.calendar())
    if isinstance(limit, Refused):
        raise Invalid(limit.reason, field="date_made", citation=limit.citation)
    running = deadlines.running(subject_of(document)).filter(rule__startswith="publication.").first()
    if running is not None:
        deadlines.change(running, rule=limit.rule.key, on=start, title=revision.title)
        return
    deadlines.start(
        limit.rule.key,
        subject=subject_of(document),
        on=start,
        agency=document.agency.code,
        title=revision.title,
        unit=document.unit_id,
    )


def _law_row(entry: CatalogueEntry) -> catalogue.Row | None:
    """The row of the law; a row of the agency's own is the one above it with its own limit."""
    row = catalogue.row_of(entry.key)
    above = catalogue.row_of(entry.parent.key) if row is None and entry.parent else None
    if above is None:
        return row
    return replace(above, key=entry.key, label=entry.label, parent=above.key, clock=entry.rule)


def attach(
    *,
    document_id: int,
    actor: StaffActor,
    source: BinaryIO,
    name: str,
    title: str = "",
    alternative: str = "",
) -> Attachment:
    """Adds a file to the draft; ``Invalid`` says why it cannot be taken."""
    stored, safe_name = files.take(source, name)
    with transaction.atomic():
        document = take_in_hand(document_id, actor, None)
        access.may_edit(actor, document).require()
        revision = document.working
        assert revision is not None
        last = revision.attachments.aggregate(last=Max("position"))["last"] or 0
        attachment = Attachment.objects.create(
            revision=revision,
            file=stored,
            name=safe_name,
            title=title[:200],
            alternative=alternative,
            position=last + 1,
        )
        put_back(document)
        data = {"name": safe_name, "sha256": stored.sha256, "size": stored.size}
        tell_ledger(ATTACHED, document, _as_drafter(actor, document), data=data)
    return attachment


def remove_attachment(
    *, document_id: int, actor: StaffActor, attachment_id: int, expected_version: int
) -> None:
    """Takes a file off the draft; the file itself stays with the record."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        attachment = _attachment(document, attachment_id)
        attachment.removed_at = clock.now()
        attachment.save(update_fields=["removed_at"])
        put_back(document)
        tell_ledger(DETACHED, document, _as_drafter(actor, document), data={"name": attachment.name})


def strip_attachment(
    *, document_id: int, actor: StaffActor, attachment_id: int, expected_version: int
) -> Attachment:
    """Replaces a file of the draft by the same document without author, software and place data."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        attachment = _attachment(document, attachment_id)
        before = attachment.file.sha256
        attachment.file = files.cleaned(attachment.file, attachment.name)
        attachment.save(update_fields=["file"])
        put_back(document)
        data = {"name": attachment.name, "before": before, "after": attachment.file.sha256}
        tell_ledger(STRIPPED, document, _as_drafter(actor, document), data=data)
    return attachment


def _attachment(document: Document, attachment_id: int) -> Attachment:
    found = (
        Attachment.objects.filter(pk=attachment_id, revision=document.working, removed_at__isnull=True)
        .select_related("file")
        .first()
    )
    if found is None:
        raise Invalid(say("This file is no longer on the draft."))
    return found


def link(*, document_id: int, actor: StaffActor, kind: str, target_index: str, expected_version: int) -> Link:
    """Says that the document interprets, clarifies, amends, repeals, replaces or belongs with another."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        target = Document.objects.filter(access.visible_to(actor), index_number=target_index.strip()).first()
        if target is None or target.pk == document.pk:
            raise Invalid(
                say(
                    "There is no other document with the index number “{index}”. Copy it from the document's page.",
                    index=target_index,
                ),
                field="target",
            )
        if kind not in Link.Kind.values:
            raise Invalid(say("Choose how the document bears on the other."), field="kind")
        row, created = Link.objects.get_or_create(
            source=document, kind=kind, target=target, removed_at__isnull=True, defaults={}
        )
        if created:
            put_back(document)
            tell_ledger(
                LINKED,
                document,
                _as_drafter(actor, document),
                data={"kind": kind, "target": target.index_number},
            )
    return row


def unlink(*, document_id: int, actor: StaffActor, link_id: int, expected_version: int) -> None:
    """Removes a link; that it stood there stays on record."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        row = (
            Link.objects.filter(pk=link_id, source=document, removed_at__isnull=True)
            .select_related("target")
            .first()
        )
        if row is None:
            return
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        put_back(document)
        tell_ledger(
            UNLINKED, document, _as_drafter(actor, document), data={"target": row.target.index_number}
        )


def explain_findings(
    *, document_id: int, actor: StaffActor, expected_version: int, explanations: Mapping[str, str]
) -> Document:
    """Keeps the drafter's reasons why findings that ask for one may stand."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        revision = document.working
        assert revision is not None
        given = {key: text.strip() for key, text in explanations.items() if text.strip()}
        revision.explanations = {**revision.explanations, **given}
        revision.save(update_fields=["explanations"])
        put_back(document)
        tell_ledger(EXPLAINED, document, _as_drafter(actor, document), data={"explanations": given})
    return document


def hold(*, document_id: int, actor: StaffActor) -> str | None:
    """Takes or renews the edit lock. Gives the name of whoever else holds it, or ``None`` when it is the actor's."""
    now = clock.now()
    until = now + timedelta(minutes=HOLD_MINUTES)
    free = (
        Document.objects.filter(pk=document_id, locked_until__lt=now)
        | Document.objects.filter(pk=document_id, locked_by__isnull=True)
        | Document.objects.filter(pk=document_id, locked_by_id=actor.person_id)
    )
    if free.update(locked_by_id=actor.person_id, locked_until=until):
        return None
    other = Document.objects.select_related("locked_by").get(pk=document_id).locked_by
    return other.name if other else None


def release_hold(*, document_id: int, actor: StaffActor) -> None:
    """Gives the edit lock back."""
    Document.objects.filter(pk=document_id, locked_by_id=actor.person_id).update(
        locked_by=None, locked_until=None
    )


def _not_held_by_another(document: Document, actor: StaffActor) -> None:
    holder = document.locked_by
    if (
        holder is not None
        and holder.pk != actor.person_id
        and document.locked_until is not None
        and document.locked_until > clock.now()
    ):
        raise Invalid(
            say(
                "{name} is editing this draft. Wait until they have finished, or speak with them.",
                name=holder.name,
            )
        )
