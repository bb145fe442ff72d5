"""The parts of an official document (公文) as its lines show them: number, title, signature, date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.publishing.importing.dates import at_end_of_line

_NUMBER = re.compile(
    r"[^\s，。,；;：:]{1,24}[〔\[［(（【﹝]\s*(?:19|20)\d{2}\s*[〕\]］)）】﹞]\s*第?\s*\d{1,5}\s*号"
)
_NUMBER_PLAIN = re.compile(r"(?:公告|通告|令|通知)?\s*(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*号")
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]+[章节条]|\d+[.、．])"
)
_SENTENCE = re.compile(r"[。；;！？!?]|[：:，,、]$")
_KIND = re.compile(
    r"(?:通知|公告|意见|办法|方案|规定|报告|决定|通报|函|批复|细则|制度|要点|总结|计划|名单|公示|通告|请示|纪要|规划|清单|指南|条例|预案|"
    r"规程|简报|年报|情况|汇报|解读|标准|目录|预算|决算|公报|安排)(?:[(（][^)）]{1,20}[)）])?$"
)
_AGENCY = re.compile(
    r"^[^\s，。：:]{2,40}(?:局|委|厅|政府|办公室|委员会|中心|大队|支队|总队|处|院|部|组|署|会)$"
)
TITLE_MOST = 60


@dataclass(frozen=True, slots=True)
class Parts:
    """What the lines say, and the numbers of those that belong to the head rather than to the body."""

    title: str = ""
    document_number: str = ""
    issuing_agency: str = ""
    date_made: date | None = None
    head: frozenset[int] = frozenset()


def document_number(line: str) -> str:
    """The number (发文字号) a line consists of, its brackets written 〔〕; nothing for other lines."""
    bare = "".join(line.split()).strip("()（）")
    if _NUMBER.fullmatch(bare):
        return re.sub(r"[\[［(（【﹝](\d{4})[\]］)）】﹞]", r"〔\1〕", bare)
    return bare if _NUMBER_PLAIN.fullmatch(bare) else ""


def may_be_title(line: str) -> bool:
    """Short, no sentence, no numbered heading, no date, no number."""
    line = line.strip()
    return bool(
        2 <= len(line) <= TITLE_MOST
        and not _SENTENCE.search(line)
        and not HEADING.match(line)
        and not at_end_of_line(line)
        and not document_number(line)
    )


def parts_of(lines: list[str]) -> Parts:
    """Title, number, signature and date of a document given as lines."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    numbered = next((n for n in filled[:6] if document_number(lines[n])), None)
    head: set[int] = set()
    start = filled
    if (
        numbered is not None
        and filled.index(numbered) <= 2
        and all(may_be_title(lines[n]) for n in filled if n < numbered)
        and any(may_be_title(lines[n]) for n in filled[filled.index(numbered) + 1 :][:1])
    ):
        # A letterhead: what stands above the number is the issuer's name in red.
        head |= {n for n in filled if n <= numbered}
        start = [n for n in filled if n > numbered]
    title, used = _title(lines, start)
    head |= used
    if numbered is not None and used and numbered == next((n for n in filled if n > max(used)), None):
        head.add(numbered)
    day, agency = _closing(lines, filled)
    return Parts(
        title, document_number(lines[numbered]) if numbered is not None else "", agency, day, frozenset(head)
    )


def _title(lines: list[str], filled: list[int]) -> tuple[str, set[int]]:
    if not filled or not may_be_title(lines[filled[0]]):
        return "", set()
    first = filled[0]
    title = lines[first].strip()
    if len(filled) > 1 and not _KIND.search(title):
        second = lines[filled[1]].strip()
        if may_be_title(second) and _KIND.search(second) and len(title) + len(second) <= 2 * TITLE_MOST:
            return title + second, {first, filled[1]}
    return re.sub(r"(?<=[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff])", "", title), {first}


def _closing(lines: list[str], filled: list[int]) -> tuple[date | None, str]:
    """The last date line among the last six, and the agency signing above it."""
    for at in range(len(filled) - 1, max(-1, len(filled) - 7), -1):
        day = at_end_of_line(lines[filled[at]])
        if day:
            above = "".join(lines[filled[at - 1]].split()) if at else ""
            return day, above if _AGENCY.match(above) else ""
    return None, ""
