"""The addresses of findings and urging."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.supervision.staff import lists, looking, record

staff: list[URLPattern] = [
    path("supervision/", lists.supervision, name="supervision"),
    path("supervision/look/", looking.look, name="supervision_look"),
    path("supervision/<int:pk>/", record.finding, name="supervision_finding"),
    path("supervision/<int:pk>/moves/<slug:key>/", record.move, name="supervision_move"),
]
