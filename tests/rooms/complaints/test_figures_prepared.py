"""Are counts that are kept ready never behind the records, and is only what was touched counted again?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import mattering
from cast import Cast, make_cast
from gongkai.complaints.models import Matter
from gongkai.complaints.queries import figures, prepared, tallies
from gongkai.complaints.queries.figures import Scope
from gongkai.core import clock, ledger, notices
from gongkai.core.models import Deadline
from rooms.complaints.conftest import NOW
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Together]:
    """Nothing is kept inside a transaction: these tests run outside one, as the site does."""
    prepared.forget()
    with own_database(tmp_path) as found:
        yield found
    prepared.forget()


def run(together: Together, work: Any) -> None:
    def there() -> None:
        with clock.travel_to(timezone.make_aware(NOW)):
            work(make_cast())

    together.alone(there)


def scope(cast: Cast, **narrowed: str) -> Scope:
    return Scope((cast.agency.pk,), *YEAR, narrowed)


def told(asked: Scope) -> list[Any]:
    """Everything a page of figures tells."""
    parts = [figures.apart(asked, by) for by in figures.BY]
    places = figures.received_by_place(asked)
    return [figures.figures(asked), *parts, figures.months(asked), figures.ratings(asked), places]


def afresh(asked: Scope) -> list[Any]:
    with transaction.atomic():
        return told(asked)


def test_after_every_deed_they_are_what_would_be_counted_now(together: Together) -> None:
    def work(cast: Cast) -> None:
        asked, seen = scope(cast), set()
        unit = scope(cast, unit=str(cast.units["waste"].pk))
        for make in (
            mattering.submitted,
            mattering.entered,
            mattering.dispatched,
            mattering.replied,
            mattering.closed,
        ):
            matter = make(cast)
            assert told(asked) == afresh(asked)
            assert told(unit) == afresh(unit)
            seen.add(str(told(asked)[0]))
        assert len(seen) == 5
        mattering.go(cast, mattering.entered(cast), "decline", "chief", ground="court", reason="属于民事纠纷")
        assert told(asked) == afresh(asked)
        assert matter.state == "closed"

    run(together, work)


def test_where_nothing_was_done_one_short_query_is_asked(together: Together) -> None:
    def work(cast: Cast) -> None:
        mattering.closed(cast)
        told(scope(cast))
        with CaptureQueriesContext(connection) as seen:
            assert figures.figures(scope(cast))[0].number == 1
        assert ["core_ledgerhead" in each["sql"] for each in seen] == [True]

    run(together, work)


def test_only_the_month_of_a_matter_is_counted_again(
    together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(cast: Cast) -> None:
        old, new = mattering.dispatched(cast), mattering.entered(cast)
        Matter.objects.filter(pk=old.pk).update(received_on=date(2026, 3, 9))
        months: list[set[date]] = []
        count = tallies.count

        def noting(*given: Any) -> Any:
            found = count(*given)
            months.append(set(found))
            return found

        monkeypatch.setattr(tallies, "count", noting)
        told(scope(cast))
        mattering.go(cast, new, "decline", "chief", ground="court", reason="属于民事纠纷")
        assert figures.figures(scope(cast))[1].number == 1
        assert months == [
            {date(2026, 3, 1), new.received_on.replace(day=1)},
            {new.received_on.replace(day=1)},
        ]

    run(together, work)


def test_a_limit_that_passes_is_seen_without_any_deed(together: Together) -> None:
    def overdue(cast: Cast) -> int:
        return next(each.number for each in figures.figures(scope(cast)) if each.figure.key == "overdue")

    def work(cast: Cast) -> None:
        mattering.dispatched(cast)
        due = Deadline.objects.get(rule="complaint.handle").due_at
        assert due is not None
        counted = []
        for moment in (clock.now(), due, due + timedelta(seconds=1), due, due + timedelta(days=1)):
            with clock.travel_to(moment):
                counted.append(overdue(cast))
        assert counted == [0, 0, 1, 0, 1]

    run(together, work)


def test_what_was_undone_was_never_kept(together: Together) -> None:
    def work(cast: Cast) -> None:
        mattering.entered(cast)
        before = told(scope(cast))
        with transaction.atomic():
            mattering.entered(cast)
            assert figures.figures(scope(cast))[0].number == 2
            transaction.set_rollback(True)
        assert told(scope(cast)) == before
        # The next deed gets the number in the ledger that the undone one had.
        mattering.closed(cast)
        assert told(scope(cast)) == afresh(scope(cast)) != before

    run(together, work)


def test_a_notice_or_very_many_deeds_have_everything_counted_again(
    together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(cast: Cast) -> None:
        mattering.dispatched(cast)
        told(scope(cast))
        Deadline.objects.update(due_at=clock.now() - timedelta(days=1))
        with transaction.atomic():
            ledger.record(
                notices.RECOMPUTED,
                subject=("core.calendar", 2026),
                actor=ledger.System(),
                data={"year": 2026, "moved": 1, "after": 0},
            )
        assert told(scope(cast)) == afresh(scope(cast))
        monkeypatch.setattr(prepared, "MOST_DEEDS", 1)
        mattering.closed(cast)
        mattering.closed(cast)
        assert told(scope(cast)) == afresh(scope(cast))

    run(together, work)


def test_a_span_of_all_times_is_counted_and_not_kept(together: Together) -> None:
    def work(cast: Cast) -> None:
        mattering.entered(cast)
        ever = Scope((cast.agency.pk,), date(1, 1, 1), date(9999, 12, 31))
        assert figures.figures(ever)[0].number == 1
        assert figures.figures(Scope((cast.agency.pk,), date(9999, 12, 1), date(9999, 12, 31)))[0].number == 0
        part = Scope((cast.agency.pk,), datetime.date(NOW), datetime.date(NOW))
        assert figures.figures(part)[0].number == 1

    run(together, work)
