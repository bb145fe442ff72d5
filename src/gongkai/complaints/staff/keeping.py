"""The addresses of entering, sessions, rules, wordings and assets in one list, for ``complaints.urls``."""

from __future__ import annotations

from django.urls import URLPattern

from gongkai.complaints.staff import assets, entering, rule_files, sessions, templates

urlpatterns_staff: list[URLPattern] = [
    *entering.urlpatterns_staff,
    *sessions.urlpatterns_staff,
    *rule_files.urlpatterns_staff,
    *templates.urlpatterns_staff,
    *assets.urlpatterns_staff,
]
