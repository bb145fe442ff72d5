"""What stands behind the addresses of accountability, for the tests of the whole house."""

from __future__ import annotations

from typing import Any

from cast import Cast
from rooms.supervision import case_stage


class Accountability:
    """A case that is not told of yet; ``hidden`` is nobody's business outside."""

    def __init__(self, cast: Cast, hidden: str) -> None:
        self.case = case_stage.opened(cast, title=f"{hidden}案件", facts=hidden)

    def of(self, _name: str) -> dict[str, Any]:
        """The case, and a move of it."""
        return {"pk": self.case.pk, "key": "look_into"}
