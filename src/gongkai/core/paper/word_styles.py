"""The page and the styles of a Word document in the layout of GB/T 9704-2012.

Fonts are only named: Word takes the reader's own, and ``fontTable.xml`` says which others will do.
"""
# ruff: noqa: SLF001 - python-docx shows its elements (w:p, w:r) by these names only

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.core.paper import layout

FANGSONG, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
#: What stands in for a font the reader does not have.
_INSTEAD = {
    FANGSONG: "仿宋,FangSong,STFangsong,华文仿宋",
    TITLE: "小标宋体,华文中宋,STZhongsong,SimSun",
    HEI: "SimHei,STHeiti,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,STKaiti,华文楷体",
    SONG: "SimSun,STSong,Noto Serif CJK SC",
}
TWIPS = 20  # to a point
EM = round(layout.SIZE_BODY * TWIPS)  # one character of the text, drawn together to 15.75 pt
_PITCH = int(layout.LINE_PITCH * TWIPS) / TWIPS  # rounded down so that the 22nd line still fits
_MARK = 420  # twips a list stands in for its mark
_LISTS = [f"List {kind}{level}" for kind in ("Bullet", "Number", "Continue") for level in ("", " 2", " 3")]

#: The order of ``w:pPr`` after ``w:pBdr`` (ECMA-376, CT_PPr).
AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct"),
    *("w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid"),
    *("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc"),
    *("w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle"),
    *("w:rPr", "w:sectPr", "w:pPrChange"),
)


def prepared(*, chinese: bool) -> Any:
    """A new document with page, page numbers and styles, and nothing in it."""
    document = Document()
    _page(document)
    _fonts(document)
    _styles(document, chinese=chinese)
    _page_numbers(document)
    return document


def element(name: str, **attributes: str | int) -> Any:
    """A WordprocessingML element, such as ``element("ind", firstLineChars=200)``."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def indent(paragraph_properties: Any, **attributes: int) -> None:
    """Replace the indents of a paragraph or style; ``…Chars`` are hundredths of a character, others twips."""
    for old in paragraph_properties.findall(qn("w:ind")):
        paragraph_properties.remove(old)
    paragraph_properties._insert_ind(element("ind", **attributes))


def list_indent(paragraph_properties: Any, depth: int, *, chinese: bool, mark: bool = True) -> None:
    """Set a list item in by its depth (0 outermost), its mark hanging before it."""
    left = 2 * EM * chinese + (min(depth, 2) + 1) * _MARK
    indent(paragraph_properties, left=left, **({"hanging": _MARK} if mark else {"firstLine": 0}))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.MARGIN_TOP), Mm(layout.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.MARGIN_LEFT), Mm(layout.MARGIN_RIGHT)
    section.header_distance = Mm(15)
    number_height = layout.SIZE_PAGE_NUMBER / layout.POINTS_PER_MM
    section.footer_distance = Mm(layout.MARGIN_BOTTOM - layout.PAGE_NUMBER_DROP - number_height)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    # The pitch is told by the styles; a grid would stretch title, tables and captions to two lines.
    section._sectPr.append(element("docGrid", linePitch=round(_PITCH * TWIPS)))


def _fonts(document: Any) -> None:
    """Name substitutes in the font table."""
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            added = "".join(
                f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/>"
                '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
                for name, other in _INSTEAD.items()
            ).encode()
            part._blob = re.sub(rb"</w:fonts>\s*$", added + b"</w:fonts>", part.blob)


def _styles(document: Any, *, chinese: bool) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = styles["Normal"]
    _style(normal, FANGSONG, layout.SIZE_BODY_WORD)
    if chinese:  # 28 characters to the line: see layout.SIZE_BODY
        drawn = round((layout.SIZE_BODY - layout.SIZE_BODY_WORD) * TWIPS)
        normal.element.get_or_add_rPr().append(element("spacing", val=drawn))
    _paragraphs(normal, WD_ALIGN_PARAGRAPH.JUSTIFY, _PITCH)
    title = styles["Title"]
    _style(title, TITLE, layout.SIZE_TITLE)
    _paragraphs(title, WD_ALIGN_PARAGRAPH.CENTER, layout.TITLE_PITCH)
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    for level, font in enumerate((HEI, KAI, FANGSONG, FANGSONG), 1):
        heading = styles[f"Heading {level}"]
        _style(heading, font, layout.SIZE_BODY_WORD)
        _paragraphs(heading, WD_ALIGN_PARAGRAPH.LEFT, _PITCH)
        heading.paragraph_format.keep_with_next = True
        if chinese:
            indent(heading.element.get_or_add_pPr(), firstLineChars=200, firstLine=2 * EM)
    _own_styles(styles, chinese=chinese)


def _own_styles(styles: Any, *, chinese: bool) -> None:
    body = styles["Body Text"]  # Word's own name for running text: Normal with the indent of two characters
    _style(body, FANGSONG, layout.SIZE_BODY_WORD)
    _paragraphs(body, WD_ALIGN_PARAGRAPH.JUSTIFY, _PITCH)
    if chinese:
        indent(body.element.get_or_add_pPr(), firstLineChars=200, firstLine=2 * EM)
    quote = styles["Quote"]
    _style(quote, KAI, layout.SIZE_BODY_WORD)
    indent(quote.element.get_or_add_pPr(), left=2 * EM, right=2 * EM)
    for name in _LISTS:
        _style(styles[name], FANGSONG, layout.SIZE_BODY_WORD)
        _paragraphs(styles[name], WD_ALIGN_PARAGRAPH.JUSTIFY, _PITCH)
        depth = int(name[-1]) - 1 if name[-1].isdigit() else 0
        list_indent(
            styles[name].element.get_or_add_pPr(), depth, chinese=chinese, mark="Continue" not in name
        )
    caption = styles["Caption"]
    _style(caption, HEI, 12.0)
    _paragraphs(caption, WD_ALIGN_PARAGRAPH.CENTER, 20.0)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(6)
    small = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["Normal"]
    _style(small, FANGSONG, layout.SIZE_SMALL)
    _paragraphs(small, WD_ALIGN_PARAGRAPH.LEFT, None)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True


def _style(style: Any, east: str, size: float) -> None:
    """Chinese and Latin font and size; what the template had of colour, slant and weight goes."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(element("rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=east, hint="eastAsia"))
    style.font.size = Pt(size)
    properties.append(element("szCs", val=round(size * 2)))


def _paragraphs(style: Any, align: Any, pitch: float | None) -> None:
    form = style.paragraph_format
    form.alignment = align
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False  # 22 lines on every page
    if pitch is None:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    for old in style.element.pPr.findall(qn("w:contextualSpacing")):
        style.element.pPr.remove(old)


def _page_numbers(document: Any) -> None:
    """— 1 — in 4号 half-width 宋体: odd pages at the right, even at the left, one character in (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, {"right": 280}),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, {"left": 280}),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        indent(paragraph._p.get_or_add_pPr(), **side)
        paragraph.paragraph_format.line_spacing = Pt(layout.SIZE_PAGE_NUMBER)
        for text in ("— ", "", " —"):
            run = paragraph.add_run(text)
            run.font.size = Pt(layout.SIZE_PAGE_NUMBER)
            run._r.get_or_add_rPr().insert(0, element("rFonts", ascii=SONG, hAnsi=SONG, eastAsia=SONG))
            if not text:
                _page_field(run)


def _page_field(run: Any) -> None:
    run._r.append(element("fldChar", fldCharType="begin"))
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = " PAGE "
    run._r.append(code)
    run._r.append(element("fldChar", fldCharType="separate"))
    shown = OxmlElement("w:t")
    shown.text = "1"
    run._r.append(shown)
    run._r.append(element("fldChar", fldCharType="end"))
