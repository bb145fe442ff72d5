"""An office that writes letters, and a short way to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.core import ledger, letters
from gongkai.core.models import Letter
from gongkai.domain import letters as law
from gongkai.domain.refusal import Refused

DAY = date(2026, 3, 5)
CLERK = ledger.System("CGJ", person_id=7, post_title="政务公开办公室 法制员")


@dataclass(frozen=True)
class Above:
    name: str = "示例市人民政府"


@dataclass(frozen=True)
class Office:
    code: str = "CGJ"
    name: str = "示例市城市管理局"
    address: str = "示例市中心路1号"
    telephone: str = "0000-5550000"
    working_body: str = "示例市城市管理局政务公开办公室"
    superior: Above | None = Above()


def kind_of(key: str) -> law.LetterKind:
    found = law.kind(key)
    assert not isinstance(found, Refused)
    return found


def issued(key: str = "answer_refused", **changes: Any) -> Letter:
    """A letter with example values, in a deed of its own."""
    kind = kind_of(key)
    values = {**law.examples(kind), **changes.pop("values", {})}
    given: dict[str, Any] = {
        "subject": ("tests", 1),
        "agency": Office(),
        "kind": key,
        "values": values,
        "outcome_group": kind.groups[0] if kind.groups else "",
        "on": DAY,
        "actor": CLERK,
        "addressee": "王小明",
    }
    with transaction.atomic():
        return letters.issue(**{**given, **changes})
