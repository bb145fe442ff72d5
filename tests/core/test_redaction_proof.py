"""Does the proof fail when something is left in the copy, whatever way it got there?"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.annotations import Text as Note

from core.redaction_papers import CARD, NAME, chinese, drawn, packed, seen
from gongkai.core.redaction import Box, Proof, find_words, prove, proven_copy, redact
from gongkai.core.redaction import making as making_module
from gongkai.core.redaction import proving as proving_module
from gongkai.core.redaction.encoding import Encoded, decode, encode
from gongkai.core.redaction.making import page_words
from gongkai.core.redaction.veil import Veil, veil
from gongkai.core.redaction.writing import Leaf, write
from gongkai.core.refusals import Refusal

WORDS = chinese(1)
BOXES = tuple(find_words(WORDS, [NAME, CARD], ground="privacy", label="个人隐私"))


def examined(path: Path, data: bytes) -> Proof:
    path.write_bytes(data)
    return prove(WORDS, path, BOXES)


@pytest.fixture
def made(tmp_path: Path) -> bytes:
    redact(WORDS, BOXES, tmp_path / "made.pdf")
    return (tmp_path / "made.pdf").read_bytes()


def test_a_good_copy_is_proved_and_named_by_its_digest(made: bytes, tmp_path: Path) -> None:
    import hashlib

    proof = examined(tmp_path / "x.pdf", made)
    assert proof.failures == ()
    assert proof.sha256 == hashlib.sha256(made).hexdigest()
    assert (proof.pages, proof.boxes) == (1, len(BOXES))
    assert proof.words >= 2
    proof.require()


def changed(data: bytes, deed: Callable[[pypdf.PdfWriter], object]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    deed(writer)
    return packed(writer)


@pytest.mark.parametrize(
    "deed",
    [
        lambda pdf: pdf.add_attachment("a.txt", b"words"),
        lambda pdf: pdf.add_annotation(0, Note(rect=(1, 1, 20, 20), text="words")),
        lambda pdf: pdf.add_metadata({"/Author": "somebody"}),
        lambda pdf: pdf.add_outline_item(title="words", page_number=0),
        lambda pdf: pdf.add_blank_page(100, 100),
        lambda pdf: pdf.pages[0].merge_page(pypdf.PdfReader(io.BytesIO(WORDS)).pages[0]),
        lambda pdf: None,  # merely written by another program
    ],
    ids=["attachment", "note", "author", "bookmark", "page", "text", "rewritten"],
)
def test_anything_added_is_found(
    made: bytes, tmp_path: Path, deed: Callable[[pypdf.PdfWriter], object]
) -> None:
    proof = examined(tmp_path / "x.pdf", changed(made, deed))
    assert proof.failures
    with pytest.raises(Refusal, match="not released"):
        proof.require()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data + b"\n",
        lambda data: data + NAME.encode(),
        lambda data: data.replace(b"%\xe2\xe3\xcf\xd3", b"%\xe2\xe3\xcf\xd4"),
        lambda data: data[:-200],
        lambda data: b"",
        lambda data: WORDS,
    ],
    ids=["newline", "name", "comment", "cut", "empty", "original"],
)
def test_bytes_that_belong_to_no_picture_are_found(
    made: bytes, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    assert examined(tmp_path / "x.pdf", damage(made)).failures


def test_a_title_that_tells_what_is_covered_is_refused() -> None:
    with (
        pytest.raises(Refusal, match="title"),
        proven_copy(WORDS, BOXES, title=f"关于{NAME[:2]} {NAME[2:]}的答复"),
    ):
        raise AssertionError("it was released")


def with_picture(change: Callable[[Image.Image, Veil], Image.Image]) -> bytes:
    """A copy as the maker writes it, but with another picture."""
    page = seen(WORDS, dpi=200)
    covering = veil(BOXES, *page.size)
    out = io.BytesIO()
    leaf = Leaf(595, 842, encode(change(page, covering)))
    write(out, [leaf], title="x", language="zh-Hans", words=page_words(1, "zh-Hans"))
    return out.getvalue()


def test_the_stand_in_for_the_maker_is_proved_when_it_does_its_work(tmp_path: Path) -> None:
    assert (
        examined(tmp_path / "x.pdf", with_picture(lambda page, covering: covering.over(page))).failures == ()
    )


@pytest.mark.parametrize("faint", [1, 5, 40, 255])
def test_a_veil_that_lets_a_little_through_is_found(faint: int, tmp_path: Path) -> None:
    """Also words so dark that nobody would see them before turning up the brightness."""

    def thin(page: Image.Image, covering: Veil) -> Image.Image:
        dark = page.convert("L").point(lambda value: value * faint // 255)
        burnt = page.convert("L")
        burnt.paste(dark, mask=covering.mask)
        return burnt

    proof = examined(tmp_path / "x.pdf", with_picture(thin))
    assert [str(each) for each in proof.failures] == ["a pixel under a box on page 1 is not black."]


@pytest.mark.parametrize(("faint", "holds"), [(0, True), (2, False), (30, False)])
def test_in_a_photograph_too(faint: int, holds: bool, tmp_path: Path) -> None:
    """JPEG echoes at edges, but a block within a box is black or it is not."""
    box = Box(0, 0.2, 0.5, 0.4, 0.2, label="个人隐私")
    size = seen(WORDS, dpi=200).size
    photo = Image.merge("RGB", [Image.effect_noise(size, 90) for _ in range(3)])
    burnt = veil([box], *size).over(photo)
    left, top, _, _ = veil([box], *size).areas[0]
    burnt.paste((faint,) * 3, (left + 40, top + 40, left + 90, top + 60))
    stored = encode(burnt)
    assert not stored.lossless
    with (tmp_path / "x.pdf").open("wb") as out:
        write(out, [Leaf(595, 842, stored)], title="x", language="zh-Hans", words=page_words(1, "zh-Hans"))
    assert prove(WORDS, tmp_path / "x.pdf", [box]).holds == holds


def test_a_single_uncovered_pixel_is_found(tmp_path: Path) -> None:
    def spotted(page: Image.Image, covering: Veil) -> Image.Image:
        burnt = covering.over(page)
        left, top, _, _ = covering.areas[0]
        burnt.putpixel((left, top), (0, 0, 9))
        return burnt

    assert examined(tmp_path / "x.pdf", with_picture(spotted)).failures


def test_a_veil_that_misses_the_box_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault would be in maker and proof alike: the box's own place is worked out once more."""

    def short(boxes: object, width: int, height: int) -> Veil:
        right = veil(boxes, width, height)  # type: ignore[arg-type]
        left, top, _, bottom = right.areas[0]
        right.mask.paste(0, (left, top, left + 2, bottom))
        return right

    monkeypatch.setattr(making_module, "veil", short)
    monkeypatch.setattr(proving_module, "veil", short)
    redact(WORDS, BOXES, tmp_path / "x.pdf")
    assert "not covered to its edge" in str(prove(WORDS, tmp_path / "x.pdf", BOXES).failures[0])


def test_a_box_forgotten_in_the_making_is_found(tmp_path: Path) -> None:
    redact(WORDS, BOXES[1:], tmp_path / "x.pdf")
    assert prove(WORDS, tmp_path / "x.pdf", BOXES).failures


def test_a_picture_that_does_not_fill_the_page_is_found(made: bytes, tmp_path: Path) -> None:
    assert examined(tmp_path / "x.pdf", made.replace(b" 0 0 842.00 0 0 cm", b" 0 0 841.00 0 0 cm")).failures


def photograph() -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise((200, 160), 90) for _ in range(3)])


def test_extras_in_a_stored_picture_are_found() -> None:
    exact, lossy = encode(Image.new("RGB", (50, 40), "white")), encode(photograph())
    assert (exact.lossless, exact.grey) == (True, True)
    assert (lossy.lossless, lossy.grey) == (False, False)
    assert decode(exact).getextrema() == (255, 255)
    assert decode(lossy).size == (200, 160)

    def stored(like: Encoded, data: bytes) -> Encoded:
        return Encoded(like.width, like.height, like.grey, like.lossless, data)

    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    photograph().save(out, "JPEG", exif=exif)
    commented = io.BytesIO()
    photograph().save(commented, "JPEG", comment=b"somebody")
    for wrong in (
        stored(lossy, out.getvalue()),
        stored(lossy, commented.getvalue()),
        stored(lossy, lossy.data + b"somebody"),
        stored(lossy, lossy.data + lossy.data),
        stored(lossy, lossy.data[:-2]),
        stored(lossy, exact.data),
        stored(exact, exact.data + b"somebody"),
        Encoded(49, 40, True, True, exact.data),
        Encoded(50, 41, True, True, exact.data),
        Encoded(199, 160, False, False, lossy.data),
        Encoded(200, 160, True, False, lossy.data),
    ):
        with pytest.raises(ValueError):
            decode(wrong)


def test_covering_the_name_of_a_part_of_every_pdf_is_no_leak() -> None:
    words = "Document StructTreeRoot DeviceGray 0000000000"
    data = packed(drawn(b"BT /F1 12 Tf 20 100 Td (%s) Tj ET" % words.encode()))
    with proven_copy(data, find_words(data, words.split())) as (_, proof):
        assert proof.words == 4


def test_an_original_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "original.pdf"
    path.write_bytes(WORDS)
    with proven_copy(path, BOXES) as (copy, _):
        assert copy != path
    assert path.read_bytes() == WORDS
    assert not copy.exists()
    assert prove(path, path, [Box(0, 0.1, 0.1, 0.1, 0.1)]).failures
