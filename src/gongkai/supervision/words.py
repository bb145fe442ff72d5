"""Words of findings (监督发现) in the reader's language: monitors and their source, states, units."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.core.lawwords import in_chinese, label_in
from gongkai.domain.process import Kind
from gongkai.domain.supervision.course import PROCESS
from gongkai.domain.supervision.monitors import Monitor, monitors
from gongkai.people.models import Unit
from gongkai.supervision.models import Finding

STATE_BADGES = {
    "found": "plain",
    "urged": "danger",
    "answered": "soon",
    "settled": "done",
    "dismissed": "quiet",
    "mended": "done",
}


def content_lang() -> str:
    """The ``lang`` of what the units and the law wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def language() -> str:
    """The reader's language, to keep a picture by."""
    return get_language() or ""


def unit_name(unit: Unit | None) -> str:
    """A unit's name in the reader's language; of no unit: the openness office, which answers then."""
    if unit is None:
        return _("Openness office")
    return unit.name if in_chinese() or not unit.name_en else unit.name_en


def monitor_name(key: str) -> str:
    """What a monitor is called; its key where the data know it no more."""
    found = monitors().get(key)
    return label_in(found) if found else key


def monitor_options() -> list[tuple[str, str]]:
    """Every monitor with its name."""
    return [(key, label_in(each)) for key, each in monitors().items()]


def monitor_shown(key: str) -> dict[str, Any] | None:
    """What a monitor looks for, its source, and whether the text of the source was read."""
    found = monitors().get(key)
    if found is None:
        return None
    return {
        "name": label_in(found),
        "says": says(found),
        "days": found.days,
        "source": str(found.citation),
        "note": found.citation.note,
        "verified": found.citation.verified,
        "aside": monitor_note(key),
    }


def monitor_note(key: str) -> str:
    """What else must be known of a monitor on this installation: whether links to other sites are asked for."""
    if key != "dead_link":
        return ""
    if settings.GONGKAI_CHECK_OUTSIDE_LINKS:
        return _("Links to other sites are asked for too, each once a week; what fails for weeks is dead.")
    return _(
        "Links to other sites are not checked. Whoever runs the system switches it on with "
        "GONGKAI_CHECK_OUTSIDE_LINKS=1."
    )


def says(monitor: Monitor) -> str:
    """What a monitor looks for, as a sentence."""
    return monitor.says if in_chinese() else monitor.says_en


def state_badge(found: Finding) -> dict[str, str]:
    """Where a finding stands, as a badge."""
    return {"label": _(PROCESS.state(found.state).label), "kind": STATE_BADGES.get(found.state, "plain")}


def next_step(found: Finding) -> str:
    """Who has the next step; nothing once it is over."""
    state = PROCESS.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))
