"""Rounds of appraisal as the staff see them: lists, progress, what may be done next, whom to call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.core import clock, ledger, sealed
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.supervision.appraisal import FLAGS, LEADERS, PROCESS, SUPERVISOR
from gongkai.domain.supervision.appraisal_sheet import Sheet, numbers, rows, sheets
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision.models import AppraisalWords, Invitation, Round, RoundResult, RoundStep

SUBJECT = "supervision.appraisal"


def subject_of(found: Round) -> tuple[str, object]:
    """The round as a subject of the ledger."""
    return SUBJECT, found.pk


def for_staff(actor: StaffActor) -> QuerySet[Round]:
    """The rounds the actor sees, the newest first."""
    return Round.objects.filter(access.visible_to(actor)).select_related("agency").order_by("-id")


def one(actor: StaffActor, pk: int) -> Round | None:
    """One round."""
    return for_staff(actor).filter(pk=pk).first()


def sheet_of(found: Round) -> Sheet:
    """The questions of the round. Raises ``KeyError`` where the data know its sheet no more."""
    return sheets()[found.sheet]


def steps(found: Round) -> list[RoundStep]:
    """Who made which move, oldest first."""
    return list(found.steps.select_related("person"))


def told(found: Round) -> list[Event]:
    """The events of its ledger that are deeds of the staff or the clock, oldest first."""
    kept = {f"{SUBJECT}.{move.key}" for move in PROCESS.moves} | {f"{SUBJECT}.prepared", f"{SUBJECT}.written"}
    return [each for each in ledger.events_of([subject_of(found)]) if each.verb in kept]


def facts(found: Round, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with; ``given``: reason, and the flags the deed knows."""
    doers: dict[str, set[str]] = {}
    for step in found.steps.all():
        for who in (step.person_id, step.on_behalf_of_id):
            if who is not None:
                doers.setdefault(step.move, set()).add(str(who))
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found)),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given) & {"reason"},
        flags=frozenset(given) & set(FLAGS) | standing_flags(found),
    )


def standing_flags(found: Round) -> frozenset[str]:
    """What is true of the round by itself: whether its last day is over, whether the words were looked at."""
    flags = {"over" if found.closes_on < clock.today() else "days_left"}
    if found.state == "counted" and not words_waiting(found).exists():
        flags.add("looked")
    return frozenset(flags)


def offers(found: Round, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now; what a form asks for is not missing yet."""
    return process.offers(PROCESS, found.state, facts(found, actor, ("reason", "peopled", "seeded")))


def words_waiting(found: Round) -> QuerySet[AppraisalWords]:
    """What people wrote and nobody has looked at."""
    return found.words.filter(looked_at_by__isnull=True).order_by("pk")


def words_of(found: Round) -> QuerySet[AppraisalWords]:
    """All of it."""
    return found.words.order_by("pk")


def read_words(row: AppraisalWords) -> str:
    """What somebody wrote, unsealed."""
    return sealed.unseal(row.words, words_about(row.round_id))


def words_about(round_id: int) -> str:
    """What sealed words are bound to: their round."""
    return f"appraisal.words.{round_id}"


def strata(found: Round) -> list[dict[str, Any]]:
    """Each stratum with how many stand in the frame and how many were drawn; two queries."""
    frame = _counted(found.frame.all())
    drawn = _counted(found.invitations.all())
    return [
        {"key": row["key"], "frame": frame.get(row["key"], 0), "drawn": drawn.get(row["key"], 0)}
        for row in rows("stratum")
    ]


def _counted(rows_of: QuerySet[Any]) -> dict[str, int]:
    counted = rows_of.order_by().values_list("stratum").annotate(number=Count("pk"))
    return dict(counted)


def outcomes(found: Round) -> dict[str, int]:
    """Outcome ("": still to be asked) → how many of those drawn; one query."""
    counted = found.invitations.order_by().values_list("outcome").annotate(number=Count("pk"))
    return dict(counted)


def answer_counts(found: Round) -> dict[str, int]:
    """``sample`` and ``open`` → sheets that came in; one query."""
    counted: Mapping[str, int] = dict(
        found.answers.order_by().values_list("way").annotate(number=Count("pk"))
    )
    return {way: counted.get(way, 0) for way in ("sample", "open")}


def result_of(found: Round) -> RoundResult | None:
    """What was counted."""
    return RoundResult.objects.filter(round=found).first()


def round_before(found: Round) -> Round | None:
    """The round published last before this one, of the same agency."""
    earlier = Round.objects.filter(agency=found.agency_id, state="published", pk__lt=found.pk)
    return earlier.select_related("result").order_by("-pk").first()


# --- whom to call -----------------------------------------------------------------------------------------------------


def to_call(actor: StaffActor) -> QuerySet[Invitation]:
    """Whom the actor may call now: those not written to, and, after the reminder, those who did not answer it.

    Whom fewest tries were made for stands first.
    """
    waiting = Q(round__state="open", round__closes_on__gte=clock.today(), outcome="") & ~Q(telephone="")
    not_written_to = Q(code_digest="") | Q(round__reminded_on__isnull=False)
    rows_of = Invitation.objects.filter(access.callable_by(actor), waiting, not_written_to)
    return rows_of.select_related("round__agency").order_by("round_id", "tries", "place")


def call_one(actor: StaffActor, pk: int) -> Invitation | None:
    """Somebody to call."""
    return to_call(actor).filter(pk=pk).first()


def calls_by_round(actor: StaffActor) -> list[tuple[Round, int]]:
    """The open rounds with how many the actor may call in each; two queries."""
    counted = to_call(actor).order_by().values_list("round").annotate(number=Count("pk"))
    numbers_of = dict(counted)
    rows_of = Round.objects.filter(pk__in=numbers_of).select_related("agency").order_by("id")
    return [(each, numbers_of[each.pk]) for each in rows_of]


def telephone_of(found: Invitation) -> str:
    """The number to call, unsealed."""
    return sealed.unseal(found.telephone, contact_about(found))


def contact_about(found: Invitation) -> str:
    """What a sealed number or address is bound to: the person of this round."""
    return f"appraisal.contact.{found.round_id}.{found.key}"


def tries() -> int:
    """Calls before somebody counts as not reached."""
    return int(numbers("sampling")["tries"])


# --- my work ----------------------------------------------------------------------------------------------------------


def to_do(actor: StaffActor) -> QuerySet[Round]:
    """Rounds that wait for the actor: to be drawn, opened, counted, looked through; or published by another."""
    overseen = access.agencies_where(actor, frozenset({SUPERVISOR}))
    leading = access.agencies_where(actor, frozenset(LEADERS))
    mine = Q(agency_id__in=overseen, state__in=("prepared", "drawn", "closed"))
    unread = Exists(AppraisalWords.objects.filter(round=OuterRef("pk"), looked_at_by__isnull=True))
    counted = Q(agency_id__in=overseen, state="counted") & unread
    ready = Q(agency_id__in=leading, state="counted") & ~unread
    return Round.objects.filter(mine | counted | ready).select_related("agency").order_by("closes_on", "id")


def state_counts(agency_id: int | None = None) -> dict[str, int]:
    """State → rounds, of one agency or of all; one query."""
    rows_of = Round.objects.all()
    if agency_id is not None:
        rows_of = rows_of.filter(agency_id=agency_id)
    counted = dict(rows_of.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: counted.get(state.key, 0) for state in PROCESS.states}
