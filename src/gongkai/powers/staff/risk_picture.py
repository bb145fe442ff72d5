"""What the record of a risk point shows beside its fields: the way to its grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from gongkai.core import clock
from gongkai.domain.powers.risks import day_of
from gongkai.powers import risk_words
from gongkai.powers.queries.risks import Version


def showing(_request: HttpRequest, version: Version) -> Mapping[str, Any]:
    """The context of ``powers/parts/_risk_beside.html``."""
    content = version.content
    again = day_of(str(content.get("regrade_on") or ""))
    return {
        "why": risk_words.why_graded(content),
        "graded_on": day_of(str(content.get("graded_on") or "")),
        "regrade_on": again,
        "due": again is not None and again <= clock.today() and version.state == "published",
    }
