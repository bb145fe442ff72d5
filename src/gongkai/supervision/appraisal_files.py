"""The results of a round as files (CSV, JSON), and the frame by which anybody repeats the draw."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from gongkai.core.cells import harmless
from gongkai.domain.supervision.appraisal_sheet import HIGHEST, LOWEST
from gongkai.supervision.models import Round, RoundResult
from gongkai.supervision.queries import appraisal_public as public
from gongkai.supervision.queries import appraisals

#: Columns of the table: the names of the JSON, so that both are read alike.
COLUMNS = (
    "way", "kind", "key", "text", "answered",
    *(f"grade_{grade}" for grade in range(LOWEST, HIGHEST + 1)),
    "mean", "mean_low", "mean_high", "satisfied", "satisfied_low", "satisfied_high",
)  # fmt: skip


def csv_of(found: Round, result: RoundResult) -> bytes:
    """A row for each question and dimension of each way; hidden numbers are empty."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in _rows(found, result):
        writer.writerow([harmless("" if cell is None else str(cell)) for cell in row])
    return ("\ufeff" + file.getvalue()).encode()


def _rows(found: Round, result: RoundResult) -> Iterator[list[Any]]:
    texts = {each.key: each.text for each in appraisals.sheet_of(found).questions}
    for way, told in (("sample", result.sample), ("open", result.open)):
        yield [way, "sheets", "", "", told["answers"], *[None] * (HIGHEST + 6)]
        for row in told["questions"]:
            counts = row["counts"] or {}
            grades = [counts.get(str(grade)) for grade in range(LOWEST, HIGHEST + 1)]
            ends = [*_ends(row["mean"]), *_ends(row["satisfied"])]
            yield [way, "question", row["key"], texts.get(row["key"], ""), row["answered"], *grades, *ends]
        for row in told["dimensions"]:
            yield [
                way,
                "dimension",
                row["key"],
                "",
                None,
                *[None] * HIGHEST,
                *_ends(row["mean"]),
                None,
                None,
                None,
            ]


def _ends(row: dict[str, Any] | None) -> list[float | None]:
    return [row["value"], row["low"], row["high"]] if row else [None, None, None]


def record(found: Round, result: RoundResult) -> dict[str, Any]:
    """Everything that is published of the round, as plain data."""
    return {
        "number": found.number,
        "agency": found.agency.code,
        "year": found.year,
        "period_from": found.period_from.isoformat(),
        "period_to": found.period_to.isoformat(),
        "opened_on": found.opened_on.isoformat() if found.opened_on else None,
        "closed_on": found.closed_on.isoformat() if found.closed_on else None,
        "published_on": found.published_on.isoformat() if found.published_on else None,
        "draw": {
            "seed": found.seed,
            "ledger_event": found.seed_event,
            "seed_from": found.seed_note,
            "frame_digest": found.frame_digest,
            **found.rules,
            "strata": result.strata,
        },
        "outcomes": result.outcomes,
        "sheet": {
            "key": found.sheet,
            "questions": [
                {"key": each.key, "kind": each.kind, "dimension": each.dimension, "text": each.text}
                for each in appraisals.sheet_of(found).questions
            ],
        },
        "sample": result.sample,
        "open": result.open,
    }


def json_of(found: Round, result: RoundResult) -> bytes:
    """The same as a file."""
    return (json.dumps(record(found, result), ensure_ascii=False, indent=1) + "\n").encode()


def frame_of(found: Round) -> bytes:
    """Stratum and key of everybody in the frame. A key says nothing of whose it is."""
    return frame_csv(public.frame(found))


def frame_csv(rows: Iterable[tuple[str, str]]) -> bytes:
    """Rows of a frame as they are published."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("stratum", "key"))
    writer.writerows(rows)
    return file.getvalue().encode()
