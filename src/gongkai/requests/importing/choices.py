"""The words of the choosing columns: keys, labels in both languages, and what other registers write for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from gongkai.domain import outcomes
from gongkai.domain.law import load
from gongkai.domain.text import Text, say

PENDING = "pending"
#: Kept in the same register, and counted in no table (Article 51); the law's data have no row for it.
AUTHORITY = "authority_complaint"


@dataclass(frozen=True, slots=True)
class Choices:
    """A closed list of keys, each with the words it may be written as."""

    keys: tuple[str, ...]
    words: Mapping[str, str]  # folded word → key

    def key(self, written: str) -> str | None:
        """The key ``written`` stands for."""
        found = self.words.get(written)
        return self.words.get(folded(written)) if found is None else found

    def unknown(self, written: str) -> Text:
        """The sentence for a word that stands for none of them."""
        shown = written if len(written) <= 60 else f"{written[:60]}…"
        near = next(iter(get_close_matches(folded(written), self.words, n=1, cutoff=0.6)), "")
        if near:
            return say("“{value}” is not known. Did you mean “{near}”?", value=shown, near=self.words[near])
        return say(
            "“{value}” is not known. Expected is one of: {keys}.", value=shown, keys=", ".join(self.keys)
        )


def folded(word: str) -> str:
    """A word without what does not matter: width, case, spaces, and the quotation marks of the form."""
    text = unicodedata.normalize("NFKC", word).casefold()
    return "".join(sign for sign in text if not sign.isspace() and sign not in "“”\"'")


def _choices(rows: Iterable[tuple[str, Iterable[str]]]) -> Choices:
    """Keys with their words; a word that two keys share stands for neither, a key always for itself."""
    listed = [(key, [folded(word) for word in words]) for key, words in rows]
    found: dict[str, str] = {}
    shared: set[str] = set()
    for key, words in listed:
        for word in words:
            if found.setdefault(word, key) != key:
                shared.add(word)
    found = {word: key for word, key in found.items() if word not in shared}
    return Choices(tuple(key for key, _ in listed), found | {key: key for key, _ in listed})


@cache
def applicant_kinds() -> Choices:
    """The six kinds of applicant."""
    return _choices((each.key, (each.label, each.label_en)) for each in outcomes.applicant_kinds())


@cache
def outcome_rows() -> Choices:
    """The 21 outcome rows; their number on the form may stand in front (3.4 保护第三方合法权益)."""
    return _choices(
        (
            each.key,
            (each.label, each.label_en, f"{each.number}{each.label}", f"{each.number} {each.label_en}"),
        )
        for each in outcomes.outcomes()
    )


@cache
def channels() -> Choices:
    """The ways in, with the words other registers use for them; an empty cell is one too."""
    rows = load("requests")["channel"]
    return _choices((row["key"], (row["label"], row["label_en"], *row["aliases"])) for row in rows)


@lru_cache(maxsize=4096)
def channel(written: str) -> str | None:
    """The way in ``written`` stands for; of a longer Chinese word the part that names one (网上申请 → 网上)."""
    known = channels()
    found = known.key(written)
    if found is not None or written.isascii():
        return found
    word = folded(written)
    parts = {
        key for name, key in known.words.items() if len(name) > 1 and not name.isascii() and name in word
    }
    return parts.pop() if len(parts) == 1 else None


@cache
def dispute_kinds() -> Choices:
    """Reviews and suits as table four tells them apart, and complaints to the competent authority."""
    rows = [(each.key, (each.label, each.label_en)) for each in outcomes.dispute_kinds()]
    return _choices([*rows, (AUTHORITY, ("投诉", "向主管部门投诉"))])


@cache
def dispute_results() -> Choices:
    """The results of table four; the last is that there is none yet."""
    return _choices(
        (each.key, (each.label, each.label_en, each.label.removeprefix("结果")))
        for each in outcomes.dispute_results()
    )
