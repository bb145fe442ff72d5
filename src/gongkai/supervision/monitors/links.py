"""Links of what is published that lead nowhere, on this site and on others; files that are gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from gongkai.core import files
from gongkai.domain import prose
from gongkai.domain.supervision.monitors import Fault, walk
from gongkai.domain.supervision.outside import NO_NAME
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency
from gongkai.publishing import checks
from gongkai.publishing.models import Attachment, Document
from gongkai.supervision import linking
from gongkai.supervision.models import OutsideLink


def dead(agency: Agency, today: date) -> Iterator[Fault]:
    """Links that lead nowhere on this site, to what was withdrawn, or to other sites that have been gone for weeks."""
    site = linking.Inside()
    for document in linking.published(agency).iterator(chunk_size=linking.CHUNK):
        assert document.live is not None  # asked for above
        if "href" in document.live.body or "<img" in document.live.body:
            yield from _of_document(document, site)
    yield from _of_channels(agency, site)
    yield from _lost_files(agency)
    if settings.GONGKAI_CHECK_OUTSIDE_LINKS:
        yield from _outside(agency, today)


def _of_document(document: Document, site: linking.Inside) -> Iterator[Fault]:
    live = document.live
    assert live is not None  # asked for above
    told = {checks.key_of(found): found.message for found in checks.dead_links(live)}
    known = {str(message.params.get("href")) for message in told.values()}
    page = reverse("portal:document", args=[document.slug])
    for link in prose.links(live.body):
        if link.href in known:
            continue
        wrong = linking.malformed(link.href) or site.wrong(page, link.href)
        if wrong is not None:
            told.setdefault(f"link.{_mark(link.href)}", wrong)
    for picture in prose.images(live.body):
        if site.lacks(page, picture.src):
            told[f"picture.{_mark(picture.src)}"] = say("The picture “{src}” is not there.", src=picture.src)
    for key, message in told.items():
        yield _fault(document, key, message)


def _of_channels(agency: Agency, site: linking.Inside) -> Iterator[Fault]:
    """Addresses of channels and releases that are none, or that nobody outside can open."""
    for found in linking.of_channels(agency):
        wrong = linking.malformed(found.shown) or site.wrong("/", found.shown)
        if wrong is not None:
            yield Fault(f"{found.key}:address", found.title, wrong, found.unit, found.address)


def _fault(document: Document, key: str, message: Text) -> Fault:
    assert document.live is not None  # asked for above
    where = ("workspace:document", (document.pk,))
    return Fault(f"{document.pk}:{key}", document.live.title, message, document.unit_id, where)


def _lost_files(agency: Agency) -> Iterator[Fault]:
    """Attachments whose file is not on the disk any more."""
    live = linking.published(agency).values("live")
    rows = Attachment.objects.filter(revision__in=live, removed_at__isnull=True)
    for each in rows.select_related("file", "revision__document").order_by("id"):
        if not files.path_of(each.file.sha256).exists():
            document = each.revision.document
            yield Fault(
                f"{document.pk}:file.{each.pk}",
                each.revision.title,
                say("The file “{name}” is no longer readable. Attach it again.", name=each.name),
                document.unit_id,
                ("workspace:document", (document.pk,)),
            )


def _outside(agency: Agency, today: date) -> Iterator[Fault]:
    """Links to other sites that failed on as many days as the data say."""
    rows = OutsideLink.objects.filter(failures__gte=int(walk()["failures"]))
    gone = {row.url: row for row in rows}
    if not gone:
        return
    for found in linking.outside(agency):
        row = gone.get(found.url)
        if row is not None:
            text = say(
                "The link “{href}” to another site has not opened since {day}: {answer}.",
                href=found.shown,
                day=row.since or today,
                answer=_answer(row.outcome),
            )
            yield Fault(
                f"{found.key}:outside.{_mark(found.url)}", found.title, text, found.unit, found.address
            )


def _answer(outcome: str) -> Text:
    if outcome.isdigit():
        return say("it answers with status {status}", status=outcome)
    return say("there is no such site") if outcome == NO_NAME else say("it does not answer")


def _mark(href: str) -> str:
    return hashlib.sha256(href.encode()).hexdigest()[:10]
