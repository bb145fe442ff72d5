"""The addresses of the dashboard."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.supervision.staff import dashboard, dashboard_records

staff: list[URLPattern] = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/records/", dashboard_records.dashboard_records, name="dashboard_records"),
]
