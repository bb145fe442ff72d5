"""A version of a text on paper (PDF, DOCX) and as plain text, as the agency's documents are set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gongkai.consultations.models import Document, Version
from gongkai.consultations.queries import texts
from gongkai.core.context import demonstration
from gongkai.core.paper.sheet import Block, Heading, Paragraph, Run, Sheet
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.clauses import HEADINGS, Numbered, lines

#: Heading → its level on paper.
_LEVELS = {"part": 1, "chapter": 1, "section": 2}
#: States of a text that was decided, and what is written over one that does not hold any more.
_DECIDED = ("published", "in_force", "repealed", "lapsed")
_ENDED = {
    "repealed": "本文件已废止。",
    "lapsed": "本文件有效期已满，已失效。",
    "declared": "本文件已宣布失效。",
    "given_up": "本项目已终止，未形成文件。",
}


def sheet_of(found: Document, version: Version, *, final: bool) -> Sheet:
    """The version as a sheet. ``final``: the text that was decided. Labels are Chinese: it is a Chinese document."""
    return Sheet(
        title=found.title if final else f"{found.title}（征求意见稿）",
        issuer=found.agency.name,
        document_number=found.formal_number if final else "",
        date_line=chinese(found.published_on if final else version.opens_on),
        blocks=tuple(_blocks(texts.numbered(version))),
        metadata=_metadata(found, version, final=final),
        notice=_notice(found, version, final=final),
    )


def is_final(found: Document, version: Version, versions: Sequence[Version]) -> bool:
    """Whether the version is the text that was decided and published."""
    return found.state in _DECIDED and version.number == versions[-1].number


def plain(found: Document, version: Version, *, final: bool) -> str:
    """The version as plain text with its numbers, one provision a line."""
    sheet = sheet_of(found, version, final=final)
    head = [sheet.title, sheet.document_number, *(f"{label}：{value}" for label, value in sheet.metadata)]
    body = lines(texts.provisions(version))
    foot = [sheet.issuer, sheet.date_line]
    parts = [[each for each in part if each] for part in (head, [sheet.notice], body, foot)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def chinese(day: date | None) -> str:
    """A day as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _blocks(numbered: Sequence[Numbered]) -> Iterator[Block]:
    for each in numbered:
        text, mark = each.provision.text, each.mark
        if each.provision.level in HEADINGS:
            yield Heading(_LEVELS[each.provision.level], (Run(f"{mark}　{text}"),))
        elif each.provision.level == "article":
            yield Paragraph((Run(f"{mark}　", bold=True), Run(text)))
        else:
            yield Paragraph((Run(f"{mark}{text}"),))


def _metadata(found: Document, version: Version, *, final: bool) -> tuple[tuple[str, str], ...]:
    kind = rules.kinds()[found.kind].label
    if final:
        rows = (
            ("文件种类", kind),
            ("起草单位", found.unit.name),
            ("公布日期", chinese(found.published_on)),
            ("施行日期", chinese(found.in_force_from)),
            ("有效期至", chinese(found.lapses_on)),
        )
    else:
        rows = (
            ("文件种类", kind),
            ("起草单位", found.unit.name),
            ("项目编号", found.number),
            ("文稿", f"第{version.number}稿"),
            ("征求意见期限", f"{chinese(version.opens_on)}至{chinese(version.closes_on)}"),
        )
    return tuple((label, value) for label, value in rows if value)


def _notice(found: Document, version: Version, *, final: bool) -> str:
    parts = ["演示数据，并非真实文件。"] if demonstration() else []
    if final:
        # Its term ends without a word; who declares it lapsed says why.
        ended = "declared" if found.state == "lapsed" and found.ended_reason else found.state
        parts.append(_ENDED.get(ended, ""))
    else:
        parts.append("征求意见稿，不具有效力。")
        parts.append(_ENDED["given_up"] if found.state == "given_up" else "")
    return "".join(parts)
