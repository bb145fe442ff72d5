"""An agency's list of wordings to avoid, looked for in a text; patterns that may run for ever are refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.domain.prose import Finding, Severity
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

LONGEST_PATTERN = 200
REACH = 50  # how many characters * and + may span
MOST_WAYS = REACH * REACH  # ways a pattern may match from one place; bounds the time of a search
_MOST_REPEATS = 200
_MOST_FINDINGS = 50  # of one wording in one text

_KEPT = "，；！？％￥"  # Chinese punctuation that ends phrases, and signs that mark amounts
_HALF_WIDTH: dict[int, int | str] = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT
}
_HALF_WIDTH |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009"), " ")
_HALF_WIDTH |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-")
_HALF_WIDTH |= dict.fromkeys(map(ord, "\ufe61\u2217"), "*")


def half_width(text: str) -> str:
    """``text`` with full-width letters, digits, signs and blanks made ordinary, character for character.

    The result has the same length, so that places found in it are places in ``text``. The Chinese comma,
    semicolon, exclamation and question mark keep their form.
    """
    return text.translate(_HALF_WIDTH)


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording to avoid: plain words, or with ``regex`` a pattern; ``advice`` in the agency's own words."""

    pattern: str
    advice: str = ""
    severity: Severity = "reason"
    regex: bool = False


def forbidden_wordings(text: str, words: Sequence[Wording]) -> tuple[Finding, ...]:
    """Where ``text`` uses one of ``words``; each different form once.

    Upper and lower case and full and half width are one. A pattern that ``check_pattern`` refuses gives a
    finding that says so instead of being run.
    """
    plain = half_width(text)
    found: list[Finding] = []
    for word in words:
        if not word.pattern:
            continue
        problem = _problem(word.pattern) if word.regex else None
        if problem is not None:
            message = say(
                "The list of wordings has a pattern that cannot be used. {problem}", problem=problem
            )
            found.append(Finding("wording.bad_pattern", "note", message, "", word.pattern[:LONGEST_PATTERN]))
            continue
        found += _search(text, plain, word)
    return tuple(found)


def _search(text: str, plain: str, word: Wording) -> list[Finding]:
    pattern = (
        _compiled(word.pattern)
        if word.regex
        else re.compile(re.escape(half_width(word.pattern)), re.IGNORECASE)
    )
    found: dict[str, Finding] = {}
    for match in pattern.finditer(plain):
        shown = text[match.start() : match.end()]
        if not shown or shown in found:
            continue
        if len(found) >= _MOST_FINDINGS:
            break
        if word.advice:
            message = say("The text says “{found}”. {advice}", found=shown, advice=word.advice)
        else:
            message = say("The text says “{found}”, which is on the list of wordings to avoid.", found=shown)
        before, after = max(match.start() - 12, 0), match.end() + 12
        where = _LONG_NUMBER.sub("***", re.sub(r"\s+", " ", text[before:after]).strip())
        found[shown] = Finding("wording.forbidden", word.severity, message, where, shown)
    return list(found.values())


_LONG_NUMBER = re.compile(r"[0-9]{7,}[Xx]?")  # may be somebody's: not to be quoted


def check_pattern(pattern: str) -> Refused | None:
    """Why ``pattern`` cannot be used as a regular expression here; ``None`` if it can.

    Allowed are letters, ``.``, classes, ``|``, groups and repeats of a single character or class; a repeat
    inside a repeat, back references and look-arounds are not, because a text can make them run for ever.
    """
    problem = _problem(pattern)
    return None if problem is None else Refused(problem)


def _problem(pattern: str) -> Text | None:
    if len(pattern) > LONGEST_PATTERN:
        return say(
            "The pattern is longer than {most} characters. Split it into several.", most=LONGEST_PATTERN
        )
    try:
        ways, _ = _Reader(pattern).read()
        compiled = _compiled(pattern)
    except _Unusable as refused:
        return refused.reason
    except (re.error, OverflowError):
        return say("The pattern is not a valid regular expression: look for brackets that are not closed.")
    if ways > MOST_WAYS:
        return say(
            "The pattern can match in too many ways and would take too long. "
            "Use a bounded repeat such as {example} instead of * and +.",
            example=".{0,20}",
        )
    if compiled.search("") is not None:
        return say("The pattern matches even an empty text. Make at least one character of it certain.")
    return None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_Reader(pattern).read()[1], re.IGNORECASE)


class _Unusable(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


_NESTED = say("The pattern repeats something that itself repeats; a text can make it run for ever.")


class _Reader:
    """Counts the ways a pattern can match from one place, and bounds ``*`` and ``+`` to ``REACH``."""

    def __init__(self, pattern: str) -> None:
        self._text = half_width(pattern)
        self._at = 0

    def read(self) -> tuple[int, str]:
        ways, rewritten, _ = self._alternatives()
        if self._at < len(self._text):
            raise _Unusable(say("The pattern has a closing bracket too many."))
        return ways, rewritten

    def _alternatives(self) -> tuple[int, str, bool]:
        total, out, repeats = 0, "", False
        while True:
            ways, rewritten, inner = self._sequence()
            total, out, repeats = total + ways, out + rewritten, repeats or inner
            if self._peek() != "|":
                return total, out, repeats
            self._at += 1
            out += "|"

    def _sequence(self) -> tuple[int, str, bool]:
        ways, out, repeats = 1, "", False
        while self._peek() not in {"", "|", ")"}:
            atom_ways, atom, inner = self._atom()
            least, most, sign = self._repeat()
            if sign:
                if inner:
                    raise _Unusable(_NESTED)
                repeats = repeats or least != most
            choices = max(most - least + 1, 1)
            ways *= min(atom_ways ** max(most, 1) * choices, MOST_WAYS + 1)
            ways = min(ways, MOST_WAYS + 1)
            out += atom + sign
        return ways, out, repeats

    def _atom(self) -> tuple[int, str, bool]:
        letter = self._take()
        if letter == "(":
            return self._group()
        if letter == "[":
            return 1, self._class(), False
        if letter == "\\":
            escaped = self._take()
            if escaped.isalnum() and escaped not in "dDwWsSbBnrt":
                raise _Unusable(
                    say("The pattern uses \\{letter}, which is not available here.", letter=escaped)
                )
            return 1, "\\" + escaped, False
        if letter in "*+?":
            raise _Unusable(say("The pattern has a repeat sign with nothing before it."))
        return 1, letter, False

    def _group(self) -> tuple[int, str, bool]:
        if self._text.startswith("?:", self._at):
            self._at += 2
        elif self._peek() == "?":
            raise _Unusable(
                say("Look-arounds and named groups are not available in patterns. Use plain brackets.")
            )
        ways, inside, repeats = self._alternatives()
        if self._take() != ")":
            raise _Unusable(say("The pattern has a bracket that is not closed."))
        return ways, f"(?:{inside})", repeats

    def _class(self) -> str:
        out = "["
        if self._peek() == "^":
            out += self._take()
        first = True
        while (letter := self._take()) != "]" or first:
            if letter == "\\":
                letter += self._take()
            out += "\\" + letter if letter in set("[]&~|") else letter  # no set operations
            first = False
        return out + "]"

    def _repeat(self) -> tuple[int, int, str]:
        """Least and most times, and the sign rewritten; (1, 1, "") where nothing repeats."""
        sign = self._peek()
        counted = re.compile(r"\{(\d{0,4})(,?)(\d{0,4})\}").match(self._text, self._at)
        if sign and sign in "*+?":
            self._at += 1
            least, most = int(sign == "+"), 1 if sign == "?" else REACH
        elif counted and counted.group() not in {"{}", "{,}"}:
            self._at = counted.end()
            least = int(counted[1] or 0)
            most = int(counted[3]) if counted[3] else (least if not counted[2] else max(least, REACH))
        else:
            return 1, 1, ""
        if most > _MOST_REPEATS:
            raise _Unusable(
                say("A repeat in the pattern may go up to {most}, not further.", most=_MOST_REPEATS)
            )
        lazy = ""
        if self._peek() in {"?", "+", "*", "{"}:
            if self._peek() != "?":
                raise _Unusable(_NESTED)
            self._at += 1
            lazy = "?"
        return least, most, f"{{{least},{most}}}{lazy}"

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        if self._at >= len(self._text):
            raise _Unusable(say("The pattern has a bracket that is not closed."))
        self._at += 1
        return self._text[self._at - 1]
