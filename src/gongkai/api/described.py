"""The API described as OpenAPI 3.1, in the reader's language, with an example for everything."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext

from gongkai.api.v1 import API
from gongkai.domain.text import N_
from gongkai.publishing.public.present import absolute

PREFIX = "/api/v1/"
TAGS = {
    "documents": N_("Documents"),
    "catalogue": N_("Catalogue, topics and channels"),
    "complaints": N_("Complaints and suggestions"),
    "powers": N_("Powers in the open"),
    "campaigns": N_("Campaigns on the street"),
    "consultations": N_("Drafts open for your opinion"),
    "voice": N_("Say what you think, and what came of it"),
    "duties": N_("Plans, publicity, training"),
    "law": N_("Law: periods, calendar, procedures"),
    "house": N_("Agencies and ledger"),
}
STATUSES = {
    "200": N_("The answer."),
    "404": N_("Nothing stands under this name; the sentence says what was looked for."),
    "410": N_("It was public and was withdrawn; the answer says when and why."),
    "422": N_("The question cannot be understood; the sentence says what to write instead."),
}
LANGUAGE: dict[str, Any] = {
    "in": "query",
    "name": "language",
    "required": False,
    "schema": {"type": "string", "enum": ["zh", "en"]},
    "description": N_("Language of the answer; without it the header Accept-Language decides."),
    "example": "zh",
}
JSON = "application/json"


@cache
def _raw() -> dict[str, Any]:
    """The description as the framework gives it, in English, without its made-up titles."""
    schema = deepcopy(dict(API.get_openapi_schema(path_prefix=PREFIX)))
    schema["components"] = {**schema["components"], "schemas": _untitled(schema["components"]["schemas"])}
    for _, operation in _operations(schema):
        operation["parameters"] = [_parameter(each) for each in operation["parameters"]] + [
            deepcopy(LANGUAGE)
        ]
        media = operation.pop("x-media-type", None)
        for status, answer in operation["responses"].items():
            answer["description"] = STATUSES[str(status)]
            if media and str(status) == "200":
                answer["content"] = {media: {"schema": {"type": "string"}}}
        operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    schema["paths"] = _untitled(schema["paths"])
    for _, operation in _operations(schema):
        for answer in operation["responses"].values():
            content = answer.get("content", {}).get(JSON)
            if content is not None:
                content["example"] = sample(content["schema"], schema)
    return schema


def _operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(path, methods["get"]) for path, methods in schema["paths"].items()]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter whose example stands where the standard wants it."""
    schema = dict(parameter["schema"])
    example = schema.pop("example", None)
    schema.pop("description", None)
    shown = {**parameter, "schema": schema}
    if example is not None:
        shown["example"] = example
    return shown


def _untitled(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            name: _untitled(value)
            for name, value in part.items()
            if not (name == "title" and isinstance(value, str))
        }
    return [_untitled(each) for each in part] if isinstance(part, list) else part


def sample(shape: dict[str, Any], schema: dict[str, Any]) -> Any:
    """An example of ``shape``, put together from the examples of its fields."""
    if "$ref" in shape:
        return sample(schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]], schema)
    if shape.get("examples"):
        return deepcopy(shape["examples"][0])
    if "anyOf" in shape:
        return sample(shape["anyOf"][0], schema)
    if shape.get("type") == "array":
        return [sample(shape["items"], schema)]
    if "properties" in shape:
        return {name: sample(each, schema) for name, each in shape["properties"].items()}
    return deepcopy(shape.get("default"))


def description(server: str = "/") -> dict[str, Any]:
    """The OpenAPI document in the active language. ``server`` is the address everything begins with."""
    schema: dict[str, Any] = _said(deepcopy(_raw()))
    title = schema["info"]["title"]
    schema["info"]["title"] = gettext(title)
    schema["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    schema["servers"] = [{"url": server}]
    schema["tags"] = [{"name": name, "description": gettext(words)} for name, words in TAGS.items()]
    return schema


def _said(part: Any) -> Any:
    """Every description and summary in the active language; examples are left as they are."""
    if isinstance(part, list):
        return [_said(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: _value(name, value) for name, value in part.items()}


def _value(name: str, value: Any) -> Any:
    if name in ("example", "examples"):
        return value
    if name in ("description", "summary") and isinstance(value, str):
        return gettext(value) if value else value
    return _said(value)


@cache
def query_names() -> dict[str, frozenset[str]]:
    """The parameters each operation takes in the question, by the operation's name."""
    return {
        operation["operationId"]: frozenset(
            each["name"] for each in operation["parameters"] if each["in"] == "query"
        )
        for _, operation in _operations(_raw())
    }


def openapi(request: HttpRequest) -> JsonResponse:
    """``/api/v1/openapi.json``."""
    return JsonResponse(
        description(absolute(request, "/").rstrip("/")), json_dumps_params={"ensure_ascii": False}
    )
