"""What a colleague does on the screens of assessments."""

from __future__ import annotations

from typing import Any

from django.test import Client

from desk import post
from gongkai.supervision.models import Assessed, Assessment

LIST = "/workspace/assessments/"
#: The fields of the small sheet as they are handed in, and as they are reviewed.
OWN = {"cases-2.1": "1", "note-2.1": "只开过一次", "cases-2.2": "10", "note-2.2": "", "words": "详见台账"}
REVIEW = {"cases-2.1": "0", "note-2.1": "", "cases-2.2": "50", "note-2.2": "一半没有参加"}


def one(row: Assessment, rest: str = "") -> str:
    return f"{LIST}{row.pk}/{rest}"


def of(row: Assessed, rest: str = "") -> str:
    return f"{LIST}entries/{row.pk}/{rest}"


def move(client: Client, row: Assessment, key: str, *, seen: int | None = None, **given: Any) -> Any:
    revision = Assessment.objects.get(pk=row.pk).revision if seen is None else seen
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, one(row, f"moves/{key}/"), version=revision, **said)


def act(client: Client, row: Assessed, key: str, said: dict[str, Any], *, seen: int | None = None) -> Any:
    revision = Assessed.objects.get(pk=row.pk).revision if seen is None else seen
    return client.post(of(row, f"moves/{key}/"), {"version": revision, **said})
