"""Addresses of the register of powers: the public's and the staff's."""

from __future__ import annotations

from django.urls import URLPattern

public: list[URLPattern] = []

staff: list[URLPattern] = []

api: list[URLPattern] = []
