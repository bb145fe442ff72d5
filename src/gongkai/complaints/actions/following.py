"""The reporter's own page: let in with number and secret code, rating, switching notices."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from gongkai.complaints import house, numbers, secret
from gongkai.complaints.actions.base import note_step, put_back, take_in_hand, tell_ledger
from gongkai.complaints.actions.effects_closing import enter_call
from gongkai.complaints.actions.given import CallGiven
from gongkai.complaints.identity import read
from gongkai.complaints.models import Call, Matter, Reporter
from gongkai.complaints.people import ReporterActor
from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say

RATED = ledger.verb("complaints.matter.rated", N_("{actor} rated the reply to {number}"))
NOTICES = ledger.verb("complaints.reporter.notices", N_("{actor} switched the notices about {number}"))
#: What a code is compared with where there is no such number, so that both answers take the same work.
_NOBODY = "0" * 64


def let_in(*, number: str, code: str) -> Matter:
    """The matter this number and code belong to. No event: who looked when is the reporter's own affair.

    Raises ``Invalid``, with one sentence for an unknown number and a wrong code, and ``Refusal`` while it is locked.
    """
    written = numbers.plain(number)
    matter = (
        Matter.objects.exclude(code_digest="")
        .filter(number=written)
        .select_related("agency")
        .order_by("pk")
        .first()
    )
    # The try is counted before the code is looked at: many at once have no more guesses than one after another.
    counted = _count_try(matter.pk if matter else 0)
    fits = secret.fits(written, code, matter.code_digest if matter else _NOBODY)
    if matter is not None and not counted:
        _lock_if_too_many(matter.pk)
        raise Refusal(
            say(
                "There were too many wrong tries, so this matter is locked for {minutes} minutes at most. Try again "
                "then, or ask the complaints desk.",
                minutes=house.number("lock_minutes"),
            )
        )
    if matter is None or not fits:
        _lock_if_too_many(matter.pk if matter else 0)
        raise Invalid(
            say(
                "Number and code do not belong together. Look at both again: they stand on the receipt. After "
                "{tries} wrong tries in a row the matter is locked for {minutes} minutes.",
                tries=house.number("tries"),
                minutes=house.number("lock_minutes"),
            )
        )
    Matter.objects.filter(pk=matter.pk).update(tries=0, locked_until=None)
    return matter


def _count_try(pk: int) -> bool:
    open_now = Q(locked_until__isnull=True) | Q(locked_until__lte=clock.now())
    allowed = Matter.objects.filter(open_now, pk=pk, tries__lt=house.number("tries"))
    return bool(allowed.update(tries=F("tries") + 1))


def _lock_if_too_many(pk: int) -> None:
    until = clock.now() + timedelta(minutes=house.number("lock_minutes"))
    Matter.objects.filter(pk=pk, tries__gte=house.number("tries")).update(tries=0, locked_until=until)


def rate(*, matter_id: int, actor: ReporterActor, found: CallGiven) -> Call:
    """The reporter's own rating: answered, solved, content. A joined matter's reporter rates the common reply."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        replied = matter.lead if matter.state == "merged" else matter
        if (
            replied is None
            or replied.state not in ("replied", "closed", "deciding")
            or replied.replied_at is None
        ):
            raise Refusal(say("There is no reply to rate yet."))
        if matter.state == "closed":
            raise Refusal(say("The matter is closed. If you are not content, object to the closing."))
        if matter.calls.filter(round=matter.round, by_reporter=True).exists():
            raise Refusal(say("You rated this reply before; your word stands."))
        if found.rating in ("", "unreached"):
            raise Invalid(say("Say whether you are content."), field="rating")
        call = enter_call(matter, actor, found)
        put_back(matter)
        note_step(matter, "rate", actor, data={"rating": matter.rating})
        tell_ledger(
            RATED,
            matter,
            actor,
            data={"rating": found.rating, "answered": found.answered, "solved": found.solved},
        )
    return call


def switch_notices(*, matter_id: int, actor: ReporterActor, on: bool) -> None:
    """E-mail notices on or off."""
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        reporter = Reporter.objects.filter(matter=matter).first()
        if reporter is None or not read(reporter).email:
            raise Refusal(say("No e-mail address was given, so no notices can be sent."))
        if Reporter.objects.filter(pk=reporter.pk).exclude(by_email=on).update(by_email=on):
            tell_ledger(NOTICES, matter, actor, data={"on": on})
