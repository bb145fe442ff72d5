"""What is asked for several times and was opened: it is proposed for publication (Article 44)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from gongkai.core import clock
from gongkai.domain import outcomes
from gongkai.people.actor import StaffActor
from gongkai.requests.models import Answer, AnswerFile, Request
from gongkai.requests.queries.desk import seen_by

__all__ = ["Group", "answer_of", "given_files", "groups"]
#: How far back is looked, in days, and at how many requests at most.
YEARS_BACK = timedelta(days=3 * 366)
LOOKED_AT = 5_000
#: From so many askers on it is asked for several times.
SEVERAL = 2
#: What people put before and after what they want to know.
_BEFORE = ("关于申请公开", "申请公开", "申请获取", "请求公开", "关于", "请公开", "公开")
_BEHIND = ("的政府信息", "的相关信息", "的信息", "信息", "的")
#: So much must be left of a subject.
_LEFT = 3


@dataclass
class Group:
    """Requests that ask for the same. ``opened``: the last one that was answered by opening it, whole or in part."""

    subject: str
    requests: list[Request] = field(default_factory=list)
    opened: Request | None = None
    askers: int = 0


def groups(actor: StaffActor, limit: int = 50) -> list[Group]:
    """What several people asked for and at least one of them was given; most askers first. One query."""
    opening = {row.key for row in outcomes.outcomes() if row.group in ("granted", "partial")}
    rows = (
        seen_by(actor)
        .filter(matter="information", arrived_on__gte=clock.today() - YEARS_BACK)
        .exclude(state="void")
        .select_related("applicant", "unit")
        .order_by("-id")[:LOOKED_AT]
    )
    found: dict[tuple[int, str], Group] = {}
    for each in rows:
        plain = plain_subject(each.subject)
        if not plain:
            continue
        group = found.setdefault((each.agency_id, plain), Group(each.subject))
        group.requests.append(each)
        if group.opened is None and each.outcome in opening:
            group.opened, group.subject = each, each.subject
    for group in found.values():
        group.askers = _askers(group.requests)
    several = [each for each in found.values() if each.askers >= SEVERAL and each.opened is not None]
    return sorted(several, key=lambda each: (-each.askers, -each.requests[0].pk))[:limit]


def _askers(requests: Iterable[Request]) -> int:
    """How many different people asked; whoever is not known counts as somebody of their own."""
    marks = [getattr(getattr(each, "applicant", None), "mark", "") for each in requests]
    return len({mark for mark in marks if mark}) + sum(not mark for mark in marks)


def plain_subject(subject: str) -> str:
    """What is asked, without marks, blanks and the polite words around it: what makes two requests the same."""
    text = unicodedata.normalize("NFKC", subject).casefold()
    text = "".join(sign for sign in text if sign.isalnum())
    for words in _BEFORE:
        text = text.removeprefix(words) if len(text) > len(words) + _LEFT else text
    for words in _BEHIND:
        text = text.removesuffix(words) if len(text) > len(words) + _LEFT else text
    return text


def answer_of(request: Request) -> Answer | None:
    """The answer by which it was opened: the last one issued."""
    return request.answers.filter(issued_on__isnull=False).order_by("-round").first()


def given_files(answer: Answer) -> list[AnswerFile]:
    """What was given to the applicant. Originals of redacted copies are not among it."""
    originals = answer.files.filter(removed_at__isnull=True, redacted_from__isnull=False).values(
        "redacted_from_id"
    )
    rows = answer.files.filter(removed_at__isnull=True, delivered=True).exclude(pk__in=originals)
    return list(rows.select_related("file"))
