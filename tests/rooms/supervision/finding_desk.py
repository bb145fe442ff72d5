"""What a colleague does on the screens of supervision."""

from __future__ import annotations

from typing import Any

from django.test import Client

from desk import post
from gongkai.supervision.models import Finding

LIST = "/workspace/supervision/"


def one(row: Finding, rest: str = "") -> str:
    return f"{LIST}{row.pk}/{rest}"


def move(client: Client, row: Finding, key: str, *, seen: int | None = None, **given: Any) -> Any:
    revision = Finding.objects.get(pk=row.pk).revision if seen is None else seen
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, one(row, f"moves/{key}/"), version=revision, **said)


def several(client: Client, *ticks: str, query: str = "", **given: Any) -> Any:
    said = {f"several-{name}": value for name, value in given.items()}
    return post(client, f"{LIST}{query}", chosen=list(ticks), **said)


def tick(row: Finding) -> str:
    return f"{row.pk}:{row.revision}"
