"""Addresses of the room: the public's and the staff's, a list for each part of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.campaigns.public import feed, files, letters, pages, sites
from gongkai.campaigns.staff import bringing, choosing, editing, lists, record, site_editing
from gongkai.campaigns.staff import letters as staff_letters
from gongkai.campaigns.staff import sites as staff_sites
from gongkai.campaigns.staff.inspections import routes as inspection_routes

public: list[URLPattern] = []
staff: list[URLPattern] = []
#: One address, whatever the reader's language.
feeds: list[URLPattern] = []
api: list[URLPattern] = []

# --- The parts of the room: add yours here ----------------------------------------------------------------------------

#: What the public sees of campaigns, and the acknowledgement of letters.
_CAMPAIGN = "campaigns/<slug:agency>/<str:number>/"
campaigns_public: list[URLPattern] = [
    path("campaigns/", pages.campaigns, name="campaigns"),
    path("campaigns/letters/", letters.letter, name="campaign_letter"),
    path("campaigns/photos/<int:pk>.jpg", sites.photo, name="campaign_photo"),
    path(_CAMPAIGN, pages.campaign, name="campaign"),
    path(f"{_CAMPAIGN}records.<slug:form>", files.file, name="campaign_file"),
    path(f"{_CAMPAIGN}<str:site>/", sites.site, name="campaign_site"),
]
public += campaigns_public
feeds += [path("campaigns/feed.atom", feed.feed, name="campaigns_feed")]

#: Campaigns, their letters and their sites as the staff keeps them.
campaigns_staff: list[URLPattern] = [
    path("campaigns/", lists.campaigns, name="campaigns"),
    path("campaigns/new/", editing.new, name="campaign_new"),
    path("campaigns/<int:pk>/", record.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", editing.edit, name="campaign_edit"),
    path("campaigns/<int:pk>/moves/<slug:key>/", record.move, name="campaign_move"),
    path("campaigns/<int:pk>/results/", editing.results, name="campaign_results"),
    path("campaigns/<int:pk>/sites/", choosing.campaign_sites, name="campaign_sites"),
    path("campaigns/<int:pk>/letters/", staff_letters.campaign_letters, name="campaign_letters"),
    path("campaigns/letters/<int:pk>/receipt/", staff_letters.receipt, name="campaign_receipt"),
    path("campaigns/letters/<int:pk>.<slug:form>", staff_letters.letter, name="campaign_letter"),
    path("campaigns/sites/", staff_sites.sites, name="sites"),
    path("campaigns/sites/new/", site_editing.new, name="site_new"),
    path("campaigns/sites/bring/", bringing.sites_bring, name="sites_bring"),
    path("campaigns/sites/<int:pk>/", staff_sites.site, name="site"),
    path("campaigns/sites/<int:pk>/edit/", site_editing.edit, name="site_edit"),
]
staff += campaigns_staff

#: Inspections: on the street, their records, their photos.
staff += inspection_routes.staff
