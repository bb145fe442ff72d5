"""The addresses of supervision: ``staff`` included by the workspace, ``public`` by the portal."""

from __future__ import annotations

from django.urls import URLPattern

from gongkai.supervision import (
    routes_accountability,
    routes_appraisal,
    routes_assessment,
    routes_dashboard,
    routes_findings,
)

staff: list[URLPattern] = [
    *routes_findings.staff,
    *routes_accountability.staff,
    *routes_appraisal.staff,
    *routes_assessment.staff,
    *routes_dashboard.staff,
]
public: list[URLPattern] = [
    *routes_accountability.public,
    *routes_appraisal.public,
    *routes_assessment.public,
]
