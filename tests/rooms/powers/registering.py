"""Entries of the register for tests: a content of each kind that is complete, and the way into force."""

from __future__ import annotations

from datetime import date
from typing import Any

from cast import Cast
from gongkai.powers import actions
from gongkai.powers.models import Version

ITEM: dict[str, Any] = {
    "category": "penalty",
    "basis": [{"instrument": "示例条例", "article": "第十条"}],
    "decides": "测试市城市管理局",
    "duty": "依法查处，告知权利。",
    "supervision": ["0558-0000000"],
}


def drafted(cast: Cast, kind: str = "item", code: str = "P-1", **said: Any) -> Version:
    """A draft of the editor's."""
    given: dict[str, Any] = {"title": "擅自倾倒建筑垃圾的处罚", "content": ITEM, **said}
    return actions.create(
        actor=cast.power_editor,
        agency_id=cast.agency.pk,
        unit_id=cast.units["waste"].pk,
        kind=kind,
        code=code,
        **given,
    )


def moved(version: Version, key: str, actor: Any, reason: str = "") -> Version:
    """The version after the move."""
    fresh = Version.objects.get(pk=version.pk)
    return actions.move(
        version_id=version.pk, key=key, actor=actor, expected_revision=fresh.revision, reason=reason
    )


def published(cast: Cast, version: Version) -> Version:
    """The version, reviewed and published by two others."""
    moved(version, "submit", cast.power_editor)
    moved(version, "approve", cast.power_reviewer)
    return moved(version, "publish", cast.power_publisher)


def in_force(
    cast: Cast, kind: str = "item", code: str = "P-1", on: date | None = None, **said: Any
) -> Version:
    """A published entry."""
    return published(cast, drafted(cast, kind, code, in_force_from=on, **said))
