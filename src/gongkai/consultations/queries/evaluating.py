"""Post-evaluations (后评估) and clean-up lists (清理目录) as staff see them: what is missing, what may be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeAlias

from django.db.models import Count, Max, Q, QuerySet

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.models import CleanUp, CleanUpEntry, Document, Evaluation
from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.domain import privacy, process
from gongkai.domain.consultations import cleaning, evaluating
from gongkai.domain.consultations.cleaning import entry_faults
from gongkai.domain.consultations.rules import kinds
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor

EVALUATION, CLEAN_UP = "consultations.evaluation", "consultations.clean_up"
Record: TypeAlias = Evaluation | CleanUp
#: The fields of an evaluation that are filled in before it is submitted, the summary beside them.
WRITTEN = ("evaluated_on", "evaluators", "methods", "findings", "conclusion")


def subject_of(record: Record) -> tuple[str, object]:
    """The record as a subject of the ledger."""
    return (EVALUATION if isinstance(record, Evaluation) else CLEAN_UP), record.pk


def process_of(record: Record) -> process.Process:
    """The table the record goes by."""
    return evaluating.PROCESS if isinstance(record, Evaluation) else cleaning.PROCESS


def in_force(agency_id: int, day: date) -> QuerySet[Document]:
    """The normative documents of the agency in force at the end of the day, the oldest first."""
    counted = [kind.key for kind in kinds().values() if kind.counted]
    rows = Document.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        Q(lapses_on__isnull=True) | Q(lapses_on__gte=day),
        agency_id=agency_id,
        kind__in=counted,
        published_on__lte=day,
        in_force_from__lte=day,
    )
    return rows.select_related("agency", "unit").order_by("published_on", "id")


def is_in_force(found: Document, day: date) -> bool:
    """Whether it is one of them."""
    return in_force(found.agency_id, day).filter(pk=found.pk).exists()


# --- evaluations ------------------------------------------------------------------------------------------------------


def evaluations(actor: StaffActor) -> QuerySet[Evaluation]:
    """The evaluations the actor sees, the newest first."""
    rows = Evaluation.objects.filter(access.visible_to(actor))
    return rows.select_related("agency", "unit", "document").order_by("-id")


def evaluation(actor: StaffActor, pk: int) -> Evaluation | None:
    """One of them."""
    return evaluations(actor).filter(pk=pk).first()


def of_document(found: Document) -> list[Evaluation]:
    """Every evaluation of the document, the newest first; one query."""
    return list(found.evaluations.order_by("-id"))


def due_of(found: Document) -> date | None:
    """The day by which it is evaluated next; nothing where it never comes into force. One query."""
    if found.in_force_from is None:
        return None
    last = found.evaluations.filter(state__in=("confirmed", "published")).aggregate(day=Max("evaluated_on"))
    return evaluating.due_on(found.in_force_from, last["day"])


def faults(found: Evaluation) -> list[tuple[str, Text]]:
    """Field → what it still needs before it is submitted."""
    missing = say("This is missing. Write it.")
    wrong = [(name, missing) for name in (*WRITTEN, "summary") if not getattr(found, name)]
    if privacy.findings(found.summary):
        wrong.append(("summary", say("The public reads this: leave out names and numbers of persons.")))
    return wrong


# --- clean-up lists ---------------------------------------------------------------------------------------------------


def clean_ups(actor: StaffActor) -> QuerySet[CleanUp]:
    """The lists the actor sees, the newest first, with ``entry_count``."""
    rows = CleanUp.objects.filter(access.visible_to(actor)).select_related("agency", "unit")
    return rows.annotate(entry_count=Count("entries")).order_by("-as_of", "-id")


def clean_up(actor: StaffActor, pk: int) -> CleanUp | None:
    """One of them."""
    return clean_ups(actor).filter(pk=pk).first()


def entries(found: CleanUp, result: str = "") -> QuerySet[CleanUpEntry]:
    """The documents of the list with what is to become of them, the oldest document first."""
    rows = found.entries.select_related("document__agency", "document__unit").order_by(
        "document__published_on", "document_id"
    )
    return rows.filter(result=result) if result else rows


def entry(found: CleanUp, pk: int) -> CleanUpEntry | None:
    """One of them."""
    return entries(found).filter(pk=pk).first()


def entries_of(document: Document) -> list[CleanUpEntry]:
    """What the lists that are not discarded say of a document, the newest first; one query."""
    rows = document.clean_up_entries.exclude(clean_up__state="discarded").select_related("clean_up")
    return list(rows.order_by("-id"))


def results(found: CleanUp) -> dict[str, int]:
    """Result → how many documents; the empty key: not proposed yet. One query."""
    rows = found.entries.order_by().values_list("result")
    return dict(rows.annotate(n=Count("id")))


def missing(found: CleanUp) -> list[Document]:
    """The documents in force on its day that are not on it yet."""
    listed = found.entries.values("document_id")
    return list(in_force(found.agency_id, found.as_of).exclude(pk__in=listed))


def unfinished(found: CleanUp) -> list[tuple[CleanUpEntry, Text]]:
    """The entries that have no result, or no reason where one is owed; one query."""
    wrong = [(each, entry_faults(each.result, each.reason)) for each in entries(found)]
    return [(each, next(iter(texts.values()))) for each, texts in wrong if texts]


def proposals(documents: Sequence[Document]) -> dict[int, tuple[str, str]]:
    """Document → what the conclusion of its latest evaluation proposes, and why; one query."""
    rows = Evaluation.objects.filter(document__in=documents, state__in=("confirmed", "published"))
    found: dict[int, tuple[str, str]] = {}
    for each in rows.order_by("evaluated_on", "id"):
        result = cleaning.result_of(each.conclusion)
        found[each.document_id] = (
            result,
            "" if result == "continue" else f"根据后评估（{each.number}）的结论。",
        )
    return found


# --- what the process table is asked with -----------------------------------------------------------------------------


def flags(found: Record) -> frozenset[str]:
    """What is true of it, in the words of the ``FLAGS`` of its table."""
    if isinstance(found, CleanUp):
        facts = {"whole": not missing(found), "proposed": not unfinished(found)}
    else:
        lacking = {name for name, _text in faults(found)}
        others = found.document.evaluations.filter(state__in=evaluating.UNDER_WAY).exclude(pk=found.pk)
        facts = {
            "evaluated": not lacking & set(WRITTEN),
            "summed_up": "summary" not in lacking,
            "alone": not others.exists(),
        }
    return frozenset(name for name, true in facts.items() if true)


def facts(found: Record, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    doers: dict[str, set[str]] = {}
    for move, person, absent in found.steps.values_list("move", "person_id", "on_behalf_of_id"):
        doers.setdefault(move, set()).update(str(each) for each in (person, absent) if each is not None)
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found)),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given),
        flags=flags(found),
    )


def offers(found: Record, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(process_of(found), found.state, facts(found, actor))


def told(found: Record) -> list[Event]:
    """What was done with the record, oldest first."""
    return list(ledger.events_of([subject_of(found)]))
