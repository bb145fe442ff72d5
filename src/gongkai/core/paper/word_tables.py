"""Tables of a Word document, written row by row: python-docx slows down with the square of the rows."""
# ruff: noqa: SLF001 - python-docx shows its elements (w:p, w:r) by these names only

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from gongkai.core.paper import layout
from gongkai.core.paper.blocks import Run, Table, one_line
from gongkai.core.paper.tables import Grid, Placed, lay, pair_up, setting
from gongkai.core.paper.word_styles import HEI, TWIPS, element

if TYPE_CHECKING:
    from gongkai.core.paper.docx import Writer

_WIDTH = layout.BLOCK_WIDTH * layout.POINTS_PER_MM * TWIPS
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_grid(writer: Writer, container: Any, table: Table) -> None:
    """Write a table; its header rows come again on every page."""
    grid = lay(table)
    widths = [round(_WIDTH * w / sum(grid.weights)) for w in grid.weights]
    made = _table(container, widths)
    at: dict[tuple[int, int], Placed] = {}
    for placed in grid.cells:
        at.update({(placed.row + i, placed.column): placed for i in range(placed.rowspan)})
    for number in range(grid.rows):
        row = _row(made, header=number < grid.header_rows)
        column = 0
        while column < grid.columns:
            placed = at[number, column]
            width = sum(widths[column : column + placed.colspan])
            cell = _cell(row, width, placed.colspan)
            if placed.rowspan > 1:
                _properties(cell).append(
                    element("vMerge", val="restart" if placed.row == number else "continue")
                )
            _properties(cell).append(element("vAlign", val="center"))
            if placed.row == number:
                _fill(writer, cell, placed, grid, width / TWIPS)
            if not len(cell.findall(qn("w:p"))) or cell[-1].tag != qn("w:p"):
                writer.paragraph(cell, "Table Text")  # Word wants a cell to end in a paragraph
            if table.keep and number + 1 < grid.rows:
                _keep_with_next(cell)
            column += placed.colspan


def add_metadata(writer: Writer, container: Any, metadata: Sequence[tuple[str, str]], colon: str) -> None:
    """Write the small table of metadata, two to a row."""
    rows: list[list[tuple[str, int]]] = []
    half = False
    for label, value, whole in pair_up(tuple(metadata)):
        if not half:
            rows.append([])
        rows[-1] += [(one_line(label) + colon, 1), (one_line(value), 3 if whole else 1)]
        half = not half and not whole
    widths = [round(_WIDTH * share) for share in (0.16, 0.34, 0.16, 0.34)]
    made = _table(container, widths)
    for entries in rows:
        row, column = _row(made, header=False), 0
        for place, (text, span) in enumerate(entries):
            cell = _cell(row, sum(widths[column : column + span]), span)
            _properties(cell).append(element("vAlign", val="center"))
            paragraph = writer.paragraph(cell, "Table Text", (Run(text),))
            if place % 2 == 0:
                _in_hei(paragraph)
            column += span


def _fill(writer: Writer, cell: Any, placed: Placed, grid: Grid, room: float) -> None:
    header = placed.cell.header or placed.row < grid.header_rows
    for block in placed.cell.blocks:
        writer.block(cell, block, style="Table Text", room=max(10.0, room - 12))
    for element_ in cell.iter(qn("w:p")):
        paragraph = WordParagraph(element_, writer)
        paragraph.alignment = _ALIGN[setting(placed, grid)]
        for run in element_.iter(qn("w:r")):
            run.get_or_add_rPr().sz_val = Pt(grid.size)
        if header:
            _in_hei(paragraph)


def _in_hei(paragraph: Any) -> None:
    for run in paragraph._p.iter(qn("w:r")):
        run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)


def _keep_with_next(cell: Any) -> None:
    """A row held to the one below it: a table of such rows is not broken over pages."""
    for paragraph in cell.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:keepNext")) is None:
            properties.get_or_add_keepNext()


def _table(container: Any, widths: list[int]) -> Any:
    made = OxmlElement("w:tbl")
    properties = element("tblPr")
    properties.append(element("tblStyle", val="TableGrid"))
    properties.append(element("tblW", w=sum(widths), type="dxa"))
    properties.append(element("jc", val="center"))
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, twips in (("top", 50), ("left", 90), ("bottom", 50), ("right", 90)):
        margins.append(element(side, w=twips, type="dxa"))
    properties.append(margins)
    properties.append(
        element("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=0, noHBand=0, noVBand=1)
    )
    made.append(properties)
    columns = element("tblGrid")
    for width in widths:
        columns.append(element("gridCol", w=width))
    made.append(columns)
    last = container.find(qn("w:sectPr"))
    if last is None:
        container.append(made)
    else:
        last.addprevious(made)
    return made


def _row(table: Any, *, header: bool) -> Any:
    row = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if header:
        properties.append(element("tblHeader"))
    row.append(properties)
    table.append(row)
    return row


def _cell(row: Any, width: int, colspan: int) -> Any:
    cell = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if colspan > 1:
        properties.append(element("gridSpan", val=colspan))
    cell.append(properties)
    row.append(cell)
    return cell


def _properties(cell: Any) -> Any:
    return cell.find(qn("w:tcPr"))
