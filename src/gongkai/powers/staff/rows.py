"""Entries and their versions as rows of lists and worklists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.powers import words
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries import worklists
from gongkai.powers.queries.records import Entry, Version
from gongkai.powers.staff.common import address_of


def entry_row(entry: Entry) -> dict[str, Any]:
    """One entry for ``components/work_row.html``; it has ``open_versions`` and ``current_versions``."""
    on_its_way: Version | None = next(iter(entry.open_versions), None)  # type: ignore[attr-defined]
    current: Version | None = next(iter(entry.current_versions), None)  # type: ignore[attr-defined]
    badges = []
    if current is not None:
        badges.append({"label": _("In force"), "kind": "done"})
    else:
        badges.append({"label": _("Not in force"), "kind": "quiet"})
    if on_its_way is not None:
        badges.append(words.state_badge(on_its_way))
    shown = on_its_way or current
    if entry.kind == "service" and shown is not None:
        badges.append(words.elements_badge(entry.kind, shown.content))
    if current is not None and current.as_published:
        badges.append({"label": _("Brought in with gaps"), "kind": "danger"})
    return {
        "title": entry.title,
        "url": address_of(entry),
        "number": entry.code,
        "unit": unit_name(entry.unit),
        "note": words.kind_name(entry.kind),
        # What a tick sends: the version on its way, and the revision the person saw.
        "id": f"{on_its_way.pk}:{on_its_way.revision}" if on_its_way else "",
        "at": shown.updated_at if shown else entry.created_at,
        "badges": badges,
    }


def entry_rows(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries for a list."""
    return [entry_row(entry) for entry in entries]


def work_rows(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """Versions for the worklists; one query, whether a draft was returned."""
    returned = worklists.returned(versions)
    return [_work_row(version, version.pk in returned) for version in versions]


def _work_row(version: Version, returned: bool) -> dict[str, Any]:
    entry = version.entry
    badges = [words.state_badge(version)]
    if returned:
        badges.append({"label": _("Returned to be changed"), "kind": "danger"})
    begins = version.in_force_from
    if version.state == "published" and begins and begins > clock.today():
        badges.append({"label": _("Not in force yet"), "kind": "info"})
    return {
        "title": version.title,
        "url": address_of(entry),
        "number": entry.code,
        "unit": unit_name(entry.unit),
        "note": words.kind_name(entry.kind),
        "at": version.updated_at,
        "badges": badges,
    }
