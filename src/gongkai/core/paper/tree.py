"""HTML read into a small tree of elements; what was left open is closed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Deeper nesting than a document has; beyond it elements are read as if they were not there.
_DEEPEST = 40
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
BLOCKS = {
    *HEADINGS,
    *(
        "p",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "address",
        "pre",
        "center",
    ),
    *(
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "table",
        "hr",
        "figure",
        "figcaption",
        "body",
        "html",
    ),
    *("caption", "thead", "tbody", "tfoot", "tr", "td", "th", "details", "summary", "form", "fieldset"),
}
#: An opening tag that ends an element still open: the element, and where the search for it stops.
_ENDS: Mapping[str, tuple[set[str], set[str]]] = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot"}, {"table"}),
}


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)


class _Tree(HTMLParser):
    """Reads HTML into nodes, closing what was left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_implied(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self._open[-1].children.append(node)
        elif len(self._open) < _DEEPEST:
            self._open[-1].children.append(node)
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _close_implied(self, tag: str) -> None:
        if tag in BLOCKS and self._open[-1].tag == "p":
            self._open.pop()
        ended, fence = _ENDS.get(tag, (set(), set()))
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag in fence:
                return
            if self._open[place].tag in ended:
                del self._open[place:]
                return


def read(html: str) -> Node:
    """The tree of ``html``; never raises."""
    tree = _Tree()
    try:
        tree.feed(html)
        tree.close()
    except AssertionError:  # html.parser on "<![…": keep what was read, and the rest as text
        tree.handle_data(re.sub("<[^>]*>?", " ", tree.rawdata))
    return tree.root
