"""An applicant at the site, for tests: what is typed on the form, and the way to the own request."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

import requesting
from cast import Cast
from gongkai.core import clock
from gongkai.requests import actions, secret
from gongkai.requests.models import Request

#: What stands in requests and must be seen by nobody but the applicant and the staff, beside ``requesting.MARKERS``.
TEXTS = {
    "subject": "秘密事由丁",
    "description": "秘密描述戊",
    "wanted": "秘密补正要求己",
    "supplement": "秘密补正庚",
    "party": "秘密第三方辛",
    "contact": "秘密联系壬",
    "opinion": "秘密意见癸",
    "reasons": "秘密缘由子",
    "answer": "秘密答复丑",
    "void": "秘密搁置寅",
    "help": "秘密帮助卯",
}
NEW, DONE, FOLLOW, MINE = "/requests/new/", "/requests/done/", "/requests/follow/", "/requests/mine/"


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends of a form that is filled in; ``None`` leaves a field out."""
    values: dict[str, Any] = {
        "applicant_kind": "natural_person",
        "name": requesting.MARKERS["name"],
        "identity": "id_card",
        "identity_number": requesting.MARKERS["identity_number"],
        "telephone": requesting.MARKERS["telephone"],
        "matter": "information",
        "subject": requesting.SUBJECT,
        "description": "经核准从事建筑垃圾运输的企业名称和核准日期",
        "form_wanted": "electronic",
        "way_wanted": "online",
        "confirm": "on",
        "token": secret.new_token(),
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def picture(name: str = "证件.png") -> SimpleUploadedFile:
    """A small real picture."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def code_of(request: Request) -> str:
    """The request's secret code, which only the form's token tells."""
    token = Request.objects.values_list("token", flat=True).get(pk=request.pk)
    return secret.code_of(str(token))


def let_in(request: Request, client: Client | None = None) -> Client:
    """A browser that has shown number and code."""
    client = client or Client()
    answer = client.post(FOLLOW, {"number": request.number, "code": code_of(request)})
    assert answer.status_code == 302, answer.content.decode()
    return client


def fresh(request: Request) -> Request:
    """The request as it stands now."""
    return Request.objects.select_related("agency").get(pk=request.pk)


def errors(answer: Any) -> dict[str, list[str]]:
    """The sentences of a form that came back, by field."""
    return {name: list(map(str, said)) for name, said in answer.context["form"].errors.items()}


def answered_with_a_file(cast: Cast, **changes: Any) -> Request:
    """A request whose answer was issued, with a file that is given."""
    request = requesting.handling(cast, **changes)
    requesting.answered(cast, request)
    actions.add_file(
        request_id=request.pk,
        actor=cast.officer,
        expected_version=None,
        source=picture().file,
        name="答复附件.png",
    )
    return requesting.walk_to(cast, fresh(request), "issued")


def ahead(days: int = 10) -> date:
    """A day so many working days from now."""
    return clock.calendar().after(clock.today(), days)


def in_state(cast: Cast, state: str) -> Request:
    """A request that stands there, with something to hide wherever it has words."""
    go, asked = requesting.go, {"subject": f"{TEXTS['subject']}{state}", "description": TEXTS["description"]}
    if state in ("received", "void", "registered"):
        request = requesting.submitted(cast, **asked)
        if state == "void":
            return go(cast, request, "void", "head", reason=TEXTS["void"])
        return request if state == "received" else go(cast, request, "register", "desk")
    request = requesting.handling(cast, **asked)
    if state == "correction":
        return go(cast, request, "ask_correction", "officer", correction=TEXTS["wanted"], by_day=ahead())
    if state == "consulting":
        told = {"party": TEXTS["party"], "contact": TEXTS["contact"], "reason": "涉及商业秘密"}
        return go(cast, request, "hear_third_party", "officer", **told)
    if state == "excessive":
        return go(cast, request, "ask_reasons", "officer", reason="本月二十件", by_day=ahead())
    if state == "fee":
        actions.work_out_fee(
            request_id=request.pk, actor=cast.officer, expected_version=None, method="by_page", count=119
        )
        return go(cast, request, "charge_fee", "head")
    if state != "handling":
        content = replace(requesting.ANSWER, reason=TEXTS["answer"], text=TEXTS["answer"])
        request = requesting.walk_to(cast, requesting.answered(cast, request, content), state)
    return request
