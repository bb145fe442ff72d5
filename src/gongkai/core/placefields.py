"""The part of a form that asks where something is: pin, district, grid and address, each optional for the other.

``class ComplaintForm(PlaceFields, forms.Form)``; after ``is_valid()`` the answer is ``form.place``. The template draws
it with ``{% load places %}{% map_pick form %}``.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core import places
from gongkai.core.places import Place
from gongkai.core.text import render
from gongkai.domain.coordinates import DIGITS, Point, number
from gongkai.domain.refusal import Refused

#: More districts than this are chosen from a list instead of beside each other.
MOST_RADIOS = 12
#: More grids than this are not offered for choosing; the code is typed, or found from the pin.
MOST_GRIDS = 60


class PlaceFields(forms.Form):
    """The fields ``lat``, ``lon``, ``district``, ``grid``, ``address``; their cleaned values agree with each other.

    ``place_required``: "" (nothing need be said), "any" (one of pin, district or address), "district", "point".
    """

    place_required: ClassVar[Literal["", "any", "district", "point"]] = ""
    place_fields: ClassVar[tuple[str, ...]] = ("district", "address", "grid", "lat", "lon")

    district = forms.ChoiceField(label=_("District of the city"), required=False, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Address or landmark"),
        required=False,
        max_length=200,
        help_text=_(
            "Road and house number, or what stands nearby, such as “opposite the east gate of the market”."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    grid = forms.ChoiceField(label=_("Grid of the city"), required=False)
    lat = forms.CharField(
        label=_("Latitude (WGS-84)"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    lon = forms.CharField(
        label=_("Longitude (WGS-84)"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lat", "lon"):
            if isinstance(self.initial.get(name), float):
                self.initial[name] = f"{self.initial[name]:.{DIGITS}f}"
        offered = [(each.code, places.area_name(each)) for each in places.areas("district")]
        district = self.fields["district"]
        if len(offered) > MOST_RADIOS:
            district.widget = forms.Select()
        district.choices = [("", _("I do not know")), *offered]  # type: ignore[attr-defined]
        grids = places.areas("grid")
        if not grids:
            del self.fields["grid"]
        elif len(grids) > MOST_GRIDS:
            self.fields["grid"] = forms.CharField(
                label=_("Code of the grid"),
                required=False,
                max_length=40,
                help_text=_("Leave it empty if you do not know it."),
            )
        else:
            self.fields["grid"].choices = self._grids()  # type: ignore[attr-defined]

    @staticmethod
    def _grids() -> list[Any]:
        groups = [
            (
                places.area_name(district),
                [(each.code, places.area_name(each)) for each in places.areas("grid", district.code)],
            )
            for district in places.areas("district")
        ]
        return [("", _("Not known, or found from the pin")), *(group for group in groups if group[1])]

    @property
    def place(self) -> Place:
        """The place that was given, after ``is_valid()``."""
        found: Place = self.cleaned_data["place"]
        return found

    @property
    def pin(self) -> Point | None:
        """The point that stands in the fields now, to draw it; nothing where it is none."""
        given = number(str(self["lat"].value() or "")), number(str(self["lon"].value() or ""))
        if given[0] is None or given[1] is None:
            return None
        found = places.checked_point(given[0], given[1])
        return found if isinstance(found, Point) else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        point = self._point(cleaned.get("lat", ""), cleaned.get("lon", ""))
        grid = self._grid(cleaned.get("grid", ""))
        district = cleaned.get("district", "")
        if point and district and not places.belongs(point, district):
            self.add_error("district", self._elsewhere(point, district))
        elif point and not district:
            found = places.district_of(point)
            district = found.code if found else ""
        grid, district = self._agree(point, grid, district)
        place = Place(point, district, grid, cleaned.get("address", "").strip())
        if not self.errors:
            self._require(place)
        cleaned.update(
            lat=point.lat if point else None,
            lon=point.lon if point else None,
            district=district,
            grid=grid,
            address=place.address,
            place=place,
        )
        return cleaned

    def _point(self, lat: str, lon: str) -> Point | None:
        lat, lon = lat.strip(), lon.strip()
        if not lat and not lon:
            return None
        if not lat or not lon:
            self.add_error(
                "lat" if lon else "lon", _("Both numbers are needed, or neither. This one is missing.")
            )
            return None
        found = places.checked_point(lat, lon)
        if isinstance(found, Refused):
            at = "lon" if number(lat) is not None and number(lon) is None else "lat"
            self.add_error(at, render(found.reason))
            return None
        return found

    def _grid(self, code: str) -> str:
        found = places.area(code.strip()) if code else None
        if code and (found is None or found.kind != "grid"):
            self.add_error(
                "grid", _("There is no grid with this code. Leave it empty if you do not know it.")
            )
            return ""
        return found.code if found else ""

    def _agree(self, point: Point | None, grid: str, district: str) -> tuple[str, str]:
        """The grid within the district: found from the pin where none was chosen, refused where they differ."""
        if not grid:
            found = places.grid_of(point, district) if point else None
            return (found.code if found else ""), district
        above = places.district_above(grid)
        if point and not places.belongs(point, grid):
            self.add_error(
                "grid", _("The pin does not lie in this grid. Move the pin, or leave the grid empty.")
            )
        elif above and district and above.code != district:
            words = gettext("This grid lies in {area}. Choose that district, or leave the grid empty.")
            self.add_error("grid", words.format(area=places.area_name(above)))
        return grid, district or (above.code if above else "")

    @staticmethod
    def _elsewhere(point: Point, district: str) -> str:
        lies, said = places.district_of(point), places.area(district)
        return gettext(
            "The pin lies in {pin}, but you chose {chosen}. Move the pin or change the district."
        ).format(
            pin=places.area_name(lies) if lies else "", chosen=places.area_name(said) if said else district
        )

    def _require(self, place: Place) -> None:
        if self.place_required == "any" and not place:
            self.add_error(
                "address",
                _("Please say where it is: set the pin, choose the district, or write the address."),
            )
        elif self.place_required == "district" and not place.district:
            self.add_error("district", _("Please choose the district, or set the pin on the map."))
        elif self.place_required == "point" and not place.point:
            self.add_error("lat", _("Please set the pin on the map, or write the coordinates."))
