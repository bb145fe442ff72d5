"""Web pages: the main content, what the page says about itself, and nothing of the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from lxml import etree
from lxml import html as lxml_html

from gongkai.core.richtext import clean
from gongkai.domain.text import say
from gongkai.publishing.importing import dates, furniture, official
from gongkai.publishing.importing.blocks import (
    Element,
    all_in,
    local,
    outer,
    remove,
    text_of,
)
from gongkai.publishing.importing.columns import FIELDS, field_named
from gongkai.publishing.importing.plain import decoded, fitted
from gongkai.publishing.importing.records import ImportRecord, Problems

_NOISE = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "form", "button", "select",
    "svg", "canvas", "audio", "video", "link", "meta",
}  # fmt: skip
_FRAME = {"nav", "header", "footer", "aside"}
_FRAME_NAMES = re.compile(
    r"(?:^|[-_ ])(?:share|nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|header|top|sidebar|side|copyright|"
    r"print|tools?|toolbar|weizhi|bshare|qrcode|erweima|pages?er|prevnext|related|bdsharebuttonbox|"
    r"ewm)(?:$|[-_ \d])",
    re.IGNORECASE,
)
# Where the site builders of Chinese governments put the text, the closest first.
_MAIN = (
    "//*[@id='zoom' or @id='Zoom']",
    "//*[contains(concat(' ',@class,' '),' TRS_Editor ')]",
    "//*[contains(@class,'trs_editor_view')]",
    "//*[@id='UCAP-CONTENT' or @id='ucap-content']",
    "//*[@itemprop='articleBody']",
    "//article",
    "//main",
    "//*[@role='main']",
    "//*[@id='content' or @id='article']",
    "//*[@class='article' or @class='article-content' or @class='pages_content']",
)
_META = {
    "articletitle": "title", "pubdate": "date_published", "contentsource": "issuing_agency",
    "keywords": "keywords",
    "description": "summary", "indexnumber": "index_number", "documentnumber": "document_number",
}  # fmt: skip
_OF_A_RECORD = {"index_number", "issuing_agency", "date_made", "document_number"}
_CAPTION = re.compile(r"^\s*([^:：]{2,10})\s*[:：]\s*(.*)$", re.DOTALL)


def read(path: Path, source: str, problems: Problems, *, title: str = "") -> ImportRecord | None:
    """The record of a web page saved as a file."""
    text = decoded(path, source, problems)
    if text is None:
        return None
    try:
        tree = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError, etree.XMLSyntaxError):
        problems.error(source, say("This page cannot be read. Save it again from the browser, or as text."))
        return None
    return _record(tree, source, problems, title, path)


def _record(tree: Element, source: str, problems: Problems, title: str, path: Path) -> ImportRecord | None:
    said = _metas(tree) | _captions(tree)
    named = title or said.get("title") or _heading(tree) or _window_title(tree)
    aside = _without_site(tree)
    main = _main(tree)
    aside += _furniture(main)
    shown = _own_title(main, named or "")
    lines = [text_of(block) for block in all_in(main, {"p", "div", "h1", "h2", "h3"}) if text_of(block)]
    parts = official.parts_of(lines)
    _pictures(main, source, problems)
    body = clean(outer(main))
    if not text_of(main):
        problems.error(source, say("No text was found on this page."))
        return None
    if not (named or shown or parts.title):
        problems.note(
            source, say("No title was found in the text: the file's name was taken. Check it in the draft.")
        )
    return ImportRecord(
        source=source,
        line=None,
        title=fitted(named or shown or parts.title or path.stem, "title", source, problems),
        body_html=body,
        document_number=said.get("document_number") or parts.document_number,
        issuing_agency=fitted(
            said.get("issuing_agency") or parts.issuing_agency, "issuing_agency", source, problems
        ),
        date_made=dates.parse(said.get("date_made", "")) or parts.date_made,
        date_published=dates.parse(said.get("date_published", "")),
        subject=fitted(said.get("subject", ""), "subject", source, problems),
        keywords=tuple(each for each in re.split(r"[\s;；,，、|]+", said.get("keywords", "")) if each),
        summary=" ".join(said.get("summary", "").split()),
        index_number=said.get("index_number", ""),
        set_aside=tuple(aside),
    )


def _metas(tree: Element) -> dict[str, str]:
    """The names that the State Council's office gives article pages: ArticleTitle, PubDate, ContentSource
    …"""
    said: dict[str, str] = {}
    for meta in all_in(tree, {"meta"}):
        field = _META.get(
            (meta.get("name") or meta.get("property") or "").lower().replace("og:title", "articletitle")
        )
        value = " ".join((meta.get("content") or "").split())
        if field and value:
            said.setdefault(field, value)
    return said


def _captions(tree: Element) -> dict[str, str]:
    """A table of captions and values above the text (索引号、发布机构、成文日期…): read, then taken out."""
    for table in all_in(tree, {"table", "ul", "dl"}):
        pairs = dict(_pairs(table))
        if len(pairs) >= 3 and pairs.keys() & _OF_A_RECORD and len(text_of(table)) < 1200:
            remove(table)
            return pairs
    return {}


def _pairs(table: Element) -> Iterator[tuple[str, str]]:
    waiting = ""
    for cell in all_in(table, {"td", "th", "li", "dt", "dd"}):
        text = text_of(cell)
        if waiting and field_named(text):
            return  # a row of headings: this is a table of its own, not captions beside values
        if waiting:
            yield waiting, text
            waiting = ""
            continue
        found = _CAPTION.match(text)
        field = field_named(found[1] if found else text)
        if field and field in FIELDS and field != "body":
            if found and found[2].strip():
                yield field, " ".join(found[2].split())
            else:
                waiting = field


def _heading(tree: Element) -> str:
    return next((text_of(each) for each in all_in(tree, {"h1"}) if 1 < len(text_of(each)) <= 200), "")


def _window_title(tree: Element) -> str:
    """The window's title without the site's name behind it."""
    whole = next((text_of(each) for each in all_in(tree, {"title"})), "")
    return re.split(r"\s*(?:[_|｜]|\s[-—–]\s|--)\s*", whole)[0].strip()


def _without_site(tree: Element) -> list[str]:
    """Take scripts and the site's frame out; the frame's words are kept aside."""
    aside: list[str] = []
    for element in list(tree.iter()):
        name = local(element)
        if name in _NOISE or not name:
            remove(element)
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if name in _FRAME or (name not in {"html", "body", "main", "article"} and _FRAME_NAMES.search(names)):
            if local(element) == "header" and all_in(element, {"h1"}) and _inside_article(element):
                continue
            words = text_of(element)
            if len(words) > 3000:
                continue  # a whole page wrapped in something called “top”: that is no frame
            aside += [words] if words else []
            remove(element)
    return aside


def _inside_article(element: Element) -> bool:
    return any(local(each) in {"article", "main"} for each in element.iterancestors())


def _main(tree: Element) -> Element:
    for path in _MAIN:
        found = [each for each in cast("list[Element]", tree.xpath(path)) if len(text_of(each)) >= 20]
        if found:
            return max(found, key=lambda each: len(text_of(each)))
    return next(iter(all_in(tree, {"body"})), tree)


def _furniture(main: Element) -> list[str]:
    """Blocks near either end that are the site's, taken out."""
    inline = {"p", "div", "li", "span", "td", "h2", "h3", "h4", "dd"}
    blocks = [each for each in all_in(main, inline) if not len(each) or local(each) == "p"]
    blocks = [each for each in blocks if text_of(each)]
    aside = []
    for block in dict.fromkeys([*blocks[:12], *blocks[-20:]]):
        words = text_of(block)
        if furniture.is_furniture(words) or (block in blocks[:12] and furniture.is_about(words)):
            aside.append(words)
            remove(block)
    return aside


def _own_title(main: Element, named: str) -> str:
    """Take the title out of the text, where the page repeats it; answers the heading if that was the
    title."""
    for each in all_in(main, {"h1", "h2", "p", "div"})[:8]:
        words = text_of(each)
        if words and (words == named or (local(each) == "h1" and not named)):
            remove(each)
            return words
    return ""


def _pictures(main: Element, source: str, problems: Problems) -> None:
    """Pictures are not brought in; where each stood is said."""
    for picture in all_in(main, {"img"}):
        problems.note(
            source,
            say(
                "A picture ({name}) was left out. Add it in the editor with a description.",
                name=(picture.get("alt") or (picture.get("src") or "").rpartition("/")[2])[:60] or "?",
            ),
        )
        remove(picture)
