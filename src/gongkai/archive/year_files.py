"""The yearly list (归档文件目录) as a file: CSV, XLSX, or on paper. Its words are Chinese: the agency's own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import openpyxl

from gongkai.archive.models import Package
from gongkai.core.cells import harmless
from gongkai.core.context import demonstration
from gongkai.core.paper.sheet import Cell, Paragraph, Run, Sheet, Table
from gongkai.domain.archive import rules
from gongkai.domain.archive.bag import table
from gongkai.people.models import Agency

HEAD = (
    "序号", "档号", "件号", "文号", "责任者", "题名", "日期", "机构", "类别", "保管期限", "保管至", "件数", "页数",
    "摘要值", "备注",
)  # fmt: skip
#: Columns on paper, by their places above, and their widths.
ON_PAPER, _WEIGHTS = (0, 1, 2, 4, 5, 6, 9, 12, 14), (0.9, 3.5, 0.9, 1.7, 3.0, 1.7, 1.1, 0.9, 1.3)
#: Rows on paper; whoever wants more takes the spreadsheet.
MOST = 1_000


def lines(rows: Iterable[Package]) -> Iterator[list[str]]:
    """A line for each package."""
    for place, each in enumerate(rows, 1):
        yield [
            str(place),
            each.number,
            str(each.item),
            each.document_number,
            each.responsible,
            each.title,
            each.closed_on.strftime("%Y%m%d"),
            each.unit.name if each.unit else "",
            rules.kinds()[each.kind].label if each.kind in rules.kinds() else each.kind,
            rules.retentions()[each.retention].label,
            each.keep_until.isoformat() if each.keep_until else "",
            str(each.papers),
            "" if each.pages is None else str(each.pages),
            each.digest,
            f"由{each.superseded_by.number}代替" if each.superseded_by else "",
        ]


def as_csv(rows: Iterable[Package]) -> bytes:
    """The list for spreadsheets, with a byte order mark."""
    return table(HEAD, lines(rows)).encode()


def as_xlsx(rows: Iterable[Package]) -> bytes:
    """The list as a workbook; every cell is text, none a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("归档文件目录")
    sheet.append(HEAD)
    for line in lines(rows):
        sheet.append([harmless(_printable(cell)) for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _printable(text: str) -> str:
    """What a workbook may hold: no control characters."""
    return "".join(sign for sign in text if sign >= " ")


def sheet_of(agency: Agency, year: int, rows: list[Package], total: int) -> Sheet:
    """The list on paper, with the number of what does not fit."""
    head = tuple(_cell(HEAD[place], header=True) for place in ON_PAPER)
    body = tuple(tuple(_cell(line[place]) for place in ON_PAPER) for line in lines(rows))
    more = (
        f"本表列出前{len(rows)}件，全年共{total}件，全部目录见电子表格。"
        if total > len(rows)
        else f"共{total}件。"
    )
    return Sheet(
        title=f"{year}年度归档文件目录",
        issuer=agency.name,
        blocks=(
            Table((head, *body), header_rows=1, weights=_WEIGHTS, size=8.0),
            Paragraph((Run(more),)),
        ),
        metadata=(("全宗名称", agency.name), ("全宗号", rules.fonds_of(agency.code)), ("年度", str(year))),
        notice="演示数据，并非真实档案。" if demonstration() else "",
    )


def _cell(text: str, *, header: bool = False) -> Cell:
    return Cell((Paragraph((Run(text),)),), header=header)
