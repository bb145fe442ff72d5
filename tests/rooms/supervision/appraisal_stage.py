"""People who dealt with the bureau, and a round of appraisal on its way, for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cast import Cast
from gongkai.complaints import identity as reporters
from gongkai.complaints.models import Matter, Reporter
from gongkai.core import clock, secret_codes
from gongkai.people.actor import StaffActor
from gongkai.requests import identity as applicants
from gongkai.requests.models import Applicant, Request
from gongkai.supervision.actions import appraisal_answers as answering
from gongkai.supervision.actions.appraisal_asking import run
from gongkai.supervision.actions.appraisal_drawing import SeedInput
from gongkai.supervision.actions.appraisal_moving import move_round
from gongkai.supervision.actions.appraisal_rounds import RoundInput, prepare_round
from gongkai.supervision.appraisal_codes import code_of
from gongkai.supervision.models import Invitation, Round

#: A Wednesday morning; last year is appraised.
NOW = timezone.make_aware(datetime(2026, 3, 4, 9, 0))
YEAR = 2025
SEED = SeedInput("2026-03-03 双色球 010203", "公开开奖号码")
#: What may stand nowhere but in the call list.
NUMBER = "1390000{:04d}"


def reported(cast: Cast, count: int, unit: str = "waste", first: int = 0, **changes: Any) -> list[Reporter]:
    """Matters of the year before, each with somebody who left a number."""
    now, day = clock.now(), date(YEAR, 6, 1)
    many = Matter.objects.bulk_create(
        Matter(
            agency=cast.agency, number=f"SQ-{first + at:05d}", kind="complaint", channel="phone", title="路灯不亮",
            unit=cast.units[unit], received_on=day, received_at=now, created_at=now, updated_at=now,
            **{key: value for key, value in changes.items() if key.startswith("against")},
        )
        for at in range(count)
    )  # fmt: skip
    rest = {key: value for key, value in changes.items() if not key.startswith("against")}
    email = rest.pop("email", "")
    return Reporter.objects.bulk_create(
        Reporter(
            matter=matter,
            sealed=reporters.seal(
                matter.pk, reporters.Contact("某人", NUMBER.format(first + at), email.format(first + at))
            ),
            by_email=bool(email),
            **rest,
        )
        for at, matter in enumerate(many)
    )


def applied(
    cast: Cast, count: int, unit: str = "waste", first: int = 5000, email: str = ""
) -> list[Applicant]:
    """Requests of the year before; with ``email`` (a pattern with ``{}``) they wanted to be written to."""
    now = clock.now()
    many = Request.objects.bulk_create(
        Request(
            agency=cast.agency, number=f"SQGK-{first + at:05d}", channel="online", applicant_kind="natural_person",
            subject="渣土车核准", unit=cast.units[unit], arrived_on=date(YEAR, 7, 1), created_at=now, updated_at=now,
        )
        for at in range(count)
    )  # fmt: skip
    return Applicant.objects.bulk_create(
        Applicant(
            request=each,
            sealed=applicants.seal(
                each.pk,
                applicants.Identity(
                    name="某人", telephone=NUMBER.format(first + at), email=email.format(first + at)
                ),
            ),
            by_email=bool(email),
        )
        for at, each in enumerate(many)
    )


def days(**changes: Any) -> RoundInput:
    """Last year, three weeks for answers."""
    given: dict[str, Any] = {
        "year": YEAR,
        "period_from": date(YEAR, 1, 1),
        "period_to": date(YEAR, 12, 31),
        "closes_on": clock.today() + timedelta(days=21),
    }
    return RoundInput(**{**given, **changes})


def prepared(cast: Cast, **changes: Any) -> Round:
    return prepare_round(agency_id=cast.agency.pk, actor=cast.supervisor, given=days(**changes))


def now(found: Round) -> Round:
    return Round.objects.select_related("agency").get(pk=found.pk)


def moved(found: Round, key: str, actor: StaffActor, **given: Any) -> Round:
    """Makes a move, with a seed or a reason where one is asked for."""
    if key == "draw":
        given.setdefault("seed", SEED)
    seen = given.pop("seen", now(found).revision)
    return move_round(round_id=found.pk, key=key, actor=actor, expected_revision=seen, **given)


#: What leads to each state, after ``prepared``.
WAYS: dict[str, tuple[str, ...]] = {
    "prepared": (),
    "drawn": ("draw",),
    "open": ("draw", "open"),
    "closed": ("draw", "open", "close"),
    "counted": ("draw", "open", "close", "count"),
    "published": ("draw", "open", "close", "count", "publish"),
    "called_off": ("draw", "open", "call_off"),
}


def at(cast: Cast, state: str, found: Round | None = None) -> Round:
    """A round that went its way to the state. Where it was closed, its last day is yesterday from then on."""
    found = found or prepared(cast)
    for key in WAYS[state]:
        if key == "close":
            closed(found)
        elif key == "publish":
            moved(found, key, cast.duty_leader)
        else:
            moved(found, key, cast.supervisor, **({"reason": "数据有误。"} if key == "call_off" else {}))
    return now(found)


def closed(found: Round) -> None:
    """Lets its last day pass."""
    Round.objects.filter(pk=found.pk).update(closes_on=clock.today() - timedelta(days=1))
    run()


def graded(grade: int = 4, **more: Any) -> dict[str, Any]:
    """A filled-in sheet."""
    return {"overall": grade, "content_complete": grade, "finding_site": 3, **more}


def called(cast: Cast, invitation: Invitation, result: str = "answered", **given: Any) -> Invitation:
    """A call by the call-back officer."""
    if result == "answered":
        given.setdefault("answers", graded())
    tries = Invitation.objects.get(pk=invitation.pk).tries
    return answering.note_call(
        invitation_id=invitation.pk, actor=cast.caller, tries_seen=tries, result=result, **given
    )


def filled_in(found: Round, **changes: Any) -> bool:
    """The open sheet of somebody."""
    return answering.fill_in(round_id=found.pk, token=secret_codes.new_token(), answers=graded(**changes))


def code(invitation: Invitation) -> str:
    return code_of(invitation)
