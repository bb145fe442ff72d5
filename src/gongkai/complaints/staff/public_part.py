"""The anonymised version of a matter, as its record shows it."""

from __future__ import annotations

from typing import Any

from gongkai.complaints import access, checks
from gongkai.complaints.forms.replying import HideForm
from gongkai.complaints.queries import records, replies
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff.common import address
from gongkai.complaints.staff.tried import Tried
from gongkai.people.actor import StaffActor


def public(matter: Matter, acting: StaffActor, tried: Tried) -> dict[str, Any]:
    """The wording as everybody will read it, who wrote and who released it, and what may be done."""
    row = replies.public_version(matter)
    may_release = bool(access.may_release(acting, matter))
    found = (
        []
        if row is None
        else [each for text in (row.title, row.text, row.answer) for each in checks.personal(text)]
    )
    photos = [records.file(matter, pk) for pk in row.photos] if row else []
    return {
        "public": row,
        "findings": [{"sentence": each.message, "quote": each.where} for each in found],
        "public_photos": [
            {"name": each.name, "url": address("complaint_photo", matter.pk, each.pk) + "?veiled=1"}
            for each in photos
            if each is not None
        ],
        "prepare_url": address("complaint_public", matter.pk)
        if row and access.may_prepare_public(acting, matter)
        else "",
        "release_url": address("complaint_release", matter.pk) if row and may_release else "",
        "hide_url": address("complaint_hide", matter.pk) if row and may_release else "",
        "hide_form": tried.hide or HideForm(prefix="hide"),
        "own_words": row is not None and row.prepared_by_id == acting.person_id,
        "can_release": row is not None
        and bool(row.answer)
        and row.released_at is None
        and matter.state == "closed",
        "agreed": matter.may_publish,
    }
