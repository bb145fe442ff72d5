"""The columns of the two registers: their names in both languages, and which of them a file must have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gongkai.domain.text import Text, say
from gongkai.requests.importing.problems import Problems


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, the headings it goes by besides (the first is the usual Chinese one), its longest value."""

    key: str
    names: tuple[str, ...]
    required: bool = True
    longest: int = 0


REQUESTS: tuple[Column, ...] = (
    Column("number", ("登记号", "编号", "申请编号", "登记编号", "受理编号", "受理号"), longest=60),
    Column("received_on", ("收到日期", "收到申请日期", "收到时间", "受理日期", "申请日期")),
    Column("applicant_kind", ("申请人类型", "申请人类别", "申请人情况", "申请主体")),
    Column("channel", ("渠道", "申请渠道", "申请方式", "收件方式", "来源")),
    Column("subject", ("标题", "内容", "申请内容", "申请事项", "申请标题", "事项"), longest=200),
    Column("outcome", ("结果", "办理结果", "答复结果", "处理结果", "答复类型")),
    Column("closed_on", ("办结日期", "答复日期", "办结时间", "答复时间", "结案日期")),
)
"""The register of requests (依申请公开登记簿)."""

DISPUTES: tuple[Column, ...] = (
    Column("kind", ("类型", "案件类型", "类别", "种类")),
    Column("filed_on", ("提起日期", "申请日期", "受理日期", "立案日期", "提起时间")),
    Column("result", ("结果", "审理结果", "复议结果", "裁判结果")),
    Column("closed_on", ("审结日期", "结案日期", "办结日期", "审结时间")),
    Column("number", ("案号", "文号", "编号"), required=False, longest=80),
    Column("request_number", ("登记号", "申请登记号", "申请编号"), required=False, longest=60),
    Column("authority", ("受理机关", "复议机关", "法院", "审理机关"), required=False, longest=120),
)
"""The register of reviews and suits (行政复议、行政诉讼台账)."""

#: Columns the export adds: known, and passed over without a word.
NOT_READ = {
    "unit": ("承办科室", "科室", "承办单位"),
    "officer": ("承办人", "经办人"),
    "due_on": ("答复期限", "到期日"),
    "days": ("用时", "办理工作日", "用时（工作日）"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The line of headings, understood: where each column stands, and how the file calls it."""

    at: dict[str, int]
    shown: list[str]

    @property
    def width(self) -> int:
        """How many columns the file has."""
        return len(self.shown)

    def place(self, key: str) -> str:
        """The column as a person finds it: ``结果 (F)``."""
        return self.shown[self.at[key]] if key in self.at else ""

    def place_at(self, index: int) -> str:
        """The same by its index; beyond the last heading there is only a letter."""
        return self.shown[index] if index < len(self.shown) else letter(index)


def folded(heading: str) -> str:
    """A heading without what does not matter: width, case, spaces, stars, colons."""
    text = unicodedata.normalize("NFKC", heading).strip().strip("*:﻿ ").casefold()
    return re.sub(r"[\s\-]+", "_", text) if text.isascii() else "".join(text.split())


def known(columns: Sequence[Column]) -> dict[str, str]:
    """Every word that names a column → its key."""
    words = {folded(name): column.key for column in columns for name in column.names}
    return words | {column.key: column.key for column in columns}


def fitting(columns: Sequence[Column], cells: Sequence[str]) -> int:
    """How many of the columns a line names."""
    words = known(columns)
    return len({words[folded(cell)] for cell in cells if folded(cell) in words})


def letter(at: int) -> str:
    """The letter a spreadsheet gives the column with this index: 0 → A, 26 → AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def understand(
    columns: Sequence[Column], line: int, cells: Sequence[str], problems: Problems
) -> Heading | None:
    """The headings of ``cells``; ``None`` where a column that must be there is missing (and said)."""
    words = known(columns)
    passed_over = {folded(name) for key, names in NOT_READ.items() for name in (key, *names)}
    at: dict[str, int] = {}
    shown: list[str] = []
    unread: list[str] = []
    for index, cell in enumerate(cells):
        name = " ".join(cell.split())
        place = f"{name} ({letter(index)})" if name else letter(index)
        shown.append(place)
        key = words.get(folded(cell))
        if key and key in at:
            problems.error(
                say("The column “{heading}” is there twice.", heading=name), line=line, column=place
            )
        elif key:
            at[key] = index
        elif name and folded(name) not in passed_over:
            unread.append(place)
    missing = [column for column in columns if column.required and column.key not in at]
    for column in missing:
        problems.error(_missing(column, words, unread), line=line)
    left_out = [place for place in unread if not missing or not _near(place, words)]
    if left_out:
        listed = "、".join(left_out[:20]) + ("…" if len(left_out) > 20 else "")
        problems.note(say("These columns are not read and left out: {columns}.", columns=listed), line=line)
    return None if missing else Heading(at, shown)


def _missing(column: Column, words: dict[str, str], unread: list[str]) -> Text:
    near = next((each for each in unread if words.get(_near(each, words)) == column.key), "")
    names = f"{column.key} / {column.names[0]}"
    if near:
        return say(
            "The column {names} is missing. “{heading}” is no column we know: was it meant?",
            names=names,
            heading=near,
        )
    return say("The column {names} is missing.", names=names)


def _near(place: str, words: dict[str, str]) -> str:
    name = folded(place.rpartition(" (")[0])
    return next(iter(get_close_matches(name, words, n=1, cutoff=0.7)), "")
