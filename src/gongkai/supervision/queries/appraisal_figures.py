"""The satisfaction citizens told, for the assessment."""

from __future__ import annotations

from gongkai.supervision.models import RoundResult
from gongkai.supervision.queries import appraisals


def satisfaction(agency_id: int, year: int) -> tuple[float, int, int] | None:
    """Mean of the overall question (1 to 5), how many answered it, and the number of the published round.

    Of those drawn alone, for the year appraised; the newest round counts. ``None``: nothing is published, or too few
    answered. One query.
    """
    rows = RoundResult.objects.filter(
        round__agency_id=agency_id, round__year=year, round__state="published"
    ).select_related("round")
    found = rows.order_by("-round_id").first()
    overall = found.sample.get("overall") if found is not None else None
    if found is None or not overall:
        return None
    asked = appraisals.sheet_of(found.round).overall
    of = next(row["answered"] for row in found.sample["questions"] if row["key"] == asked)
    return float(overall["value"]), int(of), int(found.round_id)
