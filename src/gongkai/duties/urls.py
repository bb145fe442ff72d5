"""Addresses of the room, a file of them for each part."""

from __future__ import annotations

from django.urls import URLPattern

from gongkai.duties import routes_learning, routes_plans, routes_publicity

_PARTS = (routes_plans, routes_learning, routes_publicity)

public: list[URLPattern] = [each for part in _PARTS for each in part.public]
staff: list[URLPattern] = [each for part in _PARTS for each in part.staff]
feeds: list[URLPattern] = [each for part in _PARTS for each in part.feeds]
