"""Does the documentation say what the code does, and do its links lead somewhere?"""

from __future__ import annotations

import ast
import io
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from django.urls import resolve

from gongkai.config import clock_command
from house.conftest import ROOT, addresses, python_files, shown

ROOMS = ("publishing", "people", "portal", "workspace", "face")
SETTING = re.compile(r"GONGKAI_[A-Z0-9_]+[A-Z]")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
#: Settings that only the tests and the tools read.
FOR_TESTS = {"GONGKAI_TEST_POSTGRES", "GONGKAI_TEST_WORKERS"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pages() -> list[Path]:
    """Every page of the documentation."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", text(name), flags=re.MULTILINE | re.DOTALL)


def commands(name: str) -> list[str]:
    """The commands of a page's shell blocks, without their comments."""
    lines = [line for block in blocks(name, "sh") for line in block.splitlines()]
    return [re.sub(r"\s+#.*$", "", line).strip() for line in lines if line.strip()]


def settings_read() -> set[str]:
    """Every setting the product reads: from the environment, or from Django's settings."""
    found = set()
    for path in python_files("src"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                words = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found |= {word for word in words if isinstance(word, str) and SETTING.fullmatch(word)}
    return found


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    rows = set(re.findall(r"^\| `(GONGKAI_\w+)` \|", text("docs/settings.md"), flags=re.MULTILINE))
    assert rows - FOR_TESTS == settings_read()
    tools = text("tools/test.sh")
    assert all(name in tools for name in FOR_TESTS)


def test_every_default_in_the_settings_page_is_the_codes() -> None:
    code = text("src/gongkai/config/settings.py")
    for name, default in re.findall(
        r"^\| `(GONGKAI_\w+)` \| `(\d+)`", text("docs/settings.md"), re.MULTILINE
    ):
        match = re.search(rf'"{name}", default=([\d *]+|True|False)', code)
        if match is not None:
            factors = [
                int(each) for each in re.findall(r"\d+", match[1].replace("False", "0").replace("True", "1"))
            ]
            product = 1
            for factor in factors:
                product *= factor
            assert product == int(default), name


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_page(room: str) -> None:
    assert (ROOT / "docs" / "rooms" / f"{room}.md").exists()


def test_every_link_leads_somewhere() -> None:
    broken = []
    for page in pages():
        for target in LINK.findall(
            re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        ):
            if re.match(r"[a-z]+:|#", target):
                continue
            if not (page.parent / target.partition("#")[0]).exists():
                broken.append(f"{shown(page)}: {target}")
    assert broken == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("README.md", "README.zh-CN.md"),
        ("docs/api.md", "docs/api.zh-CN.md"),
        ("docs/importing.md", "docs/importing.zh-CN.md"),
        ("docs/open311.md", "docs/open311.zh-CN.md"),
        ("docs/discretion.md", "docs/discretion.zh-CN.md"),
        ("docs/decisions_file.md", "docs/decisions_file.zh-CN.md"),
    ],
)
def test_both_languages_of_a_page_are_in_step(english: str, chinese: str) -> None:
    def headings(name: str) -> list[int]:
        plain = re.sub(r"```.*?```", "", text(name), flags=re.DOTALL)
        return [len(marks) for marks in re.findall(r"^(#+) ", plain, flags=re.MULTILINE)]

    assert headings(english) == headings(chinese)
    assert commands(english) == commands(chinese)
    assert len(CHINESE.findall(text(chinese))) > 300


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_clock_in_the_readme_runs(name: str) -> None:
    shown_commands = [line for line in commands(name) if line.startswith(".venv/bin/gongkai clock ")]
    assert shown_commands
    for line in shown_commands:
        printed = io.StringIO()
        with redirect_stdout(printed):
            assert clock_command.run(shlex.split(line)[2:]) == 0
        assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日", printed.getvalue())


def test_every_command_and_target_named_exists() -> None:
    from gongkai.config.cli import GROUPS

    known = {" ".join(command.words) for group in GROUPS.values() for command in group}
    targets = set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), flags=re.MULTILINE))
    for page in pages():
        content = page.read_text(encoding="utf-8")
        for words in re.findall(r"\.venv/bin/gongkai ([a-z][a-z -]*[a-z])", content):
            assert any(f"{words} ".startswith(f"{each} ") for each in known), (
                f"{shown(page)}: gongkai {words}"
            )
        for target in re.findall(r"`make ([a-z-]+)`", content):
            assert target in targets, f"{shown(page)}: make {target}"


def test_every_address_of_the_api_is_in_its_page_and_served() -> None:
    served = {
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address.path)
        for address in addresses()
        if address.name.startswith("api:v1:") and address.name.rpartition(":")[2] not in ("openapi", "docs")
    }
    for name in ("docs/api.md", "docs/api.zh-CN.md"):
        assert set(re.findall(r"^\| `(/api/v1/[^`]+)` \|", text(name), flags=re.MULTILINE)) == served
        for block in blocks(name, "python"):
            compile(block, name, "exec")
        for path in re.findall(r"http://127\.0\.0\.1:8000(/[^\s?'\"]*)", text(name)):
            assert resolve(path).func is not None


def test_the_page_of_the_law_is_in_step() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "law_page.py"), "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_architecture_names_every_package() -> None:
    page = text("docs/architecture.md")
    packages = {path.parent.name for path in (ROOT / "src" / "gongkai").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}/`" not in page} == set()
