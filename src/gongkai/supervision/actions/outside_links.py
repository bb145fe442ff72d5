"""Asking for links to other sites (外部链接检查): a few in every round, so many a night, each once a week.

No deed of anybody's and nothing the public sees: what is kept is the last answer (``OutsideLink``), and the ledger
tells the look in which a dead link became a finding.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from gongkai.core import clock
from gongkai.domain.supervision.monitors import walk as numbers
from gongkai.domain.supervision.outside import NO_ANSWER, NO_NAME, Known, after, target
from gongkai.supervision import linking
from gongkai.supervision.asking import Asker
from gongkai.supervision.models import OutsideLink

_CHUNK = 500
_gathered: date | None = None


def run() -> int:
    """One round of the job; gives how many links were asked for. Does nothing where the setting is off."""
    if not settings.GONGKAI_CHECK_OUTSIDE_LINKS:
        return 0
    global _gathered
    today = clock.today()
    if _gathered != today:
        gather(today)
        _gathered = today
    return ask(today)


def gather(today: date) -> int:
    """Notes the links that stand in something public today; gives how many."""
    found = {digest_of(each.url): each.url for each in linking.outside()}
    _note(found, today)
    return len(found)


def digest_of(url: str) -> str:
    """What a link is known by."""
    return hashlib.sha256(url.encode()).hexdigest()


def _note(found: dict[str, str], today: date) -> None:
    for digests in _chunks(list(found)):
        with transaction.atomic():
            OutsideLink.objects.bulk_create(
                (OutsideLink(url=found[each], digest=each, seen_on=today) for each in digests),
                ignore_conflicts=True,
            )
            OutsideLink.objects.filter(digest__in=digests).exclude(seen_on=today).update(seen_on=today)


def _chunks(rows: list[str]) -> Iterable[list[str]]:
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))


def ask(today: date, asker: Asker | None = None) -> int:
    """Asks for links until the round's seconds are over or the night's number is reached.

    A round in which several sites were asked and none of them was there says something about this machine's line, not
    about them: nothing is counted then.
    """
    given = numbers()
    asking = asker or Asker()
    left = int(given["outside_links"]) - OutsideLink.objects.filter(asked_on=today).count()
    ends = time.monotonic() + float(given["round_seconds"])
    answers: list[tuple[OutsideLink, str]] = []
    for row in _due(today, int(given["again_days"]))[: max(left, 0)]:
        if time.monotonic() >= ends:
            break
        answers.append((row, asking.ask(row.url)))
    silent = all(outcome in (NO_NAME, NO_ANSWER) for _, outcome in answers)
    cut_off = silent and len({_host(row.url) for row, _ in answers}) > 1
    for row, outcome in answers:
        _keep(row, today, "" if cut_off else outcome)
    return len(answers)


def _due(today: date, days: int) -> list[OutsideLink]:
    again = Q(asked_on__isnull=True) | Q(asked_on__lte=today - timedelta(days=days))
    rows = OutsideLink.objects.filter(again, seen_on=today)
    return list(rows.order_by(F("asked_on").asc(nulls_first=True), "id")[: int(numbers()["outside_links"])])


def _host(url: str) -> str:
    found = target(url, range(1, 65536))
    return found.host if found else ""


def _keep(row: OutsideLink, today: date, outcome: str) -> None:
    """Keeps the answer; an empty one says only that it was tried today. Who was faster is not overwritten."""
    known = Known(row.asked_on, row.outcome, row.failures, row.since)
    told = after(known, outcome, today) if outcome else Known(today, row.outcome, row.failures, row.since)
    OutsideLink.objects.filter(pk=row.pk, asked_on=row.asked_on).update(
        asked_on=told.asked_on, outcome=told.outcome, failures=told.failures, since=told.since
    )
