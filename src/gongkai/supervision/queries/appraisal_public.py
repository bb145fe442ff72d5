"""Rounds of appraisal as the public sees them, and the sheets one may fill in."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from gongkai.core import clock
from gongkai.domain.supervision.appraisal import PUBLIC
from gongkai.domain.text import N_, Text
from gongkai.supervision.appraisal_codes import code_digest
from gongkai.supervision.models import AppraisalWords, FrameEntry, Invitation, Round

WHY_NO_CODE = Text(
    N_(
        "This code is not good any more: it was used, or the appraisal is closed. Look whether you typed all of it."
    )
)


def rounds() -> QuerySet[Round]:
    """The rounds everybody may see, the newest first; what was called off only where it had been open."""
    seen = Q(state__in=PUBLIC) | Q(state="called_off", opened_on__isnull=False)
    return Round.objects.filter(seen).select_related("agency").order_by("-id")


def one(agency: str, number: str) -> Round | None:
    """One of them, by the agency's code and its number."""
    return rounds().filter(agency__code=agency, number=number).first()


def is_open(found: Round) -> bool:
    """Whether answers are taken now."""
    return found.state == "open" and clock.today() <= found.closes_on


def open_now(agency_id: int | None = None) -> list[Round]:
    """The rounds that take answers, of one agency or of all."""
    rows = rounds().filter(state="open", closes_on__gte=clock.today())
    return list(rows if agency_id is None else rows.filter(agency_id=agency_id))


def invitation_by_code(code: str) -> Invitation | None:
    """The invitation of a code that still counts."""
    rows = Invitation.objects.select_related("round__agency").filter(
        code_digest=code_digest(code), outcome="", round__state="open", round__closes_on__gte=clock.today()
    )
    return rows.first()


def shown_words(found: Round, way: str) -> QuerySet[AppraisalWords]:
    """What is shown of people's own words; only of a published round."""
    if found.state != "published":
        return AppraisalWords.objects.none()
    return found.words.filter(way=way).exclude(public_words="").order_by("pk")


def frame(found: Round) -> Iterator[tuple[str, str]]:
    """Stratum and key of everybody in the frame, as they are published."""
    rows = FrameEntry.objects.filter(round=found).order_by("stratum", "key")
    yield from rows.values_list("stratum", "key").iterator(chunk_size=2000)
