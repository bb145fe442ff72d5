"""Collects, compiles and checks the messages of every package, without the gettext programs.

python tools/messages.py update    new messages into each package's django.po, vanished ones out
python tools/messages.py compile   django.mo beside each django.po
python tools/messages.py check     exit 1 when a message is missing, empty, fuzzy, or differs in its fields
"""

from __future__ import annotations

import io
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gongkai"
KEYWORDS = dict.fromkeys(("_", "N_", "say", "gettext", "gettext_lazy", "gettext_noop", "_l")) | {
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "verb": (2,),
}
LANGUAGE = "zh_Hans"


def packages() -> list[Path]:
    """Every package with words of its own."""
    return sorted(path for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists())


def po_file(package: Path) -> Path:
    """Where a package's Chinese stands."""
    return package / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


#: A message: what is translated (singular and plural as a pair), its context if it has one, its line.
Found = tuple[Any, str | None, int]


def _from_python(path: Path, text: str | None = None) -> Iterator[Found]:
    content = (path.read_text(encoding="utf-8") if text is None else text).encode()
    for line, function, messages, _ in extract_python(
        io.BytesIO(content), list(KEYWORDS), (), {"encoding": "utf-8"}
    ):
        spec = KEYWORDS.get(function or "")
        parts: tuple[Any, ...] = messages if isinstance(messages, tuple) else (messages,)
        if function in ("pgettext", "pgettext_lazy"):
            yield parts[1], parts[0], line
        elif function == "ngettext":
            yield (parts[0], parts[1]), None, line
        elif function == "verb":
            continue  # the sentence inside N_() is found by itself
        elif spec is None and parts[0]:
            yield parts[0], None, line


def _from_template(path: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    yield from _from_python(path, templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def extract(package: Path) -> Catalog:
    """The messages a package's code and templates use."""
    catalog = Catalog(domain="django", charset="utf-8")
    for path in sorted(package.rglob("*")):
        if "migrations" in path.parts or "static" in path.parts:
            continue
        found: Iterator[Found]
        if path.suffix == ".py":
            found = _from_python(path)
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            found = _from_template(path)
        else:
            continue
        for msgid, context, line in found:
            if msgid and str(msgid).strip():
                catalog.add(msgid, context=context, locations=[(path.relative_to(ROOT).as_posix(), line)])
    return catalog


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE, domain="django", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def _translations() -> dict[object, Message]:
    """Every translation of every package: Django merges them, so a message needs its Chinese once."""
    found: dict[object, Message] = {}
    for package in packages():
        for message in _read(po_file(package)):
            if message.id and message.string and not message.fuzzy:
                found.setdefault((message.context, message.id), message)
    return found


def update() -> int:
    """Brings each package's file into step with its code. Never guesses a translation."""
    for package in packages():
        template, path = extract(package), po_file(package)
        if not len(template) and not path.exists():
            continue
        old = _read(path)
        fresh = Catalog(
            locale=LANGUAGE,
            domain="django",
            project="Gongkai",
            charset="utf-8",
            fuzzy=False,
            header_comment="# Words of this package in Chinese.",
        )
        for message in template:
            if not message.id:
                continue
            known = old.get(message.id, message.context)
            translated = known.string if known else ""
            fresh.add(message.id, translated, context=message.context, locations=message.locations)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, fresh, width=0, omit_header=False, sort_by_file=True, include_lineno=False)
    return 0


def compile_all() -> int:
    """Writes django.mo beside every django.po."""
    for package in packages():
        path = po_file(package)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, _read(path))
    return 0


def _fields(text: str) -> set[str]:
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        braces = set()
    return braces | set(re.findall(r"%\((\w+)\)[sd]", text))


def problems() -> list[str]:
    """What is wrong with the messages, one sentence each."""
    found = []
    translated = _translations()
    for package in packages():
        for message in _read(po_file(package)):
            found += [f"{package.name}: fuzzy: {message.id!r}"] if message.fuzzy and message.id else []
        for message in extract(package):
            if not message.id:
                continue
            known = translated.get((message.context, message.id))
            where = (
                f"{message.locations[0][0]}:{message.locations[0][1]}" if message.locations else package.name
            )
            if known is None:
                found.append(f"{where}: no Chinese for {message.id!r}")
                continue
            strings = known.string if isinstance(known.string, tuple | list) else (known.string,)
            source = message.id if isinstance(message.id, str) else message.id[-1]
            for text in strings:
                if not text:
                    found.append(f"{where}: no Chinese for {message.id!r}")
                elif _fields(text) - _fields(source):
                    found.append(f"{where}: fields differ in {message.id!r}")
    return found


def check() -> int:
    """Prints every problem."""
    found = problems()
    for sentence in found:
        print(sentence)
    print(f"{len(found)} problems with messages." if found else "Every message has its Chinese.")
    return 1 if found else 0


if __name__ == "__main__":
    tasks = {"update": update, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit(__doc__)
    sys.exit(tasks[sys.argv[1]]())
