"""The clocks of a request: begun, held, begun anew and stopped as the law says."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.core.refusals import Invalid
from gongkai.domain.requests import REPLY
from gongkai.domain.text import say
from gongkai.requests.models import Consultation, Request
from gongkai.requests.queries.subjects import consultation_subject, subject_of

CONFIRM = "request.confirm"
CORRECTION_NOTICE = "request.correction_notice"
CORRECTION = "request.correction"
REASONS = "request.reasons"
FEE = "request.fee_payment"
ONE_DAY = timedelta(days=1)


def begin(
    request: Request, rule: str, on: date, *, fixed_on: date | None = None, law_of: date | None = None
) -> Deadline:
    """Starts a clock of the request, under the law in force on that day, or on ``law_of``."""
    return deadlines.start(
        rule,
        subject=subject_of(request),
        on=on,
        agency=request.agency.code,
        title=f"{request.number} {request.subject}",
        unit=request.unit_id,
        fixed_on=fixed_on,
        law_of=law_of,
    )


def reply_clock(request: Request) -> Deadline | None:
    """The running clock of the answer."""
    return deadlines.running(subject_of(request), REPLY).first()


def stop(request: Request, prefix: str = "request.", *, on: date | None = None) -> None:
    """Stops the request's clocks. When all are meant, nobody is heard any more: what was asked ends."""
    deadlines.stop(subject_of(request), prefix, on=on)
    if prefix == "request.":
        unheard = request.consultations.filter(answered_on__isnull=True)
        for consultation in unheard:
            deadlines.stop(consultation_subject(consultation), on=on)
        unheard.update(answered_on=on or clock.today())


def hold(request: Request, kind: str, since: date, number: int | None = None) -> None:
    """Holds the clock of the answer from the day after ``since``; ``kind`` is a word of ``deadlines.PAUSE_WORDS``."""
    reason = kind if number is None else f"{kind}#{number}"
    deadlines.pause(subject_of(request), first=since + ONE_DAY, reason=reason, rule=REPLY)


def let_go(request: Request, kind: str, until: date, number: int | None = None) -> None:
    """Ends that hold; ``until`` is the last day not counted."""
    reason = kind if number is None else f"{kind}#{number}"
    deadlines.resume(subject_of(request), last=until, reason=reason)


def begin_anew(request: Request, on: date) -> None:
    """The clock of the answer begins anew on ``on`` (Article 30; the fee measures).

    A later day that was set by decision stands while it lies behind the period counted anew.
    """
    deadlines.restart(subject_of(request), REPLY, on=on)
    running = reply_clock(request)
    if running is None or running.fixed_on is None:
        return
    counted = deadlines.explain(running).due
    if counted is not None and counted > running.fixed_on:
        deadlines.fix(running, None)


def go_on(part: Request, known: Deadline) -> None:
    """A clock of the request a part was split off goes on for the part: held, extended and fixed as it was."""
    copy = begin(part, known.rule, known.started_on, fixed_on=known.fixed_on, law_of=known.law_of)
    # A hearing or a fee is the first one's own: a part is split off only while none is awaited.
    copy.pauses, copy.stopped_on = [list(each) for each in known.pauses], known.stopped_on
    deadlines.extend(copy, known.extension)


def hand_over(request: Request) -> None:
    """The clocks of the request are those of its unit from now on."""
    deadlines.running(subject_of(request)).update(unit=request.unit_id)


def hold_of(consultation: Consultation) -> str:
    """The kind of hold a hearing is."""
    return "third_party" if consultation.kind == Consultation.Kind.THIRD_PARTY else "agency"


def clock_of(consultation: Consultation) -> str:
    """The period of a hearing: Article 32 for third parties, Article 34 for agencies."""
    third = consultation.kind == Consultation.Kind.THIRD_PARTY
    return "request.third_party" if third else "request.joint_opinion"


def ahead(day: date | None, days: int, field: str) -> date:
    """The day set for somebody; ``days`` working days from today where none was named. It must lie ahead."""
    today = clock.today()
    wanted = day or clock.calendar().after(today, days)
    if wanted <= today:
        raise Invalid(say("The day must lie ahead; {day} does not.", day=wanted), field=field)
    return wanted


def is_over(request: Request, rule: str) -> bool:
    """Whether a clock of the request has run out."""
    running = deadlines.running(subject_of(request), rule).first()
    return running is not None and running.due_on is not None and running.due_on < clock.today()
