"""Addresses below /open311/. Clients put slashes where they like, so one more, or one at the end, does no harm."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, re_path

from gongkai.api.open311 import views

ANYTHING = r"(?P<path>.*?)(?:\.(?P<form>xml|json))?/*$"
FORM = r"(?:\.(?P<form>[A-Za-z0-9]+))?/*$"

calls: list[URLPattern | URLResolver] = [
    re_path(rf"^discovery{FORM}", views.discovery, name="discovery"),
    re_path(rf"^services{FORM}", views.services, name="services"),
    re_path(rf"^services/+(?P<code>[^/.]+){FORM}", views.definition, name="definition"),
    re_path(rf"^requests{FORM}", views.requests, name="requests"),
    re_path(rf"^requests/+(?P<matter>[^/.]+){FORM}", views.request, name="request"),
    re_path(rf"^tokens/+(?P<token>[^/.]+){FORM}", views.token, name="token"),
    re_path(rf"^servicerequestupdates{FORM}", views.updates, name="updates"),
]

photos = re_path(r"^v2/+media/+(?P<matter>[^/]+)/(?P<number>[0-9]{1,9})/*$", views.media, name="media")

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^v2/+en/+", include((calls, "english")), {"english": True}),
    re_path(r"^v2/+", include((calls, "v2"))),
    photos,
    re_path(rf"^v2/+en/+{ANYTHING}", views.nothing_here, {"english": True}, name="nothing_in_english"),
    re_path(rf"^{ANYTHING}", views.nothing_here, name="nothing_here"),
]
