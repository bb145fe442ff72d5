"""Addresses of the screens of inspections."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.campaigns.staff.inspections import deeds, inspect, lists, photos, record, street

staff: list[URLPattern] = [
    path("campaigns/inspections/", lists.inspections, name="inspections"),
    path("campaigns/inspections/<int:pk>/", record.inspection, name="inspection"),
    path("campaigns/inspections/<int:pk>/moves/<slug:key>/", deeds.move, name="inspection_move"),
    path("campaigns/photos/<int:pk>.jpg", photos.photo, name="inspection_photo"),
    path("campaigns/photos/<int:pk>/veil/", photos.veil, name="inspection_photo_veil"),
    path("campaigns/inspect/<int:pk>/", inspect.inspect, name="inspect"),
    path("campaigns/street/", street.street, name="street"),
    path("campaigns/street/worker.js", street.worker, name="street_worker"),
    path("campaigns/street/bundle.json", street.street_bundle, name="street_bundle"),
    path("campaigns/street/send/<int:pk>/", street.street_send, name="street_send"),
]
