"""A sheet as a Word document with real styles, in the layout of GB/T 9704-2012, for offices to work on.

The fonts are named, not embedded: 方正小标宋简体, 仿宋_GB2312, 黑体 and 楷体_GB2312 are the reader's own.
"""
# ruff: noqa: SLF001 - python-docx shows its elements (w:p, w:r) by these names only

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, ClassVar

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from gongkai.core.paper import layout
from gongkai.core.paper.blocks import (
    Block,
    Heading,
    Image,
    ListBlock,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Runs,
    Table,
    blank,
    next_level,
    one_line,
    plain,
    printable,
    safe_link,
)
from gongkai.core.paper.pictures import picture
from gongkai.core.paper.sheet import Sheet, words
from gongkai.core.paper.word_letter import add_letter_head
from gongkai.core.paper.word_styles import (
    AFTER_BORDERS,
    EM,
    HEI,
    KAI,
    TITLE,
    element,
    indent,
    list_indent,
    prepared,
)
from gongkai.core.paper.word_tables import add_grid, add_metadata

_ALIGN = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_TEXT_WIDTH = layout.BLOCK_WIDTH * layout.POINTS_PER_MM
_TEXT_HEIGHT = layout.BLOCK_HEIGHT * layout.POINTS_PER_MM


def docx(sheet: Sheet, *, images: Mapping[str, bytes] = {}) -> bytes:
    """The sheet as DOCX. ``images``: bytes by the address pictures carry; nothing is fetched."""
    return Writer(sheet, images).whole()


class Writer:
    """Writes one sheet into one Word document."""

    def __init__(self, sheet: Sheet, images: Mapping[str, bytes]) -> None:
        self._sheet, self._images = sheet, images
        self._words = words(sheet.language)
        self._chinese = sheet.language.lower().startswith("zh")
        self._document = prepared(chinese=self._chinese)
        self._body = self._document._body._element
        self._level = 0
        self._ids = {style.name: style.style_id for style in self._document.styles}

    def whole(self) -> bytes:
        """The finished file."""
        self._properties()
        self._top()
        for block in self._sheet.blocks:
            self.block(self._body, block)
        self._attachments()
        self._signature()
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    # -- pieces used by tables too ------------------------------------------------------------------------

    def paragraph(self, container: Any, style: str, runs: Runs = ()) -> Any:
        """A new paragraph at the end of the body or of a cell (their elements)."""
        made = WordParagraph(container.add_p(), self._document._body)
        made._p.style = self._ids[style]
        for run in runs:
            self._run(made, run)
        return made

    def block(
        self, container: Any, block: Block, *, style: str = "Body Text", room: float = _TEXT_WIDTH
    ) -> None:
        """Write a block; ``style`` is that of its paragraphs, ``room`` the width for pictures in points."""
        match block:
            case Heading() if blank(plain(block.runs)):
                return
            case Heading():
                self._level = next_level(block.level, self._level)
                self.paragraph(container, f"Heading {self._level}", block.runs)
            case Paragraph():
                self._paragraph(container, block, style)
            case ListBlock():
                self._list(container, block, room)
            case Table():
                self._table(container, block)
            case Image():
                self._image(container, block, room)
            case Rule():
                self._line(self.paragraph(container, "Normal"), "000000", 4)
            case PageBreak():
                self.paragraph(container, "Normal").add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, container: Any, block: Paragraph, style: str) -> None:
        in_text = style == "Body Text"
        if block.quote and in_text:
            style = "Quote"
        elif block.align != "left" and in_text:
            style = "Normal"
        made = self.paragraph(container, style, block.runs)
        if block.align != "left":
            made.alignment = _ALIGN[block.align]

    def _run(self, paragraph: Any, run: Run) -> None:
        text, link = printable(run.text), safe_link(run.link)
        if not text:
            return
        made = paragraph.add_run(text)
        font = made.font
        for name in ("bold", "italic", "underline", "strike"):
            if getattr(run, name):
                setattr(font, name, True)
        if run.sub:
            font.subscript = True
        if run.sup:
            font.superscript = True
        if link:
            made.style = self._document.styles["Hyperlink"]
            self._link(paragraph, made, link)

    def _link(self, paragraph: Any, run: Any, address: str) -> None:
        target = self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        paragraph._p.append(link)
        link.append(run._r)

    # -- blocks -------------------------------------------------------------------------------------------

    def _list(self, container: Any, block: ListBlock, room: float, depth: int = 0) -> None:
        level = f" {min(depth, 2) + 1}" if depth else ""
        style = f"List {'Number' if block.ordered else 'Bullet'}{level}"
        numbering = self._numbering(style, block.start) if block.ordered else None
        for item in block.items:
            marked = False
            for inner in item:
                if isinstance(inner, ListBlock):
                    self._list(container, inner, room, depth + 1)
                elif isinstance(inner, Paragraph | Heading):
                    made = self.paragraph(container, f"List Continue{level}" if marked else style, inner.runs)
                    if numbering is not None and not marked:
                        made._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbering
                        list_indent(made._p.get_or_add_pPr(), depth, chinese=self._chinese)
                    marked = True
                else:
                    self.block(container, inner, room=room)

    def _numbering(self, style: str, start: int) -> int:
        """A numbering of its own, so that each list begins again."""
        whole = self._document.part.numbering_part.element
        used = self._document.styles[style].element.pPr.numPr.numId.val
        made = whole.add_num(whole.num_having_numId(used).abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.numId)

    def _table(self, container: Any, table: Table) -> None:
        if not table.rows:
            return
        if table.caption:
            self.paragraph(container, "Caption", (Run(one_line(table.caption)),))
        add_grid(self, container, table)
        gap = self.paragraph(container, "Normal")  # Word joins two tables that touch
        gap.paragraph_format.line_spacing = Pt(10)

    def _image(self, container: Any, image: Image, room: float) -> None:
        ready = picture(image, self._images)
        alt = one_line(image.alt) or self._words.image
        made = self.paragraph(container, "Normal")
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if ready is None:  # not to be had: its description stands in its place
            before, after = self._words.brackets
            made.add_run(f"{before}{self._words.image}{self._words.colon}{alt}{after}" if image.alt else alt)
            return
        made.paragraph_format.line_spacing = 1.0  # an exact pitch would cut the picture off
        scale = min(1.0, (room - 4) / ready.width, 0.8 * _TEXT_HEIGHT / ready.height)
        shape = made.add_run().add_picture(io.BytesIO(ready.data), width=Pt(max(1.0, ready.width * scale)))
        shape._inline.docPr.set("descr", alt)
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # LibreOffice takes what is missing for an eighth of an inch
        if image.caption:
            made.paragraph_format.keep_with_next = True
            self.paragraph(
                container, "Caption", (Run(one_line(image.caption)),)
            ).paragraph_format.keep_with_next = False

    # -- the parts of an official document ----------------------------------------------------------------

    _GONE: ClassVar = ("created", "modified", "lastModifiedBy", "revision", "lastPrinted")

    def _properties(self) -> None:
        properties = self._document.core_properties
        properties.title = one_line(self._sheet.title)[:255] or self._words.untitled
        properties.author = one_line(self._sheet.issuer)[:255]
        properties.language = "zh-CN" if self._chinese else "en"
        properties.comments = properties.keywords = ""
        for child in list(properties._element):  # those of the empty template say nothing about this document
            if child.tag.rpartition("}")[2] in self._GONE:
                properties._element.remove(child)

    def _top(self) -> None:
        sheet = self._sheet
        number = one_line(sheet.document_number)
        letter = sheet.letter and bool(one_line(sheet.masthead))
        if letter:
            add_letter_head(self, self._document, one_line(sheet.masthead), number)
        if sheet.notice:
            self._notice(one_line(sheet.notice))
        if sheet.serial:
            self._in_hei(self.paragraph(self._body, "Normal").add_run(one_line(sheet.serial)))
        if sheet.metadata:
            add_metadata(self, self._body, sheet.metadata, self._words.colon)
            self.paragraph(self._body, "Normal")
        if letter:
            for _ in range(2):
                self.paragraph(self._body, "Normal")
        elif sheet.masthead:
            self._masthead(one_line(sheet.masthead), number)
        title = layout.title_lines(one_line(sheet.title) or self._words.untitled)
        self.paragraph(self._body, "Title", (Run("\n".join(title)),))
        if number and not sheet.masthead:
            made = self.paragraph(self._body, "Normal", (Run(number),))
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._east(made.runs[0], KAI)
        self.paragraph(self._body, "Normal")
        if sheet.addressee:
            self.paragraph(self._body, "Normal", (Run(one_line(sheet.addressee)),))

    def _notice(self, text: str) -> None:
        made = self.paragraph(self._body, "Normal")
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = made.add_run(text)
        run.font.size = Pt(12)
        self._in_hei(run)
        borders = element("pBdr")
        for side in ("top", "left", "bottom", "right"):
            borders.append(element(side, val="single", sz=6, space=4, color="000000"))
        made._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)
        made.paragraph_format.line_spacing = Pt(20)
        indent(made._p.get_or_add_pPr(), left=90, right=90)  # the frame stands outside the text
        made.paragraph_format.space_after = Pt(12)

    def _masthead(self, name: str, number: str) -> None:
        """发文机关标志, document number and the red line."""
        made = self.paragraph(self._body, "Normal")
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = made.add_run(name)
        size = min(50.0, 0.97 * _TEXT_WIDTH / max(layout.width(name), 1.0))
        run.font.size, run.font.color.rgb = Pt(int(size)), RGBColor(0xD0, 0, 0)
        self._east(run, TITLE)
        made.paragraph_format.line_spacing = 1.0
        made.paragraph_format.space_before = Mm(layout.MASTHEAD_DROP)
        self.paragraph(self._body, "Normal")
        made = self.paragraph(self._body, "Normal", (Run(number),))
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._line(made, "D00000", 12)
        self.paragraph(self._body, "Normal")

    def _attachments(self) -> None:
        names = [one_line(name) for name in self._sheet.attachments_note]
        if not names:
            return
        if self._sheet.issuer or self._sheet.date_line:
            self._keep_last()
        self.paragraph(self._body, "Normal").paragraph_format.keep_with_next = True
        mark = self._words.attachments + self._words.colon
        hang = round((layout.width(mark) + (1 if len(names) > 1 else 0)) * EM)
        for place, name in enumerate(names, 1):
            number = f"{place}." if len(names) > 1 else ""
            made = self.paragraph(self._body, "Normal", (Run((mark if place == 1 else "") + number + name),))
            made.paragraph_format.keep_with_next = place < len(names)
            first = hang if place == 1 else EM
            indent(made._p.get_or_add_pPr(), left=2 * EM + hang, hanging=first)

    def _signature(self) -> None:
        issuer, date = one_line(self._sheet.issuer), one_line(self._sheet.date_line)
        if not issuer and not date:
            return
        self._keep_last()
        for _ in range(layout.SEAL_LINES if self._sheet.seal else 1):
            self.paragraph(self._body, "Normal").paragraph_format.keep_with_next = True
        for text, inset in zip((issuer, date), layout.signature_insets(issuer, date), strict=True):
            if text:
                made = self.paragraph(self._body, "Normal", (Run(text),))
                made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                made.paragraph_format.keep_with_next = self._sheet.seal or (text is issuer and bool(date))
                indent(made._p.get_or_add_pPr(), right=round(inset * EM))
                self._tight(made)
        if self._sheet.seal:
            self.paragraph(self._body, "Normal")  # the seal reaches a line below the date

    def _keep_last(self) -> None:
        """A signature never stands on a page without text (7.3.5.4): the paragraph before it stays with it."""
        before = self._body.findall(qn("w:p"))
        if before and before[-1].getnext() in (None, self._body.find(qn("w:sectPr"))):
            WordParagraph(before[-1], self._document._body).paragraph_format.keep_with_next = True

    def _tight(self, paragraph: Any) -> None:
        """No space between Chinese and digits: agency and date are reckoned without it."""
        for name in ("autoSpaceDE", "autoSpaceDN"):
            after = AFTER_BORDERS[AFTER_BORDERS.index(f"w:{name}") + 1 :]
            paragraph._p.get_or_add_pPr().insert_element_before(element(name, val=0), *after)

    def _line(self, paragraph: Any, colour: str, eighths: int) -> None:
        borders = element("pBdr")
        borders.append(element("bottom", val="single", sz=eighths, space=1, color=colour))
        paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)

    def _east(self, run: WordRun, font: str) -> None:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)

    def _in_hei(self, run: WordRun) -> None:
        self._east(run, HEI)
