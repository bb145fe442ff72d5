"""Files that came with opinions (附件): how many and what they are called; what is in them opens a deed alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count

from gongkai.consultations.models import Opinion, OpinionFile


def counts(opinions: Iterable[Opinion]) -> Mapping[int, int]:
    """Opinion → how many files came with it, where any did; one query, whatever the number of opinions."""
    rows = OpinionFile.objects.filter(opinion_id__in=[each.pk for each in opinions]).order_by()
    return dict(rows.values_list("opinion_id").annotate(n=Count("id")))


def names(opinions: Iterable[Opinion]) -> Mapping[int, Sequence[str]]:
    """Opinion → what its files are called here, in the order in which they came; one query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = OpinionFile.objects.filter(opinion_id__in=[each.pk for each in opinions]).order_by("id")
    for opinion, name in rows.values_list("opinion_id", "name"):
        found[opinion].append(name)
    return found


def of(opinion: Opinion) -> list[OpinionFile]:
    """The files of one opinion."""
    return list(OpinionFile.objects.filter(opinion=opinion).order_by("id"))
