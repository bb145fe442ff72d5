"""The counts of a questionnaire: each sheet adds what it says as it is kept, so that no page reads all sheets.

``recount`` makes them anew from the sheets; a test holds both against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from gongkai.consultations.actions.collecting import take_in_hand
from gongkai.consultations.models import Collection, SheetCount
from gongkai.consultations.queries import collecting as reads
from gongkai.domain.consultations import questionnaires


def count_in(found: Collection, answers: Mapping[str, Any]) -> None:
    """Adds one sheet. The collection is in this transaction's hand: nobody else counts in it meanwhile."""
    marks = questionnaires.marks(reads.questions(found), answers)
    places: dict[str, list[int]] = {}
    for question, place in marks:
        places.setdefault(question, []).append(place)
    met = Q()
    for question, each in places.items():
        met |= Q(question=question, place__in=each)
    rows = found.sheet_counts.filter(met)
    if rows.update(count=F("count") + 1) == len(marks):
        return
    known = set(rows.values_list("question", "place"))
    _write(found, {mark: 1 for mark in marks if mark not in known})


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many sheets were counted, and in how many collections the counts were others."""

    sheets: int
    mended: int


def recount(collection_ids: list[int] | None = None) -> Recounted:
    """Counts the sheets of these collections (``None``: of all) anew, to prove the counts or to mend them."""
    rows = Collection.objects.order_by("id").values_list("pk", flat=True)
    sheets = mended = 0
    for pk in rows if collection_ids is None else rows.filter(pk__in=collection_ids):
        with transaction.atomic():
            found = take_in_hand(pk, None, None)
            asked = reads.questions(found)
            counted = Counter(
                chain.from_iterable(questionnaires.marks(asked, each) for each in reads.sheet_answers(found))
            )
            kept = {mark: count for mark, count in reads.counted(found).items() if count}
            sheets += counted[questionnaires.SHEET]
            if kept != counted:
                mended += 1
                found.sheet_counts.update(count=0)
                _write(found, counted)
    return Recounted(sheets, mended)


def _write(found: Collection, counts: Mapping[questionnaires.Mark, int]) -> None:
    SheetCount.objects.bulk_create(
        [
            SheetCount(collection=found, question=question, place=place, count=count)
            for (question, place), count in counts.items()
        ],
        batch_size=200,
        update_conflicts=True,
        update_fields=["count"],
        unique_fields=["collection", "question", "place"],
    )
