"""Keeping an installation well: ``verify``, ``backup``, ``restore``."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import Any

from gongkai.config.commands.base import read_only, setup
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

FORMAT = 1
#: Folders and files of the data folder that a backup carries beside the database.
CARRIED = ("files", "secrets", "public.version", "demonstration", "demonstration-accounts.json")
#: What a data folder holds once it has been used; a restore never writes over it.
USED = ("gongkai.sqlite3", "files", "ledger.anchors")
DATABASES = ("gongkai.sqlite3", "gongkai.pgdump")


def verify(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai verify``: the chain, its anchors, every published revision, letter and reply against its digest."""
    parser.parse_args(words)
    setup()
    from gongkai.complaints import integrity as replies
    from gongkai.core import ledger, letters
    from gongkai.core.text import render
    from gongkai.publishing import integrity

    count, broken = ledger.verify()
    if broken is not None:
        print(f"The ledger is broken after {count} whole events: {render(broken.reason)}")
        return 1
    print(f"The ledger is whole: {count} events.")
    checked, fault = integrity.verify()
    if fault is not None:
        print(f"A published record was changed outside the system: {render(fault)}")
        return 1
    print(f"Every published revision is the one that was reviewed: {checked} checked.")
    sent, changed = letters.verify()
    if changed is not None:
        print(f"A letter was changed outside the system: {render(changed)}")
        return 1
    print(f"Every letter says what was sent: {sent} checked.")
    answered, altered = replies.verify()
    if altered is not None:
        print(f"A reply to a reporter was changed outside the system: {render(altered)}")
        return 1
    print(f"Every reply to a reporter says what was sent: {answered} checked.")
    ledger.anchor()
    return 0


def ledger_erase(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai ledger erase EVENT NAME --by ACCOUNT --reason TEXT``: for whoever holds the audit post."""
    parser.add_argument("event", type=int, help="number of the event")
    parser.add_argument("name", help="name of the personal value, such as person")
    parser.add_argument(
        "--by", required=True, metavar="ACCOUNT", help="the audit administrator who orders it"
    )
    parser.add_argument("--reason", required=True)
    given = parser.parse_args(words)
    setup()
    from gongkai.config.commands.records import actor_named
    from gongkai.core import ledger
    from gongkai.core.models import EventSecret
    from gongkai.core.refusals import NotAllowed

    actor = actor_named(given.by)
    if actor.holds("people.audit_admin") is None:
        raise NotAllowed(say("Only the audit administrator orders that personal data are erased."))
    secret = EventSecret.objects.filter(event_id=given.event, name=given.name).select_related("event").first()
    if secret is None:
        raise Refusal(
            say("Event {event} holds no personal value “{name}”.", event=given.event, name=given.name)
        )
    ledger.erase(secret.event, given.name, actor=actor, reason=given.reason)
    print(f"The value “{given.name}” of event {given.event} is erased; the chain stays whole.")
    return 0


def backup(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai backup FILE``: database, files and secrets in one archive; safe while the site runs."""
    parser.add_argument("file", type=Path, help="the archive to write, such as gongkai-2026-11-23.tar.gz")
    given = parser.parse_args(words)
    setup()
    from django.conf import settings

    from gongkai.core import clock, ledger

    if given.file.exists():
        raise Refusal(say("{file} exists already; a backup never writes over another.", file=str(given.file)))
    ledger.anchor()
    anchors = settings.DATA_DIR / ledger.ANCHORS
    with tempfile.TemporaryDirectory(dir=given.file.resolve().parent) as folder:
        room = Path(folder)
        if anchors.exists():
            shutil.copyfile(anchors, room / anchors.name)
        # Both before the database is copied: what is noted meanwhile would name events the copy does not hold.
        seq, digest, _ = ledger.head()
        database = _dump(room)
        manifest = {
            "format": FORMAT,
            "made_at": clock.now().isoformat(),
            "database": database.name,
            "sha256": _sha256(database),
            "ledger": {"seq": seq, "digest": digest},
        }
        (room / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        unfinished = room / "archive"
        with tarfile.open(unfinished, "w:gz") as archive:
            archive.add(room / "manifest.json", "manifest.json")
            archive.add(database, database.name)
            if (room / anchors.name).exists():
                archive.add(room / anchors.name, f"data/{anchors.name}")
            for name in CARRIED:
                path = settings.DATA_DIR / name
                if path.exists():
                    archive.add(path, f"data/{name}", filter=_not_unfinished)
        unfinished.chmod(0o600)  # it holds the secrets and everybody's data
        unfinished.rename(given.file)
    print(f"Backed up to {given.file}: ledger up to event {seq}, {given.file.stat().st_size / 1e6:.1f} MB.")
    return 0


def _not_unfinished(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if "/incoming/" in member.name else member


def _dump(room: Path) -> Path:
    from django.db import connection

    if connection.vendor == "sqlite":
        target = room / "gongkai.sqlite3"
        source = read_only(Path(connection.settings_dict["NAME"]))
        copy = sqlite3.connect(target)
        with copy:
            source.backup(copy)
        copy.close()
        source.close()
        return target
    target = room / "gongkai.pgdump"
    _postgres_tool("pg_dump", "--format=custom", f"--file={target}")
    return target


def _postgres_tool(tool: str, *arguments: str) -> None:
    from django.db import connection

    if shutil.which(tool) is None:
        raise Refusal(say("{tool} is not on this machine. Install PostgreSQL's client programs.", tool=tool))
    given = connection.settings_dict
    env = {
        **os.environ,
        "PGHOST": str(given["HOST"] or ""),
        "PGPORT": str(given["PORT"] or ""),
        "PGUSER": str(given["USER"] or ""),
        "PGPASSWORD": str(given["PASSWORD"] or ""),
        "PGDATABASE": str(given["NAME"]),
    }
    done = subprocess.run(
        [tool, *arguments],
        env={k: v for k, v in env.items() if v},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(say("{tool} failed: {error}", tool=tool, error=done.stderr.strip()[-300:]))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai restore FILE``: into an empty data folder (and an empty database); proves the ledger at the end."""
    parser.add_argument("file", type=Path, help="the archive written by gongkai backup")
    given = parser.parse_args(words)
    from gongkai.config.commands.base import data_dir

    if not given.file.is_file():
        raise Refusal(say("There is no file {file}.", file=str(given.file)))
    target = data_dir()
    if _is_used(target):
        raise Refusal(
            say(
                "There is an installation in {place} already. Restore into an empty data folder and database.",
                place=str(target),
            )
        )
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as folder:
        room = Path(folder)
        manifest = _unpack(given.file, room)
        _load(room / manifest["database"], target)
        for path in sorted((room / "data").iterdir()) if (room / "data").exists() else []:
            destination = target / path.name
            shutil.rmtree(destination) if destination.is_dir() else destination.unlink(missing_ok=True)
            path.rename(destination)
            if path.name == "secrets":
                destination.chmod(0o700)  # archives do not keep who may enter a folder
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from gongkai.core import ledger

    if manifest["ledger"]["seq"] and not ledger.holds(
        manifest["ledger"]["seq"], manifest["ledger"]["digest"]
    ):
        print(f"The ledger restored lacks event {manifest['ledger']['seq']}, which the backup says it holds.")
        return 1
    print(f"Restored the backup of {manifest['made_at']}.")
    return verify(argparse.ArgumentParser(), [])


def _is_used(target: Path) -> bool:
    if any((target / name).is_file() or any((target / name).glob("*")) for name in USED):
        return True
    if not os.environ.get("GONGKAI_DATABASE_URL"):
        return False
    setup()
    from django.db import connection

    return "core_event" in connection.introspection.table_names()


def _unpack(file: Path, room: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(room, filter="data")
        manifest: dict[str, Any] = json.loads((room / "manifest.json").read_text(encoding="utf-8"))
        known = manifest["format"] == FORMAT and manifest["database"] in DATABASES
        whole = known and _sha256(room / manifest["database"]) == manifest["sha256"]
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise Refusal(
            say(
                "{file} is not a whole backup: {error}",
                file=str(file),
                error=str(error).partition("\n")[0].rstrip(":"),
            )
        ) from error
    if not whole:
        raise Refusal(say("{file} is damaged: its database does not match its digest.", file=str(file)))
    return manifest


def _load(database: Path, target: Path) -> None:
    sqlite = database.suffix == ".sqlite3"
    if sqlite == bool(os.environ.get("GONGKAI_DATABASE_URL")):
        kind = "SQLite" if sqlite else "PostgreSQL"
        raise Refusal(say("The backup is of {kind}; restore it into the same kind of database.", kind=kind))
    if sqlite:
        for name in ("gongkai.sqlite3", "gongkai.sqlite3-wal", "gongkai.sqlite3-shm"):
            (target / name).unlink(missing_ok=True)
        shutil.move(database, target / "gongkai.sqlite3")
        return
    setup()
    _postgres_tool(
        "pg_restore", "--no-owner", "--single-transaction", "--dbname", _database_name(), str(database)
    )


def _database_name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])
