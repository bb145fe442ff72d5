"""Addresses of the workspace: its own screens, and those of the rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.annual_reports import urls as annual_reports
from gongkai.core.access import staff_page
from gongkai.people import urls as people
from gongkai.publishing import urls as publishing
from gongkai.requests import urls as requests
from gongkai.workspace import board, calendars, home, repeated, search, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("deadlines/", board.board, name="deadlines"),
    path("deadlines/<int:pk>/", board.deadline, name="deadline"),
    path("styleguide/", staff_page(styleguide.styleguide), name="styleguide"),
    path("styleguide/<slug:sample>/", staff_page(styleguide.styleguide), name="styleguide_page"),
    path("search/", search.search, name="search"),
    path("requests/repeated/", repeated.repeated, name="requests_repeated"),
    *publishing.staff,
    *requests.staff,
    *annual_reports.staff,
    *people.staff,
    *calendars.urlpatterns,
]
plain: list[URLPattern | URLResolver] = []
