"""Addresses of the room: the public's and the staff's, a list for each part of the room."""

from __future__ import annotations

from django.urls import URLPattern

public: list[URLPattern] = []
staff: list[URLPattern] = []
#: One address, whatever the reader's language.
feeds: list[URLPattern] = []
api: list[URLPattern] = []
