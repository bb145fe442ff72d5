"""Addresses of the workspace: its own screens, and those of the rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.annual_reports import urls as annual_reports
from gongkai.archive import urls as archive
from gongkai.campaigns import urls as campaigns
from gongkai.complaints import urls as complaints
from gongkai.consultations import urls as consultations
from gongkai.core.access import staff_page
from gongkai.duties import urls as duties
from gongkai.people import urls as people
from gongkai.powers import urls as powers
from gongkai.publishing import urls as publishing
from gongkai.requests import urls as requests
from gongkai.supervision import urls as supervision
from gongkai.workspace import (
    board,
    calendars,
    home,
    passing_campaigns,
    passing_cases,
    passing_inspections,
    passing_on,
    passing_opinions,
    passing_risks,
    passing_rule_risks,
    passing_rules,
    passing_themes,
    repeated,
    search,
    styleguide,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("deadlines/", board.board, name="deadlines"),
    path("deadlines/<int:pk>/", board.deadline, name="deadline"),
    path("styleguide/", staff_page(styleguide.styleguide), name="styleguide"),
    path("styleguide/<slug:sample>/", staff_page(styleguide.styleguide), name="styleguide_page"),
    path("search/", search.search, name="search"),
    path("requests/repeated/", repeated.repeated, name="requests_repeated"),
    path("requests/<int:pk>/to-complaints/", passing_on.request_to_complaints, name="request_to_complaints"),
    path("complaints/<int:pk>/to-requests/", passing_on.complaint_to_requests, name="complaint_to_requests"),
    path(
        "complaints/<int:pk>/to-risks/", passing_risks.complaint_to_risk_point, name="complaint_to_risk_point"
    ),
    path(
        "complaints/<int:pk>/to-cases/",
        passing_cases.complaint_to_penalty_case,
        name="complaint_to_penalty_case",
    ),
    path(
        "complaints/<int:pk>/to-campaigns/",
        passing_campaigns.complaint_to_campaigns,
        name="complaint_to_campaign",
    ),
    path(
        "campaigns/by-number/<str:number>/", passing_campaigns.campaign_by_number, name="campaign_by_number"
    ),
    path(
        "campaigns/inspections/<int:pk>/to-cases/",
        passing_inspections.inspection_to_penalty_case,
        name="inspection_to_penalty_case",
    ),
    path(
        "consultations/<int:pk>/opinions/<int:opinion>/to-complaints/",
        passing_opinions.opinion_to_complaints,
        name="opinion_to_complaints",
    ),
    path(
        "consultations/<int:pk>/opinions/<int:opinion>/to-risks/",
        passing_rule_risks.opinion_to_risk_point,
        name="opinion_to_risk_point",
    ),
    path(
        "consultations/<int:pk>/records/<int:beside>/to-risks/",
        passing_rule_risks.beside_to_risk_point,
        name="beside_to_risk_point",
    ),
    path("consultations/<int:pk>/to-documents/", passing_rules.rule_to_documents, name="rule_to_publication"),
    path("themes/<int:pk>/publications/", passing_themes.theme_publication, name="theme_publication"),
    path(
        "themes/<int:pk>/publications/out/",
        passing_themes.theme_publication_out,
        name="theme_publication_out",
    ),
    *publishing.staff,
    *requests.staff,
    *complaints.staff,
    *annual_reports.staff,
    *powers.staff,
    *campaigns.staff,
    *consultations.staff,
    *duties.staff,
    *supervision.staff,
    *archive.staff,
    *people.staff,
    *calendars.urlpatterns,
]
plain: list[URLPattern | URLResolver] = []
