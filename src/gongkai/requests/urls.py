"""Addresses of the room: the public's, the staff's."""

from __future__ import annotations

from django.urls import URLPattern

public: list[URLPattern] = []

staff: list[URLPattern] = []
