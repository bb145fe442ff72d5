"""Recording where a document was put out, and taking back what was recorded by mistake."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.db import transaction

from gongkai.core import clock, files, ledger, public_version
from gongkai.core.refusals import Invalid, NotAllowed
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.actions.base import tell_ledger
from gongkai.publishing.models import Channel, Document, Release

RELEASED = ledger.verb("publishing.release.recorded", N_("{actor} recorded the release on {channel}"))
STRUCK = ledger.verb("publishing.release.struck", N_("{actor} struck the recorded release on {channel}"))


def record_release(
    *,
    document_id: int,
    actor: StaffActor,
    channel_id: int,
    released_on: date,
    url: str = "",
    note: str = "",
    evidence: tuple[BinaryIO, str] | None = None,
) -> Release:
    """Records that the published revision went out on a channel on a day, with a link or evidence."""
    document = Document.objects.select_related("agency", "live").filter(pk=document_id).first()
    if document is None:
        raise NotAllowed(say("There is no such document, or your posts do not show it to you."))
    access.is_office(actor, document.agency_id).require()
    if document.live is None:
        raise Invalid(say("Only what is published can be released on a channel. Publish it first."))
    if released_on > clock.today():
        raise Invalid(
            say("The day of release lies in the future; record it once it has happened."), field="released_on"
        )
    channel = Channel.objects.filter(
        pk=channel_id, agency_id=document.agency_id, closed_on__isnull=True
    ).first()
    if channel is None:
        raise Invalid(say("Choose one of the agency's channels."), field="channel")
    stored = files.take(*evidence)[0] if evidence else None
    with transaction.atomic():
        release = Release.objects.create(
            document=document,
            revision=document.live,
            channel=channel,
            released_on=released_on,
            url=url,
            note=note[:300],
            evidence=stored,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        data = {"channel": channel.name, "released_on": released_on.isoformat(), "url": url}
        tell_ledger(RELEASED, document, _office(actor, document), data=data)
        public_version.public_changed()  # the document's page says where it went out
    return release


def strike_release(*, release_id: int, actor: StaffActor, reason: str) -> None:
    """Takes a release recorded by mistake out of the counts; the row stays with the reason."""
    release = Release.objects.select_related("document__agency", "channel").filter(pk=release_id).first()
    if release is None:
        raise NotAllowed(say("There is no such release, or your posts do not show it to you."))
    access.is_office(actor, release.document.agency_id).require()
    if not reason.strip():
        raise Invalid(say("Say why the release is struck."), field="reason")
    with transaction.atomic():
        struck = Release.objects.filter(pk=release_id, struck_at__isnull=True).update(
            struck_at=clock.now(), struck_reason=reason.strip()[:200]
        )
        if struck:
            tell_ledger(
                STRUCK,
                release.document,
                _office(actor, release.document),
                data={"channel": release.channel.name},
                reason=reason,
            )
            public_version.public_changed()


def _office(actor: StaffActor, document: Document) -> StaffActor:
    return actor.acting_as(actor.holds("publishing.office", agency_id=document.agency_id))
