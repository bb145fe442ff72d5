"""The files the page on the phone keeps on the device, and the one number that stands for all of them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

#: What the page looks like and how it works, in the order in which the scripts run.
SCRIPTS = (
    "campaigns/street/tools.js",
    "campaigns/street/store.js",
    "campaigns/street/photos.js",
    "campaigns/street/queue.js",
    "campaigns/street/form.js",
    "campaigns/street/page.js",
)
STYLES = ("campaigns/inspections.css",)
#: What every page of the workspace asks for.
OF_THE_HOUSE = (
    "gongkai/gongkai.css",
    "gongkai/staff.css",
    "gongkai/workspace.js",
    "gongkai/icons.svg",
    "gongkai/favicon.svg",
)
WORKER = "campaigns/street/worker.js"


def _path(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


def _digest() -> str:
    told = hashlib.sha256()
    for name in (*OF_THE_HOUSE, *STYLES, *SCRIPTS, WORKER):
        told.update(name.encode() + b"\0" + _path(name).read_bytes())
    return told.hexdigest()[:16]


_kept_digest = cache(_digest)


def version() -> str:
    """Another one whenever any of the files is another."""
    return _digest() if settings.DEBUG else _kept_digest()


def addresses() -> list[str]:
    """Where the files are, the room's own with their version: an old page never gets a new script."""
    return [*(static(name) for name in OF_THE_HOUSE), *styles(), *scripts()]


def styles() -> list[str]:
    """The addresses of the page's style sheets."""
    return [f"{static(name)}?v={version()}" for name in STYLES]


def scripts() -> list[str]:
    """The addresses of the page's scripts."""
    return [f"{static(name)}?v={version()}" for name in SCRIPTS]


def worker() -> str:
    """The script that keeps the page."""
    return _path(WORKER).read_text(encoding="utf-8")
