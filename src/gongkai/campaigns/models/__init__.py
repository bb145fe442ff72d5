"""Tables of the room: campaigns, the sites in them, letters to their parties, and inspections."""

from gongkai.campaigns.models.campaigns import Campaign, CampaignStep, Clue
from gongkai.campaigns.models.inspections import Inspection, InspectionPhoto, InspectionStep
from gongkai.campaigns.models.letters import Notice
from gongkai.campaigns.models.sites import Listed, Site, SiteParty

__all__ = [
    "Campaign",
    "CampaignStep",
    "Clue",
    "Inspection",
    "InspectionPhoto",
    "InspectionStep",
    "Listed",
    "Notice",
    "Site",
    "SiteParty",
]
