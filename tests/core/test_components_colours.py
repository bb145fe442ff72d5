"""Is every colour set readable, and are the copies of a set equal?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src/gongkai/core/static/gongkai"
CSS = (STATIC / "gongkai.css").read_text(encoding="utf-8")
TOKENS = CSS[: CSS.index("- base */")]
BLOCK = re.compile(r"((?:@media [^{]+\{ )?:root[^{]*)\{([^}]*--ink:[^}]*)\}")

#: Names of the tokens other style sheets (the editor's) are promised.
PROMISED = {
    "ink",
    "paper",
    "mist",
    "azurite",
    "cinnabar",
    "pine",
    "amber-ink",
    "amber-paper",
    "line",
    "radius",
} | {f"space-{step}" for step in range(1, 7)}
#: Text on its ground: at least 4.5:1.
TEXT = [
    ("ink", "paper"), ("ink", "mist"), ("ink-soft", "paper"), ("ink-soft", "mist"), ("azurite", "paper"),
    ("azurite", "mist"), ("azurite", "azurite-paper"), ("ink", "azurite-paper"), ("on-azurite", "azurite"),
    ("on-azurite", "azurite-deep"), ("cinnabar", "paper"), ("cinnabar", "cinnabar-paper"),
    ("on-cinnabar", "cinnabar"), ("pine", "paper"), ("pine", "pine-paper"), ("ink", "pine-paper"),
    ("amber-ink", "paper"), ("amber-ink", "amber-paper"), ("ink", "amber-paper"), ("ink", "mark"),
    ("header-ink", "header"), ("header-soft", "header"), ("ink", "cinnabar-paper"),
]  # fmt: skip
#: Edges of controls, icons and the mark of the focus: at least 3:1.
SHAPES = [
    ("edge", "paper"),
    ("edge", "mist"),
    ("focus", "paper"),
    ("focus", "mist"),
    ("focus-on-header", "header"),
]


def blocks() -> dict[str, list[dict[str, str]]]:
    """The colour sets by kind, each with its copies."""
    found: dict[str, list[dict[str, str]]] = {"light": [], "dark": [], "contrast": [], "contrast dark": []}
    for where, body in BLOCK.findall(TOKENS):
        contrast = "prefers-contrast" in where or ".contrast" in where
        dark = "prefers-color-scheme" in where or ".dark" in where
        kind = " ".join(word for word, there in (("contrast", contrast), ("dark", dark)) if there) or "light"
        found[kind].append(dict(re.findall(r"--([\w-]+):\s*([^;]+);", body)))
    return found


SETS = blocks()


def luminance(colour: str) -> float:
    digits = colour.strip().lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", SETS)
def test_copies_of_a_set_are_equal_and_complete(kind: str) -> None:
    copies = SETS[kind]
    assert len(copies) == {"light": 1, "dark": 2, "contrast": 2, "contrast dark": 4}[kind]
    assert all(copy == copies[0] for copy in copies)
    assert {word for pair in TEXT + SHAPES for word in pair} <= copies[0].keys()


@pytest.mark.parametrize("kind", SETS)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3.0)], ids=["text", "shapes"])
def test_contrast_is_enough(kind: str, pairs: list[tuple[str, str]], least: float) -> None:
    tokens = SETS[kind][0]
    weak = {pair: round(ratio(tokens[pair[0]], tokens[pair[1]]), 2) for pair in pairs}
    assert not {pair: value for pair, value in weak.items() if value < least}


def test_high_contrast_is_really_high() -> None:
    for kind in ("contrast", "contrast dark"):
        tokens = SETS[kind][0]
        assert ratio(tokens["ink"], tokens["paper"]) == pytest.approx(21)
        assert (
            min(ratio(tokens[word], tokens["paper"]) for word in ("azurite", "cinnabar", "pine", "amber-ink"))
            >= 7
        )


def test_promised_tokens_stand_in_the_light_set() -> None:
    assert SETS["light"][0].keys() >= PROMISED


def test_nothing_is_fetched_from_elsewhere() -> None:
    for sheet in ("gongkai.css", "staff.css"):
        text = (STATIC / sheet).read_text(encoding="utf-8")
        assert "url(" not in text
        assert "@import" not in text
        assert "@font-face" not in text
