"""Requests standing in every state, brought there by the right people, and a form filled in for every move."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import requesting
from cast import Cast
from gongkai.core import clock
from gongkai.requests import actions
from gongkai.requests.models import Request

#: Monday; Qingming is from 4 to 6 April, the first of May from the 1st to the 5th.
TODAY = date(2026, 3, 2)


def filled(cast: Cast, request: Request | None = None) -> dict[str, Any]:
    """Every field of ``Given`` that a move could ask for."""
    waiting = request.consultations.filter(answered_on__isnull=True).first() if request else None
    return {
        "reason": "因为",
        "unit": cast.units["waste"].pk,
        "officer": cast.person("officer").pk,
        "correction": "请写明年度",
        "by_day": clock.today() + timedelta(days=30),
        "supplement": "2025年度",
        "party": "示例环卫公司",
        "contact": "0558-5551111",
        "agency": "测试市住房和城乡建设局",
        "consultation": waiting.pk if waiting else None,
        "result": "agrees",
        "opinion": "同意公开",
        "days": 5,
        "reasons": "用于研究",
        "receipt": "财票0001",
        "way": "electronic",
        "day": clock.today(),
        "evidence": "网上查询系统",
    }


def step(cast: Cast, request: Request, key: str, who: str, **changes: Any) -> Request:
    """One move with the form filled in."""
    fresh = Request.objects.get(pk=request.pk)
    return requesting.go(cast, fresh, key, who, **{**filled(cast, fresh), **changes})


#: State, or state and what else is true → the way there from ``handling``.
FROM_HANDLING: dict[str, tuple[tuple[str, str], ...]] = {
    "handling": (),
    "handling, more time asked for": (("ask_extension", "officer"),),
    "handling, more time allowed": (("ask_extension", "officer"), ("grant_extension", "head")),
    "handling, reasons asked": (("ask_reasons", "officer"), ("reasons_given", "desk")),
    "consulting": (("hear_third_party", "officer"),),
    "consulting, two": (("hear_third_party", "officer"), ("ask_agency", "officer")),
    "excessive": (("ask_reasons", "officer"),),
    "legal_check": (("submit_answer", "officer"),),
    "approval": (("submit_answer", "officer"), ("legal_agree", "legal")),
    "approved": (("submit_answer", "officer"), ("legal_agree", "legal"), ("approve", "approver")),
}
STANDS = (
    *("received", "registered", "correction", *FROM_HANDLING, "handling, fee worked out", "fee"),
    *("issued", "closed", "archived", "void"),
)
"""Every way a request can stand, as far as it decides what may be done to it."""


def stand(cast: Cast, name: str) -> Request:
    """A request that stands so."""
    state = name.partition(",")[0]
    if state in ("received", "void", "registered", "correction"):
        request = requesting.submitted(cast)
        way = {"void": (("void", "head"),), "registered": (("register", "desk"),)}
        way["correction"] = (("register", "desk"), ("ask_correction", "desk"))
        for key, who in way.get(state, ()):
            request = step(cast, request, key, who)
    elif name in FROM_HANDLING:
        request = written(cast)
        for key, who in FROM_HANDLING[name]:
            request = step(cast, request, key, who)
    elif "fee" in name:
        request = with_fee(cast)
        request = step(cast, request, "charge_fee", "head") if state == "fee" else request
    else:
        request = requesting.walk_to(cast, written(cast), state)
    request = Request.objects.select_related("agency").get(pk=request.pk)
    assert request.state == state
    return request


def written(cast: Cast, **changes: Any) -> Request:
    """In hand, the answer written by the officer."""
    return requesting.answered(cast, requesting.handling(cast, **changes))


def with_fee(cast: Cast, **changes: Any) -> Request:
    """In hand, a fee of 880 yuan worked out and the answer written."""
    request = written(cast, **changes)
    fresh = Request.objects.get(pk=request.pk)
    actions.work_out_fee(
        request_id=fresh.pk, actor=cast.officer, expected_version=fresh.version, method="by_page", count=109
    )
    return Request.objects.get(pk=fresh.pk)


#: A sound answer of every kind: what is to be written in it.
ANSWERS: dict[str, dict[str, Any]] = {
    "public": {"outcome": "granted", "pointer": "本机关网站“政府信息公开”专栏"},
    "open": {"outcome": "granted", "pointer": "现场查阅"},
    "refused": {
        "outcome": "refused_third_party_rights", "ground": "trade_secret", "reason": "属于企业的商业秘密。",
    },
    "not_exist": {
        "outcome": "unavailable_not_held", "search_record": "经在档案系统以“名单”检索", "reason": "未曾制作。",
    },
    "not_this_agency": {
        "outcome": "unavailable_not_held", "reason": "由住建部门制作。", "right_agency": "测试市住房和城乡建设局",
    },
    "repeat": {
        "outcome": "not_processed_repeat", "reason": "已经答复。", "earlier_number": "测城管公开〔2025〕3号",
        "earlier_on": date(2025, 5, 6),
    },
    "special_query": {
        "outcome": "refused_administrative_query", "reason": "不动产登记资料", "regime": "《不动产登记暂行条例》",
        "pointer": "不动产登记中心窗口",
    },
    "partial": {"outcome": "partially_granted", "ground": "privacy", "reason": "手机号码属于个人隐私。"},
    "needs_creation": {"outcome": "unavailable_needs_creation", "reason": "需要汇总加工。"},
    "unclear": {"outcome": "unavailable_still_unclear", "reason": "仍未写明名称。"},
    "petition": {"outcome": "not_processed_petition", "reason": "要求查处噪声。", "pointer": "12345热线"},
    "publication": {"outcome": "not_processed_publication", "pointer": "市图书馆"},
    "excessive": {"outcome": "not_processed_excessive", "reason": "理由与信息无关。"},
    "confirm_or_reissue": {"outcome": "not_processed_confirm_or_reissue", "reason": "已于上月提供。"},
    "other": {"outcome": "other_other", "reason": "并入前案。", "text": "所申请事项已并入此前的申请一并办理。"},
}  # fmt: skip


def ready_for(cast: Cast, kind: str, **changes: Any) -> Request:
    """In hand, with an answer of this kind and everything it rests on."""
    request = requesting.handling(cast, **changes)
    if kind == "unclear":
        for key, who in (("ask_correction", "officer"), ("corrected", "applicant"), ("accept", "desk")):
            request = step(cast, request, key, who)
    if kind == "excessive":
        for key, who in (("ask_reasons", "officer"), ("reasons_given", "applicant")):
            request = step(cast, request, key, who)
    request = requesting.answered(cast, request, actions.AnswerInput(kind=kind, **ANSWERS[kind]))
    if kind == "partial":
        blacked_out(cast, request)
    return Request.objects.select_related("agency").get(pk=request.pk)


def blacked_out(cast: Cast, request: Request) -> None:
    """An original that stays here, and its redacted copy."""

    def seen() -> dict[str, Any]:
        version = Request.objects.values_list("version", flat=True).get(pk=request.pk)
        return {"request_id": request.pk, "actor": cast.officer, "expected_version": version}

    original = actions.add_file(
        source=io.BytesIO("司机13900000000".encode()), name="名单.txt", title="名单", **seen()
    )
    actions.add_redacted(
        original_id=original.pk,
        source=io.BytesIO("司机████".encode()),
        name="名单-脱敏.txt",
        boxes=[{"page": 1, "box": [0, 0, 10, 10], "ground": "privacy"}],
        proof={"text": "", "pages": 1},
        **seen(),
    )
