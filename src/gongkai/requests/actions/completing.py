"""What the applicant does to a request after it was handed in: complete it, and say whether news come by e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Conflict, Invalid
from gongkai.domain.text import N_, say
from gongkai.requests.actions.base import take_in_hand, tell_ledger
from gongkai.requests.actions.given import Given
from gongkai.requests.actions.intake import Upload
from gongkai.requests.actions.moving import move
from gongkai.requests.actions.sealing import keep_files
from gongkai.requests.identity import read
from gongkai.requests.models import Applicant, Request, SealedFile
from gongkai.requests.people import ApplicantActor

NOTICES_ON = ledger.verb(
    "requests.applicant.notices_on", N_("{actor} asked to be told by e-mail of news about {number}")
)
NOTICES_OFF = ledger.verb(
    "requests.applicant.notices_off", N_("{actor} asked for no more e-mail about {number}")
)


def complete(
    *,
    request_id: int,
    actor: ApplicantActor,
    expected_version: int | None,
    text: str,
    files: Sequence[Upload] = (),
) -> Request:
    """The correction that was asked for (补正), words and files in one deed (Article 30).

    Refuses as ``move`` does; a file that cannot be taken refuses the whole. Sent twice, it is taken once.
    """
    given = Given(supplement=text.strip())
    with transaction.atomic():
        try:
            take_in_hand(request_id, actor, expected_version)
        except Conflict:
            # A second click: the files came with the first. Anything else is the conflict it says it is.
            return move(
                request_id=request_id,
                key="corrected",
                actor=actor,
                expected_version=expected_version,
                given=given,
            )
        request = move(
            request_id=request_id,
            key="corrected",
            actor=actor,
            expected_version=expected_version,
            given=given,
        )
        keep_files(request, [replace(each, kind=SealedFile.Kind.SUPPLEMENT) for each in files])
    return request


def switch_notices(*, request_id: int, actor: ApplicantActor, on: bool) -> bool:
    """Whether news are told by e-mail. Gives whether anything changed; ``Invalid`` without an address."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, None)
        applicant = Applicant.objects.filter(request=request).first()
        if on and not read(applicant).email:
            raise Invalid(
                say(
                    "No e-mail address was given with this request, so nothing can be sent. Look here for news."
                )
            )
        changed = Applicant.objects.filter(request=request, by_email=not on).update(by_email=on)
        if changed:
            tell_ledger(NOTICES_ON if on else NOTICES_OFF, request, actor)
    return bool(changed)
