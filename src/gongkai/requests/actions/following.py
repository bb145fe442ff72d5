"""Letting an applicant in with number and secret code, and keeping guessers out.

No event of the ledger: nothing of the matter changes, and who looked when is the applicant's own affair. Only the
number of wrong codes in a row is kept, and until when the request is locked.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from gongkai.core import clock
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import say
from gongkai.requests import house, numbers, secret
from gongkai.requests.models import Request

#: What a code is compared with where there is no such number, so that both answers take the same work.
_NOBODY = "0" * 64


def let_in(*, number: str, code: str) -> Request:
    """The request this number and code belong to.

    Raises ``Invalid``, with one sentence for an unknown number and a wrong code, and ``Refusal`` while it is locked.
    """
    written = numbers.plain(number)
    request = (
        Request.objects.exclude(code_digest="")
        .filter(number=written)
        .select_related("agency")
        .order_by("pk")
        .first()
    )
    # The try is counted before the code is looked at: many at once have no more guesses than one after another.
    counted = _count_try(request.pk if request else 0)
    fits = secret.fits(written, code, request.code_digest if request else _NOBODY)
    if request is not None and not counted:
        _lock_if_too_many(request.pk)
        raise _locked()
    if request is None or not fits:
        _lock_if_too_many(request.pk if request else 0)
        raise _wrong()
    Request.objects.filter(pk=request.pk).update(tries=0, locked_until=None)
    return request


def _count_try(pk: int) -> bool:
    """Counts a try; no when the request is locked, or when as many tries as are allowed are being looked at."""
    open_now = Q(locked_until__isnull=True) | Q(locked_until__lte=clock.now())
    allowed = Request.objects.filter(open_now, pk=pk, tries__lt=house.number("tries"))
    return bool(allowed.update(tries=F("tries") + 1))


def _lock_if_too_many(pk: int) -> None:
    until = clock.now() + timedelta(minutes=house.number("lock_minutes"))
    Request.objects.filter(pk=pk, tries__gte=house.number("tries")).update(tries=0, locked_until=until)


def _wrong() -> Invalid:
    return Invalid(
        say(
            "Number and code do not belong together. Look at both again: they stand on the confirmation. After "
            "{tries} wrong tries in a row the request is locked for {minutes} minutes.",
            tries=house.number("tries"),
            minutes=house.number("lock_minutes"),
        )
    )


def _locked() -> Refusal:
    return Refusal(
        say(
            "There were too many wrong tries, so this request is locked for {minutes} minutes at most. Try again "
            "then, or ask the request desk.",
            minutes=house.number("lock_minutes"),
        )
    )
