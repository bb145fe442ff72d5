"""Decisions for tests: a discretion table in force, a case held against it, and the way to the public page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.powers import actions
from gongkai.powers.actions import decisions as deeds
from gongkai.powers.identity import Party
from gongkai.powers.models import Decision, Version

TABLE = """code,row,conduct,basis,factor,operator,value,minimum,maximum,unit,outcome
D-1,1,擅自倾倒建筑垃圾,示例条例第十条,area,<,5,0,500,yuan,fine
D-1,2,擅自倾倒建筑垃圾,示例条例第十条,area,>=,5,500,2000,yuan,fine
D-1,2,擅自倾倒建筑垃圾,示例条例第十条,area,<,10,500,2000,yuan,fine
D-1,3,擅自倾倒建筑垃圾,示例条例第十条,area,>=,10,2000,5000,yuan,fine
"""
FROM = date(2020, 1, 1)


def table(
    cast: Cast, text: str = TABLE, on: date = FROM, *, faulty: bool = False, code: str = "D-1"
) -> Version:
    """The table in force, brought in."""
    said = actions.BroughtIn("discretion", code, "擅自倾倒建筑垃圾", {"table": text}, on)
    return actions.bring_in(unit=cast.units["waste"], entries=[said], as_published=faulty)[0]


def case(**said: Any) -> deeds.Case:
    """A complete case."""
    given: dict[str, Any] = {
        "kind": "penalty",
        "number": "测城管罚〔2026〕1号",
        "party_kind": "citizen",
        "party": Party("示例人", "11010119900101123X"),
        "conduct": "擅自倾倒建筑垃圾",
        "conduct_on": clock.today(),
        "filed_on": clock.today(),
        "table": "D-1",
        "facts": {"area": 7},
        "outcome": "fine",
        "amount": Decimal(1000),
        "reasons": "现场检查笔录、照片为证，依据示例条例第十条。",
        **said,
    }
    return deeds.Case(**given)


def filed(cast: Cast, **said: Any) -> Decision:
    """A case of the handler's."""
    return deeds.file_case(
        actor=cast.case_handler,
        agency_id=cast.agency.pk,
        unit_id=cast.units["waste"].pk,
        case=case(**said),
    )


def moved(decision: Decision, key: str, actor: Any, **given: Any) -> Decision:
    """The decision after the move; who notifies without a letter says how."""
    if key == "notify":
        given = {"way": "当场口头告知，制作笔录", **given}
    seen = Decision.objects.get(pk=decision.pk).revision
    return deeds.move(
        decision_id=decision.pk, key=key, actor=actor, expected_revision=seen, given=deeds.Given(**given)
    )


def decided(cast: Cast, **said: Any) -> Decision:
    """A case that was decided."""
    made = filed(cast, **said)
    moved(made, "notify", cast.case_handler)
    moved(made, "propose", cast.case_handler)
    return moved(made, "decide", cast.case_leader)


def published(cast: Cast, **said: Any) -> Decision:
    """A decision on the public page."""
    made = decided(cast, **said)
    moved(made, "serve", cast.case_handler, on=clock.today())
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
        text="当事人擅自倾倒建筑垃圾，罚款1000元。",
    )
    return moved(made, "publish", cast.power_publisher)
