"""Can the operator make a key, see which there are, and revoke one, with a sentence for every mistake?"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import cast as people
from gongkai.config import cli
from gongkai.core import api_keys
from gongkai.core.models import Event


def run(capsys: Any, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        status = cli.main(["api-key", *words])
    except SystemExit as ended:
        status = int(ended.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def bureau(db: None) -> people.Cast:
    return people.make_cast()


def test_the_key_stands_alone_on_standard_output(capsys: Any, bureau: people.Cast) -> None:
    status, out, err = run(capsys, "create", "城管随手拍")
    assert status == 0
    assert re.fullmatch(r"gk_[0-9a-f]{8}_[0-9a-f]{48}\n", out)
    assert "cannot be read again" in err
    assert out.strip() not in err
    found = api_keys.check(out.strip(), api_keys.OPEN311_WRITE)
    assert isinstance(found, api_keys.Key)
    assert (found.name, found.agency) == ("城管随手拍", bureau.agency.code)


def test_the_list_shows_every_key_and_no_secret(capsys: Any, bureau: people.Cast) -> None:
    assert "no API key yet" in run(capsys, "list")[1]
    key = run(capsys, "create", "one", "--by", "office")[1].strip()
    run(capsys, "create", "two", "--agency", bureau.agency.code, "--scope", "open311:write")
    run(capsys, "revoke", "two", "--reason", "试用结束")
    _, out, _ = run(capsys, "list")
    assert [line.split()[-1] for line in out.splitlines()] == ["name", "two", "one"]
    _, told, _ = run(capsys, "list", "--json")
    rows = json.loads(told)
    assert [(row["name"], bool(row["revoked_at"])) for row in rows] == [("two", True), ("one", False)]
    assert rows[1]["created_by"] == bureau.person("office").pk
    assert key[12:] not in out + told


def test_a_key_is_revoked_by_its_prefix(capsys: Any, bureau: people.Cast) -> None:
    key = run(capsys, "create", "one")[1].strip()
    status, out, _ = run(capsys, "revoke", key[:11], "--reason", "泄露")
    assert (status, "is revoked" in out) == (0, True)
    assert Event.objects.get(verb="core.api_key.revoked").reason == "泄露"


@pytest.mark.parametrize(
    "words",
    [
        ("create",),
        ("create", ""),
        ("create", "taken"),
        ("create", "x", "--scope", "everything"),
        ("create", "x", "--agency", "nowhere"),
        ("create", "x", "--by", "nobody"),
        ("revoke", "taken"),
        ("revoke", "taken", "--reason", " "),
        ("revoke", "nothing", "--reason", "x"),
        ("list", "more"),
        ("burn",),
    ],
    ids=lambda words: "-".join(words) or "none",
)
def test_a_mistake_is_one_sentence(capsys: Any, bureau: people.Cast, words: tuple[str, ...]) -> None:
    run(capsys, "create", "taken")
    status, out, err = run(capsys, *words)
    assert status != 0
    assert out == ""
    assert err.startswith("gongkai: ")
    assert err.count("\n") == 1
    assert [key.revoked_at for key in api_keys.all_keys()] == [None]


@pytest.mark.django_db
def test_without_an_agency_there_is_no_key(capsys: Any) -> None:
    assert "gongkai init" in run(capsys, "create", "x")[2]
