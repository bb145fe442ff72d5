"""The content of a revision as one canonical thing: its digest, and its fields side by side for comparison."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from gongkai.domain.text import N_
from gongkai.publishing.models import Revision

#: The metadata of a revision that are compared and printed, with their words.
FIELDS: dict[str, str] = {
    "title": N_("Title"),
    "document_number": N_("Document number"),
    "issuing_agency": N_("Issuing agency"),
    "date_made": N_("Date made"),
    "subject": N_("Subject"),
    "keywords": N_("Keywords"),
    "summary": N_("Summary"),
    "openness": N_("Openness"),
    "in_force_from": N_("In force from"),
    "expires_on": N_("Valid until"),
    "origin": N_("Origin"),
    "obtained_from": N_("Obtained from"),
    "clarifies": N_("Clarifies"),
}


def fields_of(revision: Revision) -> dict[str, str]:
    """The comparable metadata as plain text."""
    return {name: "" if getattr(revision, name) is None else str(getattr(revision, name)) for name in FIELDS}


def canonical(revision: Revision) -> dict[str, Any]:
    """Everything a reader of the revision relies on, in a fixed form."""
    internal = {
        name: str(value)
        for name in ("internal_kind", "internal_month")
        if (value := getattr(revision, name))  # what was written before there were these keeps its digest
    }
    return {
        **fields_of(revision),
        **internal,
        "document": revision.document_id,
        "number": revision.number,
        "body": revision.body,
        "audience": revision.audience,
        "catalogue": sorted(revision.catalogue.values_list("key", flat=True)),
        "topics": sorted(revision.topics.values_list("slug", flat=True)),
        "correction_reason": revision.correction_reason,
        "attachments": [
            [a.name, a.title, a.alternative, a.file.sha256]
            for a in revision.attachments.filter(removed_at__isnull=True).select_related("file")
        ],
    }


def digest_of(revision: Revision) -> str:
    """SHA-256 over the canonical content: what the reviewers saw is what is published."""
    text = json.dumps(canonical(revision), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
