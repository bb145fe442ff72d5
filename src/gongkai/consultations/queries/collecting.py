"""Collections, what came in through them, and problems, as staff see them."""

from __future__ import annotations

import json
from collections.abc import Collection as Names
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.consultations import access_collecting as access
from gongkai.consultations import authors
from gongkai.consultations.models import Collection, Problem, Remark, Sheet, SheetCount, SignUp
from gongkai.core import clock, secret_codes
from gongkai.core.models import Event
from gongkai.domain import privacy, process
from gongkai.domain.consultations import collecting, problems, questionnaires, rules
from gongkai.domain.consultations.questionnaires import Figure, Mark, Question
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor

COLLECTION, PROBLEM = "consultations.collection", "consultations.problem"
#: Events of the public's own sendings: a survey may have fifty thousand.
_SENT = ("consultations.remark.given", "consultations.sheet.filled", "consultations.sign_up.made")


def subject_of(record: Collection | Problem) -> tuple[str, object]:
    """The record as a subject of the ledger."""
    return (COLLECTION if isinstance(record, Collection) else PROBLEM), record.pk


def for_staff(actor: StaffActor) -> QuerySet[Collection]:
    """The collections the actor sees, the newest first, with ``remark_count`` and ``sheet_count``."""
    rows = Collection.objects.filter(access.visible_to(actor)).select_related("agency", "unit", "document")
    rows = rows.annotate(remark_count=number_of(Remark.objects), sheet_count=_sheets())
    return rows.order_by("-begins_on", "-id")


def number_of(rows: Any) -> Coalesce:
    """How many of these are of the collection; counted by themselves: joined, remarks would multiply the sheets."""
    own = rows.filter(collection=OuterRef("pk")).order_by().values("collection").annotate(n=Count("pk"))
    return Coalesce(Subquery(own.values("n"), output_field=IntegerField()), 0)


def _sheets() -> Coalesce:
    """How many questionnaires of the collection came in, from what is counted ready."""
    question, place = questionnaires.SHEET
    own = SheetCount.objects.filter(collection=OuterRef("pk"), question=question, place=place)
    return Coalesce(Subquery(own.values("count"), output_field=IntegerField()), 0)


def collection(actor: StaffActor, pk: int) -> Collection | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def questions(found: Collection) -> tuple[Question, ...]:
    """What it asks."""
    return questionnaires.read(found.questions)


def faults(found: Collection) -> list[tuple[str, Text]]:
    """Field → what it still needs before it may be opened."""
    kind = rules.row("collection", found.kind) or {}
    wrong: list[tuple[str, Text]] = []
    missing = say("This is missing. Write it.")
    if not found.title.strip():
        wrong.append(("title", missing))
    if not kind.get("standing") and found.ends_on is None:
        wrong.append(("ends_on", say("Choose the last day.")))
    if found.ends_on is not None and found.ends_on < clock.today():
        wrong.append(("ends_on", say("The last day is over already.")))
    if kind.get("asks"):
        wrong += [(f"question:{at}", text) for at, text in questionnaires.faults(questions(found))]
    if kind.get("signs") and (not found.place.strip() or found.sign_up_until is None):
        wrong.append(("place", say("Write where it takes place and until when people sign up.")))
    return wrong


def flags(found: Collection) -> frozenset[str]:
    """What is true of it, in the words of ``domain.consultations.collecting.FLAGS``."""
    new = found.remarks.filter(shown_at__isnull=True, hidden_reason="").exists()
    facts = {
        "ready": not faults(found),
        "looked_at": not new,
        "told": bool(found.results.strip()) and not privacy.findings(found.results),
    }
    return frozenset(name for name, true in facts.items() if true)


def problem_flags(found: Problem) -> frozenset[str]:
    """What is true of it, in the words of ``domain.consultations.problems.FLAGS``."""
    said = found.outcome.strip() and found.evidence.strip()
    facts = {
        "planned": bool(found.measure.strip() and found.unit_id and found.due_on),
        "shown": bool(said) and not privacy.findings(found.outcome),
    }
    return frozenset(name for name, true in facts.items() if true)


def facts(found: Collection | Problem, actor: StaffActor | None, given: Names[str] = ()) -> process.Facts:
    """What the process table is asked with; ``actor`` ``None``: the clock."""
    doers: dict[str, set[str]] = {}
    for move, person, absent in found.steps.values_list("move", "person_id", "on_behalf_of_id"):
        doers.setdefault(move, set()).update(str(each) for each in (person, absent) if each is not None)
    roles = access.roles_over(actor, found.agency_id, found.unit_id) if actor else {}
    return process.Facts(
        actor=str(actor.person_id) if actor else None,
        roles=frozenset(roles),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given),
        flags=flags(found) if isinstance(found, Collection) else problem_flags(found),
        system=actor is None,
    )


def offers(found: Collection | Problem, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    table = collecting.PROCESS if isinstance(found, Collection) else problems.PROCESS
    return process.offers(table, found.state, facts(found, actor))


def told(found: Collection | Problem) -> list[Event]:
    """What was done with the record, oldest first; what the public sent is counted and not told one by one."""
    kind, key = subject_of(found)
    rows = Event.objects.filter(subject_type=kind, subject=str(key)).exclude(verb__in=_SENT)
    return list(rows.order_by("seq"))


# --- what came in -----------------------------------------------------------------------------------------------------


def remarks(found: Collection, state: str = "") -> QuerySet[Remark]:
    """What was said, oldest first; ``new``, ``shown``, ``hidden`` or ``loose`` (of no problem yet)."""
    rows = found.remarks.select_related("problem", "entered_by").order_by("id")
    chosen = {
        "new": Q(shown_at__isnull=True, hidden_reason=""),
        "shown": Q(shown_at__isnull=False),
        "hidden": ~Q(hidden_reason=""),
        "loose": Q(problem__isnull=True, hidden_reason=""),
    }
    return rows.filter(chosen[state]) if state in chosen else rows


def words_of(found: Remark) -> str:
    """What was said."""
    return authors.read_words(found.reference, found.words)


def author_of(found: Remark | SignUp) -> authors.Author:
    """Who said it, or wants to come; empty for an anonymous one."""
    return authors.read(found.reference, found.author)


def sign_ups(found: Collection) -> QuerySet[SignUp]:
    """Who wants to come, oldest first."""
    return found.sign_ups.select_related("decided_by").order_by("id")


def sign_up_words(found: SignUp) -> str:
    """What they want to speak about."""
    return authors.read_words(found.reference, found.words) if found.words else ""


def free_answers(found: Collection, limit: int = 500) -> list[dict[str, str]]:
    """The free answers, oldest first: for the unit's eyes."""
    rows = found.sheets.exclude(free="").order_by("id").values_list("pk", "token_mark", "free")
    return [json.loads(authors.read_words(f"sheet.{mark}", free)) for _pk, mark, free in rows[:limit]]


def figures(found: Collection) -> tuple[Figure, ...]:
    """The figures over all sheets; free answers are counted by who gave one. One query, however many sheets."""
    return questionnaires.tallied(questions(found), counted(found))


def counted(found: Collection) -> dict[Mark, int]:
    """What is counted ready: each answer → how often it stands in the sheets; one query."""
    rows = found.sheet_counts.order_by().values_list("question", "place", "count")
    return {(question, place): count for question, place, count in rows}


def sheet_answers(found: Collection) -> Iterator[dict[str, Any]]:
    """The choices of every sheet, read in pieces: what the counts are proved by."""
    rows = Sheet.objects.filter(collection=found).order_by("id").values_list("answers", flat=True)
    yield from rows.iterator(chunk_size=2000)


def sheet_number(found: Collection) -> int:
    """How many filled-in questionnaires came in."""
    question, place = questionnaires.SHEET
    rows = found.sheet_counts.filter(question=question, place=place).values_list("count", flat=True)
    return rows.first() or 0


def response_rate(found: Collection) -> float | None:
    """Share of those asked who answered, from 0 to 1; ``None`` where nobody in particular was asked."""
    return questionnaires.response_rate(found.invited, sheet_number(found)) if found.invited else None


# --- problems ---------------------------------------------------------------------------------------------------------


def problems_for(actor: StaffActor) -> QuerySet[Problem]:
    """The problems the actor sees, open ones first, the next due first."""
    rows = Problem.objects.filter(access.problems_seen(actor)).select_related("agency", "unit", "collection")
    return rows.annotate(remark_count=Count("remarks")).order_by("settled_on", "due_on", "id")


def problem(actor: StaffActor, pk: int) -> Problem | None:
    """One of them."""
    return problems_for(actor).filter(pk=pk).first()


def remarks_of_problem(found: Problem) -> QuerySet[Remark]:
    """The remarks that show it, oldest first."""
    return found.remarks.select_related("collection", "problem").order_by("id")


# --- the public -------------------------------------------------------------------------------------------------------


def public() -> QuerySet[Collection]:
    """The collections the public sees, the open ones first."""
    rows = Collection.objects.filter(state__in=collecting.PUBLIC).select_related("agency", "unit", "document")
    return rows.order_by("closed_on", "-begins_on", "-id")


def public_one(agency: str, number: str) -> Collection | None:
    """One of them by its number."""
    return public().filter(agency__code=agency, number=number).first()


def is_open(found: Collection) -> bool:
    """Whether anybody may take part on this site today."""
    kind = rules.row("collection", found.kind) or {"channels": ()}
    today = clock.today()
    begun = found.state == "open" and found.begins_on <= today
    return begun and (found.ends_on is None or today <= found.ends_on) and "web" in kind["channels"]


def may_sign_up(found: Collection) -> bool:
    """Whether people may sign up for it today."""
    kind = rules.row("collection", found.kind) or {}
    until = found.sign_up_until
    return bool(kind.get("signs")) and found.state == "open" and until is not None and clock.today() <= until


def public_remarks(found: Collection) -> QuerySet[Remark]:
    """What the public reads of it, oldest first; nothing of who said it."""
    rows = found.remarks.filter(shown_at__isnull=False, hidden_reason="")
    return rows.only(
        "id", "collection_id", "reference", "public_words", "channel", "received_on", "problem_id"
    ).order_by("id")


def problem_numbers(found: Collection) -> dict[int, str]:
    """Problem → its number, of those the public sees that the collection's remarks show; one query."""
    tied = found.remarks.exclude(problem__isnull=True).order_by().values("problem_id")
    rows = Problem.objects.filter(pk__in=tied, state__in=problems.PUBLIC)
    return dict(rows.values_list("pk", "number"))


def public_problems(agency: str = "") -> QuerySet[Problem]:
    """The problems that are being put right or were, with ``remark_count``; the newest first."""
    rows = Problem.objects.filter(state__in=problems.PUBLIC, collection__state__in=collecting.PUBLIC)
    if agency:
        rows = rows.filter(agency__code=agency)
    rows = rows.select_related("agency", "unit", "collection").annotate(remark_count=Count("remarks"))
    return rows.order_by("-id")


def remark_by_reference(reference: str) -> Remark | None:
    """What goes by this reference."""
    return (
        Remark.objects.select_related(
            "collection__agency", "collection__unit", "problem__agency", "problem__unit"
        )
        .filter(reference=reference)
        .first()
    )


def sign_up_by_reference(reference: str) -> SignUp | None:
    """Who signed up under this reference."""
    return (
        SignUp.objects.select_related("collection__agency", "collection__unit")
        .filter(reference=reference)
        .first()
    )


def followed(reference: str, code: str) -> Remark | SignUp | None:
    """The remark or sign-up whose reference and code somebody shows; ``None`` for an unknown and a wrong one alike."""
    plain = reference.strip().upper()
    found: Remark | SignUp | None = remark_by_reference(plain) or sign_up_by_reference(plain)
    digest = found.code_digest if found else ""
    return found if secret_codes.fits(authors.CODES, found.reference if found else "", code, digest) else None
