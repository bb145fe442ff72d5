"""Addresses of the workspace: its own screens, and those of the rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.annual_reports import urls as annual_reports
from gongkai.complaints import urls as complaints
from gongkai.core.access import staff_page
from gongkai.people import urls as people
from gongkai.powers import urls as powers
from gongkai.publishing import urls as publishing
from gongkai.requests import urls as requests
from gongkai.workspace import (
    board,
    calendars,
    home,
    passing_cases,
    passing_on,
    passing_risks,
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
    *publishing.staff,
    *requests.staff,
    *complaints.staff,
    *annual_reports.staff,
    *powers.staff,
    *people.staff,
    *calendars.urlpatterns,
]
plain: list[URLPattern | URLResolver] = []
