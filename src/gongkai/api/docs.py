"""The API explained on one page for people: drawn here from the description, without a script."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from gongkai.api.described import JSON, description
from gongkai.campaigns.queries import public as campaigns
from gongkai.complaints.queries import published as complaints
from gongkai.consultations.queries import public as consultations
from gongkai.consultations.queries import voice_data as voice
from gongkai.core.context import Site
from gongkai.duties.queries import plan_public as plans
from gongkai.duties.queries import publicity_public as publicity
from gongkai.duties.queries import themes
from gongkai.powers.queries import public as powers
from gongkai.powers.queries import public_decisions as decisions
from gongkai.publishing import queries


@dataclass(frozen=True, slots=True)
class Operation:
    """A question the API answers. ``try_it`` is an address that can be opened as it is, if there is one."""

    key: str
    path: str
    summary: str
    description: str
    parameters: list[list[dict[str, Any]]]
    answers: list[dict[str, Any]]
    try_it: str
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """Operations that belong together."""

    key: str
    title: str
    operations: list[Operation]


def docs(request: HttpRequest) -> HttpResponse:
    """``/api/v1/docs``."""
    described = description()
    site = Site(request)
    # The address names no language, so the switch asks for the other one.
    other = "en" if (get_language() or "").startswith("zh") else "zh"
    site.other_language_url = f"{request.path}?language={other}"
    sections = [
        Section(tag["name"], tag["description"], _operations(described, tag["name"]))
        for tag in described["tags"]
    ]
    context = {
        "site": site,
        "info": described["info"],
        "sections": sections,
        "contents": _contents(sections),
        "columns": _columns(),
        "crumbs": [{"label": gettext("Home"), "url": site.home_url}, {"label": described["info"]["title"]}],
    }
    return render(request, "api/docs.html", context)


def _operations(described: dict[str, Any], tag: str) -> list[Operation]:
    return [
        _operation(path, methods["get"])
        for path, methods in described["paths"].items()
        if tag in methods["get"]["tags"]
    ]


def _operation(path: str, operation: dict[str, Any]) -> Operation:
    example = operation["responses"]["200"].get("content", {}).get(JSON, {}).get("example")
    return Operation(
        key=operation["operationId"],
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=[_parameter(each) for each in operation["parameters"]],
        answers=[
            {"label": status, "value": answer["description"], "wide": True}
            for status, answer in operation["responses"].items()
        ],
        try_it=_try_it(path, operation["parameters"]),
        example=json.dumps(example, ensure_ascii=False, indent=2) if example is not None else "",
    )


def _parameter(parameter: dict[str, Any]) -> list[dict[str, Any]]:
    """A parameter as a row of ``components/data_table.html``."""
    shape = parameter["schema"]
    values = ", ".join(str(each) for each in shape.get("enum", []) if each)
    bounds = "–".join(str(shape[name]) for name in ("minimum", "maximum") if name in shape)
    example = parameter.get("example", "")
    must = (
        format_html(' <span class="small">{}</span>', gettext("must be given"))
        if parameter["required"]
        else ""
    )
    return [
        {"html": format_html("<code>{}</code>{}", parameter["name"], must)},
        {"value": parameter["description"]},
        {"value": values or bounds or "—"},
        {"html": format_html("<code>{}</code>", example[0] if isinstance(example, list) else example)}
        if example
        else {"value": "—"},
    ]


def _columns() -> list[dict[str, str]]:
    return [
        {"label": word}
        for word in (gettext("Name"), gettext("Meaning"), gettext("Values"), gettext("Example"))
    ]


def _contents(sections: list[Section]) -> list[dict[str, Any]]:
    """The sections as entries of the side navigation."""
    return [
        {
            "label": section.title,
            "url": f"#about-{section.key}",
            "children": [{"label": each.summary, "url": f"#{each.key}"} for each in section.operations],
        }
        for section in sections
    ]


def _try_it(path: str, parameters: list[dict[str, Any]]) -> str:
    """The address of an example question: what must be given, and nothing else. Empty: there is nothing to ask for.

    A record is asked for by the newest that is public: an invented one would answer that it does not exist.
    """
    examples = {each["name"]: str(each.get("example", "")) for each in parameters if each["in"] == "path"}
    real = next((find() for start, find in REAL.items() if path.startswith(start) and examples), examples)
    if real is None or path.endswith("/evaluate"):  # what a table asks, only the table knows
        return ""
    for name, example in (examples | real).items():
        path = path.replace(f"{{{name}}}", quote(example, safe=""))
    needed = {
        each["name"]: each["example"] for each in parameters if each["in"] == "query" and each["required"]
    }
    return f"{path}?{urlencode(needed)}" if needed else path


def _document() -> dict[str, str] | None:
    newest = queries.latest(1)
    return dict.fromkeys(("slug", "identity"), newest[0].slug) if newest else None


def _matter() -> dict[str, str] | None:
    newest = complaints.newest(1)
    return {"public_id": newest[0].public_id} if newest else None


def _table() -> dict[str, str] | None:
    found = powers.current("discretion").first()
    return {"code": found.entry.code} if found else None


def _decision() -> dict[str, str] | None:
    found = decisions.published().first()
    return {"agency": found.agency.code, "number": str(found.pk)} if found else None


def _campaign() -> dict[str, str] | None:
    found = campaigns.campaigns().first()
    return {"agency": found.agency.code, "number": found.number} if found else None


def _consultation() -> dict[str, str] | None:
    found = consultations.documents().first()
    return {"agency": found.agency.code, "number": found.number} if found else None


def _collection() -> dict[str, str] | None:
    found = voice.collections().first()
    return {"agency": found.agency.code, "number": found.number} if found else None


def _problem() -> dict[str, str] | None:
    found = voice.problems().first()
    return {"agency": found.agency.code, "number": found.number} if found else None


def _plan() -> dict[str, str] | None:
    return _named(plans.plans().first())


def _theme() -> dict[str, str] | None:
    return _named(themes.public().first())


def _activity() -> dict[str, str] | None:
    return _named(publicity.published().first())


def _named(found: Any) -> dict[str, str] | None:
    return {"agency": found.agency.code, "number": found.number} if found else None


#: Beginning of an address → the newest public record it may be asked for.
REAL: dict[str, Callable[[], dict[str, str] | None]] = {
    "/api/v1/documents/": _document,
    "/api/v1/complaints/": _matter,
    "/api/v1/discretion/": _table,
    "/api/v1/decisions/": _decision,
    "/api/v1/campaigns/": _campaign,
    "/api/v1/consultations/": _consultation,
    "/api/v1/collections/": _collection,
    "/api/v1/problems/": _problem,
    "/api/v1/plans/": _plan,
    "/api/v1/themes/": _theme,
    "/api/v1/activities/": _activity,
}
