"""Is a rule that is declared lapsed (宣布失效) ended by a move of its own, and counted as ended?"""

from __future__ import annotations

import consulting
import evaluating_stage as stage
import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from everybody import who_may
from gongkai.consultations.actions import moving
from gongkai.consultations.actions.moving import Given
from gongkai.consultations.models import Document
from gongkai.consultations.paper import sheet_of
from gongkai.consultations.queries import public, yearly
from gongkai.core import clock
from gongkai.core.refusals import Refusal
from gongkai.people.actor import StaffActor

pytestmark = pytest.mark.django_db


def test_only_the_leader_declares_a_rule_lapsed_and_says_why(cast: Cast) -> None:
    rule = stage.in_force(cast)

    def declare(actor: StaffActor, reason: str = "调整对象已消失。") -> Document:
        return moving.move(
            document_id=rule.pk,
            key="declare_lapsed",
            actor=actor,
            expected_revision=None,
            given=Given(reason=reason),
        )

    assert who_may(cast, declare) == {"rule_leader"}
    with pytest.raises(Refusal):
        declare(cast.rule_leader, "")
    done = declare(cast.rule_leader)
    assert (done.state, done.ended_on, done.ended_reason) == ("lapsed", clock.today(), "调整对象已消失。")
    year = clock.today().year
    assert yearly.counted(cast.agency.pk, year)[yearly.REPEALED] == 1
    assert yearly.counted(cast.agency.pk, year)[yearly.IN_FORCE] == 0
    with pytest.raises(Refusal):
        consulting.go(done, "repeal", cast.rule_leader, reason="再次废止")


def test_its_paper_says_declared_and_not_that_its_term_is_over(cast: Cast) -> None:
    rule = stage.in_force(cast)
    done = consulting.go(rule, "declare_lapsed", cast.rule_leader, reason="调整对象已消失。")
    said = str(sheet_of(done, public.versions(done)[-1], final=True))
    assert "宣布失效" in said
    assert "有效期已满" not in said


def test_a_list_that_says_lapsed_leads_to_that_move(cast: Cast) -> None:
    rule = stage.in_force(cast)
    found = stage.published_list(
        cast, stage.proposed(cast, stage.listed(cast), **{f"n{rule.number[-3:]}": ("lapse", "对象已消失。")})
    )
    entry = found.entries.get(document=rule)
    client = Client()
    client.force_login(cast.person("rule_leader"))

    here = reverse("workspace:clean_up_repeal", args=[found.pk, entry.pk])
    assert "对象已消失" in client.get(here).content.decode()
    seen = Document.objects.get(pk=rule.pk).revision
    answer = client.post(here, {"reason": "对象已消失。", "version": seen})
    assert answer.status_code == 302
    assert Document.objects.get(pk=rule.pk).state == "lapsed"
