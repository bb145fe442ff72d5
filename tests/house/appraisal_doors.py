"""What stands behind the addresses of the appraisal, for the tests of the whole house."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.supervision.models import AppraisalWords
from rooms.supervision import appraisal_stage as stage


class Appraisals:
    """A round in each hand: being prepared, open, closed with words to look at, published. ``hidden`` is never shown.

    Those who dealt with the house in the other rooms are drawn.
    """

    def __init__(self, cast: Cast, hidden: str) -> None:
        self.cast = cast
        self.published = self._at("published", 2022)
        self.closed = self._at("open", 2023)
        stage.filled_in(self.closed, better=hidden)
        stage.closed(self.closed)
        self.words = AppraisalWords.objects.get(round=self.closed)
        self.open = self._at("open", 2024)
        self.prepared = self._at("prepared", 2025)

    def _at(self, state: str, year: int) -> Any:
        today = clock.today()
        made = stage.prepared(self.cast, year=year, period_from=today - timedelta(days=700), period_to=today)
        return stage.at(self.cast, state, made)

    def of(self, name: str) -> dict[str, Any]:
        """The round, or who is to be called, behind an address."""
        if name.startswith("portal:"):
            found = self.open if name.endswith("take_part") else self.published
            return {
                "agency": self.cast.agency.code,
                "number": found.number,
                "form": "csv",
                "code": "AAAAA-AAAAA",
            }
        found = self.closed if "_words" in name else self.prepared if name.endswith("_edit") else self.open
        called = self.open.invitations.order_by("place")[0]
        pk = called.pk if name.endswith("_call") else found.pk
        return {"pk": pk, "row": self.words.pk, "key": "call_off"}
