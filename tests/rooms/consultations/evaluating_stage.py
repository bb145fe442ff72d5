"""Rules in force for tests, their evaluations on the way, and clean-up lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cast import Cast
from gongkai.consultations.actions import cleaning, evaluating
from gongkai.consultations.actions.evaluating import EvaluationInput
from gongkai.consultations.models import CleanUp, Document, Evaluation
from gongkai.core import clock
from rooms.consultations import consulting as stage

SAID: dict[str, Any] = {
    "evaluators": "渣土管理科、市环境科学研究所",
    "methods": ("survey", "data"),
    "approach": "问卷二百份，调阅案卷六十件。",
    "findings": "内部意见：夜间通行时段争议较大。",
    "conclusion": "amend",
    "summary": "总体有效，建议放宽夜间通行时段。",
}


def in_force(cast: Cast, **changes: Any) -> Document:
    """A rule that was decided and published today."""
    made = stage.consulting(cast, **changes)
    return stage.published(cast, stage.signed(cast, stage.ended(made)))


def aged(document: Document, first: date) -> Document:
    """The rule as if it had come into force on that day, without an end."""
    Document.objects.filter(pk=document.pk).update(published_on=first, in_force_from=first, lapses_on=None)
    return stage.now(document)


def plan(cast: Cast) -> Document:
    """A plan that is published: no normative document."""
    made = in_force(cast, title="规划")
    Document.objects.filter(pk=made.pk).update(kind="plan")
    return stage.now(made)


def begun(cast: Cast, document: Document) -> Evaluation:
    return evaluating.begin_evaluation(document_id=document.pk, actor=cast.rule_drafter)


def written(cast: Cast, found: Evaluation, **changes: Any) -> Evaluation:
    given = {"evaluated_on": clock.today(), **SAID, **changes}
    return evaluating.write_evaluation(
        evaluation_id=found.pk,
        actor=cast.rule_drafter,
        expected_revision=None,
        given=EvaluationInput(**given),
    )


def go(found: Evaluation, key: str, actor: Any, **given: str) -> Evaluation:
    return evaluating.move_evaluation(
        evaluation_id=found.pk, key=key, actor=actor, expected_revision=None, given=given
    )


def published(cast: Cast, document: Document, **changes: Any) -> Evaluation:
    """An evaluation of the document that everybody reads."""
    found = written(cast, begun(cast, document), **changes)
    go(found, "submit", cast.rule_drafter)
    go(found, "confirm", cast.rule_leader)
    return go(found, "publish", cast.rule_publisher)


def listed(cast: Cast, as_of: date | None = None, **changes: Any) -> CleanUp:
    """A list of what is in force."""
    given: dict[str, Any] = {
        "title": "2026年行政规范性文件清理目录",
        "introduction": "依照年度清理工作安排。",
        "agency_id": cast.agency.pk,
        "unit_id": cast.units["waste"].pk,
        **changes,
    }
    return cleaning.begin_clean_up(actor=cast.rule_drafter, as_of=as_of or clock.today(), **given)


def proposed(cast: Cast, found: CleanUp, **results: tuple[str, str]) -> CleanUp:
    """The list with what is said of documents by their numbers (``n001``); the rest goes on in force."""
    entries = {
        each.pk: results[f"n{each.document.number[-3:]}"]
        for each in found.entries.select_related("document")
        if f"n{each.document.number[-3:]}" in results
    }
    return cleaning.write_clean_up(
        clean_up_id=found.pk,
        actor=cast.rule_drafter,
        expected_revision=None,
        title=found.title,
        introduction=found.introduction,
        entries=entries,
        rest="continue",
    )


def go_list(found: CleanUp, key: str, actor: Any, **given: str) -> CleanUp:
    return cleaning.move_clean_up(
        clean_up_id=found.pk, key=key, actor=actor, expected_revision=None, given=given
    )


def published_list(cast: Cast, found: CleanUp) -> CleanUp:
    """From the draft to the public page."""
    go_list(found, "submit", cast.rule_drafter)
    go_list(found, "review", cast.rule_legal, opinion="程序合法。")
    go_list(found, "decide", cast.rule_leader)
    return go_list(found, "publish", cast.rule_publisher)


def yesterday() -> date:
    return clock.today() - timedelta(days=1)
