"""What a file of the draft is called, and what a picture shows."""

from __future__ import annotations

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.actions.base import put_back, take_in_hand, tell_change
from gongkai.publishing.models import Attachment

DESCRIBED = ledger.verb("publishing.document.described", N_("{actor} described the file “{name}”"))


def describe_attachment(
    *,
    document_id: int,
    actor: StaffActor,
    attachment_id: int,
    expected_version: int,
    title: str,
    alternative: str,
) -> Attachment:
    """Says what the file is called on the page and, for a picture, what it shows. Nothing new: no event."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        attachment = Attachment.objects.filter(
            pk=attachment_id, revision=document.working, removed_at__isnull=True
        ).first()
        if attachment is None:
            raise Invalid(say("This file is no longer on the draft."))
        said = (title.strip()[:200], alternative.strip()[:300])
        if said != (attachment.title, attachment.alternative):
            attachment.title, attachment.alternative = said
            attachment.save(update_fields=["title", "alternative"])
            put_back(document)
            tell_change(DESCRIBED, document, actor, {"name": attachment.name})
    return attachment
