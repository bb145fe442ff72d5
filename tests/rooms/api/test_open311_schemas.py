"""Has every answer the shape the standard gives it, through the whole life of a matter?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import cast as people
import mattering
from gongkai.complaints.models import PublicUpdate
from gongkai.core import clock
from rooms.api import open311_stage as stage
from rooms.api.open311_stage import COVER, LAMP, Program, good

FOLDER = Path(__file__).resolve().parents[2] / "data" / "open311"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def fits(name: str, said: Any) -> None:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(said)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(
        json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    )


def test_every_call_answers_in_its_shape(office: people.Cast) -> None:
    program = Program("json", stage.key_for(office), "/open311/v2/")
    fits("discovery", program.ask("discovery"))
    services = program.ask("services")
    fits("services", services)
    for each in services:
        fits("service_definition", program.ask(f"services/{each['service_code']}"))
    receipt = program.send(good(account_id="7"))
    fits("receipt", receipt.said)
    fits("receipt", program.send(good(service_code=COVER, **{"attribute[cover_state]": "broken"})).said)
    identity = receipt.said[0]["service_request_id"]
    fits("token", program.ask(f"tokens/{identity}"))
    fits("errors", program.send(good(service_code="NOPE", email="x")).said)
    fits("errors", program.get("nothing").said)


def test_a_matter_has_its_shape_from_the_first_day_to_the_last(office: people.Cast) -> None:
    """Handed in, handled, answered, called back, closed: the words of the room become those of the standard."""
    program = Program()
    matter = mattering.closed(office, category=LAMP, lat=33.3012, lon=116.7503)
    row = matter.public
    row.refresh_from_db()
    for extended in ({}, {"extensions": "true"}):
        fits("requests", program.ask("requests", **extended))
    (said,) = program.ask(f"requests/{row.public_id}", extensions="true")
    assert (said["status"], said["extended_attributes"]["detailed_status"]) == ("closed", "ARCHIVED")
    assert said["status_notes"]
    assert said["expected_datetime"]
    updates = program.ask("servicerequestupdates")
    fits("updates", updates)
    words = [each["status"] for each in updates]
    assert words[0] == "OPEN"
    assert words[-1] == "CLOSED"
    assert "IN_PROGRESS" in words


def test_every_word_the_room_uses_is_one_of_the_standards(office: people.Cast) -> None:
    from gongkai.api.open311.shapes import DETAILED, UPDATE_STATUSES
    from gongkai.complaints.actions import projecting
    from gongkai.domain.complaints import STATES

    assert {state.key for state in STATES} == set(projecting.DETAILED)
    for detailed, word in projecting.DETAILED.values():
        assert detailed in DETAILED
        assert word in UPDATE_STATUSES


def test_an_update_has_its_words(office: people.Cast) -> None:
    row = stage.matter(office)
    PublicUpdate.objects.create(public=row, status="FIXED", text="已修好", at=clock.now())
    said = Program().ask("servicerequestupdates")
    fits("updates", said)
    assert said[-1]["description"] == "已修好"
