"""Documents as staff see them: lists, what is missing, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Count, QuerySet

from gongkai.consultations import access
from gongkai.consultations.models import Beside, Document, DocumentStep, Opinion
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import PROCESS
from gongkai.domain.consultations.rules import Tally, kinds, too_short
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor


def for_staff(actor: StaffActor) -> QuerySet[Document]:
    """The documents the actor sees, those changed last first."""
    rows = Document.objects.filter(access.visible_to(actor))
    return rows.select_related("agency", "unit", "created_by").order_by("-updated_at", "-id")


def openable(actor: StaffActor, keys: Iterable[int]) -> frozenset[int]:
    """Those of these documents whose record the actor can open; one query."""
    return frozenset(for_staff(actor).filter(pk__in=list(keys)).order_by().values_list("pk", flat=True))


def document(actor: StaffActor, pk: int) -> Document | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def faults(found: Document) -> list[tuple[str, Text]]:
    """Field → what it still needs before it may be put out for opinions."""
    missing = say("This is missing. Write it.")
    wrong = [(name, missing) for name in ("title", "need") if not getattr(found, name).strip()]
    text = texts.newest(found)
    if text is None or not text.provisions:
        wrong.append(("text", say("There is no text yet. Write it, or bring a Word file in.")))
        return wrong
    if not text.explanation.strip():
        wrong.append(
            ("explanation", say("Explain what is proposed and why: readers see it beside the text."))
        )
    wrong += [(f"provision:{each.place}", each.text) for each in texts.text_faults(text)]
    if found.closes_on is None:
        wrong.append(("closes_on", say("Choose the last day of the consultation.")))
    return wrong


def beside(found: Document, kind: str) -> list[Beside]:
    """What is on record of that kind and was not struck, oldest first."""
    return list(found.besides.filter(kind=kind, struck_at__isnull=True).order_by("id"))


def besides(found: Document) -> list[Beside]:
    """Everything on record beside the text, struck records too, oldest first; one query."""
    return list(found.besides.select_related("by").order_by("id"))


def steps(found: Document) -> list[DocumentStep]:
    """The moves that were made, oldest first; one query."""
    rows = found.steps.exclude(move="author").select_related("person", "on_behalf_of")
    return list(rows.order_by("id"))


def tally(found: Document) -> Tally:
    """The numbers of its opinions; what was hidden for a reason needs no answer and is not counted."""
    return rules.tally(counted(found))


def counted(found: Document) -> dict[tuple[str, str], int]:
    """(channel, verdict) → how many opinions that were not hidden; one query, counted by the database."""
    rows = Opinion.objects.filter(document=found, hidden_reason="").order_by()
    groups = rows.values_list("channel", "verdict").annotate(n=Count("id"))
    return {(channel, verdict): number for channel, verdict, number in groups}


def _done(found: Document, number: int) -> set[str]:
    """The kinds of record that hold for the version; reviews and discussion count for the text they were about."""
    rows = found.besides.filter(struck_at__isnull=True).values_list("kind", "version")
    once = {"hearing", "experts", "risk"}
    return {kind for kind, version in rows if kind in once or version == number}


def flags(found: Document) -> frozenset[str]:
    """What is true of it, in the words of ``domain.consultations.course.FLAGS``."""
    kind, text = kinds()[found.kind], texts.newest(found)
    number = text.number if text else 0
    done = _done(found, number)
    out = texts.put_out(found)
    owed = [step for step in kind.steps if step in ("hearing", "experts", "risk")]
    today = clock.today()
    short = found.closes_on is not None and too_short(found.kind, today, found.closes_on, clock.calendar())
    end = found.lapses_on if found.state in ("published", "in_force") else found.closes_on
    facts = {
        "drafted": not faults(found),
        "version_new": text is not None
        and text.digest not in [each.digest for each in out if each.pk != text.pk],
        "period_kept": found.closes_on is not None and (not short or bool(found.shorter_reason.strip())),
        "period_over": end is not None and today > end,
        "all_answered": not Opinion.objects.filter(document=found, hidden_reason="", verdict="").exists(),
        "beside_done": all(step in done for step in owed),
        "review_owed": "fair_review" in kind.steps and "fair_review" not in done,
        "fair_reviewed": "fair_review" not in kind.steps or "fair_review" in done,
        "legally_reviewed": "legality" not in kind.steps or "legality" in done,
        "discussed": "discussion" in done,
        "interpreted": bool(found.interpretation.strip() and found.channels.strip()),
        "consulted": bool(out),
    }
    return frozenset(name for name, true in facts.items() if true)


def facts(found: Document, actor: StaffActor | None, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with; ``actor`` ``None``: the clock."""
    doers: dict[str, set[str]] = {}
    for move, person, absent in found.steps.values_list("move", "person_id", "on_behalf_of_id"):
        doers.setdefault(move, set()).update(str(each) for each in (person, absent) if each is not None)
    return process.Facts(
        actor=str(actor.person_id) if actor else None,
        roles=frozenset(access.roles_over(actor, found)) if actor else frozenset(),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given),
        flags=flags(found),
        system=actor is None,
    )


def offers(found: Document, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def told(found: Document) -> list[Event]:
    """The events of a document, oldest first."""
    return list(ledger.events_of([subject_of(found)]))
