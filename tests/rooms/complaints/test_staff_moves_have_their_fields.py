"""Does the form of every move ask for what the process table needs of it?"""

from __future__ import annotations

import pytest

from gongkai.complaints.actions import CallGiven
from gongkai.complaints.forms.calling import call_fields
from gongkai.complaints.forms.moving import Around, MoveForm
from gongkai.domain.complaints import PROCESS
from gongkai.domain.process import Move


@pytest.mark.parametrize("move", [each for each in PROCESS.moves if each.roles], ids=lambda each: each.key)
def test_the_form_asks_for_what_the_move_needs(move: Move) -> None:
    fields = MoveForm(move=move, around=Around()).fields
    needs = set(move.needs)
    if "call" in needs:
        needs = needs - {"call"} | set(call_fields())
    assert needs <= set(fields)
    for name in set(move.needs) - {"call"}:
        assert fields[name].required, name


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"reached": "yes", "rating": "satisfied", "answered": "yes", "solved": "yes"}, ()),
        ({"reached": "yes", "rating": "undecided"}, ()),
        ({"reached": "no"}, ()),
        ({"reached": "yes"}, ("rating",)),
        ({"reached": "yes", "rating": "dissatisfied", "answered": "yes"}, ("solved",)),
        ({"reached": "yes", "rating": "fair", "solved": "no"}, ("answered",)),
        ({}, ("reached",)),
    ],
)
def test_answered_solved_and_content_are_asked_apart(said: dict[str, str], wrong: tuple[str, ...]) -> None:
    data = {f"call_back-{name}": value for name, value in {"way": "telephone", **said}.items()}
    form = MoveForm(data, move=PROCESS.move("call_back"), around=Around())
    assert tuple(form.errors) == wrong
    if not wrong:
        call = form.given().call
        assert isinstance(call, CallGiven)
        assert call.reached == (said["reached"] == "yes")
        assert call.rating == said.get("rating", "unreached")
