"""The words of the rich-text editor in the reader's language, for its data attributes.

``{% load editor %}``, then ``<textarea data-editor data-editor-labels="{% editor_labels %}">`` and
``<form data-autosave-labels="{% autosave_labels %}">``. A test holds these lists and the script's own equal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from gongkai.domain.text import N_

register = template.Library()

EDITOR_LABELS = {
    "toolbar": N_("Formatting"),
    "tableTools": N_("Table"),
    "help": N_("Alt+F10: toolbar. Esc: back to the text."),
    "characters": N_("{count} characters"),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "paragraph": N_("Plain paragraph"),
    "heading2": N_("Heading, first level"),
    "heading3": N_("Heading, second level"),
    "heading4": N_("Heading, third level"),
    "bold": N_("Bold"),
    "italic": N_("Italic"),
    "underline": N_("Underline"),
    "strike": N_("Struck through"),
    "subscript": N_("Subscript"),
    "superscript": N_("Superscript"),
    "bulletList": N_("Bulleted list"),
    "orderedList": N_("Numbered list"),
    "sink": N_("One level deeper in the list"),
    "lift": N_("One level up in the list"),
    "blockquote": N_("Quotation"),
    "alignCenter": N_("Centred"),
    "alignRight": N_("On the right"),
    "rule": N_("Dividing line"),
    "link": N_("Link"),
    "clear": N_("Clear formatting"),
    "table": N_("Insert a table"),
    "imageAlt": N_("Describe the picture"),
    "rowBefore": N_("Row above"),
    "rowAfter": N_("Row below"),
    "rowDelete": N_("Delete row"),
    "columnBefore": N_("Column before"),
    "columnAfter": N_("Column after"),
    "columnDelete": N_("Delete column"),
    "merge": N_("Merge cells"),
    "mergeHint": N_("Select the cells first: drag, or Shift and the arrow keys."),
    "split": N_("Split cell"),
    "headerRow": N_("Header row"),
    "headerColumn": N_("Header column"),
    "caption": N_("Table caption"),
    "tableDelete": N_("Delete table"),
    "linkAddress": N_("Address (https://…, mailto:… or a page of this site beginning with /)"),
    "captionText": N_("What the table shows"),
    "imageAltText": N_("What the picture shows, for readers who cannot see it"),
    "apply": N_("Apply"),
    "remove": N_("Remove"),
    "cancel": N_("Cancel"),
    "badLink": N_("This address cannot be used. Begin it with https://, http://, mailto: or /."),
    "imageRefused": N_(
        "Pictures cannot be pasted into the text. Save the picture and add it in the file field of this page."
    ),
    "pasted": N_(
        "The pasted text was cleaned: headings, lists and tables were kept, fonts and colours were not."
    ),
}

AUTOSAVE_LABELS = {
    "unsaved": N_("Not saved yet"),
    "saving": N_("Saving…"),
    "saved": N_("Saved {time}"),
    "failed": N_("Not saved: {reason}. A copy is kept on this device and saving is tried again."),
    "refused": N_("Not saved: {reason}"),
    "offline": N_("no connection"),
    "server": N_("the server did not answer as expected"),
    "signedOut": N_("you have been signed out. Sign in again in another tab, then go on here"),
    "conflict": N_("Saving has stopped. {message}"),
    "conflictDefault": N_("Somebody else has saved this record in the meantime."),
    "offer": N_("A copy of {time} on this device is newer than what is saved."),
    "restore": N_("Bring the copy back"),
    "discard": N_("Discard the copy"),
    "restored": N_("The copy was brought back. Please check it."),
}


@register.simple_tag
def editor_labels() -> str:
    """JSON for ``data-editor-labels``."""
    return _translated(EDITOR_LABELS)


@register.simple_tag
def autosave_labels() -> str:
    """JSON for ``data-autosave-labels``."""
    return _translated(AUTOSAVE_LABELS)


def _translated(labels: Mapping[str, str]) -> str:
    return json.dumps({key: gettext(word) for key, word in labels.items()}, ensure_ascii=False)
