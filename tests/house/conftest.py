"""The whole house: every address with an example, every module, every file."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "gongkai"
#: Modules that do something when imported.
NOT_IMPORTED = {"gongkai.config.wsgi"}


class Address(NamedTuple):
    """An address as it is declared: its full name, its path, the names of its parts, its view's rule."""

    name: str
    path: str
    parts: tuple[str, ...]
    rule: str
    localised: bool


def addresses() -> list[Address]:
    """Every address of the site."""
    return list(_walk(get_resolver().url_patterns))


def _walk(
    patterns: list[Any], path: str = "", name: str = "", parts: tuple[str, ...] = (), localised: bool = False
) -> Iterator[Address]:
    for pattern in patterns:
        own = pattern.pattern
        here = (*parts, *_parts(own))
        text = path + ("" if isinstance(own, LocalePrefixPattern) else str(own))
        if isinstance(pattern, URLPattern):
            rule = getattr(pattern.callback, "access_rule", "")
            yield Address(f"{name}{pattern.name}", text, here, rule, localised)
        elif isinstance(pattern, URLResolver):
            space = f"{name}{pattern.namespace}:" if pattern.namespace else name
            inside = localised or isinstance(own, LocalePrefixPattern)
            yield from _walk(pattern.url_patterns, text, space, here, inside)


def _parts(pattern: Any) -> tuple[str, ...]:
    if isinstance(pattern, RoutePattern):
        return tuple(pattern.converters)
    return tuple(re.findall(r"\(\?P<(\w+)>", str(pattern)))


def modules() -> list[str]:
    """The name of every module."""
    found = pkgutil.walk_packages([str(SOURCE)], "gongkai.")
    return [each.name for each in found if ".migrations" not in each.name and each.name not in NOT_IMPORTED]


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders of the checkout, migrations left out."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Every template."""
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in (".html", ".txt", ".svg"))


def shown(path: Path) -> str:
    """A file's name within the checkout."""
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def everything_imported() -> None:
    """Every verb of the ledger is declared where its action is: import them all."""
    for name in modules():
        importlib.import_module(name)
