"""Register files for the tests of bringing them in: written, and looked at without a database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.requests import importing
from gongkai.requests.importing import Findings

HEADINGS = "number,received_on,applicant_kind,channel,subject,outcome,closed_on"
DISPUTE_HEADINGS = "kind,filed_on,result,closed_on"
GOOD = "1,2023-01-05,natural_person,online,渣土运输,granted,2023-02-01"
OPEN = "2,2023-12-20,commercial_enterprise,in_person,停车收费,,"
TODAY = date(2026, 3, 2)


def table(path: Path, *lines: str, headings: str = HEADINGS, encoding: str = "utf-8") -> Path:
    """A file with these lines below its headings."""
    path.write_bytes("\n".join([headings, *lines, ""]).encode(encoding))
    return path


def look(
    path: Path, register: Any = "requests", *, held: Collection[str] = (), brought: date | None = None
) -> Findings:
    """What the file holds, where the register holds the numbers ``held``."""
    return importing.look(
        register,
        path,
        today=TODAY,
        taken=lambda numbers: set(numbers) & set(held),
        before=lambda _sha256: brought,
    )


def said(found: Findings) -> list[tuple[int | None, str, str]]:
    """Its errors as line, column and sentence."""
    return [(each.line, each.column, str(each.message)) for each in found.errors]


def places(found: Findings) -> list[tuple[int | None, str]]:
    """Where its errors are."""
    return [(each.line, each.column) for each in found.errors]


def only(found: Findings) -> tuple[int | None, str, str]:
    """Its one error."""
    problems = said(found)
    assert len(problems) == 1, problems
    return problems[0]


def workbook(path: Path, rows: Sequence[Sequence[Any]], *, before: Sequence[str] = ()) -> Path:
    """The same as XLSX; ``before``: sheets that stand in front of it."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for name in before:
        sheet.title = name
        sheet.append(["说明"])
        sheet = book.create_sheet("登记簿")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path
