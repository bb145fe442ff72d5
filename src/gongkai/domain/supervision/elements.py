"""What guide, catalogue and register must hold beside what their forms require (要素): ``law/supervision.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gongkai.domain.law import load
from gongkai.domain.powers.schema import Content

_TO_BE_WRITTEN = re.compile(r"待[一-鿿]{1,2}|未定|X{2,}|TBD")


@cache
def _given() -> dict[str, Any]:
    return dict(load("supervision")["elements"])


def lacking(kind: str, content: Content) -> tuple[str, ...]:
    """Keys of the fields an entry in force must have and has not: by its kind, for powers by the kind of power."""
    of = str(content.get("category") or "") if kind == "item" else kind
    return tuple(key for key in _given().get(of, ()) if not content.get(key))


def unwritten(content: Content) -> tuple[str, ...]:
    """Keys of the fields, also of those that need not be filled, that say something is to be written yet."""
    texts = ((key, value) for key, value in content.items() if isinstance(value, str))
    return tuple(key for key, value in texts if _TO_BE_WRITTEN.fullmatch(re.sub(r"\s", "", value).upper()))


def is_nothing(text: str) -> bool:
    """Whether a text is empty, or a word that stands for nothing."""
    plain = re.sub(r"\s", "", text)
    return not plain or plain.upper() in _given()["nothing"]
