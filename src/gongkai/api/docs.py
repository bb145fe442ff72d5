"""The API explained on one page for people: drawn here from the description, without a script."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from gongkai.api.described import JSON, TAGS, description
from gongkai.core.context import Site


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as a row of its table."""

    name: str
    place: str
    required: bool
    description: str
    values: str
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A question the API answers. ``try_it`` is an address that can be opened as it is."""

    key: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    answers: list[tuple[str, str]]
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
    context = {
        "site": site,
        "info": described["info"],
        "sections": [
            Section(tag["name"], tag["description"], _operations(described, tag["name"]))
            for tag in described["tags"]
        ],
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
        answers=[(status, answer["description"]) for status, answer in operation["responses"].items()],
        try_it=_try_it(path, operation["parameters"]),
        example=json.dumps(example, ensure_ascii=False, indent=2) if example is not None else "",
    )


def _parameter(parameter: dict[str, Any]) -> Parameter:
    shape = parameter["schema"]
    values = [str(each) for each in shape.get("enum", []) if each]
    bounds = [str(shape[name]) for name in ("minimum", "maximum") if name in shape]
    example = parameter.get("example", "")
    return Parameter(
        name=parameter["name"],
        place=parameter["in"],
        required=parameter["required"],
        description=parameter["description"],
        values=", ".join(values) or "–".join(bounds),
        example=str(example[0] if isinstance(example, list) else example),
    )


def _try_it(path: str, parameters: list[dict[str, Any]]) -> str:
    """The address of an example question: what must be given, and nothing else."""
    for each in parameters:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(str(each.get("example", "")), safe=""))
    needed = {
        each["name"]: each["example"] for each in parameters if each["in"] == "query" and each["required"]
    }
    return f"{path}?{urlencode(needed)}" if needed else path


__all__ = ["TAGS", "docs"]
