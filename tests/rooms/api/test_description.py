"""Is the description valid, complete and true, and can people read it?"""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest

import cast as people
import mattering
from gongkai.api.urls import version_1
from rooms.api.conftest import Reader
from rooms.campaigns import campaigning
from rooms.consultations import collecting_stage, consulting
from rooms.duties import planning, publicizing
from rooms.powers import deciding

OPERATION = {
    "type": "object",
    "required": ["operationId", "summary", "description", "tags", "parameters", "responses"],
}
#: The parts of the OpenAPI 3.1 document schema this description uses.
DOCUMENT: dict[str, Any] = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components", "servers", "tags"],
    "properties": {
        "openapi": {"pattern": r"^3\.1\.\d$"},
        "info": {"type": "object", "required": ["title", "version", "description", "license"]},
        "servers": {"type": "array", "items": {"type": "object", "required": ["url"]}},
        "paths": {
            "type": "object",
            "patternProperties": {
                "^/api/v1/": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["get"],
                    "properties": {"get": {"$ref": "#/$defs/operation"}},
                }
            },
            "additionalProperties": False,
        },
    },
    "$defs": {
        "operation": {
            **OPERATION,
            "additionalProperties": False,
            "properties": {
                "operationId": {"type": "string"},
                "summary": {"type": "string", "minLength": 1},
                "description": {"type": "string", "minLength": 1},
                "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "parameters": {"type": "array", "items": {"$ref": "#/$defs/parameter"}},
                "responses": {
                    "type": "object",
                    "required": ["200"],
                    "additionalProperties": False,
                    "patternProperties": {"^[1-5][0-9]{2}$": {"$ref": "#/$defs/response"}},
                },
            },
        },
        "parameter": {
            "type": "object",
            "required": ["name", "in", "required", "schema", "description"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "in": {"enum": ["query", "path"]},
                "required": {"type": "boolean"},
                "schema": {"type": "object"},
                "description": {"type": "string", "minLength": 1},
                "example": True,
            },
            "if": {"properties": {"in": {"const": "path"}}},
            "then": {"properties": {"required": {"const": True}}, "required": ["example"]},
        },
        "response": {
            "type": "object",
            "required": ["description"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "content": {
                    "type": "object",
                    "additionalProperties": {"type": "object", "required": ["schema"]},
                },
            },
        },
    },
}


@pytest.fixture
def described(reader: Reader, db: None) -> dict[str, Any]:
    found: dict[str, Any] = reader.ask("openapi.json", language="en")
    return found


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(path, methods["get"]) for path, methods in described["paths"].items()]


def shape_of(schema: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """The schema with everything it refers to beside it."""
    return {**schema, "components": described["components"]}


def test_the_document_is_openapi(described: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(DOCUMENT).validate(described)
    for schema in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    names = [operation["operationId"] for _, operation in operations(described)]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    for name in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)):
        assert name in described["components"]["schemas"]


def test_every_path_parameter_is_declared(described: dict[str, Any]) -> None:
    for path, operation in operations(described):
        declared = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert declared == set(re.findall(r"\{(\w+)\}", path))


def test_every_address_is_described(described: dict[str, Any]) -> None:
    served = {str(pattern.name) for pattern in version_1} - {"openapi", "docs"}  # type: ignore[union-attr]
    assert served == {operation["operationId"] for _, operation in operations(described)}


def test_every_field_says_what_it_means(described: dict[str, Any]) -> None:
    for name, schema in described["components"]["schemas"].items():
        assert schema["description"], name
        for field, shape in schema["properties"].items():
            assert shape.get("description") or "$ref" in json.dumps(shape), f"{name}.{field}"


def test_the_examples_have_the_shape_they_are_examples_of(described: dict[str, Any]) -> None:
    for path, operation in operations(described):
        for status, answer in operation["responses"].items():
            content = answer.get("content", {}).get("application/json")
            if content is None:
                continue
            validator = jsonschema.Draft202012Validator(shape_of(content["schema"], described))
            assert not list(validator.iter_errors(content["example"])), (path, status)


def example_address(path: str, operation: dict[str, Any], real: dict[str, str]) -> tuple[str, dict[str, Any]]:
    for each in operation["parameters"]:
        if each["in"] == "path":
            value = real.get(each["name"], str(each["example"]))
            path = path.replace(f"{{{each['name']}}}", value)
    needed = {each["name"]: each["example"] for each in operation["parameters"] if each["required"]}
    return path.removeprefix("/api/v1/"), {
        name: value for name, value in needed.items() if f"{{{name}}}" not in operation["description"]
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_gets_an_answer_of_its_shape(
    reader: Reader, bureau: people.Cast, described: dict[str, Any], language: str
) -> None:
    from gongkai.publishing import actions

    actions.open_topic(actor=bureau.office, agency_id=bureau.agency.pk, slug="muck", title="渣土整治")
    document = people.published(bureau, topics=["muck"])
    real = {"identity": document.slug, "slug": document.slug, "code": bureau.agency.code}
    real["public_id"] = mattering.entered(bureau).public.public_id
    deciding.table(bureau)
    deciding.table(bureau, code=bureau.agency.code)
    decision = deciding.published(bureau, table=bureau.agency.code)
    campaign = campaigning.running(bureau)
    campaigning.published(bureau, campaign, "washing")
    rule = consulting.consulting(bureau)
    consulting.shown(bureau, consulting.opinion(rule).opinion)
    survey, problem = collecting_stage.told(bureau)
    numbers = {"decisions": str(decision.pk), "campaigns": campaign.number, "consultations": rule.number}
    numbers |= {"collections": survey.number, "problems": problem.number}
    theme = planning.theme_moved(planning.theme(bureau), "open", bureau.duty_leader)
    numbers |= {"plans": planning.adopted(bureau).number, "themes": theme.number}
    numbers |= {"activities": publicizing.published(bureau).number}
    planning.body(bureau)
    asked = 0
    for path, operation in operations(described):
        number = numbers.get(path.removeprefix("/api/v1/").partition("/")[0])
        known = {**real, "agency": bureau.agency.code, "number": number} if number else real
        address, query = example_address(path, operation, known)
        query = {
            name: value
            for name, value in query.items()
            if any(each["name"] == name and each["in"] == "query" for each in operation["parameters"])
        }
        query |= {"facts": '{"area": 7}'} if path.endswith("/evaluate") else {}
        response = reader.raw(address, **query, language=language)
        assert response.status_code == 200, (address, response.content)
        media, content = next(iter(operation["responses"]["200"]["content"].items()))
        assert response["Content-Type"].startswith(media)
        if media == "application/json":
            validator = jsonschema.Draft202012Validator(
                shape_of(content["schema"], described), format_checker=jsonschema.FormatChecker()
            )
            assert not list(validator.iter_errors(json.loads(response.content))), address
        asked += 1
    assert asked == len(described["paths"]) >= 16


@pytest.mark.django_db
def test_the_description_speaks_both_languages(reader: Reader) -> None:
    chinese = reader.ask("openapi.json", language="zh")

    def words(part: Any, name: str = "") -> list[str]:
        if isinstance(part, dict):
            return [
                word
                for key, value in part.items()
                if key not in ("example", "examples")
                for word in words(value, key)
            ]
        if isinstance(part, list):
            return [word for each in part for word in words(each, name)]
        return [part] if isinstance(part, str) and name in ("description", "summary") else []

    sentences = words(chinese)
    assert len(sentences) > 150
    for schema in chinese["components"]["schemas"].values():
        sentences.remove(schema["description"])
    assert [word for word in sentences if not re.search("[\u4e00-\u9fff]", word)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_it_without_a_script_and_without_another_host(reader: Reader, language: str) -> None:
    response = reader.raw("docs", language=language)
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}"' in page
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", page)
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', page)
    assert page.count("<h1") == 1
    assert len(re.findall(r"<h3 id=", page)) == len(reader.ask("openapi.json")["paths"])
    other = "en" if language == "zh" else "zh"
    assert f'href="/api/v1/docs?language={other}"' in page
