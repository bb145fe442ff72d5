"""Matters and opinions without an answer for months, and closings that look made up."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Q

from gongkai.complaints.models import Matter, Reply, Step
from gongkai.complaints.queries import figure_rows
from gongkai.consultations.models import Opinion
from gongkai.domain.complaints import CLOSED, OPEN, gaming
from gongkai.domain.law import load
from gongkai.domain.supervision import closings as closings_of
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import say
from gongkai.people.models import Agency

#: Days back over which closings are looked through, and matters looked through at most.
DAYS, MOST = 365, 20_000
_NAMED = Q(against_person__isnull=True, against_unit__isnull=True)


def unanswered(agency: Agency, today: date) -> Iterator[Fault]:
    """Matters without a reply, and drafts with opinions without an answer, for more than the months allowed."""
    months = int(load("limits")["freshness"]["unanswered_months"])
    before = _months_back(today, months)
    waiting = Matter.objects.filter(
        _NAMED, agency=agency, state__in=OPEN, replied_at__isnull=True, received_on__lt=before
    ).exclude(state="shelved")
    for matter in waiting.order_by("received_on", "id"):
        yield Fault(
            f"matter:{matter.number}",
            f"{matter.number} {matter.title}",
            say("It came in on {day} and has no answer; {months} months are allowed.", day=matter.received_on,
                months=months),
            matter.unit_id or matter.answerable_id,
            ("workspace:complaint", (matter.pk,)),
        )  # fmt: skip
    # Whatever state the draft has reached meanwhile: an opinion that was taken is answered.
    opinions = Opinion.objects.filter(
        document__agency=agency, hidden_reason="", verdict="", passed_on="", received_on__lt=before
    ).exclude(document__state="given_up")
    grouped = opinions.order_by().values("document", "document__title", "document__unit")
    for row in grouped.annotate(number=Count("pk"), first=Min("received_on")):
        yield Fault(
            f"opinions:{row['document']}",
            row["document__title"],
            say(
                "{number} opinions on it have no answer, the oldest of {day}.",
                number=row["number"],
                day=row["first"],
            ),
            row["document__unit"],
            ("workspace:consultation", (row["document"],)),
        )


def closings(agency: Agency, today: date) -> Iterator[Fault]:
    """What the checks against made-up figures and false closings remark on the matters. Remarks, never verdicts."""
    yield from _made_up(agency, today)
    yield from _signs(agency)


def _made_up(agency: Agency, today: date) -> Iterator[Fault]:
    """Figures of the last year that look made up."""
    rows = Matter.objects.filter(_NAMED, agency=agency, received_on__gte=today - timedelta(days=DAYS))
    looked = list(rows.only(*figure_rows.ASKED).order_by("-id")[:MOST])
    units = {matter.number: matter.unit_id for matter in looked}
    keys = {matter.number: matter.pk for matter in looked}
    for remark in gaming.remarks(figure_rows.rows(looked)):
        if remark.check == "same_call_length" and int(str(remark.reason.params.get("seconds", 1))) % 60 == 0:
            continue  # written down in whole minutes, not measured: many are alike
        first = min(remark.numbers)
        yield Fault(
            f"{remark.check}:{first}",
            first,
            remark.reason,
            units.get(first),
            ("workspace:complaint", (keys[first],)) if first in keys else ("", ()),
        )


def _signs(agency: Agency) -> Iterator[Fault]:
    """Matters closed without a word, with a word that says nothing, in minutes, or against what the reporter says."""
    rows = Matter.objects.filter(_NAMED, agency=agency, state__in=CLOSED)
    looked = list(rows.order_by("-id")[:MOST])
    known = {each.number: each for each in looked}
    pks = [each.pk for each in looked]
    replies = dict(
        Reply.objects.filter(matter__in=pks, sent_at__isnull=False)
        .order_by("round")
        .values_list("matter", "text")
    )
    decided = set(
        Step.objects.filter(matter__in=pks, move="close_unsettled").values_list("matter", flat=True)
    )
    for sign in closings_of.signs([_closed(each, replies.get(each.pk, ""), decided) for each in looked]):
        first = known[min(sign.numbers)]
        yield Fault(
            f"{sign.check}:{first.number}",
            f"{first.number} {first.title}",
            sign.text,
            first.unit_id or first.answerable_id,
            ("workspace:complaint", (first.pk,)),
        )


def _closed(matter: Matter, reply: str, decided: Collection[int]) -> closings_of.Closed:
    return closings_of.Closed(
        number=matter.number,
        asked=matter.kind == "enquiry",
        received_at=matter.received_at,
        begun_at=matter.signed_at or matter.dispatched_at or matter.received_at,
        closed_at=matter.closed_at,
        replied=matter.replied_at is not None,
        reply=reply,
        # A leader may close what stays in dispute, with a reason: that is a decision and no false closing.
        denied=matter.solved is False and matter.result == "solved" and matter.pk not in decided,
    )


def _months_back(today: date, months: int) -> date:
    years, month = divmod(today.month - 1 - months, 12)
    begins = date(today.year + years, month + 1, 1)
    later = begins.replace(day=28) + timedelta(days=4)
    return min(begins + timedelta(days=today.day - 1), later - timedelta(days=later.day))
