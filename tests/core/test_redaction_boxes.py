"""Does a box cover at least what it was drawn over, whatever the page, and are bad lines named?"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.redaction_papers import drawn, packed, seen
from gongkai.core.redaction import Box, boxes_text, parse_boxes, prove, redact
from gongkai.core.redaction.model import MOST_PIXELS, MOST_SIDE, PageInfo, area, pixels
from gongkai.core.redaction.veil import veil
from gongkai.core.refusals import Invalid

GROUNDS = [("privacy", "个人隐私"), ("third_party", "第三方权益")]
parts = st.floats(0, 1, exclude_max=True)
sizes = st.integers(1, 5000)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(parts), draw(parts)
    width, height = draw(st.floats(1e-6, 1.2)), draw(st.floats(1e-6, 1.2))
    return Box(draw(st.integers(0, 4)), x, y, width, height, "privacy", "个人隐私")


@given(boxes(), sizes, sizes)
def test_every_pixel_a_box_touches_is_covered(box: Box, width: int, height: int) -> None:
    left, top, right, bottom = area(box, width, height)
    for low, high, start, length, side in (
        (left, right, box.x, box.width, width),
        (top, bottom, box.y, box.height, height),
    ):
        # Exactly, every pixel touched; and one more on each side, but for what floats round at whole numbers.
        first = math.floor(Fraction(start) * side)
        last = min(math.ceil((Fraction(start) + Fraction(length)) * side), side)
        assert 0 <= low <= first
        assert last <= high <= side
        assert low <= max(math.floor(start * side + 1e-6) - 1, 0)
        assert high >= min(math.ceil((start + length) * side - 1e-6) + 1, side)


@given(st.lists(boxes(), max_size=6), st.integers(1, 300), st.integers(1, 300))
def test_the_veil_is_black_with_white_words_exactly_where_the_boxes_are(
    given_boxes: list[Box], width: int, height: int
) -> None:
    covering = veil(given_boxes, width, height)
    covered = {
        (x, y)
        for left, top, right, bottom in (area(box, width, height) for box in given_boxes)
        for x in (left, right - 1)
        for y in (top, bottom - 1)
    }
    assert all(covering.mask.getpixel(place) == 255 for place in covered)
    assert set(covering.mask.tobytes()) <= {0, 255}
    # Words stay inside the boxes: nothing white where nothing is covered.
    outside = zip(covering.face.tobytes(), covering.mask.tobytes(), strict=True)
    assert all(face == 0 for face, mask in outside if not mask)


@given(st.floats(0.001, 1e7), st.floats(0.001, 1e7), st.floats(1, 1e5))
def test_no_page_asks_for_more_pixels_than_there_is_memory(
    width: float, height: float, wanted: float
) -> None:
    across, down = pixels(PageInfo(width, height), wanted)
    assert 1 <= across <= MOST_SIDE
    assert 1 <= down <= MOST_SIDE
    assert across * down <= MOST_PIXELS + across + down


@st.composite
def papers(draw: st.DrawFn) -> tuple[list[float], list[float], int, list[float]]:
    """A media box anywhere, a crop box in it, a turn, and a red field within what is shown."""
    left, bottom = draw(st.integers(-300, 300)), draw(st.integers(-300, 300))
    wide, high = draw(st.floats(60, 700)), draw(st.floats(60, 700))
    media = [left, bottom, left + wide, bottom + high]
    cut = [draw(st.floats(0, 0.4)) for _ in range(4)]
    crop = [
        media[0] + cut[0] * wide, media[1] + cut[1] * high, media[2] - cut[2] * wide, media[3] - cut[3] * high
    ]  # fmt: skip
    inner_wide, inner_high = crop[2] - crop[0], crop[3] - crop[1]
    x = crop[0] + draw(st.floats(0, 0.8)) * inner_wide
    y = crop[1] + draw(st.floats(0, 0.8)) * inner_high
    field = [
        x, y,
        x + draw(st.floats(0.02, 0.2)) * inner_wide, y + draw(st.floats(0.02, 0.2)) * inner_high,
    ]  # fmt: skip
    return media, crop, draw(st.sampled_from([0, 90, 180, 270])), field


def as_shown(crop: list[float], turn: int, field: list[float]) -> Box:
    """Where the red field is on the turned, cropped page: worked out on paper, not asked of a library."""
    wide, high = crop[2] - crop[0], crop[3] - crop[1]
    left, right = (field[0] - crop[0]) / wide, (field[2] - crop[0]) / wide
    top, bottom = (crop[3] - field[3]) / high, (crop[3] - field[1]) / high
    for _ in range(
        turn // 90
    ):  # clockwise: what was at the left is at the top, what was below is at the left
        left, right, top, bottom = 1 - bottom, 1 - top, left, right
    left, top = max(left, 0.0), max(top, 0.0)
    return Box(0, left, top, right - left, bottom - top)


def redness(picture: object) -> int:
    red, green, _ = picture.split()  # type: ignore[attr-defined]
    return max(r - g for r, g in zip(red.tobytes(), green.tobytes(), strict=True))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(papers())
def test_on_a_turned_and_cropped_page_the_box_lies_where_it_was_drawn(
    tmp_path: Path, paper: tuple[list[float], list[float], int, list[float]]
) -> None:
    media, crop, turn, field = paper
    content = b"1 0 0 rg %f %f %f %f re f" % (field[0], field[1], field[2] - field[0], field[3] - field[1])
    original = packed(drawn(content, media, crop=crop, rotate=turn))
    assert redness(seen(original)) > 200
    box = as_shown(crop, turn, field)
    target = tmp_path / "copy.pdf"
    redact(original, [box], target)
    assert redness(seen(target.read_bytes(), dpi=200)) < 8
    assert prove(original, target, [box]).holds
    # And no more than the box: the picture next to it is untouched.
    shown = seen(target.read_bytes(), dpi=72)
    black = shown.convert("L").point(lambda value: 255 if value < 100 else 0).getbbox()
    assert black is not None
    assert black[2] - black[0] <= math.ceil(box.width * shown.width) + 4
    assert black[3] - black[1] <= math.ceil(box.height * shown.height) + 4


def test_a_box_must_be_a_box() -> None:
    for wrong in (
        (-1, 0, 0, 1, 1),
        (0, -0.1, 0, 1, 1),
        (0, 1, 0, 1, 1),
        (0, 0, 0, 0, 1),
        (0, 0, 0, 1, math.nan),
    ):
        with pytest.raises(ValueError):
            Box(*wrong)


@given(st.lists(boxes(), max_size=5))
def test_lines_bring_back_at_least_the_same_box(given_boxes: list[Box]) -> None:
    within = [
        Box(
            each.page,
            each.x,
            each.y,
            min(each.width, 1 - each.x),
            min(each.height, 1 - each.y),
            "privacy",
            "个人隐私",
        )
        for each in given_boxes
    ]
    back = parse_boxes(boxes_text(within), 5, GROUNDS)
    assert len(back) == len(within)
    for one, other in zip(within, back, strict=True):
        assert (other.page, other.ground, other.label) == (one.page, "privacy", "个人隐私")
        assert other.x <= one.x + 1e-9
        assert other.y <= one.y + 1e-9
        assert other.x + other.width >= min(one.x + one.width, 1) - 1e-9
        assert other.y + other.height >= min(one.y + one.height, 1) - 1e-9
        assert other.width <= one.width + 4e-5
        assert other.height <= one.height + 4e-5


def test_lines_are_taken_as_people_write_them() -> None:
    text = "1 10 20 30 5 privacy\n\n 2，10%，20％，30.5，5，第三方权益 \r\n2\t0 0 100.2 100 privacy"
    one, two, three = parse_boxes(text, 2, GROUNDS)
    assert (one.page, one.ground, one.label) == (0, "privacy", "个人隐私")
    assert (one.x, one.y) == pytest.approx((0.1, 0.2))
    assert (two.page, two.ground, two.width) == (1, "third_party", pytest.approx(0.305))
    assert (three.x + three.width, three.y + three.height) == (1, 1)
    assert parse_boxes("1 10 20 30 5", 1, GROUNDS[:1])[0].ground == "privacy"
    assert parse_boxes(" \n ", 1, GROUNDS) == ()


def test_json_says_the_same_as_lines() -> None:
    rows = [{"page": 2, "x": 12.5, "y": 30, "width": 20, "height": 2.5, "ground": "privacy"}]
    assert parse_boxes(json.dumps(rows), 2, GROUNDS) == parse_boxes("2 12.5 30 20 2.5 privacy", 2, GROUNDS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1 10 20 privacy", "five numbers"),
        ("one 10 20 30 5 privacy", "five numbers"),
        ("1 nan 20 30 5 privacy", "five numbers"),
        ("1 1e400 20 30 5 privacy", "five numbers"),
        ("3 10 20 30 5 privacy", "page 3"),
        ("0 10 20 30 5 privacy", "page 0"),
        ("1.5 10 20 30 5 privacy", "page 1.5"),
        ("1 10 20 30 5 because", "“because”"),
        ("1 10 20 30 5", "ground is missing"),
        ("1 10 20 0 5 privacy", "more than 0"),
        ("1 10 20 -5 5 privacy", "more than 0"),
        ("1 90 20 30 5 privacy", "over the edge"),
        ("1 -5 20 30 5 privacy", "over the edge"),
        ("1 100 20 0.3 5 privacy", "outside"),
    ],
)
def test_a_bad_line_is_named(line: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_boxes(f"1 1 1 1 1 privacy\n{line}\n1 1 1 1 1 privacy", 2, GROUNDS)
    assert "line 2" in str(caught.value.reason)
    assert said in str(caught.value.reason)
    assert caught.value.field == "boxes"


@pytest.mark.parametrize("text", ["[{", '["a"]', "[1]", '[{"page": 1}]', "{}", '[{"page": [1], "x": {}}]'])
def test_broken_json_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Invalid):
        parse_boxes(text, 1, GROUNDS)


def test_too_many_boxes_are_refused() -> None:
    with pytest.raises(Invalid, match="more than"):
        parse_boxes("1 1 1 1 1 privacy\n" * 5001, 1, GROUNDS)
