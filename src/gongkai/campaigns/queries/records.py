"""The room's records as types for its screens."""

from gongkai.campaigns.models import (
    Campaign,
    Clue,
    Inspection,
    InspectionPhoto,
    Listed,
    Notice,
    Site,
    SiteParty,
)

__all__ = ["Campaign", "Clue", "Inspection", "InspectionPhoto", "Listed", "Notice", "Site", "SiteParty"]
