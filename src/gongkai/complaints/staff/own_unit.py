"""The way from a handler or head to the figures of the unit they hold a post in. It gives no right: it is a link."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gongkai.complaints import access
from gongkai.complaints.staff.common import address
from gongkai.people.actor import StaffActor


def own_units(acting: StaffActor) -> dict[str, str]:
    """The units in which the person handles matters or is their head: number → name."""
    return {str(each.unit_id): each.unit_name for each in acting.holdings if each.roles & set(access.OF_UNIT)}


def figures_of_units(acting: StaffActor, shown: str = "") -> list[dict[str, str]]:
    """Label and address of the figures of each own unit; ``shown``: the number of the one that is open already."""
    return [
        {
            "label": _("Figures of {unit}").format(unit=name),
            "url": f"{address('complaint_figures')}?{urlencode({'unit': number})}",
        }
        for number, name in own_units(acting).items()
        if number != shown
    ]
