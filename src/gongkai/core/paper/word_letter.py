"""The head of a letter in Word (GB/T 9704-2012, 10.1 信函格式): agency, double red lines, number at the right.

Agency and lines stand in the header and footer of the first page, so that the text begins below them by itself.
"""
# ruff: noqa: SLF001 - python-docx shows its elements (w:p, w:r) by these names only

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gongkai.core.paper import layout
from gongkai.core.paper.blocks import Run
from gongkai.core.paper.word_styles import AFTER_BORDERS, TITLE, TWIPS, element, indent

if TYPE_CHECKING:
    from gongkai.core.paper.docx import Writer

_RED = "D00000"
_THICK, _THIN = 18, 6  # eighths of a point
_HAIR = 2.0  # points between the two lines
_MM = layout.POINTS_PER_MM * TWIPS
#: What the lines stand out over the text block at each side, so that 170 mm lie in the middle of the paper.
_LEFT = round((layout.MARGIN_LEFT - (layout.PAGE_WIDTH - layout.LETTER_LINE) / 2) * _MM)
_RIGHT = round((layout.MARGIN_RIGHT - (layout.PAGE_WIDTH - layout.LETTER_LINE) / 2) * _MM)


def add_letter_head(writer: Writer, document: Any, name: str, number: str) -> None:
    """Write agency, lines and number; the first page carries no page number."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(layout.LETTER_TOP)
    _agency(section.first_page_header, name)
    _foot(section)
    made = writer.paragraph(document._body._element, "Normal", (Run(number),))
    made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # An exact pitch has its air above the letters: that much of the gap is there already.
    air = layout.LINE_PITCH - layout.SIZE_BODY
    made.paragraph_format.space_before = Pt(max(0.0, layout.LETTER_NUMBER_GAP - air))


def _agency(header: Any, name: str) -> None:
    header.is_linked_to_previous = False
    size = int(layout.letter_size(name) * 0.97)
    first = header.paragraphs[0]
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = first.add_run(name)
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(_RED)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TITLE)
    _line(first, _THICK, size * 1.0, gap=layout.LETTER_GAP * layout.POINTS_PER_MM)
    _line(header.add_paragraph(), _THIN, _HAIR)


def _foot(section: Any) -> None:
    """The second double line; the page numbers of the other pages stay where they were."""
    lifted = section.footer_distance - Mm(layout.LETTER_BOTTOM)
    section.footer_distance = Mm(layout.LETTER_BOTTOM)
    for footer in (section.footer, section.even_page_footer):
        footer.paragraphs[0].paragraph_format.space_after = lifted
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    _line(footer.paragraphs[0], _THIN, _HAIR)
    _line(footer.add_paragraph(), _THICK, _HAIR)


def _line(paragraph: Any, eighths: int, height: float, gap: float = 0.0) -> None:
    """A red line below the paragraph, 170 mm long; ``height`` of the paragraph and ``gap`` in points."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=eighths, space=round(gap), color=_RED))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, *AFTER_BORDERS)
    indent(properties, left=-_LEFT, right=-_RIGHT)
