"""Are all places of a word found, and is what stands under a box known?"""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import NameObject

from core.redaction_papers import CARD, NAME, chinese, drawn, packed, seen
from gongkai.core.redaction import Box, boxes_text, find_words, parse_boxes, proven_copy, still_shown, tells
from gongkai.core.redaction.texts import covered_words


def paper(*lines: tuple[int, int, str], size: int = 18, rotate: int = 0) -> bytes:
    content = "".join(f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n" for x, y, words in lines)
    return packed(drawn(content.encode(), rotate=rotate))


def test_every_occurrence_is_found_on_every_page_also_over_the_end_of_a_line() -> None:
    data = chinese(2)
    boxes = find_words(data, [NAME], ground="privacy", label="个人隐私")
    assert {box.page for box in boxes} == {0, 1}
    assert {(box.ground, box.label) for box in boxes} == {("privacy", "个人隐私")}
    under = "".join(covered_words(data, boxes))
    assert set(under) == set(NAME)
    # Eight times on each page; an occurrence over two lines has two boxes and is one run of letters no more.
    assert len(boxes) >= 16
    assert not [found for found in still_shown(data, boxes) if found[1] == NAME]


def test_nothing_dark_of_the_word_is_left_beside_its_box() -> None:
    data = paper((60, 140, "Wgj|Q"), size=36)
    with proven_copy(data, find_words(data, ["Wgj|Q"])) as (copy, _):
        shown = seen(copy.read_bytes(), dpi=100).convert("L")
    box = find_words(data, ["Wgj|Q"])[0]
    grown = 3 / shown.width
    covered = (
        int((box.x - grown) * shown.width), int((box.y - grown) * shown.height),
        int((box.x + box.width + grown) * shown.width) + 1, int((box.y + box.height + grown) * shown.height) + 1,
    )  # fmt: skip
    shown.paste(255, covered)
    assert shown.getextrema() == (255, 255)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_are_found_where_they_are_shown(turn: int) -> None:
    data = paper((50, 250, "Secret"), rotate=turn)  # upper left of an upright page
    (box,) = find_words(data, ["secret"])
    middle = (box.x + box.width / 2, box.y + box.height / 2)
    expected = {0: (0.2, 0.15), 90: (0.85, 0.2), 180: (0.8, 0.85), 270: (0.15, 0.8)}[turn]
    assert middle == pytest.approx(expected, abs=0.06)


def test_width_case_and_spaces_do_not_matter() -> None:
    data = paper((20, 250, "ZHANG  San"), (20, 200, "zhang"), (20, 182, "san"), (20, 100, "Lisi"))
    assert len(find_words(data, ["Ｚｈａｎｇ　san"])) == 3  # one whole, one in two lines
    assert find_words(data, ["", "  ", "nobody"]) == []


def test_a_longer_word_takes_the_shorter_one_in_it() -> None:
    data = paper((20, 250, "Annabell"), (20, 100, "Anna"))
    one, two = find_words(data, ["Anna", "Annabell"])
    assert one.width > 1.5 * two.width


def test_words_of_one_row_far_apart_get_boxes_of_their_own() -> None:
    data = paper((20, 250, "Wang"), (300, 250, "Wu"))
    boxes = find_words(data, ["WangWu"])
    assert len(boxes) == 2
    assert all(box.width < 0.3 for box in boxes)


def test_a_word_outside_what_is_shown_gets_no_box() -> None:
    data = packed(drawn(b"BT /F1 18 Tf 20 250 Td (Hidden) Tj ET", crop=(0, 0, 400, 200)))
    assert find_words(data, ["Hidden"]) == []


def test_what_stands_under_a_box_is_known_and_where_it_still_can_be_read() -> None:
    data = paper((20, 250, "Wang Wu"), (20, 150, "paid by Wang"))
    box = Box(0, 0, 0, 1, 0.3)
    assert covered_words(data, [box]) == ["Wang", "Wu"]
    assert still_shown(data, [box]) == [(0, "Wang")]
    assert still_shown(data, [Box(0, 0, 0, 1, 1)]) == []


def test_rare_characters_are_found() -> None:
    data = chinese(1)
    assert "镕" in NAME
    assert find_words(data, ["镕基"])
    assert len(find_words(data, [CARD])) >= 8


def test_an_invisible_text_layer_is_searched_too() -> None:
    """A scan with recognised text: what is found there is what is seen."""
    pdf = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(paper((50, 250, "Secret")))))
    content = pdf.pages[0]["/Contents"].get_object()
    content.set_data(content.get_data().replace(b"BT", b"BT 3 Tr"))  # type: ignore[attr-defined]
    pdf.pages[0][NameObject("/Contents")] = pdf._add_object(content)
    assert len(find_words(packed(pdf), ["Secret"])) == 1


def test_what_is_covered_already_gets_no_second_box() -> None:
    data = paper((20, 250, "Wang"), (20, 100, "Wang"))
    boxes = find_words(data, ["Wang"], ground="privacy")
    again = parse_boxes(boxes_text(boxes[:1]), 1, [("privacy", "Privacy")])  # as it comes back from the form
    assert find_words(data, ["Wang"], ground="privacy", beside=again) == boxes[1:]
    assert find_words(data, ["Wang"], beside=[Box(0, 0, 0, 1, 1)]) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [("关于欧阳 镕基的答复.pdf", True), ("答复（区分处理）.pdf", False), ("欧阳.pdf", False)],
)
def test_a_name_that_says_what_is_covered_is_known(name: str, told: bool) -> None:
    data = chinese(1)
    assert tells(data, find_words(data, [NAME]), name) == told
