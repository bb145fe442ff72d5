"""The staff's pages of matters in tests: addresses, moves and deeds sent as a browser sends them."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gongkai.complaints.models import Matter

LIST = "/workspace/complaints/"
PARTS = ("matter", "handling", "reply", "beside", "course", "public")


def record(matter: Matter, part: str = "") -> str:
    return f"{LIST}{matter.pk}/" + (f"?part={part}" if part else "")


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def move(client: Client, matter: Matter, key: str, **data: Any) -> Any:
    """A move as its form sends it, on the version as it stands unless another is given."""
    version = data.pop("version", fresh(matter).version)
    given = {f"{key}-{name}": value for name, value in data.items()}
    return client.post(f"{LIST}{matter.pk}/moves/{key}/", {"version": version, **given})


def deed(client: Client, matter: Matter, key: str, **data: Any) -> Any:
    """A deed beside the process as its form sends it."""
    return client.post(
        f"{LIST}{matter.pk}/deeds/{key}/", {f"{key}-{name}": value for name, value in data.items()}
    )


def photo(name: str = "place.jpg", colour: str = "green") -> SimpleUploadedFile:
    """A small photo as a telephone sends it."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def cost(client: Client, address: str) -> int:
    """How many reads a page costs, once caches are warm; what notes that somebody is here is left out."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum(each["sql"].startswith("SELECT") for each in asked)
