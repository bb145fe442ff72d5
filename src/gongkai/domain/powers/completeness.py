"""How complete an entry is: of the fields its kind requires, which are written (办事公开八要素 for services)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.domain.powers.schema import Content, Field, kinds


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the required fields are written, and which are missing."""

    filled: int
    total: int
    missing: tuple[Field, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def completeness(kind: str, content: Content) -> Completeness:
    """The required fields of the kind that ``content`` fills. Raises ``KeyError`` for an unknown kind."""
    required = [field for field in kinds()[kind].fields if field.required]
    missing = tuple(field for field in required if not content.get(field.key))
    return Completeness(len(required) - len(missing), len(required), missing)
