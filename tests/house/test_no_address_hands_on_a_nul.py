"""Does a NUL typed into an address or a form stop before the database? PostgreSQL refuses it, SQLite does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

import cast as people
from gongkai.people.models import Person
from house.conftest import addresses
from house.every_door import House, languages, read
from stages import on_stage, once_a_file

NUL = "7\x00渣土"
built = once_a_file(House)


@pytest.fixture
def house(built: House, db: None) -> House:
    return on_stage(built)


@pytest.fixture
def everything_asked_holds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a view or a form asks for was typed, and a NUL is in it."""
    monkeypatch.setattr(QueryDict, "get", lambda *_asked: NUL)
    monkeypatch.setattr(QueryDict, "getlist", lambda *_asked: [NUL])
    monkeypatch.setattr(QueryDict, "__getitem__", lambda *_asked: NUL)
    # A field for a file has a box of its own that takes the file away: it stays unticked.
    monkeypatch.setattr(QueryDict, "__contains__", lambda _self, name: not str(name).endswith("-clear"))


@pytest.fixture
def handed_on() -> Iterator[list[str]]:
    """What the database was asked with a NUL in it."""
    found: list[str] = []

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if "\\x00" in repr(params):
            found.append(sql[:300])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, "gongkai.people.sign_in.Backend")
    return client


def one_for_everything(house: House) -> Client:
    """A colleague with every part of the bureau, to whom nearly every page opens."""
    roles = sorted({role for _unit, roles in people.PARTS.values() for role in roles})
    return signed_in(people.person("jack", house.cast.agency, house.cast.units["waste"], roles))


@pytest.mark.usefixtures("everything_asked_holds_one")
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_hands_it_on(house: House, handed_on: list[str], method: str) -> None:
    stranger, jack, wrong = Client(), one_for_everything(house), []
    for address in addresses():
        if address.name == "workspace:sign_out":
            continue
        url = house.open(address, languages(address)[0], house.draft)
        response = getattr(jack if address.rule == "staff" else stranger, method)(url)
        read(response)
        if handed_on or response.status_code >= 500:
            wrong.append((method, url, response.status_code, handed_on[:1]))
            handed_on.clear()
    assert wrong == []


@pytest.mark.parametrize("who", ["office", "desk"])
def test_the_search_of_the_workspace_leads_on_without_it(house: House, who: str) -> None:
    client = signed_in(house.cast.person(who))
    onward = client.get("/workspace/search/", {"q": "\x00渣土\x00 7\x00"})
    assert onward.status_code == 302
    assert "%00" not in onward.headers["Location"]
    assert client.get(onward.headers["Location"]).status_code == 200
