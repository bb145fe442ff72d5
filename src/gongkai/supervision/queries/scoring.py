"""Scores as records and people give them: whom a sheet can assess, what is counted of each, and what it comes to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gongkai.domain.supervision import scoring, sheets
from gongkai.domain.supervision.scoring import Indicator, Score
from gongkai.people.models import Agency, Unit
from gongkai.supervision.measures import measure
from gongkai.supervision.measures.base import MOST_NAMED
from gongkai.supervision.models import Assessed, Assessment, ScoreSheet

Counts = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is assessed: a unit of an agency, or (``unit`` ``None``) a whole agency."""

    unit: int | None
    agency: Agency
    name: str
    name_en: str

    @property
    def key(self) -> int:
        return self.agency.pk if self.unit is None else self.unit


def subjects(agency_id: int, kind: str, keys: Iterable[int] | None = None) -> list[Subject]:
    """Whom a sheet of the kind can assess: the open units of the agency, or every open agency; two queries."""
    if kind == "agencies":
        rows = Agency.objects.filter(closed_on__isnull=True).order_by("id")
        found = [Subject(None, each, each.name, each.name_en) for each in rows]
    else:
        agency = Agency.objects.get(pk=agency_id)
        units = (
            Unit.objects.filter(agency=agency).filter(Q(closed_on__isnull=True)).order_by("position", "id")
        )
        found = [Subject(each.pk, agency, each.name, each.name_en) for each in units]
    if keys is None:
        return found
    wanted = set(keys)
    return [each for each in found if each.key in wanted]


def indicators_of(record: ScoreSheet | Assessment) -> tuple[Indicator, ...]:
    """The indicators as they are kept."""
    return sheets.indicators_from(record.indicators)


def measures_of(indicators: Iterable[Indicator]) -> list[str]:
    """The measures a sheet asks the records for, each once."""
    return list(dict.fromkeys(rule.measure for each in indicators for rule in each.rules if rule.measure))


def counted(indicators: Sequence[Indicator], year: int, who: Sequence[Subject]) -> dict[int, Counts]:
    """Subject → measure → ``{"cases", "of", "records"}``. A few queries a measure and agency."""
    keys = measures_of(indicators)
    found: dict[int, Counts] = {each.key: {} for each in who}
    for agency in {each.agency.pk: each.agency for each in who}.values():
        for key, measured in measure(agency, year, keys).items():
            for subject in who:
                if subject.agency.pk == agency.pk:
                    whole = subject.unit is None
                    count = measured.count(subject.unit, whole=whole)
                    named = measured.named(subject.unit, whole=whole)
                    found[subject.key][key] = {
                        "cases": count.cases,
                        "of": count.of,
                        "records": [
                            [each.name, each.address, list(each.args)] for each in named[:MOST_NAMED]
                        ],
                    }
    return found


def scored(indicators: Sequence[Indicator], computed: Mapping[str, Any], judged: Mapping[str, Any]) -> Score:
    """The score of kept counts."""
    return scoring.score(indicators, scoring.counts_from(computed), scoring.counts_from(judged))


def score_of(entry: Assessed, *, own: bool = False, computed: Mapping[str, Any] | None = None) -> Score:
    """The score of an entry as reviewed, or ``own``: as those assessed see themselves."""
    return scored(
        indicators_of(entry.assessment),
        entry.computed if computed is None else computed,
        entry.own if own else entry.judged,
    )


def digest(content: Any) -> str:
    """SHA-256 of a value as JSON, keys in order."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def lines_plain(found: Score) -> list[dict[str, Any]]:
    """The lines of a score as JSON keeps and publishes them: counts and points, no words of reviewers."""
    return [
        {
            "key": line.indicator.key,
            "points": str(line.points),
            "deductions": [
                {
                    "key": each.rule.key,
                    "cases": None if each.count is None else each.count.cases,
                    "of": None if each.count is None else each.count.of,
                    "points": str(each.points),
                }
                for each in line.deductions
            ],
        }
        for line in found.lines
    ]


def simulated(sheet: ScoreSheet, year: int) -> dict[str, Any]:
    """What the sheet would have given on a year's records: each subject with its lines, nothing judged."""
    indicators = indicators_of(sheet)
    who = subjects(sheet.agency_id, sheet.kind)
    counts = counted(indicators, year, who)
    rows = []
    for subject in who:
        found = scored(indicators, counts[subject.key], {})
        rows.append(
            {
                "key": subject.key,
                "name": subject.name,
                "name_en": subject.name_en,
                "points": str(found.points),
                "percent": str(found.percent),
                "grade": scoring.grade(found.percent, sheets.grades()).key,
                "lines": lines_plain(found),
            }
        )
    return {"year": year, "subjects": rows}
