"""What a colleague does on the screens of accountability."""

from __future__ import annotations

from typing import Any

from django.test import Client

from desk import post
from gongkai.supervision.models import Case

LIST = "/workspace/accountability/"
NEW = f"{LIST}new/"
REGISTER = f"{LIST}register.csv"
FIRST_CONTACT = f"{LIST}first-contact/"
PUBLIC = "/accountability/"


def one(case: Case, rest: str = "") -> str:
    return f"{LIST}{case.pk}/{rest}"


def move(client: Client, case: Case, key: str, *, seen: int | None = None, **given: Any) -> Any:
    revision = Case.objects.get(pk=case.pk).revision if seen is None else seen
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, one(case, f"moves/{key}/"), version=revision, **said)
