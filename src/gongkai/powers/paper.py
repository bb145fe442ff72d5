"""A version on paper: an entry for the file, a service as the guide (办事指南) that hangs at the counter."""

from __future__ import annotations

import io
from collections.abc import Iterator

import segno
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from gongkai.core import clock
from gongkai.core.context import demonstration
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import Block, Cell, Heading, Image, ListBlock, Paragraph, Run, Sheet, Table
from gongkai.core.text import render
from gongkai.powers import words
from gongkai.powers.models import Version
from gongkai.powers.showing import Shown, told

#: Width of the code on paper in CSS pixels: some 3.5 cm, read from an arm's length.
QR_WIDTH = 132


def paper(version: Version, address: str) -> bytes:
    """The version as PDF, with the address of its page as a QR code. Raises ``PrintError`` with a sentence."""
    return pdf(sheet_of(version, address))


def sheet_of(version: Version, address: str) -> Sheet:
    """The version as a sheet. Labels are Chinese: it is a Chinese document."""
    entry = version.entry
    with translation.override("zh-hans"):
        blocks = [block for each in told(version) for block in _blocks(each)]
        return Sheet(
            title=version.title,
            issuer=entry.agency.name,
            date_line=_chinese(version),
            blocks=(*blocks, *_code(address)),
            metadata=_metadata(version),
            notice=_notice(version),
        )


def _metadata(version: Version) -> tuple[tuple[str, str], ...]:
    entry = version.entry
    return (
        ("类别", words.kind_name(entry.kind)),
        ("编号", entry.code),
        ("责任单位", entry.unit.name),
        ("版本", f"第 {version.number} 版"),
        ("有效期间", render(words.in_force(version, clock.today()))),
    )


def _chinese(version: Version) -> str:
    begins = version.in_force_from
    return f"{begins.year}年{begins.month}月{begins.day}日" if begins else ""


def _notice(version: Version) -> str:
    parts = ["演示数据，并非真实事项。"] if demonstration() else []
    if version.state != "published":
        parts.append("尚未公布。")
    elif version.as_published:
        parts.append("本事项按原公布文本转录，尚有缺项。")
    return "".join(parts)


def _blocks(each: Shown) -> Iterator[Block]:
    if each.empty:
        return
    yield Heading(1, (Run(each.label),))
    if each.type == "table":
        head = tuple(Cell((Paragraph((Run(label),)),), header=True, align="center") for label in each.columns)
        body = [tuple(Cell((_paragraph(cell),)) for cell in row) for row in each.rows]
        yield Table((head, *body), header_rows=1)
    elif each.listed:
        yield ListBlock(True, tuple((Paragraph((Run(line),)),) for line in each.lines))
    else:
        for line in each.lines:
            yield Paragraph((Run(line),))


def _paragraph(lines: tuple[str, ...]) -> Paragraph:
    return Paragraph((Run("\n".join(lines)),), align="left")


def _code(address: str) -> Iterator[Block]:
    if not address:
        return
    yield Image(
        alt=f"本页地址的二维码：{address}", data=png(address), width=QR_WIDTH, caption=f"扫码查看：{address}"
    )


def png(address: str) -> bytes:
    """The address as a QR code, for paper."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8)
    return out.getvalue()


def svg(address: str) -> str:
    """The address as a QR code that stands alone."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=8, dark="#000", light="#fff")
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def inline(address: str) -> SafeString:
    """The same inside a page."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 - segno's own drawing; the address is only in its modules
