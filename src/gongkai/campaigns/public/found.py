"""Campaigns in what mixes kinds: the site's search, and the site map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.campaigns.public import said
from gongkai.campaigns.queries import public as reads


def entries_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Announced campaigns as rows of the site's search; one query."""
    kind = {"label": _("Campaign on the street"), "kind": "plain"}
    rows = {key: said.row(each) for key, each in reads.by_numbers(numbers).items()}
    return {key: {**row, "badges": [kind, *row["badges"]]} for key, row in rows.items()}


def pages() -> list[tuple[str, datetime]]:
    """The address of every campaign and of every site in one, and when it changed last, for the site map."""
    return [(_address(*names), at) for *names, at in reads.pages()]


def _address(agency: str, number: str, site: str) -> str:
    if site:
        return reverse("portal:campaign_site", args=[agency, number, site])
    return reverse("portal:campaign", args=[agency, number])
