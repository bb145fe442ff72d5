"""Does one serializer write both forms, with nothing in them that a reader could choke on?"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai.api.open311 import serialize
from gongkai.api.open311.serialize import Many, Tree, writable, write
from gongkai.api.open311.shapes import Problem, ServiceRequest, Update
from gongkai.domain.text import Text
from rooms.api.open311_stage import plain

CHINA = timezone(timedelta(hours=8))
ANY = st.text(st.characters(exclude_categories=[]), max_size=60)  # surrogates and controls too


def request(**changes: Any) -> ServiceRequest:
    values: dict[str, Any] = {
        "service_request_id": "m-1",
        "status": "open",
        "status_notes": "",
        "service_name": "路灯",
        "service_code": "C01-10",
        "description": "",
        "agency_responsible": "局",
        "service_notice": "",
        "requested_datetime": datetime(2026, 3, 2, 8, 0, 0, 999999, CHINA),
        "updated_datetime": datetime(2026, 3, 2, 0, 0, tzinfo=CHINA),
        "expected_datetime": None,
        "address": "",
        "lat": None,
        "long": None,
    }
    return ServiceRequest(**{**values, **changes})


def both(tree: Tree) -> tuple[Any, Any]:
    """What XML says, and what JSON says, both with every value as text."""
    xml = plain(etree.fromstring(write(tree, "xml")))
    return xml, as_text(json.loads(write(tree, "json")))


def as_text(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: as_text(value) for name, value in part.items()}
    if isinstance(part, list):
        return [as_text(each) for each in part]
    if part is None or isinstance(part, str):
        return part
    return json.dumps(part)


@given(ANY, ANY, ANY)
def test_whatever_a_text_holds_both_forms_carry_the_same(description: str, name: str, url: str) -> None:
    tree = serialize.requests(
        [
            request(
                description=description,
                service_name=name,
                media_urls=(url, "b"),
                title=name,
                lat=33.3,
                long=-0.1,
            )
        ],
        extended=True,
    )
    xml, spoken = both(tree)
    assert xml == spoken
    assert (xml[0]["description"] or "") == writable(description)


@given(ANY)
def test_what_is_written_is_read_again_and_has_no_control_signs(text: str) -> None:
    kept = writable(text)
    assert writable(kept) == kept
    assert etree.fromstring(write(Tree("a", kept), "xml")).text == (kept or None)
    kept.encode()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("]]> & <b>\"'", "]]> & <b>\"'"),
        ("一\x00二\x0b三\x1f", "一二三"),
        ("a\r\nb\rc\n\td", "a\nb\nc\n\td"),
        ("\ud800x\uffff\ufffe", "x"),
        ("𠮷野家🚮", "𠮷野家🚮"),
    ],
)
def test_signs_that_break_xml_do_not(text: str, kept: str) -> None:
    xml, spoken = both(
        serialize.updates([Update("1", "m-1", "OPEN", datetime(2026, 3, 2, tzinfo=CHINA), text)])
    )
    assert xml[0]["description"] == spoken[0]["description"] == kept


def test_moments_are_utc_with_whole_seconds() -> None:
    spoken = json.loads(write(serialize.requests([request()], extended=False), "json"))[0]
    assert spoken["requested_datetime"] == "2026-03-02T00:00:00Z"
    assert spoken["updated_datetime"] == "2026-03-01T16:00:00Z"
    assert spoken["expected_datetime"] is None


def test_json_has_numbers_truths_and_null_where_xml_has_text() -> None:
    tree = Tree(
        "a",
        {
            "lat": 33.3012,
            "metadata": True,
            "required": False,
            "order": 1,
            "zipcode": "",
            "list": Many("x", []),
        },
    )
    assert write(tree, "json") == (
        b'{"lat": 33.3012, "metadata": true, "required": false, "order": 1, "zipcode": null, "list": []}'
    )
    assert write(tree, "xml") == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<a><lat>33.3012</lat><metadata>true</metadata>'
        b"<required>false</required><order>1</order><zipcode></zipcode><list></list></a>"
    )


def test_every_field_of_a_matter_stands_there_even_if_empty() -> None:
    for extended, more in ((False, 0), (True, 1)):
        xml, _ = both(serialize.requests([request()], extended=extended))
        assert len(xml[0]) == 17 + more
        assert {"address", "address_id", "zipcode", "lat", "long", "media_url"} <= set(xml[0])


def test_problems_are_a_list() -> None:
    tree = serialize.problems([Problem(404, Text("x")), Problem(400, Text("y"))])
    assert json.loads(write(tree, "json")) == [
        {"code": 404, "description": "x"},
        {"code": 400, "description": "y"},
    ]
    root = etree.fromstring(write(tree, "xml"))
    assert [root.tag, *(child.tag for child in root)] == ["errors", "error", "error"]
