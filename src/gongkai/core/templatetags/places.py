"""Maps: ``{% load places %}``, then ``map_pick form``, ``map_list points title``, ``map_spot``, ``heat_map cells``.

The page links ``gongkai/places.css``; for a map that moves also ``gongkai/places.js``, which fetches Leaflet when a map
comes into view. Without the script each is an SVG drawn here. ``docs/places.md`` says more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.forms import RadioSelect
from django.templatetags.static import static

from gongkai.core import places
from gongkai.core.placefields import PlaceFields
from gongkai.core.places import drawing, tiles
from gongkai.domain.areas import Kind
from gongkai.domain.coordinates import Point

register = template.Library()

LEAFLET = "gongkai/vendor/leaflet-1.9.4"


def _map() -> dict[str, Any]:
    """What every map says about itself to its template."""
    return {
        "drawing": drawing.drawing(),
        "city": places.city_name(),
        "tiles": tiles.tiles(),
        "system": tiles.map_system(),
        "leaflet_script": static(f"{LEAFLET}/leaflet.js"),
        "leaflet_style": static(f"{LEAFLET}/leaflet.css"),
    }


@register.inclusion_tag("components/map_pick.html")
def map_pick(form: PlaceFields, legend: str = "") -> dict[str, Any]:
    """The fields of a :class:`PlaceFields` form with the map: pin, district, address, grid, coordinates."""
    on = drawing.drawing()
    pin = form.pin
    radios = isinstance(form["district"].field.widget, RadioSelect)
    bound = {name: form[name] for name in form.place_fields if name in form.fields}
    return {
        **_map(),
        "form": form,
        "bound": bound,
        "legend": legend,
        "pin": on.spot(pin) if pin else None,
        "pin_name": str(pin) if pin else "",
        "radio_id": form["district"].auto_id if radios else "",
        "chosen": str(form["district"].value() or ""),
        # What is wrong, or has been given, must be seen.
        "open": any(
            form[name].errors or form[name].value() for name in ("lat", "lon", "grid") if name in bound
        ),
    }


@register.inclusion_tag("components/map_list.html")
def map_list(points: Sequence[Mapping[str, Any]], title: str, level: int = 2) -> dict[str, Any]:
    """Numbered pins beside their list. ``points``: dicts of number, label, lat, lon, href (lat and lon may be None)."""
    found = drawing.pins(points)
    return {
        **_map(),
        "pins": found,
        "nowhere": sum(1 for pin in found if pin.point is None),
        "title": title,
        "heading": f"h{level}",
    }


@register.inclusion_tag("components/map_spot.html")
def map_spot(lat: float | None, lon: float | None, label: str = "") -> dict[str, Any]:
    """One place on a small map, to be looked at; nothing where there is no point."""
    point = Point(float(lat), float(lon)) if lat is not None and lon is not None else None
    on = drawing.drawing()
    return {**_map(), "point": point, "pin": on.spot(point) if point else None, "label": label}


@register.inclusion_tag("components/heat_map.html")
def heat_map(
    cells: Sequence[Mapping[str, Any]],
    title: str,
    kind: Kind = "grid",
    summary: str = "",
    unit: str = "",
    source_url: str = "",
) -> dict[str, Any]:
    """Counts by area with a sentence and a table. ``cells``: dicts of code, count and (it may be missing) href."""
    found = drawing.heat(cells, kind)
    return {
        "drawing": drawing.drawing(),
        "heat": found,
        "title": title,
        "summary": summary or found.sentence,
        "unit": unit,
        "kind": kind,
        "source_url": source_url,
    }
