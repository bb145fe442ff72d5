"""What is looked at before a document is submitted: privacy, structure, wordings, files, links.

A finding either stops the document (``refuse``), asks for a written reason (``reason``) or is only said (``note``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation

from gongkai.core import files
from gongkai.domain import internal, privacy, prose, wordings
from gongkai.domain.prose import Finding
from gongkai.domain.text import Text, say
from gongkai.publishing.models import Document, Link, Revision, Wording

#: The catalogue row of normative documents (行政规范性文件).
NORMATIVE = "article20.1.documents"
DOCUMENT_ADDRESS = re.compile(r"(?:/en)?/documents/(?P<slug>[\w-]+)(?:/|\.(?:pdf|docx)$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding with its key and, where one is asked for, the drafter's reason."""

    key: str
    finding: Finding
    explanation: str = ""

    @property
    def stands_in_the_way(self) -> bool:
        """Whether the document cannot be submitted because of it."""
        return self.finding.severity == "refuse" or (
            self.finding.severity == "reason" and not self.explanation
        )


def key_of(finding: Finding) -> str:
    """A name for the finding that stays while the text it is about stays."""
    mark = hashlib.sha256((finding.found or finding.where).encode()).hexdigest()[:10]
    return f"{finding.code}.{mark}"


def run(revision: Revision) -> list[Checked]:
    """Every finding on the revision, the gravest first."""
    found: dict[str, Checked] = {}
    for finding in _findings(revision):
        key = key_of(finding)
        found.setdefault(key, Checked(key, finding, revision.explanations.get(key, "")))
    order = {"refuse": 0, "reason": 1, "note": 2}
    return sorted(found.values(), key=lambda checked: order[checked.finding.severity])


def dead_links(revision: Revision) -> list[Finding]:
    """The links of a text that lead nowhere on this site, or to what is not public."""
    return list(_links(revision))


def personal(revision: Revision) -> list[Finding]:
    """Personal data in what the public reads of it, but for what somebody let stand with a reason."""
    return [each for each in _privacy(revision) if not revision.explanations.get(key_of(each))]


def passed(checked: Iterable[Checked]) -> bool:
    """Whether nothing stands in the way of submission."""
    return not any(each.stands_in_the_way for each in checked)


def _findings(revision: Revision) -> Iterator[Finding]:
    yield from _required(revision)
    if revision.openness == "active":
        yield from prose.structure_findings(revision.body)
    yield from _privacy(revision)
    yield from _wordings(revision)
    yield from _attachments(revision)
    yield from _links(revision)


def _required(revision: Revision) -> Iterator[Finding]:
    if not revision.title.strip():
        yield Finding(
            "missing.title", "refuse", say("The title is missing. Give the document its title."), ""
        )
    if revision.date_made is None:
        yield Finding(
            "missing.date_made",
            "refuse",
            say("The date made is missing; the legal period runs from it. Enter the date on the document."),
            "",
        )
    if not revision.catalogue.exists():
        yield Finding(
            "missing.catalogue",
            "refuse",
            say("No catalogue row is chosen. Choose at least one, so that it is found."),
            "",
        )
    if revision.openness != "active" and not (revision.closing_ground or revision.closing_reason.strip()):
        yield Finding(
            "missing.ground",
            "refuse",
            say("It is not to be published, but no ground is given. Choose the ground."),
            "",
        )
    if NORMATIVE in revision.catalogue.values_list("key", flat=True) and not _explained(revision):
        yield Finding(
            "missing.interpretation",
            "reason",
            say(
                "A normative document is published with its interpretation within 3 working days. "
                "Say that an interpretation is to follow, link it, or give the reason why none is needed."
            ),
            "",
        )
    yield from _internal(revision)
    if revision.origin == "obtained" and not revision.obtained_from.strip():
        yield Finding("missing.source", "refuse", say("Say from whom the information was obtained."), "")


def _internal(revision: Revision) -> Iterator[Finding]:
    """What the staff alone reads says which kind it is, and a monthly kind for which month."""
    if revision.audience != Document.Audience.STAFF:
        return
    kind = internal.kinds().get(revision.internal_kind)
    if kind is None:
        yield Finding(
            "missing.internal_kind",
            "note",
            say("Say which kind of staff-only publication it is, so that the calendar counts it."),
            "",
        )
    elif kind.monthly and revision.internal_month is None:
        yield Finding("missing.internal_month", "refuse", say("Say for which month it is."), "")


def _explained(revision: Revision) -> bool:
    """Whether an interpretation is planned or linked (三同步)."""
    linked = Link.objects.filter(
        target=revision.document, kind=Link.Kind.INTERPRETS, removed_at__isnull=True
    ).exists()
    return revision.document.wants_interpretation or linked


def is_penalty(revision: Revision) -> bool:
    """Whether the revision is a penalty decision: then names and addresses are looked for."""
    return revision.catalogue.filter(Q(rule="publication.penalty") | Q(key__contains="penalty")).exists()


def _privacy(revision: Revision) -> Iterator[Finding]:
    if revision.audience != Document.Audience.PUBLIC or revision.openness != "active":
        return
    agency = revision.document.agency
    own = [number for number in (agency.telephone, agency.fax, agency.email) if number]
    files_said = [
        said
        for attachment in revision.attachments.filter(removed_at__isnull=True)
        for said in (attachment.name, attachment.title, attachment.alternative)
    ]
    shown = [
        revision.title,
        revision.summary,
        revision.keywords,
        revision.clarifies,
        revision.correction_reason,
    ]
    text = "\n".join([*shown, *files_said, prose.plain_text(revision.body)])
    yield from privacy.findings(text, penalty_decision=is_penalty(revision), allowed_numbers=own)


def _wordings(revision: Revision) -> Iterator[Finding]:
    rows = Wording.objects.filter(
        Q(agency__isnull=True) | Q(agency=revision.document.agency), retired_at__isnull=True
    ).order_by("id")
    words = [
        wordings.Wording(row.pattern, row.advice, cast(prose.Severity, row.severity), row.is_regex)
        for row in rows
    ]
    text = "\n".join([revision.title, revision.summary, prose.plain_text(revision.body)])
    yield from wordings.forbidden_wordings(text, words)


def _attachments(revision: Revision) -> Iterator[Finding]:
    for attachment in revision.attachments.filter(removed_at__isnull=True).select_related("file"):
        stored = attachment.file
        if not files.path_of(stored.sha256).exists():
            yield Finding(
                "attachment.lost",
                "refuse",
                say("The file “{name}” is no longer readable. Attach it again.", name=attachment.name),
                attachment.name,
                stored.sha256,
            )
        if stored.needs_cleaning:
            yield Finding(
                "attachment.active",
                "refuse",
                say(
                    "The file “{name}” carries a script or an attached file. Choose “Remove metadata” to clean it.",
                    name=attachment.name,
                ),
                attachment.name,
                stored.sha256,
            )
        for msgid, params in stored.warnings:
            yield Finding(
                "attachment.warning",
                "reason",
                say("Attachment “{name}”: {warning}", name=attachment.name, warning=Text(msgid, params)),
                attachment.name,
                f"{stored.sha256}{msgid}",
            )


def _links(revision: Revision) -> Iterator[Finding]:
    if revision.openness != "active":
        return
    quoted = set()
    for link in prose.links(revision.body):
        path = _inside(link.href, revision.document)
        match = DOCUMENT_ADDRESS.match(path)
        if match:
            quoted.add(match["slug"])
        elif path and _dead(path):
            yield Finding(
                "link.dead",
                "refuse",
                say("The link “{href}” leads nowhere on this site. Mend or remove it.", href=link.href),
                link.text or link.href,
                link.href,
            )
    yield from _quoted(revision, quoted)


def _inside(href: str, document: Document) -> str:
    """The path of an address on this site, without query and fragment; empty for other sites and for mail."""
    try:
        whole = urljoin(f"/documents/{document.slug}/", href.strip())
    except ValueError:
        return href
    own = settings.PUBLIC_URL
    path = whole.removeprefix(own) if own and whole.startswith(f"{own}/") else whole
    return re.split("[?#]", path)[0] if path.startswith("/") and not path.startswith("//") else ""


def _dead(path: str) -> bool:
    # An address decides its own language, whatever the drafter's is.
    with translation.override("en" if path.startswith("/en/") else settings.LANGUAGE_CODE):
        try:
            resolve(unquote(path))
        except Resolver404:
            return True
    return False


def _quoted(revision: Revision, slugs: set[str]) -> Iterator[Finding]:
    targets = {d.slug: d for d in Document.objects.filter(slug__in=slugs)}
    for slug in sorted(slugs - set(targets)):
        yield Finding(
            "link.dead",
            "refuse",
            say(
                "The link “{href}” leads nowhere on this site. Mend or remove it.", href=f"/documents/{slug}/"
            ),
            slug,
            slug,
        )
    linked = Link.objects.filter(source=revision.document, removed_at__isnull=True).select_related("target")
    for target in {d.pk: d for d in [*targets.values(), *(link.target for link in linked)]}.values():
        closed = target.live_id is None or (
            revision.audience == Document.Audience.PUBLIC and target.audience != Document.Audience.PUBLIC
        )
        if target.pk != revision.document_id and closed:
            yield Finding(
                "link.closed",
                "refuse",
                say(
                    "The document quotes {index}, which is not public. "
                    "An open document may not carry closed content: take the quotation out, "
                    "or open that document first.",
                    index=target.index_number,
                ),
                target.index_number,
                target.index_number,
            )
