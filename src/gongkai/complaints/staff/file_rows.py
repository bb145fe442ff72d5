"""Photos and files of a matter as rows, pictures with the address of their small copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongkai.complaints.queries import records
from gongkai.complaints.queries.records import Matter, MatterFile
from gongkai.complaints.staff.common import address, size
from gongkai.domain.text import N_

FILE_KINDS = {
    "reported": N_("From the reporter"),
    "before": N_("Photo before"),
    "after": N_("Photo after"),
    "evidence": N_("Evidence"),
    "reply": N_("Goes with the reply"),
}


def file_rows(matter: Matter, listed: Sequence[MatterFile]) -> list[dict[str, Any]]:
    """Files, each with what it is; pictures with the address of their small copy."""
    return [
        {
            "pk": each.pk,
            "name": each.name,
            "kind": _(FILE_KINDS.get(each.kind, each.kind)),
            "size": size(each.size),
            "by": each.by.name if each.by else "",
            "at": each.added_at,
            "erased": each.erased_at is not None,
            "picture": each.content_type in records.PICTURES,
            "veiled": bool(each.veiled_key),
            "small_url": address("complaint_photo", matter.pk, each.pk),
            "url": address("complaint_file", matter.pk, each.pk),
            "veil_url": address("complaint_veil", matter.pk, each.pk),
            "remove_url": address("complaint_remove", matter.pk, each.pk),
        }
        for each in listed
    ]
