"""How a matter's answers are read by the domain's figures: solved or not, satisfied or not, or not said."""

from __future__ import annotations

from gongkai.complaints import house
from gongkai.domain.complaints.figures import Answer

#: Ratings of whoever did not say anything, or was not reached: they have not rated.
UNRATED = ("undecided", "unreached")


def answer(solved: bool | None) -> Answer:
    """Whether the reporter said that it is solved."""
    return "" if solved is None else "yes" if solved else "no"


def satisfied(rating: str) -> Answer:
    """Fairly satisfied counts as the table of ratings says; who was not reached or did not say has not rated."""
    if rating in ("", *UNRATED):
        return ""
    row = house.row("rating", rating)
    return "yes" if row and row["content"] else "no"
