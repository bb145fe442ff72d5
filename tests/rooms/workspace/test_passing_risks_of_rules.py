"""Does a risk that came up with a rule reach the register of risks, with both numbers kept?"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.consultations.actions import answering, records
from gongkai.consultations.models import Beside, Document, Opinion, RiskClue
from gongkai.consultations.staff import passing
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.consultations.rules import Answer
from gongkai.journeys import rule_to_risk
from gongkai.people.models import Post
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import register
from rooms.consultations import consulting
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Document, Beside]
FOUND = "核准时限不明，容易形成选择性办理。"


def furnished() -> Stage:
    cast = make_cast()
    made = consulting.consulting(cast)
    return cast, made, recorded(cast, made)


built = once_a_file(furnished)


@pytest.fixture
def stage(built: Stage) -> Stage:
    return on_stage(built)


def recorded(cast: Cast, made: Document, kind: str = "risk") -> Beside:
    return records.put_on_record(
        document_id=made.pk, actor=cast.rule_drafter, kind=kind, held_on=clock.today(), outcome=FOUND
    )


def opinion(cast: Cast, made: Document, verdict: str = "adopted") -> Opinion:
    """One that names a risk, with its answer."""
    row = consulting.opinion(made, "核准由一人说了算，容易出问题。").opinion
    consulting.shown(cast, row)
    if verdict:
        answer = Answer(verdict, "已增加集体审议。", consulting.clause(made, "第四条"))
        answering.answer_opinions(
            document_id=made.pk, actor=cast.rule_drafter, opinion_ids=[row.pk], answer=answer
        )
    return row


def begin(cast: Cast, made: Document, who: str = "rule_drafter", **changes: Any) -> Version:
    given = {
        "unit_id": cast.units["waste"].pk,
        "title": "核准时限不明",
        "shows": FOUND,
        "note": "风险评估中提出。",
        **changes,
    }
    return rule_to_risk.begin(document_id=made.pk, actor=getattr(cast, who), **given)


def to_risk(made: Document, row: Beside | Opinion, lead: str = "") -> str:
    part = "records" if isinstance(row, Beside) else "opinions"
    return f"{lead}/workspace/consultations/{made.pk}/{part}/{row.pk}/to-risks/"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "unit": cast.units["waste"].pk,
        "title": "核准时限不明",
        "shows": FOUND,
        "note": "评估提出",
        **changes,
    }


def test_the_risk_point_and_the_rule_know_each_other(stage: Stage) -> None:
    cast, made, risk = stage
    version = begin(cast, made, beside_id=risk.pk)
    assert (version.state, version.entry.kind, version.entry.unit.code) == ("draft", "risk", "waste")
    clue = RiskClue.objects.get()
    assert (clue.beside_id, clue.opinion_id, clue.code) == (risk.pk, None, version.entry.code)
    told = {event.verb: event for event in Event.objects.order_by("-seq")[:2]}
    assert told["powers.risk.from_clue"].data["clue"] == made.number
    assert told["consultations.document.to_risk"].data["code"] == version.entry.code
    assert consulting.now(made).state == "consulting", "the rule goes on"
    assert register.facts(version, cast.power_reviewer).doers["author"] == {
        str(cast.person("rule_drafter").pk)
    }, "whoever passed it on is not the register's second pair of eyes"
    assert ledger.verify()[1] is None


def test_an_adopted_opinion_goes_there_with_its_reference(stage: Stage) -> None:
    cast, made, _risk = stage
    for verdict in ("adopted", "partly"):
        row = opinion(cast, made, verdict)
        version = begin(cast, made, opinion_id=row.pk, who="rule_publisher")
        told = Event.objects.get(verb="powers.risk.from_clue", subject=str(version.entry_id)).data
        assert told["clue"] == f"{made.number} {row.reference}"


@pytest.mark.parametrize("verdict", ["", "not_adopted", "covered", "outside"])
def test_an_opinion_that_was_not_adopted_shows_no_risk(stage: Stage, verdict: str) -> None:
    cast, made, _risk = stage
    row = opinion(cast, made, verdict)
    with pytest.raises(Refusal, match="adopted"):
        begin(cast, made, opinion_id=row.pk)
    client = client_of(cast, "rule_drafter")
    assert client.get(to_risk(made, row)).status_code == 409
    assert not Entry.objects.filter(kind="risk").exists()


def test_only_a_risk_assessment_that_stands_shows_one(stage: Stage) -> None:
    cast, made, risk = stage
    other = recorded(cast, made, "experts")
    records.strike(beside_id=risk.pk, actor=cast.rule_drafter, reason="写错了")
    for row in (other, risk):
        with pytest.raises(Refusal, match="stands"):
            begin(cast, made, beside_id=row.pk)
    with pytest.raises(NotAllowed):
        begin(cast, consulting.consulting(cast, title="另一办法"), beside_id=risk.pk)
    assert not Entry.objects.filter(kind="risk").exists()


@pytest.mark.parametrize(
    "who", ["rule_legal", "rule_leader", "rival_rule_drafter", "supervisor", "power_editor", "outsider"]
)
def test_only_those_who_draft_or_publish_the_rule_pass_it_on(stage: Stage, who: str) -> None:
    cast, made, risk = stage
    with pytest.raises(NotAllowed):
        begin(cast, made, who, beside_id=risk.pk)
    client = client_of(cast, who)
    sees = who in ("rule_legal", "rule_leader", "supervisor")
    assert client.get(to_risk(made, risk)).status_code == (403 if sees else 404)
    assert post(client, to_risk(made, risk), **typed(cast)).status_code == (403 if sees else 404)
    assert not Entry.objects.filter(kind="risk").exists()


def test_it_is_begun_once_and_not_by_halves(stage: Stage) -> None:
    cast, made, risk = stage
    for changes, field in (({"note": " "}, "note"), ({"title": ""}, "title"), ({"unit_id": 0}, "unit")):
        with pytest.raises(Invalid) as told:
            begin(cast, made, beside_id=risk.pk, **changes)
        assert told.value.field == field
    assert (Entry.objects.filter(kind="risk").count(), RiskClue.objects.count()) == (0, 0)
    code = begin(cast, made, beside_id=risk.pk).entry.code
    with pytest.raises(Refusal, match=code):
        begin(cast, made, beside_id=risk.pk)
    assert (Entry.objects.filter(kind="risk").count(), RiskClue.objects.count()) == (1, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskClue.objects.update(code="X-1")


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_screens_lead_there_and_back(stage: Stage, lead: str) -> None:
    cast, made, risk = stage
    row = opinion(cast, made)
    client = client_of(cast, "rule_drafter")
    record = f"{lead}/workspace/consultations/{made.pk}/"
    for source, page in ((risk, record), (row, f"{record}opinions/{row.pk}/")):
        here = to_risk(made, source, lead)
        assert here in words_of(client.get(page))
        assert "容易" in words_of(client.get(here)), "what was found stands there to be taken over"
        for changes in ({"title": ""}, {"shows": "\x00"}, {"unit": "999999"}):
            assert post(client, here, **typed(cast, **changes)).status_code == 422
        done = post(client, here, **typed(cast))
        assert (done.status_code, done["Location"].partition("#")[0]) == (302, page)
        code = Entry.objects.filter(kind="risk").latest("pk").code
        after = words_of(client.get(page))
        assert code in after
        assert here not in after
        assert post(client, here, **typed(cast)).status_code == 422, "begun before"
        assert client.get(here)["Location"].partition("#")[0] == page
    assert Entry.objects.filter(kind="risk").count() == 2
    for address in (f"{record}records/999999/to-risks/", f"{record}opinions/{2**70}/to-risks/"):
        assert client.get(address).status_code == 404


def test_the_way_to_the_register_is_shown_to_those_who_work_there(stage: Stage) -> None:
    cast, made, risk = stage
    code = begin(cast, made, beside_id=risk.pk).entry.code
    assert passing.risks_of(made, [risk], cast.rule_drafter) == {risk.pk: {"code": code, "code_url": ""}}
    of = Post.objects.get(appointments__person=cast.person("rule_drafter"))
    of.roles = [*of.roles, "powers.editor"]
    of.save()
    there = reverse("workspace:power", args=[made.agency.code, "risk", code])
    assert passing.risks_of(made, [risk], cast.rule_drafter)[risk.pk]["code_url"] == there
    assert code in words_of(client_of(cast, "rule_drafter").get(there))
