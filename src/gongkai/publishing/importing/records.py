"""What a reader hands on, and what it could not make sense of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from gongkai.domain.law import load
from gongkai.domain.text import Text, say

MOST_PROBLEMS = 200

#: Longest value of a field in characters, as the tables hold it.
LONGEST = {
    "title": 200, "document_number": 80, "issuing_agency": 200, "subject": 120, "keywords": 300,
    "index_number": 60,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One document to be, as plain values.

    ``source`` is the file's path as given or inside the given folder, ``line`` the line of a table.
    ``body_html`` is cleaned. ``validity`` is a key of ``law/openness.toml`` (valid, amended, repealed,
    lapsed), ``openness`` too (active, on_request, closed), ``audience`` is public or staff; each is empty
    where the source says nothing. ``channels`` are keys of ``law/channels.toml``. ``set_aside`` holds the
    lines taken for the furniture of a web site, so that nothing is lost unseen.
    """

    source: str
    line: int | None
    title: str
    body_html: str = ""
    document_number: str = ""
    issuing_agency: str = ""
    date_made: date | None = None
    date_published: date | None = None
    catalogue_rows: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    summary: str = ""
    validity: str = ""
    openness: str = ""
    audience: str = ""
    topics: tuple[str, ...] = ()
    index_number: str = ""
    channels: tuple[str, ...] = ()
    attachments: tuple[Path, ...] = ()
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must know. An ``error`` stops the import; a ``note`` does not.

    ``column`` names the column of a table by its heading and letter, as in ``成文日期 (C)``.
    """

    source: str
    line: int | None
    column: str
    message: Text
    kind: Literal["error", "note"] = "error"


@dataclass(slots=True)
class Problems:
    """Collects up to 200 problems; what comes after is counted."""

    found: list[Problem] = field(default_factory=list)
    more: int = 0

    def error(self, source: str, message: Text, *, line: int | None = None, column: str = "") -> None:
        self._add(Problem(source, line, column, message, "error"))

    def note(self, source: str, message: Text, *, line: int | None = None, column: str = "") -> None:
        self._add(Problem(source, line, column, message, "note"))

    def _add(self, problem: Problem) -> None:
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(problem)
        else:
            self.more += 1

    def all(self, source: str) -> list[Problem]:
        """Everything found, and how much was left unsaid."""
        if not self.more:
            return self.found
        rest = say("There are {count} more problems. Mend these first and try again.", count=self.more)
        return [*self.found, Problem(source, None, "", rest, "error")]


@dataclass(frozen=True, slots=True)
class Names:
    """A fixed set of keys, each with the words people use for it."""

    words: Mapping[str, str]  # word, folded → key
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # labels that stand for several keys

    @classmethod
    def of(cls, known: Collection[str]) -> Names:
        """From keys alone, or from a mapping of keys to labels."""
        words = {_folded(key): key for key in known}
        if not isinstance(known, Mapping):
            return cls(words)
        labels: dict[str, list[str]] = {}
        for key, label in known.items():
            labels.setdefault(_folded(str(label)), []).append(key)
        shared = {word: tuple(keys) for word, keys in labels.items() if len(keys) > 1 and word not in words}
        return cls({word: keys[0] for word, keys in labels.items() if len(keys) == 1} | words, shared)

    @classmethod
    def of_law(cls, file: str, table: str, **others: str) -> Names:
        """The keys of a table of ``law/``, with their labels in both languages and ``others`` (word=key)."""
        words = {_folded(word): key for word, key in others.items()}
        for row in load(file)[table]:
            for word in (row.get("label_en", ""), row["label"], row["key"]):
                words[_folded(word)] = row["key"]
        return cls(words)

    def also(self, **others: str) -> Names:
        """The same with more words (word=key)."""
        return Names({**self.words, **{_folded(word): key for word, key in others.items()}}, self.shared)

    def key(self, word: str) -> str | None:
        """The key ``word`` stands for."""
        return self.words.get(_folded(word))

    def keys_of(self, word: str) -> tuple[str, ...]:
        """The keys that share the label ``word``; a person has to say which."""
        return self.shared.get(_folded(word), ())

    def near(self, word: str) -> str:
        """The known word most like ``word``, or nothing."""
        return next(iter(get_close_matches(_folded(word), self.words, n=1, cutoff=0.5)), "")


def _folded(word: str) -> str:
    return "".join(word.split()).casefold()


@dataclass(frozen=True, slots=True)
class Known:
    """The words a table may use in its choosing columns."""

    rows: Names
    topics: Names
    channels: Names
    validity: Names
    openness: Names
    audience: Names


def known(rows: Collection[str], topics: Collection[str], channels: Collection[str] | None) -> Known:
    """From what the installation holds (rows, topics) and from the law's data."""
    return Known(
        rows=Names.of(rows),
        topics=Names.of(topics),
        channels=Names.of(channels) if channels is not None else Names.of_law("channels", "channel"),
        validity=Names.of_law("openness", "validity", 已修改="amended", 已废止="repealed", 已失效="lapsed"),
        openness=Names.of_law("openness", "attribute", 主动="active", 依申请="on_request", 不公开="closed"),
        audience=Names.of({"public": "全社会", "staff": "内部公开"}).also(
            公开="public",
            社会="public",
            向社会公开="public",
            内部="staff",
            单位内部="staff",
            internal="staff",
        ),
    )
