"""Days that come or are over: risk points to be graded again, rules whose validity ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from gongkai.consultations.models import Document
from gongkai.consultations.queries.worklists import warned_until
from gongkai.domain.law import load
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency
from gongkai.powers.models import RiskPoint, Version
from gongkai.powers.queries.public import in_force
from gongkai.publishing.checks import NORMATIVE
from gongkai.supervision import linking


def risks(agency: Agency, today: date) -> Iterator[Fault]:
    """Risk points past the day on which they are graded again, and those that were never graded."""
    rows = Version.objects.filter(in_force(today), entry__agency=agency, entry__kind="risk")
    for version in rows.select_related("entry__risk_point").order_by("entry__risk_point__regrade_on", "id"):
        own, point = version.entry, getattr(version.entry, "risk_point", None)
        if point is None or point.graded_on is None or not point.grade:
            said = say("This risk point was never graded.")
        elif (day := _again(point, version)) < today:
            said = say("This risk point was to be graded again by {day}.", day=day)
        else:
            continue
        address = ("workspace:power", (agency.code, "risk", own.code))
        yield Fault(f"risk:{own.code}", f"{own.code} {version.title}", said, own.unit_id, address)


def _again(point: RiskPoint, version: Version) -> date:
    """The day on which it is graded again: the earlier one, where the text and what is counted differ."""
    try:
        return min(point.regrade_on, date.fromisoformat(str(version.content.get("regrade_on"))))
    except ValueError:
        return point.regrade_on


def expiring(agency: Agency, today: date) -> Iterator[Fault]:
    """Rules whose validity ends within the months of warning, or has ended while they are still shown as in force."""
    until = warned_until()
    rules = Document.objects.filter(agency=agency, state__in=("published", "in_force"))
    for found in rules.filter(lapses_on__lte=until).order_by("lapses_on", "id"):
        if found.lapses_on is not None:
            address = ("workspace:consultation", (found.pk,))
            yield Fault(
                f"rule:{found.pk}", found.title, _ends(found.lapses_on, today), found.unit_id, address
            )
    # What was published as a document alone; where it belongs to a rule, the rule has been told of.
    told = rules.exclude(publication="").values("publication")
    texts = linking.published(agency).filter(validity="valid").exclude(index_number__in=told)
    normative = texts.filter(live__catalogue__key=NORMATIVE).values_list("pk", flat=True)
    for text in texts.filter(
        Q(live__expires_on__lte=until) | Q(live__expires_on__isnull=True, pk__in=normative)
    ):
        assert text.live is not None  # asked for above
        ends = text.live.expires_on or _at_the_latest(text.live.in_force_from or text.live.date_made)
        if ends is not None and ends <= until:
            address = ("workspace:document", (text.pk,))
            yield Fault(f"document:{text.pk}", text.live.title, _ends(ends, today), text.unit_id, address)


def _at_the_latest(begins: date | None) -> date | None:
    """The day on which a normative document ends that does not say it."""
    if begins is None:
        return None
    years = int(load("limits")["normative_validity"]["years"])
    last = begins.replace(day=28) if (begins.month, begins.day) == (2, 29) else begins
    return last.replace(year=begins.year + years)


def _ends(day: date, today: date) -> Text:
    if day < today:
        return say("Its validity ended on {day}, and it is still shown as in force.", day=day)
    return say("Its validity ends on {day}. Evaluate it, renew it, or let it end.", day=day)
