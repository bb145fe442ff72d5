"""Word documents: mammoth turns them into HTML; title, number, signature and date come from their lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import mammoth
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import html as lxml_html

from gongkai.core.intake import inspect
from gongkai.core.intake.model import MB
from gongkai.core.refusals import Invalid
from gongkai.core.richtext import clean
from gongkai.domain.text import say
from gongkai.publishing.importing import official
from gongkai.publishing.importing.blocks import (
    Element,
    all_in,
    local,
    outer,
    remove,
    text_of,
)
from gongkai.publishing.importing.plain import fitted
from gongkai.publishing.importing.records import ImportRecord, Problems

LARGEST = 50 * MB
_LARGE = 18  # points: the title of an official document is set in 22 (二号), body text in 16 (三号)
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""
_SECOND = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_THIRD = re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]")
_HEADING_MOST = 40


def read(path: Path, source: str, problems: Problems, *, title: str = "") -> ImportRecord | None:
    """The record of a DOCX file. Macros, passwords and bombs are refused as for any attachment."""
    try:
        found = inspect(path, path.name, max_bytes=LARGEST)
    except Invalid as error:
        problems.error(source, error.reason)
        return None
    for warning in found.warnings:
        problems.note(source, warning)
    try:
        titled = title or _styled_title(path)
        main = _converted(path)
    except Exception:  # mammoth and python-docx raise whatever the document led them into
        problems.error(
            source, say("This Word document cannot be read. Save it again as DOCX and try once more.")
        )
        return None
    _leave_pictures_out(main, source, problems)
    return _record(main, titled, source, problems, path)


def _record(main: Element, titled: str, source: str, problems: Problems, path: Path) -> ImportRecord | None:
    blocks = [each for each in main if text_of(each)]
    lines = [text_of(each) if local(each) in {"p", "h1", "h2", "h3"} else "" for each in blocks]
    parts = official.parts_of(lines)
    named = titled or parts.title
    for number, block in enumerate(blocks):
        same = bool(named) and number < 8 and _bare(lines[number]) == _bare(named)
        if same or number in parts.head:
            remove(block)
    if not text_of(main):
        problems.error(source, say("Beside its title this file has no text."))
        return None
    if not named:
        problems.note(
            source, say("No title was found in the text: the file's name was taken. Check it in the draft.")
        )
    _numbered_headings(main)
    return ImportRecord(
        source=source,
        line=None,
        title=fitted(named or path.stem, "title", source, problems),
        body_html=clean(outer(main)),
        document_number=parts.document_number,
        issuing_agency=parts.issuing_agency,
        date_made=parts.date_made,
    )


def _bare(line: str) -> str:
    return "".join(line.split())


def _styled_title(path: Path) -> str:
    """The paragraph(s) in the Title style, else those centred and large above the text."""
    paragraphs = [each for each in docx.Document(str(path)).paragraphs if each.text.strip()][:12]
    for names in ({"Title", "标题"}, {"Heading 1", "heading 1", "标题 1"}):
        styled = [each.text for each in paragraphs if each.style is not None and each.style.name in names]
        if styled and (names == {"Title", "标题"} or not official.HEADING.match(styled[0])):
            return _joined(styled[:1])
    return _joined([each.text for each in paragraphs if _centred_and_large(each)][:3])


def _joined(lines: list[str]) -> str:
    return " ".join("".join(line.strip() for line in lines).split())


def _centred_and_large(paragraph: Any) -> bool:
    sizes = [run.font.size.pt for run in paragraph.runs if run.font.size is not None and run.text.strip()]
    centred = paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER
    return bool(centred and sizes and min(sizes) >= _LARGE and official.may_be_title(paragraph.text))


def _converted(path: Path) -> Element:
    """The document as HTML; each picture stands as an empty ``img``."""
    mark = mammoth.images.img_element(lambda _: {"src": ""})
    with path.open("rb") as file:
        html = mammoth.convert_to_html(
            file, style_map=_STYLES, convert_image=mark, ignore_empty_paragraphs=True
        )
    main: Element = lxml_html.fragment_fromstring(html.value, create_parent="div")
    return main


def _leave_pictures_out(main: Element, source: str, problems: Problems) -> None:
    """Pictures are not brought in; a note tells the words before each, so that it can be put back."""
    for picture in all_in(main, {"img"}):
        block = picture
        while block.getparent() is not None and block.getparent() is not main:
            block = block.getparent()  # type: ignore[assignment]
        words = text_of(block) or next(
            (text_of(each) for each in block.itersiblings(preceding=True) if text_of(each)), ""
        )
        problems.note(
            source,
            say(
                "A picture after “{words}” was left out. Add it in the editor with a description.",
                words=words[-20:],
            ),
        )
        remove(picture)


def _numbered_headings(main: Element) -> None:
    """``一、…`` and ``（一）…`` that stand alone and are short become headings, as on a printed page."""
    if any(local(each) in {"h2", "h3", "h4"} for each in main.iter()):
        return
    for each in all_in(main, {"p"}):
        words = text_of(each)
        if (
            each.getparent() is not main
            or len(words) > _HEADING_MOST
            or words.endswith(("。", "；", ";", ":", "："))
        ):
            continue
        if "。" not in words and (_SECOND.match(words) or _THIRD.match(words)):
            each.tag = "h2" if _SECOND.match(words) else "h3"
