"""What stands behind the addresses of publicity, for the tests of the whole house."""

from __future__ import annotations

from typing import Any

from cast import Cast
from rooms.duties import publicizing


class Publicity:
    """A published update of a board with a veiled photo, its partner, and an activity in the making."""

    def __init__(self, cast: Cast, hidden: str) -> None:
        self.agency = cast.agency.code
        self.board = publicizing.board(cast)
        self.partner = publicizing.partner(cast)
        given = {"kind": "corridor", "board_id": self.board.pk, "partner_ids": (self.partner.pk,)}
        self.activity = publicizing.published(cast, photos=1, **given)
        self.draft = publicizing.drafted(cast, title=f"{hidden}宣传", words=hidden)
        self.draft_photo = publicizing.photographed(cast, self.draft, caption=hidden)

    def of(self, name: str) -> dict[str, Any]:
        """The activity, its photo, board or partner behind an address; a draft where one is needed."""
        photo = self.draft_photo if name.startswith("workspace:") else self.activity.photos.get()
        kept: dict[str, Any] = {
            "_photo": photo, "_veil": photo, "_board": self.board, "_partner": self.partner,
        }  # fmt: skip
        found: Any = self.draft if name.endswith(("_edit", "_photos")) else self.activity
        found = next((of for end, of in kept.items() if name.endswith(end)), found)
        return {
            "agency": self.agency,
            "number": self.activity.number,
            "pk": found.pk,
            "form": "csv",
            "key": "withdraw",
        }
