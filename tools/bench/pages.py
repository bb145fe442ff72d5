"""The document page and the list page, against the same bytes from nginx and from a bare application."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from bench import load, servers
from bench.report import Report

_NGINX, _BARE = "nginx", "bare granian"
_CACHED, _UNCACHED, _SIGNED_IN = "Gongkai", "Gongkai, no front cache", "Gongkai, with a session cookie"


def run(report: Report, *, seconds: float, rounds: int) -> None:
    """Prepare a demonstration in a temporary folder and measure its pages."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        folder = Path(name)
        prepare(folder / "data")
        measure(report, folder, seconds=seconds, rounds=rounds)


def prepare(data: Path) -> None:
    """The demonstration bureau, in its own data folder and its own SQLite."""
    environment = {**os.environ, "GONGKAI_DATA_DIR": str(data), "GONGKAI_DATABASE_URL": ""}
    command = [sys.executable, "-m", "gongkai.config.cli", "demo", "--no-serve"]
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False, timeout=300)
    if done.returncode:
        sys.exit("The demonstration could not be prepared; what it said stands above.")


def measure(
    report: Report,
    folder: Path,
    *,
    seconds: float,
    rounds: int,
    target: str = "gongkai.config.wsgi:application",
    list_path: str = "",
) -> None:
    """Measure the two pages in interleaved rounds, all servers standing from the first to the last."""
    os.environ["GONGKAI_DATABASE_URL"] = ""
    files = folder / "files"
    files.mkdir()
    with ExitStack() as stack:
        cached = stack.enter_context(servers.gongkai(folder / "data", cache=True, target=target))
        uncached = stack.enter_context(servers.gongkai(folder / "data", cache=False, target=target))
        paths = {"Document page": document_path(cached), "List page": list_path or _list_path()}
        for number, path in enumerate(paths.values()):
            (files / f"{number}.html").write_bytes(servers.fetch(cached + path))
        nginx = stack.enter_context(servers.nginx(files, folder / "nginx"))
        bare = stack.enter_context(servers.bare(files))
        jobs: list[tuple[str, str, str, dict[str, str]]] = []
        for number, (title, path) in enumerate(paths.items()):
            section = f"{title} ({(files / f'{number}.html').stat().st_size / 1000:.0f} kB, {path})"
            if nginx is None:
                report.not_measured(section, _NGINX, "nginx is not installed")
            else:
                jobs.append((section, _NGINX, f"{nginx}/{number}.html", {}))
            jobs += [
                (section, _BARE, f"{bare}/{number}.html", {}),
                (section, _CACHED, cached + path, {}),
                (section, _UNCACHED, uncached + path, {}),
                (section, _SIGNED_IN, cached + path, {"Cookie": "gongkai_session=none"}),
            ]
        _rounds(report, jobs, seconds, rounds)


def _rounds(
    report: Report, jobs: list[tuple[str, str, str, dict[str, str]]], seconds: float, rounds: int
) -> None:
    rates: dict[tuple[str, str], list[float]] = {}
    errors: Counter[tuple[str, str]] = Counter()
    for _, _, url, headers in jobs:
        load.run(url, 1, headers)  # warm
    for number in range(rounds):
        for section, name, url, headers in jobs:
            sys.stderr.write(f"\r\033[Kround {number + 1} of {rounds}: {section}: {name}")
            sys.stderr.flush()
            done = load.run(url, seconds, headers)
            rates.setdefault((section, name), []).append(done.rate)
            errors[section, name] += done.errors
    sys.stderr.write("\r\033[K")
    for (section, name), values in rates.items():
        wrong = errors[section, name]
        report.row(section, name, values, note=f"{wrong} answers were not 200" if wrong else "")
    for section in dict.fromkeys(section for section, _ in rates):
        report.compare(section, _NGINX)
        report.compare(section, _BARE)


def document_path(address: str) -> str:
    """A document of middle length: the sitemap's most numerous kind of page, the median of the first
    fifteen."""
    paths = [urlsplit(found).path for found in _locations(f"{address}/sitemap.xml", address)]
    if not paths:
        sys.exit("The sitemap names no page, so there is no document to measure.")
    (kind, _), *_ = Counter(_kind(path) for path in paths).most_common(1)
    some = [path for path in paths if _kind(path) == kind][:15]
    some.sort(key=lambda path: len(servers.fetch(address + path)))
    return some[len(some) // 2]


def _kind(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0]


def _locations(url: str, address: str) -> list[str]:
    text = servers.fetch(url).decode()
    found = re.findall(r"<loc>\s*([^<\s]+)\s*</loc>", text)
    if "<sitemapindex" in text:
        return [place for inner in found for place in _locations(address + urlsplit(inner).path, address)]
    return found


def _list_path() -> str:
    program = (
        "import django; django.setup(); from django.urls import reverse;"
        "from django.utils import translation; translation.activate('zh-hans');"
        "print(reverse('portal:catalogue'))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip().splitlines()[-1]
