"""Evaluations and clean-up lists as the public reads them: those published; one taken up again says only that."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, QuerySet

from gongkai.consultations.models import CleanUp, CleanUpEntry, Document, Evaluation

#: What the public may see of an evaluation; of its findings nothing.
SHOWN = ("number", "document", "agency", "unit", "evaluated_on", "evaluators", "methods", "approach", "summary",
         "conclusion", "state", "published_on")  # fmt: skip


def evaluations() -> QuerySet[Evaluation]:
    """Those published, the newest first, without what was found."""
    rows = Evaluation.objects.filter(state="published").only(*SHOWN, "document__title")
    return rows.select_related("agency", "unit", "document").order_by("-id")


def evaluation(agency: str, number: str) -> Evaluation | None:
    """One that was published; its state says whether it is being corrected."""
    rows = Evaluation.objects.filter(published_on__isnull=False, agency__code=agency, number=number)
    return rows.select_related("agency", "unit", "document__agency").first()


def of_document(found: Document) -> list[Evaluation]:
    """The published ones of a document, the newest first; one query."""
    return list(evaluations().filter(document=found))


def clean_ups() -> QuerySet[CleanUp]:
    """The lists published, the newest first, with ``entry_count``."""
    rows = CleanUp.objects.filter(state="published").select_related("agency", "unit")
    return rows.annotate(entry_count=Count("entries")).order_by("-published_on", "-id")


def clean_up(agency: str, number: str) -> CleanUp | None:
    """One that was published; its state says whether it is being corrected."""
    rows = CleanUp.objects.filter(published_on__isnull=False, agency__code=agency, number=number)
    return rows.select_related("agency", "unit").first()


def entries(found: CleanUp, result: str = "") -> QuerySet[CleanUpEntry]:
    """Its documents with what is to become of them, the oldest document first."""
    rows = found.entries.select_related("document__agency").order_by("document__published_on", "document_id")
    return rows.filter(result=result) if result else rows


def results(found: CleanUp) -> dict[str, int]:
    """Result → how many documents; one query."""
    return dict(found.entries.order_by().values_list("result").annotate(n=Count("id")))


def pages() -> list[tuple[str, str, str, datetime]]:
    """Name of the page, agency and number of every public record, and when it changed last; two queries."""
    rows = []
    for name, kind in (("evaluation", Evaluation), ("clean_up", CleanUp)):
        found = kind.objects.filter(state="published")
        rows += [(name, *row) for row in found.values_list("agency__code", "number", "updated_at")]
    return rows
