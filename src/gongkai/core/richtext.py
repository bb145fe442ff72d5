"""Makes the HTML of a document body safe and plain: what staff type, paste from Word or import.

``clean`` allows the words and their structure, and nothing of their looks: the portal's style sheet gives those.
nh3 parses as a browser does and has the last word on what is allowed; between its two passes ``core.tidying`` puts
the structure in order. Nothing here raises on any text.
"""

from __future__ import annotations

import re
from html import escape

import nh3

from gongkai.core.tidying import Tidier

__all__ = ["clean", "from_plain", "lost_images"]

_MOST_ROUNDS = 5

_KEPT: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "figure", "figcaption"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("strong", "em", "u", "s", "sub", "sup", "a", "code", "img"),
}
# What is read before it is put in order: other names for the same things, and Word's marks of list paragraphs.
_READ_TAGS = _TAGS | {
    *("h1", "h6", "b", "i", "ins", "del", "strike", "div", "section", "article", "main", "header", "footer"),
    *(
        "aside",
        "nav",
        "center",
        "address",
        "dl",
        "dt",
        "dd",
        "tt",
        "kbd",
        "samp",
        "span",
        "fieldset",
        "details",
    ),
    *("summary", "legend", "form", "hgroup", "dir", "menu"),
}
_ALIGNED = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
_READ_ATTRIBUTES = {**_KEPT, **{tag: {"style", "class", "align"} for tag in _ALIGNED}, "span": {"style"}}
_SILENT = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "title",
    "textarea",
    "select",
}
_SCHEMES = {"http", "https", "mailto", "tel"}

# Characters that no document means: controls, byte order marks, and blanks without width.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufdd0-\ufdef\ufffe\uffff]")

_READER = nh3.Cleaner(
    tags=_READ_TAGS,
    clean_content_tags=_SILENT,
    attributes=_READ_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel=None,
)
# Links open in the same window, and the portal sends its own referrer policy: no rel is needed.
_JUDGE = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_SILENT,
    attributes=_KEPT,
    tag_attribute_values={tag: {"class": {"center", "right"}} for tag in _ALIGNED if tag in _TAGS},
    url_schemes=_SCHEMES,
    link_rel=None,
)


def clean(html: str) -> str:
    """``html`` with only the allowed structure: safe to show, and unchanged by cleaning again.

    ``h1`` becomes ``h2`` (and lower headings move with it), ``b`` and ``i`` become ``strong`` and ``em``, boxes
    become paragraphs, Word's list paragraphs become lists; classes (but ``center`` and ``right``),
    styles, scripts, remote and embedded images, empty paragraphs and the blanks that indent paragraphs go.
    """
    text = _writable(html)
    for _ in range(_MOST_ROUNDS):
        cleaned = _round(text)
        if cleaned == text:
            return cleaned
        text = cleaned
    words = nh3.clean(
        text, tags=set(), clean_content_tags=_SILENT
    )  # markup nobody wrote on purpose: keep its words
    return _round(f"<p>{words}</p>")


def _round(html: str) -> str:
    return _JUDGE.clean(Tidier.tidy(_READER.clean(html)))


def _writable(text: str) -> str:
    """``text`` without halves of characters and characters that neither HTML, XML nor PDF can carry."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _shallow(_UNSEEN.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")))


_DEEPEST = 400  # no document nests so deep; parsing far deeper nesting takes minutes
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>")
# Elements that end by themselves, or hold nothing: leaving them open is ordinary HTML, not nesting.
_SELF_ENDING = {
    "p",
    "li",
    "td",
    "th",
    "tr",
    "dt",
    "dd",
    "option",
    "thead",
    "tbody",
    "tfoot",
    "br",
    "img",
    "hr",
}
_SELF_ENDING |= {
    "col",
    "colgroup",
    "input",
    "meta",
    "link",
    "wbr",
    "area",
    "base",
    "embed",
    "source",
    "track",
}


def _shallow(html: str) -> str:
    """``html`` without the tags nested deeper than ``_DEEPEST``; their words stay."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _SELF_ENDING:
            return tag[0]
        if tag[1]:
            depth = max(depth - 1, 0)
            return tag[0] if depth < _DEEPEST else ""
        depth += 1
        return tag[0] if depth <= _DEEPEST else ""

    if html.count("<") <= _DEEPEST:
        return html
    # Behind the last ">" nothing is closed: looking for an end from each "<" there would take minutes.
    end = html.rfind(">") + 1
    return _TAG.sub(keep, html[:end]) + html[end:]


_IMAGE = re.compile(r"<img\b", re.IGNORECASE)


def lost_images(html: str) -> int:
    """How many images ``clean`` takes out of ``html`` (remote or pasted ones), so that the writer can be told."""
    return max(len(_IMAGE.findall(_READER.clean(_writable(html)))) - len(_IMAGE.findall(clean(html))), 0)


# --- plain text --------------------------------------------------------------------------------------------

_NUMERAL = "[一二三四五六七八九十百]{1,4}"
# The official order of headings; each stands below those before it.
_HEADINGS = [
    re.compile(rf"第{_NUMERAL}编[\s\u3000]"),
    re.compile(rf"第{_NUMERAL}章[\s\u3000]"),
    re.compile(rf"第{_NUMERAL}节[\s\u3000]"),
    re.compile(rf"{_NUMERAL}、"),
    re.compile(rf"[（(]{_NUMERAL}[)）]"),
]
_LONGEST_HEADING = 40  # characters
_BLANKS = " \t\u3000\u00a0"


def from_plain(text: str) -> str:
    """Plain text as HTML: a line a paragraph, official numbering as headings.

    一、 and （一） make a heading (``h2``, and ``h3`` below it) where the line is at most 40 characters long and
    does not read as a sentence; 第一章 and 第一节 likewise. No level is ever skipped.
    """
    lines = [line.strip(_BLANKS) for line in re.split(r"[\n\v\f\x85\u2028\u2029]", _writable(text))]
    out: list[str] = []
    open_ranks: list[int] = []
    for line in filter(None, lines):
        rank = _rank(line)
        if rank is None:
            out.append(f"<p>{escape(line, quote=False)}</p>")
            continue
        open_ranks = [*(one for one in open_ranks if one < rank), rank]
        level = 1 + len(open_ranks)
        out.append(f"<h{level}>{escape(line, quote=False)}</h{level}>")
    return clean("".join(out))


def _rank(line: str) -> int | None:
    """Which kind of heading ``line`` is, or ``None`` for a paragraph."""
    sentence = "。" in line or line.endswith(tuple("；;，,："))
    if sentence or len(line) > _LONGEST_HEADING:
        return None
    return next((rank for rank, form in enumerate(_HEADINGS) if form.match(line)), None)
