"""HTML mail as plain text."""

from __future__ import annotations

import re
from html import unescape

from gongkai.core import richtext

#: Characters of HTML that are read; newsletters are shorter, and a long one says nothing more.
MOST = 400_000
_BREAKS = re.compile(
    r"<br\s*/?>|</(?:p|li|tr|h[2-5]|blockquote|pre|figcaption|caption)>|<(?:ul|ol|table|hr)\b[^>]*>"
)
_ITEM = re.compile(r"<li\b[^>]*>")
_CELL = re.compile(r"</t[dh]>(?=\s*<t[dh])")
_LINK = re.compile(r'<a href="(https?://[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)


def declared(content: bytes) -> str:
    """The character set the page itself names, or nothing."""
    found = _CHARSET.search(content[:4096])
    return found[1].decode("ascii") if found else ""


def plain(html: str) -> str:
    """The words of ``html``, one line a paragraph; links show where they lead. Scripts and styles are gone."""
    safe = richtext.clean(html[:MOST])
    safe = re.sub(r"\s*\n\s*", " ", safe)
    safe = _LINK.sub(_shown, safe)
    safe = _CELL.sub(" ", _ITEM.sub("- ", _BREAKS.sub("\n", safe)))
    text = unescape(_TAG.sub("", safe)).replace("\u00a0", " ")
    return "\n".join(each.strip() for each in text.splitlines()).strip()


def _shown(link: re.Match[str]) -> str:
    address, words = link[1], _TAG.sub("", link[2]).strip()
    return words if words in {"", address, address.rstrip("/")} else f"{words} ({address})"
