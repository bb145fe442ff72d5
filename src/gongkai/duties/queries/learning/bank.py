"""The question bank (题库), for whoever may see questions outside a sitting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.core.table_files import Shape
from gongkai.domain.duties.examining import FALSE, LETTERS, TRUE
from gongkai.domain.duties.learning import row
from gongkai.duties import access, access_learning
from gongkai.duties.models import Question
from gongkai.people.actor import StaffActor

#: The file of the bank: one column an option.
SHAPE = Shape(
    columns={
        "code": "编号",
        "subject": "科目",
        "kind": "题型",
        "text": "题目",
        **{letter: f"选项{letter}" for letter in LETTERS},
        "key": "答案",
        "marks": "分值",
        "source": "依据",
    },
    needed=("code", "subject", "kind", "text", "key", "marks"),
    longest={"code": 40, "subject": 80, "kind": 40, "text": 2000, "key": 2000, "marks": 4, "source": 120}
    | dict.fromkeys(LETTERS, 300),
    known_by="code",
)
#: How a file may write true and false.
SAID_TRUE, SAID_FALSE = ("T", "对", "正确", "√", "TRUE"), ("F", "错", "错误", "×", "FALSE")


def for_staff(actor: StaffActor) -> QuerySet[Question]:
    """The questions the actor sees."""
    return Question.objects.filter(access_learning.questions_seen(actor)).select_related("agency")


def sees(actor: StaffActor) -> bool:
    """Whether the bank is among the person's posts."""
    return bool(access.agencies_seen(actor, access_learning.SEEING_BANK))


def question(actor: StaffActor, pk: int) -> Question | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def listed(
    actor: StaffActor, *, text: str = "", subject: str = "", kind: str = "", retired: str = ""
) -> QuerySet[Question]:
    """The bank narrowed by words, subject, kind, and whether a question is still drawn."""
    rows = for_staff(actor)
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(text__icontains=text) | Q(source__icontains=text))
    if subject:
        rows = rows.filter(subject=subject)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(retired_on__isnull=retired != "retired") if retired else rows


def drawn_from(agency_id: int, subject: str) -> QuerySet[Question]:
    """The questions in force of a subject."""
    return Question.objects.filter(agency_id=agency_id, subject=subject, retired_on__isnull=True)


def counts(agency_id: int, subject: str) -> dict[str, int]:
    """Kind → how many are in force; one query."""
    return dict(drawn_from(agency_id, subject).order_by().values_list("kind").annotate(Count("pk")))


def as_rows(rows: QuerySet[Question]) -> Iterator[dict[str, Any]]:
    """Questions as rows of the file."""
    for each in rows.order_by("code", "id"):
        subject, kind = row("subject", each.subject), row("question_kind", each.kind)
        key = {TRUE: "对", FALSE: "错"}.get(each.key, each.key) if each.kind == "judge" else each.key
        yield {
            "code": each.code,
            "subject": subject["label"] if subject else each.subject,
            "kind": kind["label"] if kind else each.kind,
            "text": each.text,
            **dict(zip(LETTERS, each.options, strict=False)),
            "key": key,
            "marks": each.marks,
            "source": each.source,
        }
