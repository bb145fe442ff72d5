"""One way from a shape to bytes, for XML and JSON alike, so that the two cannot say different things.

A shape becomes a tree of fields and lists; the tree is written as XML, or as JSON by the "Spark" convention: a list
loses the element around it, an empty element becomes ``null``. Signs that XML 1.0 cannot carry are left out of both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from gongkai.api.open311.shapes import (
    Attribute,
    Definition,
    Discovery,
    Endpoint,
    Problem,
    Receipt,
    Service,
    ServiceRequest,
    Update,
)
from gongkai.core.text import render

XML, JSON = "xml", "json"
FORMS = (XML, JSON)
CONTENT_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
#: As discovery names them.
MEDIA_TYPES = ("text/xml", "application/json")

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Many:
    """A list, and the name of the element around each of its items."""

    item: str
    items: list[Any]


Scalar: TypeAlias = str | int | float | datetime | None
#: A field's value: a scalar, a list, or fields of its own.
Part: TypeAlias = "Scalar | Many | Mapping[str, Part]"


@dataclass(frozen=True, slots=True)
class Tree:
    """What is written: the name of the whole, and the whole."""

    name: str
    part: Part


def writable(text: str) -> str:
    """``text`` without what XML cannot carry, its lines ended by a line feed."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def write(tree: Tree, form: str) -> bytes:
    """The tree as ``xml`` or ``json``, in UTF-8."""
    if form == JSON:
        return json.dumps(_json(tree.part), ensure_ascii=False, allow_nan=False).encode()
    out: list[str] = ['<?xml version="1.0" encoding="utf-8"?>\n']
    _xml(tree.name, tree.part, out.append)
    return "".join(out).encode()


def _json(part: Any) -> Any:
    if isinstance(part, Many):
        return [_json(item) for item in part.items]
    if isinstance(part, Mapping):
        return {name: _json(value) for name, value in part.items()}
    if isinstance(part, datetime):
        return moment(part)
    if isinstance(part, str):
        return writable(part) or None
    return part


def _xml(name: str, part: Any, put: Callable[[str], object]) -> None:
    put(f"<{name}>")
    if isinstance(part, Many):
        for item in part.items:
            _xml(part.item, item, put)
    elif isinstance(part, Mapping):
        for field, value in part.items():
            _xml(field, value, put)
    else:
        put(_text(part))
    put(f"</{name}>")


def _text(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, str):
        return escape(writable(value))
    return json.dumps(value)  # numbers, and true and false as XML writes them too


def moment(value: datetime) -> str:
    """A moment as the strictest reader takes it: UTC with ``Z``, whole seconds."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def discovery(found: Discovery) -> Tree:
    """``discovery``: an object with its list of endpoints."""
    fields: dict[str, Part] = {
        "changeset": found.changeset,
        "contact": found.contact,
        "key_service": found.key_service,
        "endpoints": Many("endpoint", [_endpoint(each) for each in found.endpoints]),
    }
    return Tree("discovery", fields)


def _endpoint(found: Endpoint) -> Mapping[str, Part]:
    return {
        "specification": found.specification,
        "url": found.url,
        "changeset": found.changeset,
        "type": found.type,
        "formats": Many("format", list(found.formats)),
    }


def services(found: Iterable[Service]) -> Tree:
    """The list of services."""
    return Tree("services", Many("service", [_service(each) for each in found]))


def _service(found: Service) -> Mapping[str, Part]:
    return {
        "service_code": found.service_code,
        "service_name": found.service_name,
        "description": found.description,
        "metadata": found.metadata,
        "type": found.type,
        "keywords": ",".join(word.replace(",", " ") for word in found.keywords),
        "group": found.group,
    }


def definition(found: Definition) -> Tree:
    """The questions of a service: an object."""
    attributes = Many("attribute", [_attribute(each) for each in found.attributes])
    return Tree("service_definition", {"service_code": found.service_code, "attributes": attributes})


def _attribute(found: Attribute) -> Mapping[str, Part]:
    return {
        "variable": found.variable,
        "code": found.code,
        "datatype": found.datatype,
        "required": found.required,
        "datatype_description": found.datatype_description,
        "order": found.order,
        "description": found.description,
        "values": Many("value", [{"key": each.key, "name": each.name} for each in found.values]),
    }


def requests(found: Iterable[ServiceRequest], *, extended: bool) -> Tree:
    """The list of matters; with the extension's fields where they are asked for."""
    return Tree("service_requests", Many("request", [_request(each, extended) for each in found]))


def _request(found: ServiceRequest, extended: bool) -> Mapping[str, Part]:
    fields: dict[str, Part] = {
        "service_request_id": found.service_request_id,
        "status": found.status,
        "status_notes": found.status_notes,
        "service_name": found.service_name,
        "service_code": found.service_code,
        "description": found.description,
        "agency_responsible": found.agency_responsible,
        "service_notice": found.service_notice,
        "requested_datetime": found.requested_datetime,
        "updated_datetime": found.updated_datetime,
        "expected_datetime": found.expected_datetime,
        "address": found.address,
        "address_id": found.address_id,
        "zipcode": found.zipcode,
        "lat": found.lat,
        "long": found.long,
        "media_url": found.media_urls[0] if found.media_urls else "",
    }
    if extended:
        fields["extended_attributes"] = {
            "title": found.title,
            "detailed_status": found.detailed_status,
            "media_urls": Many("media_url", list(found.media_urls)),
        }
    return fields


def receipt(found: Receipt) -> Tree:
    """The answer to a report: a list of one."""
    fields: Mapping[str, Part] = {
        "service_request_id": found.service_request_id,
        "service_notice": found.service_notice,
        "account_id": found.account_id,
    }
    return Tree("service_requests", Many("request", [fields]))


def token(service_request_id: str, given: str) -> Tree:
    """The number behind a token: a list of one."""
    fields: Mapping[str, Part] = {"service_request_id": service_request_id, "token": given}
    return Tree("service_requests", Many("request", [fields]))


def updates(found: Iterable[Update]) -> Tree:
    """The list of updates."""
    return Tree("service_request_updates", Many("request_update", [_update(each) for each in found]))


def _update(found: Update) -> Mapping[str, Part]:
    return {
        "update_id": found.update_id,
        "service_request_id": found.service_request_id,
        "status": found.status,
        "updated_datetime": found.updated_datetime,
        "description": found.description,
        "media_url": found.media_url,
    }


def problems(found: Iterable[Problem]) -> Tree:
    """What is wrong, in the active language: a list."""
    items = [{"code": each.code, "description": render(each.description)} for each in found]
    return Tree("errors", Many("error", items))
