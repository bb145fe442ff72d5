"""Publicity for tests: activities on their way to the public page, their photos, boards and partners."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from PIL import Image

from cast import Cast
from gongkai.core import clock
from gongkai.duties.actions import publicity, publicity_moving, publicity_photos, publicity_places
from gongkai.duties.actions.publicity import ActivityInput
from gongkai.duties.actions.publicity_places import BoardInput, PartnerInput
from gongkai.duties.models import Activity, Board, Partner


def said(cast: Cast, **changes: Any) -> ActivityInput:
    """What a complete activity says."""
    given: dict[str, Any] = {
        "title": "法制宣传日广场活动",
        "kind": "law_day",
        "unit_id": cast.units["waste"].pk,
        "begins_on": clock.today(),
        "place": "示例广场",
        "printed": 500,
        "given_out": 450,
        "consulted": 23,
        "counted_how": "咨询台逐人登记",
        "words": "向市民讲解市容管理规定，解答咨询。",
        **changes,
    }
    return ActivityInput(**given)


def drafted(cast: Cast, **changes: Any) -> Activity:
    """A draft of the keeper's."""
    return publicity.record_activity(
        actor=cast.publicist, agency_id=cast.agency.pk, given=said(cast, **changes)
    )


def moved(found: Activity, key: str, actor: Any, reason: str = "") -> Activity:
    """The activity one move on."""
    seen = Activity.objects.get(pk=found.pk).revision
    return publicity_moving.move_activity(
        activity_id=found.pk, key=key, actor=actor, expected_revision=seen, reason=reason
    )


def in_review(cast: Cast, **changes: Any) -> Activity:
    """One that waits for approval."""
    return moved(drafted(cast, **changes), "submit", cast.publicist)


def published(cast: Cast, *, photos: int = 0, **changes: Any) -> Activity:
    """One everybody reads, with so many veiled photos."""
    made = drafted(cast, **changes)
    for _ in range(photos):
        photographed(cast, made)
    moved(made, "submit", cast.publicist)
    return moved(made, "publish", cast.duty_leader)


def picture(colour: tuple[int, int, int] = (90, 120, 150)) -> io.BytesIO:
    """A photo of nothing."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out


def photographed(cast: Cast, found: Activity, *, veiled: bool = True, caption: str = "现场") -> Any:
    """A photo of a draft, looked at."""
    photo = publicity_photos.add_photos(
        activity_id=found.pk, actor=cast.publicist, sources=[picture()], caption=caption
    )[0]
    return publicity_photos.veil_photo(photo_id=photo.pk, actor=cast.publicist, boxes=[]) if veiled else photo


def board(cast: Cast, name: str = "文化路法制走廊", **changes: Any) -> Board:
    """A legal corridor of the unit."""
    given: dict[str, Any] = {
        "name": name,
        "kind": "corridor",
        "place": "文化路北段",
        "unit_id": cast.units["waste"].pk,
        "set_up_on": date(2026, 1, 5),
        **changes,
    }
    return publicity_places.add_board(
        actor=cast.publicist, agency_id=cast.agency.pk, given=BoardInput(**given)
    )


def partner(cast: Cast, name: str = "示例晚报", **changes: Any) -> Partner:
    """A paper."""
    return publicity_places.add_partner(
        actor=cast.publicist,
        agency_id=cast.agency.pk,
        given=PartnerInput(name, **{"kind": "press", **changes}),
    )
