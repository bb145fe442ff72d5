"""Is a decision made only along its way: facts held against the table, notice, review, another pair of eyes?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import deciding
import pytest
from django.db import transaction

from cast import Cast, make_cast
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.powers.actions import decisions as deeds
from gongkai.powers.identity import read
from gongkai.powers.models import Decision, SameFactsFigure, SpreadFigure, StripFigure
from gongkai.powers.queries import decisions as reads

pytestmark = pytest.mark.django_db
#: Who may make which move, the author of the case being ``case_handler``.
MAY = {
    "notify": "case_handler",
    "ask_review": "case_handler",
    "propose": "case_handler",
    "reviewed": "power_reviewer",
    "object": "power_reviewer",
    "send_back": "case_leader",
    "decide": "case_leader",
    "serve": "case_handler",
    "publish": "power_publisher",
    "withhold": "power_publisher",
    "revoke": "case_leader",
    "withdraw": "power_publisher",
    "drop": "case_handler",
}
GIVEN = {"reason": "为了测试", "opinion": "事实清楚，适用依据正确。"}


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    deciding.table(made)
    return made


def _at(cast: Cast, state: str) -> Decision:
    """A decision that stands there, with everything the moves from there ask for."""
    if state in ("filed", "notified", "in_review", "to_decide", "decided", "served"):
        ground = "complex" if state == "in_review" else ""
        made = deciding.filed(cast, review_ground=ground)
        way = [
            ("notified", "notify"),
            ("in_review", "ask_review") if ground else ("to_decide", "propose"),
            ("decided", "decide"),
            ("served", "serve"),
        ]
        for reached, key in way:
            if Decision.objects.get(pk=made.pk).state == state:
                break
            deciding.moved(made, key, getattr(cast, MAY[key]), on=clock.today())
            if reached == state:
                break
    else:
        made = deciding.published(cast)
        if state != "published":
            deciding.moved(made, "revoke", cast.case_leader, reason="经复议撤销")
    return Decision.objects.get(pk=made.pk)


STATES = ("filed", "notified", "in_review", "to_decide", "decided", "served", "published", "revoked")
#: Everybody with a part in the room, and one of each kind without.
PEOPLE = (
    *("case_handler", "case_leader", "power_reviewer", "power_publisher", "power_editor"),
    *("power_rival", "supervisor", "drafter", "handler", "outsider"),
)


@pytest.mark.parametrize("state", STATES)
def test_the_whole_access_matrix(cast: Cast, state: str) -> None:
    made = _at(cast, state)
    true = reads.flags(made)
    for name in PEOPLE:
        for move in PROCESS.moves:
            holds = all(guard.flag in true for guard in move.guards)
            allowed = state in move.sources and name == MAY[move.key] and holds
            before = Event.objects.count()
            with transaction.atomic():
                try:
                    deciding.moved(made, move.key, getattr(cast, name), on=clock.today(), **GIVEN)
                except Refusal:
                    done = False
                else:
                    done = True
                assert done is allowed, (state, move.key, name)
                assert Event.objects.count() == before + done, "one event per deed"
                transaction.set_rollback(True)


def test_a_case_is_held_against_the_table_of_the_day_of_the_conduct(cast: Cast) -> None:
    made = deciding.filed(cast)
    assert (made.rows, made.minimum, made.maximum, made.outside_range) == (["2"], 500, 2000, False)
    assert made.table_version is not None
    assert made.table_version.number == 1


@pytest.mark.parametrize(("amount", "outside"), [(500, False), (499, True), (2000, False), (2001, True)])
def test_outside_the_range_needs_a_reason_and_the_leader(cast: Cast, amount: int, outside: bool) -> None:
    made = deciding.filed(cast, amount=Decimal(amount))
    assert made.outside_range is outside
    deciding.moved(made, "notify", cast.case_handler)
    if outside:
        with pytest.raises(Refusal, match="outside the range"):
            deciding.moved(made, "propose", cast.case_handler)
        seen = Decision.objects.get(pk=made.pk).revision
        deeds.write_case(
            decision_id=made.pk,
            actor=cast.case_handler,
            expected_revision=seen,
            case=deciding.case(amount=Decimal(amount), deviation="当事人主动清理并恢复原状。"),
        )
    deciding.moved(made, "propose", cast.case_handler)
    done = deciding.moved(made, "decide", cast.case_leader)
    told = Event.objects.order_by("-seq").first()
    assert told is not None
    assert told.data["outside_range"] is outside
    assert done.decided_on == clock.today()


def test_who_is_spared_is_taught(cast: Cast) -> None:
    made = deciding.filed(cast, outcome="spared", amount=None, circumstances=("first_minor_corrected",))
    deciding.moved(made, "notify", cast.case_handler)
    with pytest.raises(Refusal, match="education"):
        deciding.moved(made, "propose", cast.case_handler)


def test_large_fines_and_the_grounds_of_article_58_are_reviewed(cast: Cast) -> None:
    made = deciding.filed(cast, facts={"area": 30}, amount=Decimal(5000))
    deciding.moved(made, "notify", cast.case_handler)
    with pytest.raises(Refusal, match="legal review"):
        deciding.moved(made, "propose", cast.case_handler)
    deciding.moved(made, "ask_review", cast.case_handler)
    with pytest.raises(Refusal):
        deciding.moved(made, "reviewed", cast.power_reviewer)
    deciding.moved(made, "reviewed", cast.power_reviewer, opinion="同意。")
    assert deciding.moved(made, "decide", cast.case_leader).state == "decided"


def test_the_clock_of_publication_runs_from_the_decision(cast: Cast) -> None:
    made = deciding.decided(cast)
    (running,) = deadlines.running(reads.subject_of(made))
    assert running.rule == "publication.penalty"
    published = deciding.published(cast, number="测城管罚〔2026〕2号")
    assert not deadlines.running(reads.subject_of(published)).exists()
    revoked = deciding.moved(published, "revoke", cast.case_leader, reason="经复议撤销", on=clock.today())
    assert [each.rule for each in deadlines.running(reads.subject_of(revoked))] == [
        "publication.withdraw_penalty"
    ]
    gone = deciding.moved(revoked, "withdraw", cast.power_publisher, reason="经复议撤销")
    assert gone.state == "withdrawn"
    assert not deadlines.running(reads.subject_of(gone)).exists()


def test_nothing_is_published_with_a_persons_name_or_number(cast: Cast) -> None:
    made = deciding.decided(cast)
    deciding.moved(made, "serve", cast.case_handler, on=clock.today())
    seen = Decision.objects.get(pk=made.pk).revision
    deeds.judge_impact(
        decision_id=made.pk,
        actor=cast.power_publisher,
        expected_revision=seen,
        impact=True,
        reason="群众关注",
    )
    deeds.write_public_text(
        decision_id=made.pk,
        actor=cast.case_handler,
        expected_revision=seen + 1,
        text="当事人张小明，身份证号110101199001011237，罚款1000元。",
    )
    with pytest.raises(Refusal, match="personal"):
        deciding.moved(made, "publish", cast.power_publisher)


def test_the_party_is_sealed_and_shown_by_family_name_only(cast: Cast) -> None:
    made = deciding.filed(cast)
    assert "示例人" not in made.party_sealed
    assert made.party_public == "示某某"
    assert read(made.number, made.party_sealed).name == "示例人"
    assert all("示例人" not in str(event.data) for event in Event.objects.all())
    second = deciding.filed(cast, number="测城管罚〔2026〕2号")
    deciding.moved(made, "notify", cast.case_handler)
    deciding.moved(made, "propose", cast.case_handler)
    deciding.moved(made, "decide", cast.case_leader)
    assert [each.pk for each in reads.earlier(second)] == [made.pk]


def test_the_prepared_figures_follow_each_deed(cast: Cast) -> None:
    first = deciding.published(cast)
    deciding.published(cast, number="测城管罚〔2026〕2号", amount=Decimal(2000))
    strip = {row.place: row.count for row in StripFigure.objects.all()}
    assert strip == {7: 1, 20: 1}
    (spread,) = SpreadFigure.objects.all()
    assert (spread.count, spread.least, spread.most, spread.amounts) == (2, 1000, 2000, 3000)
    (same,) = SameFactsFigure.objects.all()
    assert (same.count, same.spread) == (2, 1000)
    deciding.moved(first, "revoke", cast.case_leader, reason="经复议撤销")
    assert {row.place: row.count for row in StripFigure.objects.filter(count__gt=0)} == {20: 1}
    (spread,) = SpreadFigure.objects.all()
    assert (spread.count, spread.least, spread.most) == (1, 2000, 2000)
    (same,) = SameFactsFigure.objects.all()
    assert (same.count, same.spread) == (1, 0)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("number", {"number": " "}),
        ("number", {"number": "x" * 81}),
        ("kind", {"kind": "nothing"}),
        ("outcome", {"outcome": "granted"}),
        ("amount", {"amount": Decimal(-1)}),
        ("conduct_on", {"conduct_on": clock.today() + timedelta(days=2)}),
    ],
)
def test_what_cannot_be_kept_is_told_by_its_field(cast: Cast, field: str, said: dict) -> None:
    with pytest.raises(Invalid) as told:
        deciding.filed(cast, **said)
    assert told.value.field == field
    assert ledger.verify()[1] is None
