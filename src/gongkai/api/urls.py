"""Addresses of the API, mounted below /api/. Every one is open to anybody and says so (``access_rule``)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from gongkai.api.answering import nothing_here, open_data
from gongkai.api.described import openapi, query_names
from gongkai.api.docs import docs
from gongkai.api.v1 import API
from gongkai.api.work_orders import work_orders


def _open(pattern: URLPattern | URLResolver) -> URLPattern:
    """The framework's pattern with its view answering as open data."""
    assert isinstance(pattern, URLPattern)
    pattern.callback = open_data(pattern.callback, query_names()[str(pattern.name)])
    return pattern


version_1: list[URLPattern | URLResolver] = [
    path("openapi.json", open_data(openapi, frozenset()), name="openapi"),
    path("docs", open_data(docs, frozenset()), name="docs"),
    *(_open(pattern) for pattern in API.urls[0] if pattern.name != "api-root"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/work-orders", work_orders, name="work_orders"),
    path("v1/", include((version_1, "v1"))),
    re_path(r"^(?P<path>.*)$", nothing_here, name="nothing_here"),
]
