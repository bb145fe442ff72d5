"""The records as subjects of ledger, clocks and letters."""

from __future__ import annotations

from gongkai.campaigns.models import Campaign, Inspection, Notice, Site

CAMPAIGN, SITE, INSPECTION, NOTICE = (
    "campaigns.campaign", "campaigns.site", "campaigns.inspection", "campaigns.notice",
)  # fmt: skip
_NAMES: dict[type, str] = {Campaign: CAMPAIGN, Site: SITE, Inspection: INSPECTION, Notice: NOTICE}


def subject_of(record: Campaign | Site | Inspection | Notice) -> tuple[str, object]:
    """The record as a subject."""
    return _NAMES[type(record)], record.pk
