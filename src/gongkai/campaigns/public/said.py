"""Campaigns, sites and records in the words of the public's pages. Nothing here knows a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gongkai.campaigns.public import present
from gongkai.campaigns.queries import public as reads
from gongkai.campaigns.queries.records import Campaign, Inspection
from gongkai.core import text
from gongkai.core.lawwords import label
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import PASSED, Checklist
from gongkai.domain.campaigns.course import PROCESS
from gongkai.domain.campaigns.standing import STANDS
from gongkai.domain.text import N_

_STANDS = {
    "overdue": (N_("Not put right in time"), "danger"),
    "to_correct": (N_("To be put right"), "soon"),
    "unseen": (N_("Not inspected yet"), "quiet"),
    "passed": (N_("In order"), "done"),
}
_VERDICTS = {
    "met": (N_("Met"), "done"),
    "unmet": (N_("Not met"), "danger"),
    "not_applicable": (N_("Does not apply"), "quiet"),
}


def language() -> str:
    """The reader's language, as the check-lists ask for it."""
    return get_language() or "zh"


def stand_name(stand: str) -> str:
    """What a site stands at, in words."""
    return _(_STANDS[stand][0])


def stand_options() -> list[tuple[str, str]]:
    """Every stand, the gravest first."""
    return [(stand, stand_name(stand)) for stand in STANDS]


def stand_badge(stand: str) -> dict[str, str]:
    """What a site stands at, as a badge."""
    return {"label": stand_name(stand), "kind": _STANDS[stand][1]}


def verdict_name(verdict: str) -> str:
    """What was seen of an item, in words."""
    return _(_VERDICTS[verdict][0]) if verdict in _VERDICTS else verdict


def verdict_badge(verdict: str) -> dict[str, str]:
    """What was seen of an item, as a badge."""
    kind = _VERDICTS[verdict][1] if verdict in _VERDICTS else "plain"
    return {"label": verdict_name(verdict), "kind": kind}


def role_name(role: str) -> str:
    """What an organisation does at a site: builder, contractor, haulier."""
    return label("campaigns", "party", role)


def cause_name(cause: str) -> str:
    """Why a site was inspected."""
    return label("campaigns", "cause", cause)


def state_badge(found: Campaign) -> dict[str, str]:
    """Whether a campaign runs or is over, as a badge."""
    kind = "info" if found.state == "running" else "quiet"
    return {"label": _(PROCESS.state(found.state).label), "kind": kind}


def days(found: Campaign) -> str:
    """From which day to which day a campaign goes; read alike in every language."""
    return f"{text.day(found.begins_on)} – {text.day(found.ends_on)}"


def sites_counted(count: int) -> str:
    """How many sites, in words."""
    return ngettext("{count} site", "{count} sites", count).format(count=count)


def inspections_counted(count: int) -> str:
    """How many inspections, in words."""
    return ngettext("{count} inspection", "{count} inspections", count).format(count=count)


def row(found: Campaign) -> dict[str, Any]:
    """A campaign for ``components/entry.html``; the counts only where the query brought them."""
    badges = [state_badge(found)]
    sites = getattr(found, "site_count", None)
    if sites is not None:
        badges += [
            {"label": sites_counted(sites), "kind": "plain"},
            {"label": inspections_counted(found.inspection_count), "kind": "plain"},  # type: ignore[attr-defined]
        ]
    return {
        "title": found.title,
        "lang": present.content_lang(),
        "url": present.address_of(found),
        "summary": found.aim,
        "number": found.number,
        "unit": present.name_of(found.unit),
        "at": found.announced_on or found.begins_on,
        "badges": badges,
    }


def requirements(listed: Checklist | None, figures: reads.Figures | None = None) -> list[dict[str, Any]]:
    """The items of a check-list, each with how often it was not met and the width of its bar.

    What older records counted under an item the list has no more stands at the end, under its key.
    """
    unmet = figures.unmet if figures else {}
    most = max(unmet.values(), default=0)
    known = listed.items if listed else ()
    lines = [(each.key, each.name(language()), each.looked_for(language())) for each in known]
    lines += [(key, key, "") for key in sorted(unmet.keys() - {each.key for each in known})]
    return [
        {
            "key": key,
            "label": name,
            "seen": seen,
            "unmet": unmet.get(key, 0),
            "width": round(100 * unmet.get(key, 0) / most) if most else 0,
        }
        for key, name, seen in lines
    ]


def answers(found: Inspection) -> list[dict[str, Any]]:
    """What a record says of each item, by the check-list that held on its day."""
    listed = checklists.checklist(found.checklist, found.checklist_from)
    names = {each.key: each.name(language()) for each in (listed.items if listed else ())}
    order = [*(key for key in names if key in found.answers), *(k for k in found.answers if k not in names)]
    return [
        {
            "key": key,
            "label": names.get(key, key),
            "verdict": found.answers[key]["verdict"],
            "badge": verdict_badge(found.answers[key]["verdict"]),
            "note": found.answers[key].get("note", ""),
        }
        for key in order
    ]


def result_badge(found: Inspection) -> dict[str, str]:
    """What a record comes to."""
    if found.result == PASSED:
        return {"label": _("In order"), "kind": "done"}
    count = sum(each["verdict"] == "unmet" for each in found.answers.values())
    return {
        "label": ngettext("{n} item not met", "{n} items not met", count).format(n=count),
        "kind": "danger",
    }
