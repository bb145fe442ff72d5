"""Consultations in what mixes kinds: the site's search, the site map, and the start page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations.public import said
from gongkai.consultations.queries import evaluation_public as in_force
from gongkai.consultations.queries import public as reads

#: Open consultations on the start page.
ON_START_PAGE = 4


def entries_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Public documents as rows of the site's search; one query."""
    kind = {"label": _("Consultation"), "kind": "plain"}
    rows = {key: said.row(each) for key, each in reads.by_numbers(numbers).items()}
    return {key: {**row, "badges": [kind, *row["badges"]]} for key, row in rows.items()}


def pages() -> list[tuple[str, datetime]]:
    """The address of every page of a document, an evaluation or a list, and when it changed last, for the site map."""
    documents = [(reverse("portal:consultation", args=[*row]), at) for *row, at in reads.pages()]
    return documents + [
        (reverse(f"portal:{name}", args=[code, number]), at) for name, code, number, at in in_force.pages()
    ]


def open_now() -> list[dict[str, Any]]:
    """What is open, the next to close first; one query."""
    return [said.row(each) for each in reads.open_now()[:ON_START_PAGE]]
