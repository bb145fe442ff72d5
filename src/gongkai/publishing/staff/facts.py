"""The facts of a document as rows of words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.templatetags.gongkai import zh_date
from gongkai.publishing import words
from gongkai.publishing.queries import Document, Revision


def badges(document: Document, revision: Revision | None) -> list[dict[str, str]]:
    """Openness, audience and validity."""
    if revision is None:
        return []
    found = [{"label": words.label("openness", "attribute", revision.openness), "kind": "plain"}]
    if revision.audience == "staff":
        found.append({"label": words.audience("staff"), "kind": "solid"})
    if document.live_id is not None:
        kind = words.VALIDITY_BADGES.get(document.validity, "plain")
        found.append({"label": words.label("openness", "validity", document.validity), "kind": kind})
    if document.imported:
        found.append({"label": _("Imported"), "kind": "quiet"})
    return found


def metadata(document: Document, revision: Revision | None) -> list[dict[str, Any]]:
    """What the record says of itself; empty facts are left out."""
    if revision is None:
        return [_row(_("Index number"), document.index_number)]
    rows = [
        _row(_("Index number"), document.index_number),
        _row(_("Document number"), revision.document_number),
        _row(_("Issuing agency"), revision.issuing_agency),
        _row(_("Unit"), document.unit.name),
        _row(_("Author"), document.author.name),
        _row(_("Date made"), zh_date(revision.date_made)),
        _row(_("Published"), zh_date(document.published_at, "moment") if document.live_id else ""),
        _row(_("To be published on"), zh_date(document.scheduled_for, "moment")),
        _row(_("Withdrawn"), zh_date(document.withdrawn_at, "moment") if document.live_id is None else ""),
        _row(_("In force from"), zh_date(revision.in_force_from)),
        _row(_("Valid until"), zh_date(revision.expires_on)),
        _row(_("Kind of staff-only publication"), _internal(revision)),
        _row(_("Subject"), revision.subject),
        _row(_("Keywords"), revision.keywords),
        _row(_("Obtained from"), revision.obtained_from if revision.origin == "obtained" else ""),
        _row(
            _("Catalogue rows"),
            _joined(words.entry_label(row) for row in revision.catalogue.all()),
            wide=True,
        ),
        _row(_("Topics"), _joined(topic.title for topic in revision.topics.all()), wide=True),
        _row(_("Answers the rumour"), revision.clarifies, wide=True),
        *_closing(document, revision),
        _row(_("Reason for the correction"), revision.correction_reason, wide=True),
        _row(_("Reason for the withdrawal"), document.withdrawal_reason, wide=True),
    ]
    return [row for row in rows if row["value"]]


def _internal(revision: Revision) -> str:
    """The kind, and the month it is for; nothing where everybody may read it."""
    if revision.audience != "staff" or not revision.internal_kind:
        return ""
    month = f" {revision.internal_month:%Y-%m}" if revision.internal_month else ""
    return f"{words.internal_kind(revision.internal_kind)}{month}"


def _closing(document: Document, revision: Revision) -> list[dict[str, Any]]:
    closed = document.state == "closed"
    if not closed and revision.openness == "active":
        return []
    ground = document.closing_ground if closed else revision.closing_ground
    reason = document.closing_reason if closed else revision.closing_reason
    again = document.review_again_on if closed else revision.review_again_on
    return [
        _row(_("Legal ground"), words.ground(ground) if ground else "", wide=True),
        _row(_("Reason"), reason, wide=True),
        _row(_("To be looked at again on"), zh_date(again)),
    ]


def _joined(parts: Any) -> str:
    return _("; ").join(parts)


def _row(label: str, value: str, *, wide: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "wide": wide}
