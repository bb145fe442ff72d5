"""What a kind's checks may ask of the register, which the domain itself does not know."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class LookingUp(Protocol):
    """Answers a check asks for."""

    def steps_of(self, chart: str) -> Collection[str] | None: ...


class Nothing:
    """A register without entries."""

    def steps_of(self, chart: str) -> Collection[str] | None:
        """No chart is known."""
        return None
