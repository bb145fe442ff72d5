"""The areas of supervision beside each other, each shown to whom its page opens."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gongkai.domain.text import N_
from gongkai.people.middleware import actor
from gongkai.supervision import (
    access,
    access_accountability,
    access_appraisal,
    access_dashboard,
    assessment_access,
)

register = template.Library()

#: Label, name of the address, and who is shown it.
AREAS = (
    (N_("Findings of the monitors"), "supervision", access.SEEING),
    (N_("Accountability"), "accountability", access_accountability.SEEING),
    (N_("Appraisal of openness"), "appraisals", access_appraisal.SEEING),
    (N_("Assessment"), "assessments", assessment_access.SEEING),
    (N_("Score sheets"), "score_sheets", assessment_access.SEEING),
    (N_("Dashboard"), "dashboard", access_dashboard.SEEING),
)


@register.simple_tag(takes_context=True)
def supervision_areas(context: template.Context) -> list[dict[str, Any]]:
    """The areas as ``components/tabs.html`` shows them; those this installation does not serve are left out."""
    request = context.get("request")
    if request is None:
        return []
    roles, shown = actor(request).roles, []
    for label, name, seeing in AREAS:
        try:
            url = reverse(f"workspace:{name}")
        except NoReverseMatch:
            continue
        if roles & seeing:
            current = request.path == url or request.path.startswith(url)
            shown.append({"label": gettext(label), "url": url, "count": None, "current": current})
    return shown if len(shown) > 1 else []
