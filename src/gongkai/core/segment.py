"""Cuts Chinese text into words, for comparison and for search."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """``text`` cut into words, blanks and punctuation; joined they give ``text`` again."""
    if not text:
        return []
    import rjieba  # its dictionary takes a moment to load: not before the first use

    return list(rjieba.cut(text))


def search_words(text: str) -> list[str]:
    """The words of ``text`` for an index: the shorter words inside a long one are given too.

    Blanks and punctuation are left out; Latin letters are made small.
    """
    if not text:
        return []
    import rjieba

    return [
        word.casefold() for word in rjieba.cut_for_search(text) if any(letter.isalnum() for letter in word)
    ]
