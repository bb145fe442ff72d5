"""The console command ``gongkai``: everything an operator does, in one place."""

from __future__ import annotations

import argparse
import importlib
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gongkai.domain.text import Text

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")


class Command(NamedTuple):
    """A command: its words, what it does in a line, and where its code is (module:function)."""

    words: tuple[str, ...]
    purpose: str
    code: str


GROUPS: dict[str, tuple[Command, ...]] = {
    "Run": (
        Command(("demo",), "a living bureau to try, with accounts for every part", "install:demo"),
        Command(("init",), "an empty installation for one agency", "install:init"),
        Command(("serve",), "serve the site and run the periodic work", "install:serve"),
        Command(("jobs",), "run the periodic work alone (serve does it too)", "install:jobs"),
    ),
    "Law": (
        Command(("clock",), "compute a legal due date, with the reason for every day", "law:clock"),
        Command(("fees",), "work out a processing fee for a request, band by band", "fees:fees"),
        Command(("calendar", "load"), "load the holiday notice of a year", "law:calendar_load"),
        Command(
            ("calendar", "recompute"),
            "compute every running due date again, or finish what was broken off",
            "law:calendar_recompute",
        ),
        Command(
            ("calendar", "show"), "show which years are announced and the notices loaded", "law:calendar_show"
        ),
    ),
    "Records": (
        Command(
            ("documents", "import"),
            "bring documents in from files, folders and tables",
            "records:documents_import",
        ),
        Command(
            ("requests", "import"),
            "bring a register of requests in; all of it or nothing",
            "requests:requests_import",
        ),
        Command(
            ("requests", "export"), "take the register of requests out as a file", "requests:requests_export"
        ),
        Command(
            ("disputes", "import"), "bring a register of reviews and suits in", "requests:disputes_import"
        ),
        Command(
            ("disputes", "export"), "take the register of reviews and suits out", "requests:disputes_export"
        ),
        Command(
            ("complaints", "import"),
            "take the city's work orders in, each once by its number",
            "complaints:orders_import",
        ),
        Command(("complaints", "export"), "tell back how the work orders stand", "complaints:orders_export"),
        Command(("complaints", "rules"), "take the routing rules out, or bring them in", "complaints:rules"),
        Command(("documents", "reindex"), "build the search index anew", "records:documents_reindex"),
        Command(
            ("accounts", "password"),
            "give an account a new password to be changed at sign-in",
            "records:password",
        ),
    ),
    "Powers": (
        Command(
            ("powers", "import"),
            "bring powers or services in from a table; all of it or nothing",
            "power_register:entries_import",
        ),
        Command(
            ("powers", "export"), "take the powers or services in force out", "power_register:entries_export"
        ),
        Command(
            ("risks", "import"),
            "bring a register of integrity risks in; all of it or nothing",
            "risks:risks_import",
        ),
        Command(("risks", "export"), "take the register of integrity risks out", "risks:risks_export"),
        Command(
            ("discretion", "import"),
            "bring discretion tables in; refuses overlaps and gaps, naming the case",
            "discretion:bring_in",
        ),
        Command(("discretion", "export"), "take the discretion tables out", "discretion:export"),
        Command(
            ("decisions", "import"),
            "bring decisions in from the case system, each once by its number",
            "decisions:bring_in",
        ),
        Command(("decisions", "export"), "published decisions, for double publicity", "decisions:export"),
        Command(
            ("decisions", "recount"), "count the prepared figures over decisions anew", "decisions:recount"
        ),
        Command(("discretion",), "the lawful range for the facts of a case, and why", "discretion:ask"),
    ),
    "Campaigns": (
        Command(
            ("sites", "import"),
            "bring a list of sites in, each once by its code; all of it or nothing",
            "campaigns:sites_import",
        ),
        Command(("sites", "export"), "take the list of sites out", "campaigns:sites_export"),
        Command(
            ("campaigns", "export"),
            "published records of inspections, by site",
            "campaigns:campaigns_export",
        ),
    ),
    "Supervision": (
        Command(("assessment", "sheets"), "score sheets, and what records count", "assessment:listed"),
        Command(("assessment", "score"), "a sheet on a year's records, line by line", "assessment:score"),
        Command(("assessment", "results"), "the published results, proved", "assessment:results"),
        Command(("supervision", "look"), "the monitors look now", "supervision:look"),
        Command(("supervision", "findings"), "what they found and is open", "supervision:findings"),
        Command(("supervision", "cases"), "the register of cases of accountability", "supervision:cases"),
        Command(
            ("supervision", "appraisal", "draw"),
            "repeat a published draw of an appraisal, offline",
            "appraisal:draw",
        ),
        Command(
            ("supervision", "appraisal", "results"),
            "the results of published appraisals",
            "appraisal:results",
        ),
    ),
    "Archive": (
        Command(("archive", "build"), "archive what ended long enough ago", "archive:build"),
        Command(("archive", "list"), "the yearly list", "archive:listing"),
        Command(("archive", "export"), "packages as folders or ZIPs", "archive:export"),
        Command(("archive", "check"), "check packages, or any BagIt bag, offline", "archive:check"),
    ),
    "Work plans": (
        Command(
            ("plans", "import"),
            "bring tasks into the draft of a plan; all of it or nothing",
            "duties_plans:plans_import",
        ),
        Command(("plans", "export"), "take the tasks of a plan out", "duties_plans:plans_export"),
    ),
    "Training and examinations": (
        Command(
            ("training", "roster", "import"),
            "bring the roster in, each once by the staff number; all of it or nothing",
            "duties_learning:roster_import",
        ),
        Command(
            ("training", "results"),
            "bring the results of a sitting in; all of them or none",
            "duties_learning:results",
        ),
    ),
    "Decisions in the open": (
        Command(
            ("collections", "recount"),
            "count the answers to questionnaires anew from the sheets",
            "consultations:recount",
        ),
    ),
    "Publicity": (
        Command(
            ("publicity", "import"),
            "bring activities in as drafts; all of it or nothing",
            "duties_publicity:publicity_import",
        ),
        Command(
            ("publicity", "export"), "take the published activities out", "duties_publicity:publicity_export"
        ),
    ),
    "Programs": (
        Command(("api-key", "create"), "make a key for a program that writes; shown once", "keys:create"),
        Command(("api-key", "list"), "list the keys, those revoked too", "keys:show"),
        Command(("api-key", "revoke"), "revoke a key, with the reason", "keys:revoke"),
    ),
    "Annual report": (
        Command(
            ("report", "check"),
            "is a report whole, and does it add up? exit 1 names each fault",
            "reports:check",
        ),
        Command(
            ("report", "verify"),
            "count a report again from the records; exit 1 says what differs",
            "reports:verify",
        ),
        Command(("report", "file"), "bring in a report that was published elsewhere", "reports:file"),
        Command(("report",), "the statutory report of a year, counted from the records", "reports:report"),
        Command(
            ("figures", "declare"), "declare a figure whose records live in another system", "reports:declare"
        ),
        Command(("figures", "import"), "declare many such figures from a table", "reports:figures_import"),
    ),
    "Care": (
        Command(
            ("verify",),
            "prove the ledger and every published revision; exit 1 at the first fault",
            "care:verify",
        ),
        Command(
            ("ledger", "erase"),
            "erase a personal value of an event; the chain stays whole",
            "care:ledger_erase",
        ),
        Command(("backup",), "write everything into one file", "care:backup"),
        Command(("restore",), "bring everything back from such a file", "care:restore"),
    ),
}


def _commands() -> list[Command]:
    return [command for group in GROUPS.values() for command in group]


def usage() -> str:
    """What ``gongkai --help`` says."""
    lines = [
        "Gongkai 公开: the open-government platform a public bureau runs.",
        "",
        "usage: gongkai COMMAND [options]",
        "",
    ]
    for title, commands in GROUPS.items():
        lines.append(f"{title}:")
        lines += [f"  {' '.join(command.words):<20} {command.purpose}" for command in commands]
        lines.append("")
    lines += [
        "gongkai COMMAND --help explains a command. Django's own commands work too (gongkai migrate, gongkai shell …).",
        "GONGKAI_DATA_DIR says where everything lives (default: var/ in the checkout);",
        "GONGKAI_DATABASE_URL=postgres://… puts the records into PostgreSQL.",
    ]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Every error is one clear sentence on standard error and an exit status other than 0."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if words else 2
    for command in _commands():
        if tuple(words[: len(command.words)]) == command.words:
            return _run(
                _code(command.code), words[len(command.words) :], " ".join(command.words), command.purpose
            )
    if words[0] in {command.words[0] for command in _commands()}:
        return _complain(f"“{' '.join(words[:2])}” is not a command. gongkai --help lists them.")
    return _guarded(lambda: _django(words))


def _code(where: str) -> Callable[[argparse.ArgumentParser, list[str]], int]:
    module, _, function = where.partition(":")
    found: Callable[[argparse.ArgumentParser, list[str]], int] = getattr(
        importlib.import_module(f"gongkai.config.commands.{module}"), function
    )
    return found


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"gongkai: {message}. {self.prog} --help explains the command.\n")


def _run(
    code: Callable[[argparse.ArgumentParser, list[str]], int], words: list[str], name: str, purpose: str
) -> int:
    parser = _Parser(prog=f"gongkai {name}", description=purpose[0].upper() + purpose[1:] + ".")
    return _guarded(lambda: code(parser, words))


def _guarded(work: Callable[[], int]) -> int:
    """Runs ``work``; whatever goes wrong becomes one sentence."""
    try:
        return work()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        if os.environ.get("GONGKAI_DEBUG"):
            raise
        return _complain(_sentence(error))


def _sentence(error: Exception) -> str:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, OperationalError, ProgrammingError

    from gongkai.core.refusals import Refusal

    if isinstance(error, Refusal):
        return _rendered(error.reason)
    if isinstance(error, ImproperlyConfigured):
        return f"{str(error).rstrip('.?')}. Check the settings, those that begin with GONGKAI_ first."
    if isinstance(error, ProgrammingError) or "no such table" in str(error):
        return "The database has no tables yet. Run gongkai init, or gongkai migrate after an update."
    if isinstance(error, OperationalError):
        told = str(error).strip().rstrip(".?")
        return f"The database cannot be used: {told}. Check GONGKAI_DATABASE_URL and GONGKAI_DATA_DIR."
    if isinstance(error, DatabaseError | sqlite3.DatabaseError):
        return f"The database cannot be read: {str(error).strip()}. Restore a backup with gongkai restore."
    if isinstance(error, UnicodeDecodeError):
        return "The file is not text in UTF-8. Save it as UTF-8 and try again."
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename}" if error.filename else str(error)
    return f"{type(error).__name__}: {error}. GONGKAI_DEBUG=1 shows where."


def _rendered(reason: Text) -> str:
    """The reason in the operator's language; in English where Django could not even be set up."""
    from gongkai.config.commands.base import setup
    from gongkai.core.text import render

    try:
        setup()
        return render(reason)
    except Exception:
        return str(reason)


def _complain(sentence: str) -> int:
    print(f"gongkai: {' '.join(sentence.split())}", file=sys.stderr)
    return 1


def _django(words: list[str]) -> int:
    from django.core.management import ManagementUtility, get_commands

    from gongkai.config.commands.base import setup

    setup()
    if words[0] not in get_commands():
        return _complain(f"“{words[0]}” is not a command. gongkai --help lists them.")
    ManagementUtility(["gongkai", *words]).execute()
    return 0


if __name__ == "__main__":
    sys.exit(main())
