"""The text of a letter with its fields: ``{name}`` stands for a value, ``{{`` and ``}}`` for the braces themselves.

Nothing else is in the language: no format, no attribute, no expression. A value is put in as it is and never read
again. Each line is a paragraph; a line with an empty optional field is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

_NAME = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
_WIDE = re.compile("[｛{]\\s*[A-Za-z_][A-Za-z0-9_]*\\s*[｝}]")
_AROUND = 12  # characters shown on each side of a fault


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value."""

    name: str


Part: TypeAlias = "str | Slot"


def parse(template: str) -> tuple[Part, ...] | Refused:
    """The words and slots of ``template`` in order, or where a brace makes no field."""
    parts: list[Part] = []
    words, at = "", 0
    while at < len(template):
        sign = template[at]
        if sign == "｛" and _WIDE.match(template, at):
            return Refused(
                say(
                    "“{place}” has full-width braces. Write a field with ordinary ones: {example}.",
                    place=_place(template, at),
                    example="{name}",
                )
            )
        if sign not in "{}":
            words, at = words + sign, at + 1
        elif template.startswith(sign * 2, at):
            words, at = words + sign, at + 2
        elif (field := _NAME.match(template, at)) is not None:
            parts += [words, Slot(field[1])] if words else [Slot(field[1])]
            words, at = "", field.end()
        else:
            return Refused(
                say(
                    "The brace in “{place}” makes no field. A field is a name of the list in braces, such as "
                    "{example}; braces that are meant as such are written twice.",
                    place=_place(template, at),
                    example="{request_number}",
                )
            )
    return (*parts, words) if words else tuple(parts)


def _place(template: str, at: int) -> str:
    line_start = template.rfind("\n", 0, at) + 1
    line_end = template.find("\n", at)
    end = len(template) if line_end < 0 else line_end
    return template[max(line_start, at - _AROUND) : min(end, at + _AROUND + 1)].strip()


def fields_in(template: str) -> tuple[str, ...] | Refused:
    """The names of the fields ``template`` uses, each once, in the order of their first use."""
    parts = parse(template)
    if isinstance(parts, Refused):
        return parts
    return tuple(dict.fromkeys(part.name for part in parts if isinstance(part, Slot)))


def escape(words: str) -> str:
    """``words`` as a template that gives them back."""
    return words.replace("{", "{{").replace("}", "}}")


def check(template: str, allowed: Collection[str], required: Iterable[str] = ()) -> Refused | None:
    """Why ``template`` cannot be a letter's text: a senseless brace, a field not of the list, one that is missing."""
    used = fields_in(template)
    if isinstance(used, Refused):
        return used
    unknown = [name for name in used if name not in allowed]
    if unknown:
        return Refused(
            say(
                "These fields are not of this letter: {names}. Take the names from the list beside the text.",
                names=_named(unknown),
            )
        )
    missing = [name for name in required if name not in used]
    if missing:
        return Refused(
            say("The text must keep these fields: {names}. The law wants them told.", names=_named(missing))
        )
    return None


def fill(template: str, values: Mapping[str, str], optional: Collection[str] = ()) -> str | Refused:
    """``template`` with its values put in; the refusal names every unknown and every empty field at once."""
    used = fields_in(template)
    if isinstance(used, Refused):
        return used
    unknown = [name for name in used if name not in values]
    empty = [name for name in used if not values.get(name, "x").strip() and name not in optional]
    problem = _problem(unknown, empty)
    if problem is not None:
        return Refused(problem)
    lines = (_line(line, values) for line in template.split("\n"))
    return "\n".join(line for line in lines if line is not None)


def _problem(unknown: list[str], empty: list[str]) -> Text | None:
    if unknown and empty:
        return say(
            "The letter cannot be filled in. Unknown fields: {unknown}. Empty fields: {empty}.",
            unknown=_named(unknown),
            empty=_named(empty),
        )
    if unknown:
        return say("The letter cannot be filled in. Unknown fields: {unknown}.", unknown=_named(unknown))
    if empty:
        return say("The letter cannot be filled in. Empty fields: {empty}.", empty=_named(empty))
    return None


def _line(template: str, values: Mapping[str, str]) -> str | None:
    """One line filled in; ``None`` where a field of it is empty (an optional one: the others were refused)."""
    parts = parse(template)
    assert not isinstance(parts, Refused)  # a name holds no line feed, so each line of a sound text is sound
    if any(isinstance(part, Slot) and not values[part.name].strip() for part in parts):
        return None
    return "".join(values[part.name] if isinstance(part, Slot) else part for part in parts)


def paragraphs(filled: str) -> tuple[str, ...]:
    """The paragraphs of a filled text: its lines that are not blank."""
    return tuple(line.strip() for line in filled.splitlines() if line.strip())


def _named(names: Iterable[str]) -> str:
    return ", ".join(names)
