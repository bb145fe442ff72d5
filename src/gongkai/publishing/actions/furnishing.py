"""What stands around the draft's text: files, links, and the reasons why findings may stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max

from gongkai.core import clock, files, ledger
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.actions.base import editable, put_back, take_in_hand, tell_change
from gongkai.publishing.models import Attachment, Document, Link

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
    editable(document_id, actor)  # asked before a byte is kept, and once more below
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
        tell_change(ATTACHED, document, actor, data)
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
        tell_change(DETACHED, document, actor, {"name": attachment.name})


def strip_attachment(
    *, document_id: int, actor: StaffActor, attachment_id: int, expected_version: int
) -> Attachment:
    """Replaces a file of the draft by the same document without author, software and place data."""
    seen = _attachment(editable(document_id, actor), attachment_id)
    clean = files.cleaned(seen.file, seen.name)  # may take seconds: nobody else waits for it
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        attachment = _attachment(document, attachment_id)
        before = attachment.file.sha256
        attachment.file = clean
        attachment.save(update_fields=["file"])
        put_back(document)
        data = {"name": attachment.name, "before": before, "after": attachment.file.sha256}
        tell_change(STRIPPED, document, actor, data)
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
            tell_change(LINKED, document, actor, {"kind": kind, "target": target.index_number})
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
        tell_change(UNLINKED, document, actor, {"target": row.target.index_number})


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
        tell_change(EXPLAINED, document, actor, {"explanations": given})
    return document
