"""Is anything of what was covered, or of what was hidden, left in the redacted copy of a PDF?"""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.generic import NameObject, NumberObject

from core.redaction_papers import (
    CARD,
    NAME,
    SECRETS,
    chinese,
    drawn,
    everything_in,
    laden,
    numbers,
    packed,
    seen,
    spelled,
    text_of,
)
from gongkai.core import intake
from gongkai.core.redaction import (
    MOST_PAGES,
    Box,
    find_words,
    page_picture,
    pages,
    prove,
    proven_copy,
    redact,
)
from gongkai.core.redaction.model import MOST_PIXELS
from gongkai.core.refusals import Invalid

CORNER = Box(0, 0.9, 0.9, 0.05, 0.05)


def copy_of(data: bytes, *boxes: Box, title: str = "") -> bytes:
    """The proven copy's bytes."""
    with proven_copy(data, boxes or [CORNER], title=title) as (path, proof):
        assert proof.holds
        return path.read_bytes()


def test_covered_words_are_nowhere_in_the_copy() -> None:
    data = chinese()
    assert NAME in text_of(data).replace("\r\n", "").replace("\n", "")
    boxes = find_words(data, [NAME, CARD], ground="privacy", label="个人隐私")
    copy = copy_of(data, *boxes)
    content = everything_in(copy)
    assert text_of(copy).strip() == ""
    for word in (NAME, CARD, "欧阳", "申请人"):
        assert not [each for each in spelled(word) if len(each) >= 6 and each in content]


def test_under_a_box_every_pixel_is_black_and_beside_it_the_page_is_as_it_was() -> None:
    data = chinese(1)
    box = Box(0, 0.2, 0.1, 0.3, 0.05)
    before, after = seen(data, dpi=200), seen(copy_of(data, box), dpi=200).resize(seen(data, dpi=200).size)
    inside = (
        int(0.2 * before.width),
        int(0.1 * before.height),
        int(0.5 * before.width),
        int(0.15 * before.height),
    )
    assert after.crop(inside).getextrema() == ((0, 0),) * 3
    below = (0, int(0.16 * before.height), before.width, before.height)
    one, other = before.crop(below).convert("L").tobytes(), after.crop(below).convert("L").tobytes()
    # Resampling softens edges a little; on average nothing has moved and no words are missing.
    assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one) < 3
    assert min(other) < 60


def test_nothing_that_was_hidden_comes_along() -> None:
    original = laden()
    assert all(secret.encode() in everything_in(original) for secret in SECRETS)
    copy = copy_of(original, Box(0, 0.05, 0.4, 0.6, 0.12))  # over the form field
    content = everything_in(copy)
    for secret in SECRETS:
        assert not [each for each in spelled(secret) if each in content], secret
    reader = pypdf.PdfReader(io.BytesIO(copy))
    assert set(reader.root_object) == {
        "/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/ViewerPreferences"
    }  # fmt: skip
    assert set(reader.metadata or {}) == {"/Title"}
    assert not list(reader.attachments)
    assert not reader.outline
    assert not reader.get_fields()
    assert "/Annots" not in reader.pages[0]


def test_what_a_reader_shows_is_what_is_in_the_copy() -> None:
    """Filled-in fields and notes are on the page; a hidden layer is not."""
    original = laden()
    shown = seen(copy_of(original), dpi=72).convert("L")

    def darkest(left: int, top: int, right: int, bottom: int) -> int:
        return int(shown.crop((left, top, right, bottom)).getextrema()[0])  # type: ignore[arg-type]

    assert darkest(40, 82, 160, 104) < 100  # "Open words", 200 points from below
    assert darkest(40, 130, 220, 150) < 100  # the form field
    assert darkest(40, 180, 200, 205) > 240  # the hidden layer


def test_a_covered_form_field_and_note_are_gone_from_sight_too() -> None:
    copy = copy_of(laden(), Box(0, 0.05, 0.4, 0.6, 0.12))
    field = seen(copy, dpi=72).convert("L").crop((42, 128, 218, 148))
    assert field.getextrema() == (0, 0)


def test_one_picture_a_page_and_no_other_object() -> None:
    copy = copy_of(chinese(3))
    reader = pypdf.PdfReader(io.BytesIO(copy))
    assert [len(page.images) for page in reader.pages] == [1, 1, 1]
    assert int(reader.trailer["/Size"]) == 1 + 6 + 4 * 3  # type: ignore[call-overload]


def test_the_copy_is_tagged_has_a_title_and_a_language_and_is_taken_in() -> None:
    copy = copy_of(chinese(2), title="依申请公开〔2026〕12号")
    root = pypdf.PdfReader(io.BytesIO(copy)).root_object
    assert root["/Lang"] == "zh-Hans"
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    figures = [each.get_object() for each in root["/StructTreeRoot"]["/K"]["/K"]]  # type: ignore[index]
    assert [figure["/S"] for figure in figures] == ["/Figure", "/Figure"]
    assert all("2" in figure["/Alt"] for figure in figures)
    assert pypdf.PdfReader(io.BytesIO(copy)).metadata.title == "依申请公开〔2026〕12号"  # type: ignore[union-attr]
    found = intake.inspect(io.BytesIO(copy), "copy.pdf", max_bytes=10**8)
    assert (found.kind, found.pages, found.has_text, found.needs_cleaning) == ("pdf", 2, False, False)


def test_the_same_boxes_give_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        redact(chinese(1), [CORNER], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_photograph_is_black_under_the_box_although_it_is_stored_with_loss() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((900, 1200), 90) for _ in range(3)])
    data = io.BytesIO()
    noise.save(data, "PDF", resolution=100)
    copy = copy_of(
        data.getvalue(), Box(0, 0.3001, 0.3001, 0.2, 0.0502, label="商业秘密"), Box(0, 0.8, 0.8, 0.2, 0.2)
    )
    image = pypdf.PdfReader(io.BytesIO(copy)).pages[0].images[0].image
    assert image is not None
    assert image.format == "JPEG"
    corner = image.crop(
        (int(image.width * 0.81), int(image.height * 0.81), image.width - 8, image.height - 8)
    )
    assert max(high for _, high in corner.getextrema()) <= 4  # type: ignore[misc]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_are_as_they_are_shown(turn: int, tmp_path: Path) -> None:
    paper = drawn(b"", (100, 50, 700, 900), crop=(150, 100, 450, 800), rotate=turn)
    paper.pages[0][NameObject("/UserUnit")] = NumberObject(2)
    data = packed(paper)
    (page,) = pages(data)
    assert (page.width, page.height) == ((300, 700) if turn % 180 == 0 else (700, 300))
    copy = pypdf.PdfReader(io.BytesIO(copy_of(data))).pages[0]
    assert (float(copy.mediabox.width), float(copy.mediabox.height)) == (page.width, page.height)
    assert copy.rotation == 0


@pytest.mark.parametrize(
    "size", [(14400, 14400), (1_000_000, 10), (10, 1_000_000), (3, 3), (1_000_000, 1_000_000)]
)
def test_no_page_size_is_too_much(size: tuple[float, float], tmp_path: Path) -> None:
    content = b"0 0 1 rg 0 0 %d %d re f" % size
    data = packed(drawn(content, (0, 0, *size)))
    box = Box(0, 0.5, 0, 0.5, 1)
    assert redact(data, [box], tmp_path / "copy.pdf") == 1
    assert prove(data, tmp_path / "copy.pdf", [box]).holds
    page = pypdf.PdfReader(tmp_path / "copy.pdf").pages[0]
    assert max(page.mediabox.width, page.mediabox.height) <= 14400
    image = page["/Resources"]["/XObject"]["/P"]  # type: ignore[index]
    assert image["/Width"] * image["/Height"] <= MOST_PIXELS * 1.001


def test_the_page_in_the_browser_is_the_page_that_is_burnt() -> None:
    with Image.open(io.BytesIO(page_picture(chinese(2), 1, 600))) as shown:
        assert shown.format == "PNG"
        assert shown.size == (600, 850)
    with pytest.raises(IndexError):
        page_picture(chinese(2), 2, 600)


def refusal(data: bytes, *boxes: Box) -> str:
    with pytest.raises(Invalid) as caught, proven_copy(data, boxes or [CORNER]):
        raise AssertionError("a copy was made")
    return str(caught.value.reason)


def test_a_locked_file_is_refused_with_its_reason() -> None:
    paper = drawn(b"")
    paper.encrypt("secret")
    assert "password" in refusal(packed(paper))


def test_a_file_that_only_forbids_copying_is_redacted() -> None:
    paper = drawn(b"")
    paper.encrypt("", "owner")
    assert not pypdf.PdfReader(io.BytesIO(copy_of(packed(paper)))).is_encrypted


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 nothing",
        b"\x89PNG\r\n\x1a\n cut",
        b"plain words",
        chinese(1)[:4000],
        b"PK\x03\x04 docx",
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes) -> None:
    assert refusal(data).endswith(".")


def test_a_page_that_cannot_be_drawn_is_refused() -> None:
    paper = drawn(b"")
    paper.root_object["/Pages"][NameObject("/Kids")] = numbers(7)  # type: ignore[index]
    assert refusal(packed(paper))


def test_too_many_pages_are_refused_at_once() -> None:
    paper = pypdf.PdfWriter()
    for _ in range(MOST_PAGES + 1):
        paper.add_blank_page(100, 100)
    said = refusal(packed(paper))
    assert str(MOST_PAGES + 1) in said
    assert "Split" in said


def test_no_box_is_no_copy() -> None:
    with pytest.raises(Invalid, match="Nothing is blacked out"), proven_copy(chinese(1), []):
        raise AssertionError("a copy was made")
    assert "page 3" in refusal(chinese(2), Box(2, 0.1, 0.1, 0.1, 0.1))
