"""Answers carry their reason; staff pages ask who is there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongkai.core import access
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.law import Citation
from gongkai.domain.text import say


def test_yes_lets_pass_and_no_says_why() -> None:
    access.YES.require()
    answer = access.no(say("Not yours."), Citation("条例", "第一条"))
    assert not answer
    with pytest.raises(NotAllowed) as refused:
        answer.require()
    assert (str(refused.value), refused.value.citation) == ("Not yours.", Citation("条例", "第一条"))


def test_refusals_have_their_status() -> None:
    assert [kind("x").status for kind in (Refusal, NotAllowed, Invalid)] == [409, 403, 422]
    assert Conflict().status == 409
    assert "Nothing of yours was lost" in str(Conflict())


def test_a_staff_page_sends_strangers_to_sign_in(rf: RequestFactory) -> None:
    @access.staff_page
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    request = rf.get("/workspace/x/?a=1")
    request.user = AnonymousUser()
    answer = page(request)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=/workspace/x/%3Fa%3D1")
    assert page.access_rule == "staff"  # type: ignore[attr-defined]


def test_a_public_page_says_so() -> None:
    @access.public_page
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    assert page.access_rule == "public"  # type: ignore[attr-defined]
