"""A reporter at the site, for tests: what a browser sends with each page of the form, and the way to the own matter."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

import mattering
from gongkai.complaints import secret
from gongkai.complaints.models import Matter

HOME, NEW, DONE = "/complaints/", "/complaints/new/", "/complaints/done/"
FOLLOW, MINE = "/complaints/follow/", "/complaints/mine/"
#: A point in the demonstration city, in the grid of its middle.
LAT, LON = "33.300600", "116.751900"


def typed(**changes: Any) -> dict[str, Any]:
    """What the last page sends, everything filled in; ``None`` leaves a field out."""
    values: dict[str, Any] = {
        "at": "last",
        "text": "小区东门外的路边堆了很多建筑垃圾，已经一个星期没有人清理。",
        "title": "路边堆放建筑垃圾",
        "kind": "complaint",
        "category": "other",
        "another": mattering.CATEGORY,
        "lat": LAT,
        "lon": LON,
        "district": "",
        "address": "光明路东侧",
        "name": mattering.MARKERS["name"],
        "telephone": mattering.MARKERS["telephone"],
        "token": secret.new_token(),
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def photo(name: str = "照片.jpg", at: tuple[float, float] | None = None) -> SimpleUploadedFile:
    """A small real photo; ``at``: latitude and longitude its file says it was taken at."""
    picture, content = Image.new("RGB", (32, 24), "gray"), io.BytesIO()
    exif = picture.getexif()
    if at:
        exif[0x8825] = {1: "N", 2: _degrees(at[0]), 3: "E", 4: _degrees(at[1])}
    picture.save(content, "JPEG", exif=exif)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 3)


def code_of(matter: Matter) -> str:
    """The matter's secret code, which only the form's token tells."""
    return secret.code_of(str(Matter.objects.values_list("token", flat=True).get(pk=matter.pk)))


def let_in(matter: Matter, client: Client | None = None) -> Client:
    """A browser that has shown number and code."""
    client = client or Client()
    answer = client.post(FOLLOW, {"number": matter.number, "code": code_of(matter)})
    assert answer.status_code == 302, answer.content.decode()
    return client


def errors(answer: Any) -> dict[str, list[str]]:
    """The sentences of a form that came back, by field."""
    return {name: list(map(str, said)) for name, said in answer.context["form"].errors.items()}
