"""What a document's page needs beside the record itself; the public page and the staff's preview share it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

import nh3
from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from gongkai.core.templatetags.gongkai import zh_date
from gongkai.publishing.models import Attachment, Document, Revision
from gongkai.publishing.public.present import content_lang, row_label, statutory, validity_badge

register = template.Library()


@register.simple_tag
def document_badges(document: Document, revision: Revision) -> list[dict[str, str]]:
    """Validity and openness, in words and looks."""
    return [
        validity_badge(document),
        {"label": statutory("attribute", revision.openness), "kind": "plain"},
    ]


@register.simple_tag
def document_metadata(document: Document, revision: Revision) -> list[dict[str, Any]]:
    """The table of a document's page (目录元数据): what is not known is left out.

    Each row: label, value, url, wide, lang (of the value, where it is not the page's).
    """
    lang = content_lang()
    published = document.first_published_at or revision.published_at
    changed = revision.published_at if document.live_id == revision.pk else None
    rows: list[tuple[str, str, dict[str, Any]]] = [
        (gettext("Index number"), document.index_number, {}),
        (gettext("Document number"), revision.document_number, {"lang": lang}),
        (gettext("Name"), revision.title, {"lang": lang, "wide": True}),
        (gettext("Issuing agency"), revision.issuing_agency, {"lang": lang}),
        (gettext("Date made"), zh_date(revision.date_made), {}),
        (gettext("Published on"), _day(published), {}),
        (gettext("Changed on"), _day(changed) if _day(changed) != _day(published) else "", {}),
        *(
            (
                gettext("Category"),
                row_label(entry),
                {"url": reverse("portal:catalogue_row", args=[entry.key])},
            )
            for entry in revision.catalogue.all()
        ),
        (gettext("Validity"), statutory("validity", document.validity), {}),
        (gettext("In force from"), zh_date(revision.in_force_from), {}),
        (gettext("Valid until"), zh_date(revision.expires_on), {}),
        (gettext("Openness"), statutory("attribute", revision.openness), {}),
        (gettext("Origin"), _origin(revision), {}),
        (gettext("Subject"), statutory("subject", revision.subject) if revision.subject else "", {}),
        (gettext("Keywords"), revision.keywords, {"lang": lang, "wide": True}),
        (gettext("Summary"), revision.summary, {"lang": lang, "wide": True}),
        (gettext("Clarifies"), revision.clarifies, {"lang": lang, "wide": True}),
    ]
    return [{"label": label, "value": value, **more} for label, value, more in rows if value]


def _day(moment: Any) -> str:
    return zh_date(timezone.localtime(moment), "date") if moment else ""


def _origin(revision: Revision) -> str:
    origin = statutory("origin", revision.origin)
    if not revision.obtained_from:
        return origin
    return gettext("{origin}, from: {whom}").format(origin=origin, whom=revision.obtained_from)


def address_of(document: Document, attachment: Attachment, preview: object = False) -> str:
    """Where an attachment is read: on the public page, or before publication in the workspace."""
    if preview:
        return reverse("workspace:document_file", args=[document.pk, attachment.pk])
    return reverse("portal:document_attachment", args=[document.slug, attachment.pk, attachment.name])


@register.simple_tag
def document_body(
    document: Document, revision: Revision, attachments: Iterable[Attachment], preview: object = False
) -> SafeString:
    """The sanitised body, its pictures pointed at the attachments of the same name."""
    pictures = {each.name: each for each in attachments if each.file.kind == "image"}

    def filtered(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            found = pictures.get(unquote(value).rsplit("/", 1)[-1])
            return address_of(document, found, preview) if found else value
        return value

    body = revision.body
    if "<img" in body and pictures:
        # Written by core.richtext, and passed once more through the same parser: only addresses change.
        body = nh3.clean(body, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=filtered, link_rel=None)
    if "<table>" in body:
        around = format_html(
            '<div class="table-scroll" tabindex="0" role="group" aria-label="{}">', gettext("Table")
        )
        body = body.replace("<table>", f"{around}<table>").replace("</table>", "</table></div>")
    return SafeString(body)


_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "figure", "figcaption"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("strong", "em", "u", "s", "sub", "sup", "a", "code", "img"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}


@register.simple_tag
def document_files(
    document: Document, attachments: Iterable[Attachment], preview: object = False
) -> list[dict[str, str]]:
    """The attachments for ``components/files.html``: name, kind, pages and size in words."""
    return [
        {
            "name": each.title or each.name,
            "url": address_of(document, each, preview),
            "kind": _kind(each),
            "size": filesizeformat(each.file.size),
        }
        for each in attachments
    ]


def _kind(attachment: Attachment) -> str:
    kind = attachment.name.rsplit(".", 1)[-1].upper() if "." in attachment.name else attachment.file.kind
    pages = attachment.file.pages
    if not pages:
        return kind
    words = ngettext("{number} page", "{number} pages", pages).format(number=pages)
    return f"{kind} · {words}"


@register.simple_tag
def plain(text: str) -> SafeString:
    """Text of several lines as paragraphs."""
    parts = (part.strip() for part in text.splitlines())
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts if part))
