"""What the public pages share: rows of lists, statutory labels, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from gongkai.domain.law import load
from gongkai.publishing.downloads import label as law_label
from gongkai.publishing.queries.public import CatalogueEntry, Document, agencies

#: How a word of validity looks; what is not in force is never told by colour alone.
VALIDITY_KINDS = {"valid": "done", "amended": "soon", "repealed": "danger", "lapsed": "danger"}


def in_chinese() -> bool:
    """Whether the page is in Chinese."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def content_lang() -> str:
    """The ``lang`` of what the agencies wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def statutory(table: str, key: str) -> str:
    """The label of ``key`` in ``law/openness.toml`` in the reader's language."""
    return law_label(table, key, "zh" if in_chinese() else "en")


def either(chinese: str, english: str) -> str:
    """The Chinese name, or the English one on an English page where there is one."""
    return chinese if in_chinese() or not english else english


def row_label(entry: CatalogueEntry) -> str:
    """The label of a catalogue row in the reader's language."""
    return either(entry.label, entry.label_en)


def absolute(request: HttpRequest, path: str) -> str:
    """``path`` with the address people use before it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def validity_badge(document: Document) -> dict[str, str]:
    """The word and look of the document's validity."""
    kind = VALIDITY_KINDS.get(document.validity, "plain")
    return {"label": statutory("validity", document.validity), "kind": kind}


def document_row(document: Document, **more: Any) -> dict[str, Any]:
    """A document as ``components/entry.html`` shows it."""
    live = document.live
    assert live is not None
    return {
        "title": live.title,
        "url": reverse("portal:document", args=[document.slug]),
        "summary": live.summary,
        "at": document.published_at,
        "number": live.document_number or document.index_number,
        "unit": document.agency.short_name if len(document.agency.name) > 14 else document.agency.name,
        "badges": [validity_badge(document)] if document.validity != "valid" else [],
        "lang": content_lang(),
        **more,
    }


def document_rows(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The documents of a list."""
    return [document_row(document) for document in documents]


def crumbs(*trail: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page; the last has no address and is the page shown."""
    first = {"label": gettext("Home"), "url": reverse("portal:home")}
    lang = content_lang()
    rest = [
        {"label": label, "url": url, "lang": lang if any(sign >= "\u4e00" for sign in label) else ""}
        for label, url in trail
    ]
    return [first, *rest]


def validities() -> list[tuple[str, str]]:
    """The words of validity, for a choice."""
    return [(row["key"], either(row["label"], row["label_en"])) for row in load("openness")["validity"]]


def agency_choices() -> list[tuple[str, str]]:
    """The agencies, for a choice. One query."""
    return [(each.code, either(each.name, each.name_en)) for each in agencies()]
