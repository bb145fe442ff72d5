"""The addresses anybody may open: ``urlpatterns`` in both languages, ``plain`` for machines."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.annual_reports import urls as annual_reports
from gongkai.campaigns import urls as campaigns
from gongkai.complaints import urls as complaints
from gongkai.consultations import urls as consultations
from gongkai.duties import urls as duties
from gongkai.portal import blocks, home, ledger_check, pages, processes, technical, themes
from gongkai.portal.clock import clock
from gongkai.portal.search import search
from gongkai.powers import urls as powers
from gongkai.publishing import urls as publishing
from gongkai.requests import urls as requests
from gongkai.supervision import urls as supervision

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("agencies/", home.agencies, name="agencies"),
    path("agencies/<slug:code>/", home.agency, name="agency"),
    path("agencies/<slug:code>/guide/", blocks.guide, name="agency_guide"),
    path("guide/", blocks.guide, name="guide"),
    path("systems/", blocks.systems, name="systems"),
    path("reports/", blocks.reports, name="reports"),
    path("apply/", blocks.apply, name="apply"),
    path("search/", search, name="search"),
    path("clock/", clock, name="clock"),
    path("processes/", processes.processes, name="processes"),
    path("processes/<slug:key>.bpmn", processes.process_bpmn, name="process_bpmn"),
    path("processes/<slug:key>/", processes.process, name="process"),
    path("ledger/", processes.ledger_page, name="ledger"),
    path("ledger/check/", ledger_check.check, name="ledger_check"),
    path("view/", pages.view, name="view"),
    path("contact/", pages.contact, name="contact"),
    path("help/", pages.help_page, name="help"),
    path("copyright/", pages.copyright_page, name="copyright"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("glossary/", pages.glossary, name="glossary"),
    path("sitemap/", pages.sitemap_page, name="sitemap_page"),
    *publishing.public,
    *annual_reports.public,
    *requests.public,
    *complaints.public,
    *powers.public,
    *campaigns.public,
    *consultations.public,
    path("themes/<slug:agency>/<str:number>/", themes.theme, name="theme"),
    *duties.public,
    *supervision.public,
]

plain: list[URLPattern | URLResolver] = [
    path("sitemap.xml", technical.sitemap_index, name="sitemap"),
    path("sitemap-<int:number>.xml", technical.sitemap_file, name="sitemap_file"),
    path("robots.txt", technical.robots, name="robots"),
    path("healthz", technical.healthz, name="healthz"),
    *publishing.feeds,
    *annual_reports.feeds,
    *powers.feeds,
    *campaigns.feeds,
    *consultations.feeds,
    *duties.feeds,
]
