"""Reading decisions, as ``docs/decisions_file.md`` describes them; Chinese and English names are understood."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from gongkai.core import clock
from gongkai.core.refusals import Invalid
from gongkai.domain.powers import decisions as rules
from gongkai.domain.text import Text, say
from gongkai.powers.case_files.model import CaseFault, CaseRow, Cases
from gongkai.powers.identity import Party

#: Field → the names under which it may stand in a file.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number", "决定书文号", "文号", "行政决定文书号", "决定文书号"),
    "kind": ("kind", "决定类别", "类别"),
    "unit": ("unit", "承办机构", "科室", "办案单位"),
    "party_kind": ("party_kind", "当事人类别", "相对人类别"),
    "party_name": ("party_name", "当事人", "当事人名称", "行政相对人名称"),
    "party_number": ("party_number", "证件号码", "统一社会信用代码", "身份证号"),
    "conduct": ("conduct", "违法行为", "案由", "许可内容", "事项"),
    "conduct_on": ("conduct_on", "行为日期", "违法日期"),
    "filed_on": ("filed_on", "立案日期", "受理日期"),
    "decided_on": ("decided_on", "决定日期", "作出决定日期"),
    "served_on": ("served_on", "送达日期"),
    "published_on": ("published_on", "公开日期", "公示日期"),
    "item": ("item", "职权编码", "事项编码"),
    "table": ("table", "裁量基准", "裁量基准编码"),
    "facts": ("facts", "裁量因素", "事实要素"),
    "circumstances": ("circumstances", "裁量情节"),
    "outcome": ("outcome", "决定结果", "处罚种类"),
    "amount": ("amount", "罚款金额", "金额"),
    "deviation": ("deviation", "超出幅度理由"),
    "education": ("education", "教育记录"),
    "reasons": ("reasons", "理由", "说理"),
    "public_text": ("public_text", "公开内容", "公示内容"),
    "officer": ("officer", "承办人编号", "执法人员编号"),
    "outside_number": ("outside_number", "案件编号", "系统编号"),
    "system": ("system", "来源系统"),
}
#: Largest file, in bytes, and most decisions at once.
MOST_BYTES, MOST_CASES = 256 * 1024 * 1024, 1_000_000
#: Characters of a column at most; the limit is the whole process's, and another reader may have changed it.
_LONGEST_CELL = 200_000
_FIELD_OF = {alias.casefold(): name for name, aliases in COLUMNS.items() for alias in aliases}
_NEEDED = ("number", "kind", "party_kind", "party_name", "conduct", "decided_on", "outcome")
_DAYS = ("conduct_on", "filed_on", "decided_on", "served_on", "published_on")


def read_file(path: Path) -> Cases:
    """The decisions of a file; its name ends in .json or .csv. Raises ``Invalid`` for what is no such file."""
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(say("The file is larger than {most} MB. Divide it.", most=MOST_BYTES // 1024 // 1024))
    content = path.read_bytes()
    return read_csv(content) if path.suffix.lower() == ".csv" else read_json(content)


def read_json(content: bytes) -> Cases:
    """Decisions as JSON: a list of objects, or an object with such a list under ``decisions``."""
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Invalid(
            say("This is no JSON in UTF-8: see line {line}.", line=getattr(error, "lineno", 1))
        ) from error
    listed = found.get("decisions") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise Invalid(say("A list of decisions was expected, or an object with one under “decisions”."))
    return read_values(listed)


def read_csv(content: bytes) -> Cases:
    """Decisions as CSV with a heading; UTF-8, or GB 18030 as Chinese spreadsheets write it."""
    text = _decoded(content)
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""))
    try:
        heading = [name.strip() for name in next(rows, [])]
        values = [dict(zip(heading, row, strict=False)) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Invalid(say("Line {line} is no CSV.", line=rows.line_num)) from error
    named = {_FIELD_OF.get(name.casefold()) for name in heading}
    lacking = [name for name in _NEEDED if name not in named]
    if lacking:
        raise Invalid(say("The heading lacks: {columns}.", columns=", ".join(lacking)))
    return read_values(values)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(say("The file is neither UTF-8 nor GB 18030. Save it as CSV (UTF-8) again."))


def read_values(listed: Iterable[object]) -> Cases:
    """Decisions from objects, each looked at on its own."""
    cases: list[CaseRow] = []
    faults: list[CaseFault] = []
    seen: dict[str, int] = {}
    count = 0
    for row, value in enumerate(listed, start=1):
        count = row
        if row > MOST_CASES:
            raise Invalid(say("More than {most} decisions at once. Divide the file.", most=MOST_CASES))
        reading = _Reading(row, value)
        case = reading.case()
        if case is not None and case.number in seen:
            reading.wrong("number", say("The same number stands in row {first}.", first=seen[case.number]))
        faults += reading.faults
        if case is not None and not reading.faults:
            seen[case.number] = row
            cases.append(case)
    return Cases(count, tuple(cases), tuple(faults))


class _Reading:
    """One object: its fields by our names, and what is wrong with them."""

    def __init__(self, row: int, value: object) -> None:
        self.row, self.faults = row, list[CaseFault]()
        self.cells: dict[str, Any] = {}
        if not isinstance(value, Mapping):
            self.wrong("", say("This is no object with the fields of a decision."))
            return
        for name, cell in value.items():
            known = _FIELD_OF.get(str(name).strip().casefold())
            if known is not None and cell is not None:
                self.cells[known] = cell

    def wrong(self, field: str, reason: Text) -> None:
        """Notes a fault."""
        self.faults.append(CaseFault(self.row, field, reason))

    def text(self, field: str) -> str:
        """The field as text, without blanks around."""
        return str(self.cells.get(field, "")).replace("\x00", "").strip()

    def case(self) -> CaseRow | None:
        """The decision, or nothing when something of it cannot be read."""
        if self.faults:
            return None
        for field in _NEEDED:
            if not self.text(field):
                self.wrong(field, say("This is missing. Write it."))
        days = {field: self._day(field) for field in _DAYS}
        kind = self._one("kind", [(each.key, each.label) for each in rules.kinds().values()])
        party_kind = self._one(
            "party_kind", [(each["key"], each["label"]) for each in rules.rows("party_kind")]
        )
        outcomes = rules.outcomes(kind) if kind else rules.rows("outcome")
        outcome = self._one("outcome", [(each["key"], each["label"]) for each in outcomes])
        amount, facts = self._amount(), self._facts()
        decided = days["decided_on"]
        if self.faults or decided is None:
            return None
        return CaseRow(
            row=self.row,
            number=self.text("number")[:80],
            kind=kind,
            unit=self.text("unit"),
            party_kind=party_kind,
            party=Party(self.text("party_name")[:200], self.text("party_number")[:40]),
            conduct=self.text("conduct")[:300],
            conduct_on=days["conduct_on"] or decided,
            filed_on=days["filed_on"] or decided,
            decided_on=decided,
            served_on=days["served_on"],
            published_on=days["published_on"],
            outcome=outcome,
            amount=amount,
            facts=facts,
            circumstances=tuple(
                each for each in self.text("circumstances").replace("、", "|").split("|") if each
            ),
            **{field: self.text(field) for field in ("item", "table", "deviation", "education", "reasons")},
            **{field: self.text(field) for field in ("public_text", "officer", "outside_number", "system")},
        )

    def _one(self, field: str, offered: list[tuple[str, str]]) -> str:
        word = self.text(field)
        found = next((key for key, label in offered if word in (key, label)), "")
        if word and not found:
            listed = "、".join(label for _, label in offered)
            self.wrong(field, say("“{word}” is none of: {offered}.", word=word[:40], offered=listed))
        return found

    def _day(self, field: str) -> date | None:
        word = self.text(field)
        if not word:
            return None
        plain = (
            word.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
        )
        try:
            year, month, day = (int(part) for part in plain.split("-"))
            found = date(year, month, day)
        except ValueError:
            self.wrong(field, say("“{word}” is no day; write it as 2026-11-23.", word=word[:40]))
            return None
        if found > clock.today():
            self.wrong(field, say("This day lies ahead."))
        return found

    def _amount(self) -> Decimal | None:
        word = self.text("amount").replace(",", "").replace("，", "").removesuffix("元").removeprefix("¥")
        if not word:
            return None
        try:
            found = Decimal(word)
        except InvalidOperation:
            found = Decimal(-1)
        if not found.is_finite() or not 0 <= found < 10**12:
            self.wrong("amount", say("Write an amount in yuan, 0 or more."))
            return None
        return found.quantize(Decimal("0.01"))

    def _facts(self) -> dict[str, Any]:
        """An object, or text: JSON, or ``area=7；party=单位``."""
        given = self.cells.get("facts", "")
        if isinstance(given, Mapping):
            return {str(key): _plain(value) for key, value in given.items()}
        word = self.text("facts")
        if not word:
            return {}
        if word.startswith("{"):
            try:
                found = json.loads(word)
            except ValueError:
                found = None
            if isinstance(found, dict):
                return {str(key): _plain(value) for key, value in found.items()}
        pairs = [
            part.partition("=")
            for part in word.replace("；", ";").replace("＝", "=").split(";")
            if part.strip()
        ]
        if not all(sign for _, sign, _ in pairs):
            self.wrong("facts", say("Write the facts as area=7;party=organisation, or as a JSON object."))
            return {}
        return {key.strip(): value.strip() for key, _, value in pairs}


def _plain(value: object) -> object:
    """A value JSON can keep: exact numbers stay exact as text."""
    return str(value) if isinstance(value, Decimal) else value
