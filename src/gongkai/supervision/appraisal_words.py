"""Words of the appraisal (社会评议) in the reader's language: sheet, grades, dimensions, strata, outcomes, results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.core.lawwords import in_chinese, label
from gongkai.domain.supervision import sampling
from gongkai.domain.supervision.appraisal import PROCESS
from gongkai.domain.supervision.appraisal_results import DECIMALS, ROUGH, compared, hides
from gongkai.domain.supervision.appraisal_sheet import Question, Sheet, rows
from gongkai.people.models import Agency
from gongkai.supervision.models import Round, RoundResult
from gongkai.supervision.queries import appraisals

BADGES = {
    "prepared": "plain",
    "drawn": "plain",
    "open": "soon",
    "closed": "plain",
    "counted": "plain",
    "published": "done",
    "called_off": "quiet",
}
#: Dots of a bar of a mean: the scale from 1 to 5 is drawn on 100.
FULL = 100


def language() -> str:
    """The reader's language, to keep a picture by."""
    return get_language() or ""


def content_lang() -> str:
    """The ``lang`` of what people wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def agency_name(agency: Agency) -> str:
    """An agency's name in the reader's language."""
    return agency.name if in_chinese() or not agency.name_en else agency.name_en


def title(found: Round) -> str:
    """What a round is called."""
    return _("Appraisal of openness {year}").format(year=found.year)


def sheet_title(sheet: Sheet) -> str:
    """What the sheet is called."""
    return sheet.title if in_chinese() else sheet.title_en


def question_text(question: Question) -> str:
    """A question."""
    return question.text if in_chinese() else question.text_en


def grade_options() -> list[tuple[int, str]]:
    """The grades with their words, the best first: so they are read out."""
    found = [(int(row["place"]), row["label"] if in_chinese() else row["label_en"]) for row in rows("grade")]
    return list(reversed(found))


def stratum_name(key: str) -> str:
    """What a stratum is called."""
    return label("appraisal", "stratum", key)


def outcome_name(key: str) -> str:
    """What came of an invitation; the empty one: still to be asked."""
    return label("appraisal", "outcome", key) if key else _("Still to be asked")


def dimension_name(key: str) -> str:
    """What a dimension is called."""
    return label("appraisal", "dimension", key)


def state_badge(found: Round) -> dict[str, str]:
    """Where a round stands, as a badge."""
    return {"label": _(PROCESS.state(found.state).label), "kind": BADGES.get(found.state, "plain")}


def days(found: Round) -> str:
    """The time in which those who may be drawn dealt with the agency."""
    return _("{first} to {last}").format(
        first=found.period_from.isoformat(), last=found.period_to.isoformat()
    )


def number(value: float | None, decimals: int = 2) -> str:
    """A number to its decimals; a dash where there is none."""
    return "—" if value is None else f"{value:.{decimals}f}"


def percent(value: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "—" if value is None else f"{value * 100:.1f}%"


def interval(row: Mapping[str, Any] | None, decimals: int = DECIMALS) -> str:
    """The ends of an interval of a mean; a dash where there is none."""
    if row is None or row["low"] is None:
        return "—"
    return _("{low} to {high}").format(low=number(row["low"], decimals), high=number(row["high"], decimals))


def decimals_of(found: Mapping[str, Any], dimension: str) -> int:
    """Decimals of the means of a dimension: beside hidden numbers they are rough, and are not written finer."""
    rough = any(hides(row) for row in found["questions"] if row["dimension"] == dimension)
    return ROUGH if rough else DECIMALS


def overall(sheet: Sheet, found: Mapping[str, Any]) -> dict[str, str]:
    """Satisfaction all in all with its interval; empty where nothing may be told."""
    of = next((each.dimension for each in sheet.questions if each.key == sheet.overall), "")
    row, decimals = found["overall"], decimals_of(found, of)
    return {"overall": number(row["value"], decimals) if row else "", "interval": interval(row, decimals)}


# --- results as the pages show them -----------------------------------------------------------------------------------


def dimension_rows(found: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Each dimension: mean, interval, change since the round before."""
    changes = compared(found, before) if before else {}
    return [
        {
            "label": dimension_name(row["key"]),
            "mean": number(row["mean"]["value"], decimals_of(found, row["key"]))
            if row["mean"]
            else _("too few answers"),
            "width": _width(row["mean"]["value"]) if row["mean"] else 0,
            "interval": interval(row["mean"], decimals_of(found, row["key"])),
            "change": _change(changes.get(row["key"])),
        }
        for row in found["dimensions"]
    ]


def _width(mean: float) -> int:
    return round((mean - 1) / 4 * FULL)


def _change(value: float | None) -> str:
    if value is None:
        return "—"
    return f"+{value:.2f}" if value > 0 else f"−{-value:.2f}" if value < 0 else "0.00"


def question_rows(sheet: Sheet, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each question: its distribution in bars and numbers, mean, interval, share of the satisfied."""
    by_key = {each.key: each for each in sheet.questions}
    shown = [row for row in found["questions"] if row["key"] in by_key]
    return [
        {
            "n": place,
            "text": question_text(by_key[row["key"]]),
            "dimension": dimension_name(row["dimension"]),
            "answered": row["answered"],
            "mean": number(row["mean"]["value"], ROUGH if hides(row) else DECIMALS) if row["mean"] else "",
            "interval": interval(row["mean"], ROUGH if hides(row) else DECIMALS),
            "satisfied": _satisfied(row["satisfied"]),
            # Bars of which each is hidden show nothing.
            "rows": _cells(row) if row["counts"] and set(row["counts"].values()) != {None} else [],
        }
        for place, row in enumerate(shown, start=1)
    ]


def _satisfied(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    if row["low"] is None:
        return percent(row["value"])
    return _("{share} ({low} to {high})").format(
        share=percent(row["value"]), low=percent(row["low"]), high=percent(row["high"])
    )


def _cells(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    total = row["answered"]
    cells = []
    for place, name in grade_options():
        count = row["counts"][str(place)]
        share = count / total if count is not None and total else None
        cells.append(
            {
                "label": name,
                "count": _("hidden") if count is None else str(count),
                "share": percent(share),
                "width": round(share * FULL) if share is not None else 0,
            }
        )
    return cells


def stratum_rows(strata: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Strata with frame and draw, and their sum."""
    shown = [{**row, "label": stratum_name(row["key"])} for row in strata]
    return [
        *shown,
        {
            "label": _("Together"),
            "frame": sum(row["frame"] for row in strata),
            "drawn": sum(row["drawn"] for row in strata),
        },
    ]


def outcome_rows(outcomes: Mapping[str, int]) -> list[dict[str, Any]]:
    """What came of the invitations, and the share of those drawn."""
    drawn = sum(outcomes.values())
    keys = [row["key"] for row in rows("outcome")]
    shown = [*([""] if outcomes.get("") else []), *keys]
    return [
        {
            "label": outcome_name(key),
            "count": outcomes.get(key, 0),
            "share": percent(sampling.response_rate(outcomes.get(key, 0), drawn)),
        }
        for key in shown
    ]


def response(found: RoundResult) -> dict[str, Any]:
    """How many of those drawn answered, and the rate."""
    drawn = sum(found.outcomes.values())
    answered = found.outcomes.get("answered", 0)
    return {
        "drawn": drawn,
        "answered": answered,
        "rate": percent(sampling.response_rate(answered, drawn)),
    }


def sheet_of(found: Round) -> Sheet:
    """The questions of the round."""
    return appraisals.sheet_of(found)
