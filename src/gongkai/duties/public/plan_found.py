"""Plans and themes in what mixes kinds: the site's search, and the site map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.duties.public import plan_words as said
from gongkai.duties.queries import plan_public, themes


def plans_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Adopted plans as rows of the site's search; one query."""
    kind = {"label": _("Work plan"), "kind": "plain"}
    rows = {key: said.plan_row(each) for key, each in plan_public.by_numbers(numbers).items()}
    return {key: {**row, "badges": [kind, *row["badges"]]} for key, row in rows.items()}


def themes_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Open themes, likewise."""
    kind = {"label": _("Campaign year or theme"), "kind": "plain"}
    rows = {each.pk: said.theme_row(each) for each in themes.public().filter(pk__in=list(numbers))}
    return {key: {**row, "badges": [kind, *row["badges"]]} for key, row in rows.items()}


def pages() -> list[tuple[str, datetime]]:
    """The address of every plan and theme everybody sees, and when it changed last, for the site map."""
    found = [(reverse("portal:plan", args=[code, number]), at) for code, number, at in plan_public.pages()]
    return found + [(reverse("portal:theme", args=[code, number]), at) for code, number, at in themes.pages()]
