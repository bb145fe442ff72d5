"""Parts of addresses: whose entry it is, a kind of entry, and a code in whatever script."""

from __future__ import annotations


class Of:
    """The agency whose entry it is, as ``of/<its code>/``; nothing in addresses written before they named one.

    ``of`` is no kind, so neither is taken for the other.
    """

    regex = r"(?:of/[-a-zA-Z0-9_]+/)?"

    def to_python(self, value: str) -> str:
        return value[3:-1]

    def to_url(self, value: str) -> str:
        return f"of/{value}/" if value else ""


class Kind:
    """A kind of entry; what the law's data do not know is no page."""

    regex = "[a-z]{1,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


class Code:
    """A code: letters of any script, figures, and what parts them (as ``domain.powers.codes`` has it)."""

    regex = r"\w[\w.\-]{0,59}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)
