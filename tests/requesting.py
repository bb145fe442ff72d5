"""Requests for tests: an application, and the usual way from the form to the archive."""

from __future__ import annotations

from datetime import date
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.requests import actions
from gongkai.requests.actions import AnswerInput, Application, Given
from gongkai.requests.identity import Identity
from gongkai.requests.models import Request
from gongkai.requests.people import ApplicantActor

#: What must never be seen outside the record: each of them is looked for on every public page.
MARKERS = {
    "name": "秘密姓名甲乙",
    "identity_number": "340102199001019876",
    "telephone": "13955519876",
    "email": "marker-person@example.org",
    "address": "秘密路九十九号",
    "representative": "秘密代表丙",
}
SUBJECT = "2025年渣土运输企业核准名单"


def application(**changes: Any) -> Application:
    identity = {**MARKERS, "identity": "id_card", "postcode": "236800"}
    identity.update(changes.pop("identity", {}))
    values: dict[str, Any] = {
        "subject": SUBJECT,
        "description": "经核准从事建筑垃圾运输的企业名称和核准日期",
        "identity": Identity(**identity),
    }
    return Application(**{**values, **changes})


def submitted(cast: Cast, **changes: Any) -> Request:
    """Handed in on the site."""
    return actions.submit(agency_id=cast.agency.pk, actor=None, application=application(**changes)).request


def entered(cast: Cast, **changes: Any) -> Request:
    """Handed in on paper and entered by the desk."""
    values: dict[str, Any] = {"channel": "in_person", "evidence": "窗口当面提交", **changes}
    return actions.submit(
        agency_id=cast.agency.pk, actor=cast.desk, application=application(**values)
    ).request


def go(cast: Cast, request: Request, key: str, who: str, **given: Any) -> Request:
    """One move by one of the cast (``applicant``, ``clock``) on the version as it stands."""
    fresh = Request.objects.select_related("agency").get(pk=request.pk)
    actor: Any = None
    if who == "applicant":
        actor = ApplicantActor(fresh.pk, fresh.agency.code)
    elif who != "clock":
        actor = getattr(cast, who)
    return actions.move(
        request_id=fresh.pk, key=key, actor=actor, expected_version=fresh.version, given=Given(**given)
    )


def handling(cast: Cast, **changes: Any) -> Request:
    """Registered, accepted, with the officer."""
    request = submitted(cast, **changes)
    go(cast, request, "register", "desk")
    return go(
        cast,
        request,
        "accept",
        "desk",
        unit=cast.units["waste"].pk,
        officer=cast.person("officer").pk,
    )


ANSWER = AnswerInput(
    kind="refused",
    outcome="refused_internal_affairs",
    ground="internal_affairs",
    reason="该信息属于本机关内部事务信息。",
)


def answered(cast: Cast, request: Request, content: AnswerInput = ANSWER, who: str = "officer") -> Request:
    """The answer is written."""
    fresh = Request.objects.get(pk=request.pk)
    return actions.save_answer(
        request_id=fresh.pk, actor=getattr(cast, who), expected_version=fresh.version, content=content
    )


WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("submit_answer", "officer", {}),
    ("legal_agree", "legal", {}),
    ("approve", "approver", {}),
    ("issue", "desk", {}),
    ("serve", "desk", {"way": "electronic", "evidence": "网上查询系统", "day": None}),
    ("archive", "desk", {}),
)


def walk_to(cast: Cast, request: Request, state: str) -> Request:
    """On the usual way from handling, as far as ``state``."""
    for key, who, given in WAY:
        if request.state == state:
            return request
        values = {**given, "day": clock.today()} if "day" in given else given
        request = go(cast, request, key, who, **values)
    if request.state != state:
        raise AssertionError(f"The usual way does not pass {state}.")
    return request


def closed(cast: Cast, content: AnswerInput = ANSWER, **changes: Any) -> Request:
    return walk_to(cast, answered(cast, handling(cast, **changes), content), "closed")


def the_day(text: str) -> date:
    return date.fromisoformat(text)
