"""Numbers that do not agree: reports against the records, texts against their tables, pages against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from gongkai.annual_reports import queries as reports
from gongkai.annual_reports import verifying, work_verifying
from gongkai.annual_reports.queries import work_reports
from gongkai.core.refusals import Refusal
from gongkai.domain.supervision import figures_in_text
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency
from gongkai.publishing.models import Document
from gongkai.supervision import linking


def disagreeing(agency: Agency, today: date) -> Iterator[Fault]:
    """Published reports the records no longer give, and documents that contradict themselves or each other."""
    yield from _reports(agency)
    yield from _documents(agency)


def _reports(agency: Agency) -> Iterator[Fault]:
    for statutory in reports.published(agency):
        edition = reports.latest_edition(agency.pk, statutory.report.year, statutory.report.scope)
        # What was published elsewhere has no records here to be counted again.
        if edition is None or edition.document.get("source"):
            continue
        yield from _proof(
            f"report:{statutory.report.pk}",
            str(edition.document["title"]),
            partial(_proved, edition.document, agency.code),
            ("workspace:report", (statutory.report.year,)),
        )
    for each in work_reports.published(agency):
        document = each.edition.document
        yield from _proof(
            f"work_report:{each.report.pk}",
            str(document["title"]),
            partial(_work_proved, document, agency.code),
            ("workspace:work_report", (each.report.year,)),
        )


def _proved(document: dict[str, Any], code: str) -> tuple[Text, ...]:
    return verifying.verify(document, agency_code=code).differences


def _work_proved(document: dict[str, Any], code: str) -> tuple[Text, ...]:
    return work_verifying.verify(document, agency_code=code).differences


def _proof(
    key: str, title: str, prove: Callable[[], tuple[Text, ...]], address: tuple[str, tuple[str | int, ...]]
) -> Iterator[Fault]:
    try:
        found = prove()
    except Refusal as refusal:
        found = (refusal.reason,)
    if found:
        text = say("{number} differences; the first: {difference}", number=len(found), difference=found[0])
        yield Fault(key, title, text, None, address)


def _documents(agency: Agency) -> Iterator[Fault]:
    """Tables that do not add up, words against tables, and the same figure told differently by two documents."""
    said: dict[tuple[int, str, str, str], dict[Decimal, Document]] = {}
    for document in linking.published(agency).iterator(chunk_size=linking.CHUNK):
        live = document.live
        assert live is not None  # asked for above
        for wrong in figures_in_text.mismatches(live.body, live.title):
            mark = hashlib.sha256(repr(wrong).encode()).hexdigest()[:10]
            yield _of(document, f"document:{document.pk}:{wrong.kind}.{mark}", wrong.text)
        if document.validity != "valid":
            continue
        for each in figures_in_text.statements(live.body, live.title):
            if _over(each, live.date_made):
                of = (each.year, each.part, each.label, each.unit)
                said.setdefault(of, {}).setdefault(each.value, document)
    for (year, part, label, unit), values in said.items():
        if len(values) > 1:
            yield _between(f"{year}年{part}{label}", unit, values)


def _over(each: figures_in_text.Statement, made: date | None) -> bool:
    """Whether the period was over, or nearly, when it was told: before that a number may still grow."""
    if made is None or made.year < each.year:
        return False
    month = each.part.removesuffix("月")
    ends = {"一季度": 3, "二季度": 6, "三季度": 9, "上半年": 6}.get(each.part, 12)
    last = int(month) if month.isdigit() and 1 <= int(month) <= 12 else ends
    return made >= date(each.year, last, 25)


def _between(label: str, unit: str, values: dict[Decimal, Document]) -> Fault:
    (first, older), (second, newer) = sorted(values.items(), key=lambda each: each[1].pk)[:2]
    assert older.live is not None  # asked for above
    text = say(
        "“{label}” is {first} in “{other}” and {second} here.",
        label=label,
        first=f"{first:f}{unit}",
        other=older.live.title,
        second=f"{second:f}{unit}",
    )
    return _of(
        newer, f"between:{older.pk}:{newer.pk}:{hashlib.sha256(label.encode()).hexdigest()[:10]}", text
    )


def _of(document: Document, key: str, text: Text) -> Fault:
    assert document.live is not None  # asked for above
    return Fault(key, document.live.title, text, document.unit_id, ("workspace:document", (document.pk,)))
