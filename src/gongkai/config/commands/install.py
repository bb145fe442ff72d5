"""Setting up and running: ``demo``, ``init``, ``serve``, ``jobs``."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from gongkai.config.commands.base import data_dir, setup


def _prepare(*, quiet: bool = True) -> None:
    """Brings tables and catalogue up to date."""
    data_dir().mkdir(parents=True, exist_ok=True)
    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0 if quiet else 1, interactive=False)
    from gongkai.publishing import actions

    actions.sync_catalogue()


def demo(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai demo``."""
    parser.add_argument("--no-serve", action="store_true", help="only prepare the data")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--keep", action="store_true", help="keep a demonstration prepared on another day")
    given = parser.parse_args(words)
    if not given.no_serve:
        _free("127.0.0.1", given.port)
    _put_old_demo_aside(keep=given.keep)
    _prepare()
    from gongkai.demo import build

    try:
        made = build.ensure()
    except build.NotADemonstration as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return 1
    print("Gongkai 公开: demonstration " + ("prepared." if made else "is ready."))
    for line in build.accounts():
        print(line)
    if given.no_serve:
        return 0
    print(f"\n  http://127.0.0.1:{given.port}/            the public site 公众网站", flush=True)
    print(f"  http://127.0.0.1:{given.port}/workspace/  the workspace 工作台\n\nCtrl+C stops it.", flush=True)
    from gongkai.config.serve import serve as serve_now

    return serve_now("127.0.0.1", given.port, workers=2)


def _free(host: str, port: int) -> None:
    """Says at once when the address is taken, before anything is prepared."""
    from gongkai.config.serve import address_refused

    refused = address_refused(host, port)
    if refused:
        print(f"gongkai: {refused}", file=sys.stderr)
        raise SystemExit(1)


def _put_old_demo_aside(*, keep: bool) -> None:
    """A demonstration of another day would look abandoned: it is moved aside, not thrown away."""
    if os.environ.get("GONGKAI_DATABASE_URL"):
        return
    folder = data_dir()
    mark = folder / "demonstration"
    # The day where the office stands, wherever the machine does; Django's clock is not loaded yet.
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    if keep or not mark.exists() or mark.read_text(encoding="utf-8").strip() == today:
        return
    aside = folder / f"demonstration-of-{mark.read_text(encoding='utf-8').strip()}"
    number = 1
    while aside.exists():
        number += 1
        aside = aside.with_name(f"{aside.name.split('~')[0]}~{number}")
    aside.mkdir()
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("demonstration-of-") and path.name != "secrets":
            path.rename(aside / path.name)
    print(f"The demonstration of another day now lies in {aside}.", file=sys.stderr)


def init(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai init``: an empty installation with its three administrators."""
    parser.add_argument("--agency-name", required=True, help="full name, such as 某某市城市管理局")
    parser.add_argument(
        "--agency-code", required=True, help="short code of small letters, digits and hyphens"
    )
    parser.add_argument(
        "--organisation-code", default="", help="9 characters, the first part of index numbers"
    )
    parser.add_argument("--short-name", default="")
    given = parser.parse_args(words)
    _prepare()
    from gongkai.people import actions

    made = actions.found_installation(
        name=given.agency_name,
        code=given.agency_code,
        organisation_code=given.organisation_code,
        short_name=given.short_name,
    )
    print(
        f"{made.agency.name} is set up. Three administrators have accounts; note their first passwords now:\n"
    )
    for username, part, password in made.accounts:
        print(f"  {username:<18} {part:<26} {password}")
    print("\nEach must choose a new password at the first sign-in. Start the site with: gongkai serve")
    return 0


def serve(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai serve``."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=max(2, min(8, os.cpu_count() or 2)))
    given = parser.parse_args(words)
    _free(given.host, given.port)
    _prepare()
    from gongkai.config.serve import serve as serve_now
    from gongkai.core.places import checking

    checking.check()
    print(f"Serving at http://{given.host}:{given.port}/", flush=True)
    return serve_now(given.host, given.port, workers=given.workers)


def jobs(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai jobs [--once]``."""
    parser.add_argument("--once", action="store_true", help="run what is due now and stop")
    given = parser.parse_args(words)
    setup()
    import signal
    import threading

    from gongkai.config import periodic
    from gongkai.core import jobs as core_jobs

    periodic.declare()
    if given.once:
        for name in core_jobs.run_due():
            print(name)
        return 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    core_jobs.run_forever(stop)
    return 0
