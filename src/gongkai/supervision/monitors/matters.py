"""Matters and opinions without an answer for months, and closings that look made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Q

from gongkai.complaints.models import Matter
from gongkai.complaints.queries import figure_rows
from gongkai.consultations.models import Opinion
from gongkai.domain.complaints import OPEN, gaming
from gongkai.domain.law import load
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
    opinions = Opinion.objects.filter(
        document__agency=agency,
        document__state="sorting",
        hidden_reason="",
        verdict="",
        received_on__lt=before,
    )
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
    """What the checks against made-up figures remark on the matters of the last year. Remarks, never verdicts."""
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


def _months_back(today: date, months: int) -> date:
    years, month = divmod(today.month - 1 - months, 12)
    begins = date(today.year + years, month + 1, 1)
    later = begins.replace(day=28) + timedelta(days=4)
    return min(begins + timedelta(days=today.day - 1), later - timedelta(days=later.day))
