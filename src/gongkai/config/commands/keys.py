"""Keys of programs that write through the API: make one, list them, revoke one."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from gongkai.config.commands.base import setup
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.core.api_keys import Key
    from gongkai.core.ledger import Actor


def create(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai api-key create NAME``: the key alone on standard output, what to do with it on standard error."""
    parser.add_argument("name", help="who will use it, such as the name of the program")
    parser.add_argument(
        "--scope",
        action="append",
        metavar="SCOPE",
        help="what it is for (default: open311:write); may be repeated",
    )
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="default: the account's, else the site's"
    )
    parser.add_argument("--by", default="", metavar="ACCOUNT", help="who gives it out, for the ledger")
    given = parser.parse_args(words)
    setup()
    from gongkai.core import api_keys

    scopes = given.scope or [api_keys.OPEN311_WRITE]
    actor = _actor(given.by)
    agency = given.agency or actor.agency_code
    found, key = api_keys.create(name=given.name, actor=actor, agency=_known(agency), scopes=scopes)
    print(key)
    print(
        f"API key “{found.name}” ({found.prefix}) for {', '.join(found.scopes)}. "
        "It is shown this once and cannot be read again: keep it in a safe place now.",
        file=sys.stderr,
    )
    return 0


def show(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai api-key list``."""
    parser.add_argument("--json", action="store_true", help="for programs")
    given = parser.parse_args(words)
    setup()
    from gongkai.core import api_keys

    keys = api_keys.all_keys()
    if given.json:
        print(json.dumps([_fields(key) for key in keys], ensure_ascii=False, indent=2))
        return 0
    if not keys:
        print("There is no API key yet. gongkai api-key create NAME makes one.")
        return 0
    rows = [("prefix", "made on", "last used", "revoked on", "for", "agency", "name"), *map(_row, keys)]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        print("  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[6]]))
    return 0


def revoke(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai api-key revoke NAME|PREFIX --reason …``."""
    parser.add_argument("key", metavar="NAME|PREFIX", help="its name, or the part gongkai api-key list shows")
    parser.add_argument("--reason", required=True, help="why; the ledger keeps it")
    parser.add_argument("--by", default="", metavar="ACCOUNT", help="who revokes it, for the ledger")
    given = parser.parse_args(words)
    setup()
    from gongkai.core import api_keys

    found = api_keys.revoke(which=given.key, actor=_actor(given.by), reason=given.reason)
    print(f"API key “{found.name}” ({found.prefix}) is revoked; whatever it sends from now on is refused.")
    return 0


def _actor(account: str) -> Actor:
    """The account named, else the installation itself, for the agency the site is of."""
    from gongkai.config.commands.records import actor_named
    from gongkai.core import ledger
    from gongkai.people.context import host_agency

    if account:
        return actor_named(account)
    host = host_agency()
    if host is None:
        raise Invalid(say("There is no agency yet. Run gongkai init, or gongkai demo to look around."))
    return ledger.System(agency_code=host.code)


def _known(code: str) -> str:
    from gongkai.people.models import Agency

    if "\0" in code or not Agency.objects.filter(code=code).exists():
        raise Invalid(say("There is no agency “{code}” in this installation.", code=code))
    return code


def _fields(key: Key) -> dict[str, object]:
    return {
        "name": key.name,
        "prefix": key.prefix,
        "scopes": list(key.scopes),
        "agency": key.agency,
        "created_at": key.created_at.isoformat(timespec="seconds"),
        "created_by": key.created_by,
        "last_used_on": key.last_used_on.isoformat() if key.last_used_on else None,
        "revoked_at": key.revoked_at.isoformat(timespec="seconds") if key.revoked_at else None,
    }


def _row(key: Key) -> tuple[str, ...]:
    from django.utils import timezone

    made = timezone.localtime(key.created_at).date().isoformat()
    used = key.last_used_on.isoformat() if key.last_used_on else "never"
    ended = timezone.localtime(key.revoked_at).date().isoformat() if key.revoked_at else "-"
    return key.prefix, made, used, ended, ", ".join(key.scopes), key.agency, key.name
