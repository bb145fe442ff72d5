"""Is the receipt of a letter to the party noted once, by the unit that handles the case, with what proves it?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import deciding
import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast, make_cast
from gongkai.core import clock, letters
from gongkai.core.models import Event, Letter, LetterService
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.powers.actions import decisions as deeds
from gongkai.powers.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    deciding.table(made)
    return made


@pytest.fixture
def sent(cast: Cast) -> tuple[Decision, Letter]:
    made = deciding.filed(cast)
    letter = deeds.issue_notice(decision_id=made.pk, actor=cast.case_handler, expected_revision=made.revision)
    return made, letter


def given(**changes: Any) -> dict[str, Any]:
    return {
        "way": "direct",
        "served_on": clock.today(),
        "evidence": "当事人签字的回证",
        "recipient": "示例丁",
        **changes,
    }


def note(sent: tuple[Decision, Letter], actor: Any, **changes: Any) -> LetterService:
    return deeds.note_receipt(decision_id=sent[0].pk, actor=actor, letter_id=sent[1].pk, **given(**changes))


def test_a_receipt_is_kept_sealed_once_and_told_in_the_ledger(
    cast: Cast, sent: tuple[Decision, Letter]
) -> None:
    service = note(sent, cast.case_handler)
    assert letters.recipient_of(service) == "示例丁"
    assert "示例丁" not in service.recipient
    event = Event.objects.get(verb="powers.decision.receipt")
    assert "示例丁" not in str(event.data)
    with pytest.raises(Refusal):
        note(sent, cast.case_handler)
    assert LetterService.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["power_reviewer", "case_leader", "power_publisher", "supervisor", "outsider"]
)
def test_only_handlers_of_the_unit_note_receipts(
    cast: Cast, sent: tuple[Decision, Letter], name: str
) -> None:
    with pytest.raises(NotAllowed):
        note(sent, getattr(cast, name))
    assert not LetterService.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"way": "pigeon"}, "way"),
        ({"served_on": date(2020, 1, 1)}, "served_on"),
        ({"served_on": clock.today() + timedelta(days=2)}, "served_on"),
        ({"evidence": " "}, "evidence"),
    ],
)
def test_what_proves_nothing_is_refused_at_its_field(
    cast: Cast, sent: tuple[Decision, Letter], changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        note(sent, cast.case_handler, **changes)
    assert refused.value.field == field


def test_a_letter_of_another_case_is_refused(cast: Cast, sent: tuple[Decision, Letter]) -> None:
    other = deciding.filed(cast, number="测城管罚〔2026〕2号")
    with pytest.raises(Refusal):
        note((other, sent[1]), cast.case_handler)


def test_the_record_offers_the_form_and_then_says_how_it_was_served(
    cast: Cast, sent: tuple[Decision, Letter]
) -> None:
    client = Client()
    client.force_login(cast.person("case_handler"), backend="gongkai.people.sign_in.Backend")
    record = reverse("workspace:power_decision", args=[sent[0].pk])
    here = reverse("workspace:power_decision_receipt", args=[sent[0].pk, sent[1].pk])
    assert here in client.get(record).content.decode()
    page = client.get(here)
    assert page.status_code == 200
    empty = client.post(here, {"recipient": "示例丁"})
    assert empty.status_code == 422
    assert "示例丁" in empty.content.decode(), "what was typed is still there"
    done = client.post(here, given(served_on=f"{clock.today():%Y-%m-%d}"))
    assert done.status_code == 302
    after = client.get(record).content.decode()
    assert here not in after
    assert "直接送达" in after
