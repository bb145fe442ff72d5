"""What the checks of many entries ask of the register, asked once."""

from __future__ import annotations

from collections.abc import Collection

from gongkai.powers.queries.register import Codes


class Remembered(Codes):
    """Asks for the steps of each chart once."""

    def __init__(self, agency_id: int) -> None:
        super().__init__(agency_id)
        self._steps: dict[str, Collection[str] | None] = {}

    def steps_of(self, chart: str) -> Collection[str] | None:
        """The steps of a published chart."""
        if chart not in self._steps:
            self._steps[chart] = super().steps_of(chart)
        return self._steps[chart]
