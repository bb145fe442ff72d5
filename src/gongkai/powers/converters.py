"""Parts of addresses: a kind of entry, and a code in whatever script."""

from __future__ import annotations


class Kind:
    """A kind of entry; what the law's data do not know is no page."""

    regex = "[a-z]{1,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


class Code:
    """A code: letters of any script, figures, and what parts them (as ``actions.writing`` checks it)."""

    regex = r"\w[\w.\-]{0,59}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)
