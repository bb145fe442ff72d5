"""Examinations as staff see them: lists, what is missing, sittings, candidates, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.table_files import Shape
from gongkai.domain import process
from gongkai.domain.duties import examining
from gongkai.domain.duties.examining import PROCESS
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say
from gongkai.duties import access_learning
from gongkai.duties.models import Attempt, Candidate, Examination, Learner, Sitting
from gongkai.duties.queries.learning import bank, roster
from gongkai.duties.queries.learning.facts import facts as asked
from gongkai.duties.queries.learning.subjects import EXAMINATION
from gongkai.people.actor import StaffActor

KIND = "examination"
#: The file of results: 工号、姓名、成绩 (marks, or 缺考).
SHAPE = Shape(
    columns={"number": "工号", "name": "姓名", "marks": "成绩"},
    needed=("number", "marks"),
    longest={"number": 40, "name": 60, "marks": 10},
    known_by="number",
)
#: How a file says that somebody was absent.
ABSENT = ("缺考", "缺席", "absent")


def for_staff(actor: StaffActor) -> QuerySet[Examination]:
    """The examinations the actor sees."""
    return Examination.objects.filter(access_learning.examinations_seen(actor)).select_related("agency")


def examination(actor: StaffActor, pk: int) -> Examination | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def listed(actor: StaffActor, *, text: str = "", state: str = "", subject: str = "") -> QuerySet[Examination]:
    """The examinations the actor sees, narrowed."""
    rows = for_staff(actor)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    if state:
        rows = rows.filter(state=state)
    return rows.filter(subject=subject) if subject else rows


def counts_by_state(actor: StaffActor) -> dict[str, int]:
    """How many examinations of each state the actor sees; one query."""
    return dict(for_staff(actor).order_by().values_list("state").annotate(Count("pk")))


def faults(found: Examination) -> list[tuple[str, Text]]:
    """Field → what it still needs before it may be released."""
    wrong: list[tuple[str, Text]] = []
    if not found.title.strip():
        wrong.append(("title", say("This is missing. Write it.")))
    if found.way == "online":
        drawn = examining.draw(
            bank.drawn_from(found.agency_id, found.subject).values_list("pk", "kind"),
            found.wanted,
            found.seed,
        )
        if isinstance(drawn, Refused):
            wrong.append(("wanted", drawn.reason))
    return wrong


def enrolled(found: Examination) -> QuerySet[Candidate]:
    """Every candidacy of an examination that was not taken back, its sitting not called off."""
    return Candidate.objects.filter(
        sitting__examination=found, withdrawn_at__isnull=True, sitting__called_off_at__isnull=True
    )


def short(found: Examination) -> QuerySet[Learner]:
    """Who was enrolled and never passed, and is still with the agency: those a resit is for."""
    mine = enrolled(found).filter(learner=OuterRef("pk"))
    passed = mine.filter(passed=True)
    marked = mine.filter(present__isnull=False)
    return Learner.objects.filter(roster.still_here(), Exists(marked), ~Exists(passed))


def _flags(found: Examination) -> dict[str, bool]:
    now = clock.now()
    sittings = list(found.sittings.filter(called_off_at__isnull=True))
    over = [each.pk for each in sittings if each.ends_at <= now]
    every = enrolled(found)
    unmarked = every.filter(present__isnull=True)
    running = Attempt.objects.filter(candidate__sitting__in=over, submitted_at__isnull=True, until__gt=now)
    return {
        "complete": bool(found.paper) or not faults(found),
        "untouched": not every.filter(Q(present__isnull=False) | Q(attempt__isnull=False)).exists(),
        "sat": bool(over)
        and len(over) == len(sittings)
        and unmarked.filter(sitting__in=over).exists()
        and not running.exists(),
        "all_marked": bool(over) and not unmarked.exists(),
        "some_short": short(found).exists(),
    }


def facts(found: Examination, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    return asked(KIND, found.pk, found.agency_id, actor, _flags(found), given)


def offers(found: Examination, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def sittings(found: Examination, actor: StaffActor) -> QuerySet[Sitting]:
    """Its sittings, each with ``enrolled_count``, ``present_count``, ``passed_count`` of those the actor sees."""
    seen = Candidate.objects.filter(access_learning.candidates_seen(actor)).values("pk")
    counted = Q(candidates__withdrawn_at__isnull=True, candidates__in=seen)
    return found.sittings.annotate(
        enrolled_count=Count("candidates", filter=counted),
        present_count=Count("candidates", filter=counted & Q(candidates__present=True)),
        passed_count=Count("candidates", filter=counted & Q(candidates__passed=True)),
    ).order_by("begins_at", "id")


def sitting(actor: StaffActor, pk: int) -> Sitting | None:
    """A sitting of an examination the actor sees."""
    seen = for_staff(actor).values("pk")
    rows = Sitting.objects.filter(pk=pk, examination__in=seen)
    return rows.select_related("examination__agency").first()


def candidates(
    found: Sitting, actor: StaffActor, *, text: str = "", unit: int = 0, result: str = ""
) -> QuerySet[Candidate]:
    """Who is enrolled in it, as far as the actor sees names; narrowed by name, unit and result."""
    rows = Candidate.objects.filter(
        access_learning.candidates_seen(actor), sitting=found, withdrawn_at__isnull=True
    )
    if text:
        rows = rows.filter(Q(learner__staff_number__icontains=text) | Q(learner__name__icontains=text))
    if unit:
        rows = rows.filter(unit_id=unit)
    outcomes = {
        "passed": Q(passed=True),
        "failed": Q(present=True, passed=False),
        "absent": Q(present=False),
        "unmarked": Q(present__isnull=True),
    }
    if result in outcomes:
        rows = rows.filter(outcomes[result])
    return rows.select_related("learner", "unit")


def candidate(actor: StaffActor, pk: int) -> Candidate | None:
    """One of them, if the actor sees it."""
    rows = Candidate.objects.filter(access_learning.candidates_seen(actor), pk=pk, withdrawn_at__isnull=True)
    return rows.select_related("learner", "sitting__examination__agency").first()


def count(found: Examination) -> examining.Count:
    """What came of it so far: persons, a resit making nobody two; one query."""
    return examining.count(enrolled(found).values_list("learner_id", "present", "passed"))


def counts(rows: Sequence[Examination]) -> dict[int, examining.Count]:
    """The same of many; one query."""
    results: dict[int, list[tuple[object, bool | None, bool]]] = {each.pk: [] for each in rows}
    every = Candidate.objects.filter(
        sitting__examination__in=list(results), withdrawn_at__isnull=True, sitting__called_off_at__isnull=True
    )
    columns = ("sitting__examination_id", "learner_id", "present", "passed")
    for exam, person, present, passed in every.values_list(*columns):
        results[exam].append((person, present, passed))
    return {pk: examining.count(each) for pk, each in results.items()}


def told(found: Examination) -> list[Event]:
    """The events of an examination, oldest first."""
    return list(ledger.events_of([(EXAMINATION, found.pk)]))


def numbered(actor: StaffActor, text: str) -> Examination | None:
    """The examination with this very number, if the actor sees it."""
    return for_staff(actor).filter(number__iexact=text).first()


def to_mark(found: Sitting) -> QuerySet[Attempt]:
    """What was handed in online and waits for somebody to mark the written questions."""
    rows = Attempt.objects.filter(
        candidate__sitting=found, candidate__present__isnull=True, candidate__withdrawn_at__isnull=True,
        submitted_at__isnull=False,
    )  # fmt: skip
    return rows.select_related("candidate__learner", "candidate__unit").order_by("candidate_id")


def attempt(pk: int, actor: StaffActor) -> Attempt | None:
    """What one candidate wrote, for whoever marks it."""
    found = (
        Attempt.objects.select_related("candidate__learner", "candidate__sitting__examination__agency")
        .filter(pk=pk)
        .first()
    )
    agency = found.candidate.sitting.examination.agency_id if found else 0
    return found if found and access_learning.may_train(actor, agency) else None
