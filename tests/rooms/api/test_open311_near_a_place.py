"""Are the matters around a place found, exactly those within the radius, and is a wrong place told?"""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import cast as people
from gongkai.api.open311.near import FURTHEST, USUAL
from gongkai.complaints.models import PublicMatter
from gongkai.core import clock
from gongkai.domain.complaints.similar import distance
from rooms.api import open311_stage as stage
from rooms.api.open311_stage import COVER, Program

MIDDLE = (33.3, 116.75)
DEGREE = 111_195.0  # metres of a degree of latitude


def at(cast: people.Cast, north: float, east: float, **changes: object) -> str:
    """A public matter so many metres to the north and east of the middle."""
    lat = MIDDLE[0] + north / DEGREE
    lon = MIDDLE[1] + east / (DEGREE * math.cos(math.radians(lat)))
    return stage.matter(cast, **{"days_ago": 0, "lat": lat, "lon": lon, **changes}).public_id  # type: ignore[arg-type]


def near(program: Program, **query: object) -> set[str]:
    asked = {"lat": MIDDLE[0], "long": MIDDLE[1], **query}
    return {each["service_request_id"] for each in program.ask("requests", **asked)}


def test_who_is_within_the_radius_is_found_and_nobody_else(program: Program, office: people.Cast) -> None:
    here = at(office, 0, 0)
    north = at(office, 290, 0)
    # Inside the box around the circle and outside the circle: 396 metres away.
    corner = at(office, 280, 280)
    far = at(office, 0, -450)
    nowhere = stage.matter(office, lat=None, lon=None).public_id
    assert near(program, radius=300) == {here, north}
    assert near(program, radius="400.5") == {here, north, corner}
    assert near(program) == {here, north, corner, far}, f"{USUAL} metres where no radius is given"
    assert near(program, radius="") == near(program)
    assert near(program, radius=1) == {here}
    assert nowhere not in near(program, radius=FURTHEST)
    assert near(program, lat=40, long=-100) == set()


def test_the_distance_is_that_of_the_globe(office: people.Cast) -> None:
    """Asked for a metre more and a metre less than the room's own measure says, wherever the matter lies."""
    program = Program()
    for north, east in ((1200, 0), (0, 1200), (-900, 1700), (20_000, -31_000)):
        one = at(office, north, east)
        row = PublicMatter.objects.get(public_id=one)
        assert row.lat is not None
        assert row.lon is not None
        metres = distance((MIDDLE[1], MIDDLE[0]), (row.lon, row.lat))
        assert one in near(program, radius=round(metres + 1, 1))
        assert one not in near(program, radius=round(metres - 1, 1))


def test_a_place_narrows_together_with_everything_else(program: Program, office: people.Cast) -> None:
    lamp = at(office, 10, 0)
    cover = at(office, 20, 0, category=COVER)
    closed = at(office, 30, 0, status="closed")
    old = at(office, 40, 0, days_ago=400, updated_at=clock.now() - timedelta(hours=1))
    hidden = at(office, 50, 0, hidden_at=clock.now())
    far = at(office, 5000, 0)
    assert near(program) == {lamp, cover, closed}
    assert near(program, service_code=COVER) == {cover}
    assert near(program, status="closed") == {closed}
    assert near(program, updated_after="2026-11-25") == {lamp, cover, closed, old}
    assert hidden not in near(program, radius=FURTHEST)
    # Numbers override everything else, the place and its faults too.
    assert near(program, service_request_id=far, radius="x") == {far}


def test_pages_are_cut_after_the_distance(program: Program, office: people.Cast) -> None:
    """What lies in the corners of the box takes no place on a page; the newest stays first."""
    inside = [at(office, number, 0, days_ago=number) for number in range(5)]
    for _ in range(5):
        at(office, 280, 280)
    asked = {"lat": MIDDLE[0], "long": MIDDLE[1], "radius": 300, "page_size": 2}
    pages = [
        [each["service_request_id"] for each in program.ask("requests", page=page, **asked)]
        for page in (1, 2, 3, 4)
    ]
    assert pages == [inside[:2], inside[2:4], inside[4:], []]


def test_as_many_queries_near_a_place_as_anywhere(office: people.Cast) -> None:
    program = Program()

    def cost(**query: object) -> int:
        with CaptureQueriesContext(connection) as queries:
            near(program, **query)
        return len(queries)

    at(office, 0, 0)
    near(program)
    few = cost()
    for _ in range(10):
        at(office, 0, 0)
    assert len(near(program)) == 11
    assert cost() == few <= 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"lat": "33.3"}, "belong together"),
        ({"long": "116.75", "radius": "5"}, "belong together"),
        ({"radius": "300"}, "needs a middle"),
        ({"lat": "116.75", "long": "33.3"}, "exchanged"),
        ({"lat": "91", "long": "116.75"}, "no such place"),
        ({"lat": "33.3", "long": "190"}, "no such place"),
        ({"lat": "NaN", "long": "116.75"}, "not numbers"),
        ({"lat": "inf", "long": "116.75"}, "not numbers"),
        ({"lat": "北", "long": "东"}, "not numbers"),
        ({"lat": "3" * 5000, "long": "116.75"}, "not numbers"),
        *(
            ({"lat": "33.3", "long": "116.75", "radius": wrong}, "number of metres from 1 to 50000")
            for wrong in (
                "0",
                "-5",
                "0.5",
                "50000.1",
                "1e3",
                "NaN",
                "五百",
                "５００",
                "9" * 400,
                "300m",
                "1,5",
            )
        ),
    ],
    ids=lambda value: "-".join(f"{k}={v[:9]}" for k, v in value.items()) if isinstance(value, dict) else None,
)
def test_a_place_that_cannot_be_is_told(program: Program, query: dict[str, str], said: str) -> None:
    sentences = program.get("requests", **query).errors(400)
    assert len(sentences) == 1, sentences
    assert said in sentences[0]
    assert len(sentences[0]) < 250


def test_signs_that_say_nothing_are_no_place(program: Program, office: people.Cast) -> None:
    found = stage.matter(office).public_id
    assert near(program, lat="\x00", long=" ", radius="\x00") == {found}
    assert near(program, lat=["1", "33.3"], long=["2", "116.75"]) == {found}, "the last one counts"
    assert "not a" not in str(program.get("requests", radius="300", page="x").errors(400)[0])


def test_faults_of_the_place_are_told_with_the_others(program: Program) -> None:
    sentences = program.get("requests", lat="x", long="y", radius="z", page="0").errors(400)
    assert len(sentences) == 3
