"""Does the code keep to the contracts of the house?"""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from house.conftest import ROOT, SOURCE, python_files, shown, templates

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
#: What may be longer, and why.
LONG = {
    "src/gongkai/domain/disclosure.py": "one transition table: states and moves side by side",
    "src/gongkai/workspace/specimens.py:_lists": "examples for the style guide: data, no logic",
}
HOSTED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*\b(?:src|href|data)=["']?(?:https?:)?//"""
)
REMARK = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)
INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)|\sstyle=|<style\b|\son[a-z]+=["']|javascript:""", re.IGNORECASE
)


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_nothing_happens_behind_ones_back() -> None:
    """No signals; no flag that goes round the posts."""
    banned = re.compile(r"django\.dispatch|models\.signals|\bis_superuser\b|\bis_staff\b|createsuperuser")
    found = [shown(path) for path in python_files("src") if banned.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_only_the_clock_asks_the_time() -> None:
    asks = re.compile(r"\b(?:timezone\.now|date\.today|datetime\.(?:now|utcnow|today)|time\.time)\(")
    # "gongkai demo" asks whether its bureau is of today before Django is there to ask.
    allowed = {"src/gongkai/core/clock.py", "src/gongkai/config/commands/install.py"}
    found = {shown(path) for path in python_files("src") if asks.search(path.read_text(encoding="utf-8"))}
    assert found - allowed == set()


def test_nothing_is_deleted_by_a_room() -> None:
    """Withdrawal, correction and repeal are moves with reasons; no room deletes rows."""
    deletes = re.compile(r"\.delete\(\)")
    rooms = ("publishing", "people", "portal", "workspace", "api")
    files = [path for room in rooms for path in python_files(f"src/gongkai/{room}")]
    assert [shown(path) for path in files if deletes.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_message_is_translated() -> None:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    assert messages.problems() == []


def long_ones(path: Path) -> list[str]:
    content = path.read_text(encoding="utf-8")
    lines = content.count("\n")
    found = [f"{shown(path)}: {lines} lines"] if lines > LONGEST_FILE and shown(path) not in LONG else []
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            name = f"{shown(path)}:{node.name}"
            found += [f"{name}: {length} lines"] if length > LONGEST_FUNCTION and name not in LONG else []
    return found


def test_no_file_and_no_function_has_grown_too_long() -> None:
    assert [each for path in python_files("src", "tests", "tools") for each in long_ones(path)] == []


def test_what_is_excused_is_still_there() -> None:
    for name, reason in LONG.items():
        path, _, function = name.partition(":")
        assert reason
        assert (ROOT / path).exists(), name
        assert not function or f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_no_template_asks_another_host() -> None:
    assert [shown(path) for path in templates() if HOSTED.search(path.read_text(encoding="utf-8"))] == []


def test_no_template_has_a_script_or_a_style_of_its_own() -> None:
    found = []
    for path in templates():
        content = re.sub(
            r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        found += [f"{shown(path)}: {match[0]}" for match in INLINE.finditer(content)]
    assert found == []


def test_no_style_sheet_or_script_asks_another_host() -> None:
    asks = re.compile(r"""(?:@import|url\(|fetch\(|src\s*=)\s*["']?(?:https?:)?//""")
    files = [
        path
        for path in SOURCE.rglob("static/**/*")
        if path.suffix in (".css", ".js") and path.name != "editor.js"
    ]
    assert [shown(path) for path in files if asks.search(path.read_text(encoding="utf-8"))] == []


def test_every_template_stands_where_its_room_is() -> None:
    """One template folder a package, named as the package, apart from the layouts and components of the core."""
    wrong = []
    for path in templates():
        package, _, rest = path.relative_to(SOURCE).as_posix().partition("/templates/")
        if package != "core" and not rest.startswith(f"{package}/"):
            wrong.append(shown(path))
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_pinned_packages_name_no_host(name: str) -> None:
    content = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in content
    assert not re.search(
        r"^\s*(?:-i|--index-url|--extra-index-url|--find-links|-f)\b", content, flags=re.MULTILINE
    )
    pinned = re.findall(r"^[A-Za-z0-9][\w.\[\]-]*==\S+", content, flags=re.MULTILINE)
    assert len(pinned) > 30
    assert content.count("--hash=sha256:") >= len(pinned)


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b|NotImplementedError\(\)")
    files = [*python_files("src", "tests", "tools"), *templates()]
    assert [shown(path) for path in files if later.search(path.read_text(encoding="utf-8"))] == []


def test_every_room_has_its_furniture() -> None:
    """What is not there cannot be in the wrong place: no room keeps its writes in views or its reads in forms."""
    writes = re.compile(r"\.objects\.(?:create|bulk_create|update_or_create|get_or_create)\(|\.save\(")
    for room in ("publishing", "people"):
        for part in ("public", "staff", "api", "forms", "queries"):
            folder, module = SOURCE / room / part, SOURCE / room / f"{part}.py"
            files = sorted(folder.rglob("*.py")) if folder.is_dir() else [module] if module.exists() else []
            assert [shown(path) for path in files if writes.search(path.read_text(encoding="utf-8"))] == []
