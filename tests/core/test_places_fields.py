"""Does a form about a place take what belongs together, and say clearly what does not?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.forms import CharField, Form, Select
from django.utils.translation import override

from gongkai.core import places
from gongkai.core.placefields import PlaceFields
from gongkai.core.places import Place
from gongkai.domain.coordinates import Point

EAST, SOUTH = "dongcheng", "nanbu"


class Wanted(PlaceFields, Form):
    """A form of a room, with a field of its own before and the place asked for."""

    title = CharField(label="t", required=False)
    place_required = "any"


def middle(code: str) -> Point:
    area = places.area(code)
    assert area is not None
    return area.label_point().rounded()


def filled(of: type[PlaceFields] = Wanted, **data: Any) -> PlaceFields:
    with override("en"):
        form = of({key: str(value) for key, value in data.items()})
        form.is_valid()
    return form


def sentence(form: PlaceFields, name: str) -> str:
    with override("en"):
        return " ".join(map(str, form.errors.get(name, [])))


def test_a_pin_gives_its_district_and_its_grid() -> None:
    here = middle("NB03")
    form = filled(lat=here.lat, lon=here.lon, address=" 公园路12号 ")
    assert form.errors == {}
    assert form.place == Place(here, SOUTH, "NB03", "公园路12号")
    assert (form.cleaned_data["lat"], form.cleaned_data["lon"]) == (here.lat, here.lon)
    assert (form.cleaned_data["district"], form.cleaned_data["grid"]) == (SOUTH, "NB03")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"district": EAST}, Place(None, EAST, "", "")),
        ({"address": "菜市场东门"}, Place(None, "", "", "菜市场东门")),
        ({"grid": "NB01"}, Place(None, SOUTH, "NB01", "")),
        ({"grid": "NB01", "district": SOUTH}, Place(None, SOUTH, "NB01", "")),
    ],
)
def test_less_than_a_pin_is_enough(data: dict[str, str], place: Place) -> None:
    form = filled(**data)
    assert form.errors == {}
    assert form.place == place


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({}, "address", "Please say where it is"),
        ({"lat": "33.3"}, "lon", "This one is missing"),
        ({"lon": "116.75"}, "lat", "This one is missing"),
        ({"lat": "116.75", "lon": "33.3"}, "lat", "have been exchanged"),
        ({"lat": "31.2", "lon": "121.5"}, "lat", "outside Shili City"),
        ({"lat": "33.3", "lon": "east"}, "lon", "are not numbers"),
        ({"lat": "north", "lon": "116.75"}, "lat", "are not numbers"),
        ({"district": "atlantis"}, "district", "Select a valid choice"),
        ({"grid": "NB01", "district": EAST}, "grid", "This grid lies in South New Area"),
        ({"address": "x" * 201}, "address", "at most 200"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(data: dict[str, str], field: str, words: str) -> None:
    form = filled(title="kept", **data)
    assert words in sentence(form, field)
    assert list(form.errors) == [field]
    # Nothing that was typed is lost.
    assert {name: form[name].value() for name in data} == data
    assert form["title"].value() == "kept"


def test_a_pin_in_another_district_or_grid_is_told() -> None:
    here = middle(EAST)
    form = filled(lat=here.lat, lon=here.lon, district=SOUTH)
    assert sentence(form, "district") == (
        "The pin lies in East Town, but you chose South New Area. Move the pin or change the district."
    )
    form = filled(lat=here.lat, lon=here.lon, grid="NB03")
    assert "does not lie in this grid" in sentence(form, "grid")


def test_near_a_border_either_side_may_be_named() -> None:
    """The outline may be some hundred metres wrong; what the person says counts there."""
    east, south = places.area(EAST), places.area(SOUTH)
    assert east is not None
    assert south is not None
    line = [Point(33.24 + step / 5000, 116.83) for step in range(600)]
    border = next(here for here in line if east.holds(here) and not south.holds(here))
    assert south.metres_to(border) < 50
    for code in (EAST, SOUTH):
        form = filled(lat=border.lat, lon=border.lon, district=code)
        assert form.errors == {}
        assert form.place.district == code
        grid = places.area(form.place.grid)
        assert grid is not None
        assert grid.parent == code


@pytest.mark.parametrize(
    ("required", "field", "words"),
    [("district", "district", "choose the district"), ("point", "lat", "set the pin")],
)
def test_a_room_may_ask_for_more(required: str, field: str, words: str) -> None:
    strict = type("Strict", (Wanted,), {"place_required": required})
    assert words in sentence(filled(strict, address="somewhere"), field)
    here = middle(EAST)
    assert filled(strict, lat=here.lat, lon=here.lon).errors == {}
    assert filled(PlaceFields).errors == {}
    assert filled(PlaceFields).place == Place()


def test_the_pin_drawn_is_the_one_in_the_fields() -> None:
    here = middle(EAST)
    assert Wanted(initial={"lat": here.lat, "lon": here.lon}).pin == here
    assert Wanted({"lat": str(here.lat), "lon": str(here.lon)}).pin == here
    assert Wanted({"lat": "31.2", "lon": "121.5"}).pin is None
    assert Wanted({"lat": "x"}).pin is None
    # Floats of a record are written with six digits.
    assert Wanted(initial={"lat": 33.30000000001, "lon": 116.75}).initial["lat"] == "33.300000"


def test_a_large_city_is_offered_as_lists_and_codes(settings: Any, tmp_path: Path) -> None:
    def feature(code: str, kind: str, parent: str, west: float) -> dict[str, Any]:
        ring = [[west, 33.0], [west + 0.01, 33.0], [west + 0.01, 33.01], [west, 33.01], [west, 33.0]]
        properties = {"code": code, "name": code, "kind": kind, "parent": parent}
        return {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    features = [feature(f"d{at}", "district", "", 116 + at / 100) for at in range(13)]
    path = tmp_path / "city.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    settings.GONGKAI_AREAS = str(path)
    form = Wanted()
    assert isinstance(form["district"].field.widget, Select)
    assert "grid" not in form.fields  # the file has none
    features += [feature(f"g{at}", "grid", f"d{at % 13}", 116 + at % 13 / 100) for at in range(61)]
    path = tmp_path / "larger.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    settings.GONGKAI_AREAS = str(path)
    assert "no grid with this code" in sentence(filled(grid="g99"), "grid")
    form = filled(grid=" g14 ")
    assert form.place == Place(None, "d1", "g14", "")
