"""Small handles on a parsed page."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml exports the class under no other name


def local(element: Element) -> str:
    """The element's name; empty for comments and instructions."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def all_in(element: Element, names: set[str]) -> list[Element]:
    """The descendants (and the element itself) called so, in order."""
    return [each for each in element.iter() if local(each) in names]


def text_of(element: Element) -> str:
    """The words in the element, spaces run together."""
    return " ".join("".join(str(words) for words in element.itertext(with_tail=False)).split())


def remove(element: Element) -> None:
    """Take the element out; the words that follow it stay."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def outer(main: Element) -> str:
    """The element's content as HTML."""
    inner = "".join(etree.tostring(each, encoding="unicode", method="html") for each in main)
    return (main.text or "").replace("&", "&amp;").replace("<", "&lt;") + inner
