"""Consultations as the public reads them: the texts put out, the opinions somebody looked at, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.consultations.models import Beside, Document, Opinion, Version
from gongkai.consultations.queries.documents import counted
from gongkai.core import clock
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.rules import Tally

#: What the public may see of an opinion, and nothing else.
SHOWN = (
    "id", "document_id", "version_id", "reference", "clause", "start", "end", "quote", "public_words", "channel",
    "received_on", "shown_at", "hidden_reason", "group_id", "verdict", "reason", "answer_clause", "answered_at",
)  # fmt: skip


def documents() -> QuerySet[Document]:
    """Documents with a version put out for opinions; the open ones first, the next to close first."""
    out = Version.objects.filter(opens_on__isnull=False).values("document_id")
    rows = Document.objects.filter(pk__in=out).exclude(state="given_up")
    return rows.select_related("agency", "unit").order_by("-updated_at", "-id")


def open_now() -> QuerySet[Document]:
    """Those on which opinions may be given today, the next to close first."""
    rows = Document.objects.filter(state="consulting", closes_on__gte=clock.today())
    return rows.select_related("agency", "unit").order_by("closes_on", "id")


def document(agency: str, number: str) -> Document | None:
    """One of them by its number; one that was given up is still shown as that."""
    out = Version.objects.filter(opens_on__isnull=False).values("document_id")
    rows = Document.objects.filter(pk__in=out, agency__code=agency, number=number)
    return rows.select_related("agency", "unit").first()


def versions(found: Document) -> list[Version]:
    """The versions put out, the oldest first."""
    return list(found.versions.filter(opens_on__isnull=False).order_by("number"))


def is_open(found: Document) -> bool:
    """Whether opinions may be given today."""
    return found.state == "consulting" and found.closes_on is not None and clock.today() <= found.closes_on


def opinions(found: Document) -> QuerySet[Opinion]:
    """The opinions somebody looked at and let through, oldest first; nothing of their authors."""
    rows = Opinion.objects.filter(document=found, shown_at__isnull=False, hidden_reason="")
    return rows.only(*SHOWN).order_by("id")


def received(found: Document) -> int:
    """How many came, also those nobody looked at yet."""
    return Opinion.objects.filter(document=found).count()


def counts(found: Document) -> dict[str, int]:
    """Provision → opinions shown on it; the empty key: on the whole text. One query."""
    rows = Opinion.objects.filter(document=found, shown_at__isnull=False, hidden_reason="")
    return dict(rows.order_by().values_list("clause").annotate(n=Count("id")))


def answered(found: Document) -> bool:
    """Whether the answers are public: with the publication, or when every opinion has one after the consultation."""
    if found.state in ("consulting", "drafting", "to_consult"):
        return False
    return not Opinion.objects.filter(document=found, hidden_reason="", verdict="").exists()


def tally(found: Document) -> Tally:
    """The numbers of the adoption report."""
    return rules.tally(counted(found))


def hidden(found: Document) -> dict[str, int]:
    """Reason → how many opinions are not shown for it."""
    rows = Opinion.objects.filter(document=found).exclude(hidden_reason="")
    return dict(rows.order_by().values_list("hidden_reason").annotate(n=Count("id")))


def pages() -> list[tuple[str, str, datetime]]:
    """Agency and number of every public page, and when it changed last."""
    return list(documents().values_list("agency__code", "number", "updated_at"))


def by_numbers(keys: Sequence[int]) -> dict[int, Document]:
    """Public documents by their keys; one query."""
    return {each.pk: each for each in documents().filter(Q(pk__in=list(keys)))}


def drafted_on(found: Document) -> date | None:
    """The day the first draft was handed in; later drafts are stations of their own."""
    at = found.steps.filter(move="submit").order_by("id").values_list("at", flat=True).first()
    return timezone.localtime(at).date() if at else None


def beside(found: Document) -> list[Beside]:
    """What is on record beside the text and public: hearing, experts, risk; the discussion once it is signed."""
    kinds = ["hearing", "experts", "risk", *(["discussion"] if found.signed_on else [])]
    rows = found.besides.filter(kind__in=kinds, struck_at__isnull=True)
    return list(rows.defer("voices").order_by("held_on", "id"))


def passed(found: Document) -> dict[str, date]:
    """Kind of record → the day it was held or passed last; nothing of who did or of what was said."""
    rows = found.besides.filter(struck_at__isnull=True).order_by("id")
    return dict(rows.values_list("kind", "held_on"))


def newest_versions(most: int) -> list[Version]:
    """The versions put out last, the newest first; one query."""
    rows = Version.objects.filter(opens_on__isnull=False).exclude(document__state="given_up")
    return list(rows.select_related("document__agency").order_by("-opens_on", "-id")[:most])


def newest_published(most: int) -> list[Document]:
    """The texts published last, the newest first; one query."""
    rows = Document.objects.filter(published_on__isnull=False).select_related("agency")
    return list(rows.order_by("-published_on", "-id")[:most])


def newest_of(rows: Sequence[Document]) -> dict[int, Version]:
    """Document → its newest public version, without the text; one query."""
    found = Version.objects.filter(document__in=rows, opens_on__isnull=False).order_by("number")
    return {each.document_id: each for each in found.defer("provisions", "explanation")}
