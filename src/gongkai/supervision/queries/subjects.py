"""The records as subjects of the ledger."""

from __future__ import annotations

from gongkai.supervision.models import Finding

FINDING = "supervision.finding"


def subject_of(finding: Finding) -> tuple[str, object]:
    """The finding as a subject."""
    return FINDING, finding.pk
