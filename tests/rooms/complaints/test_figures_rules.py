"""What do the figures count, for whom are they listed, and what does counting cost?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import mattering
from cast import Cast
from gongkai.complaints.models import Link, Matter
from gongkai.complaints.queries import bulletins, figure_parts, figure_rows, figures
from gongkai.complaints.queries.bulletins import Period
from gongkai.complaints.queries.figures import Scope
from gongkai.core import clock

STAFF = "/workspace/complaints/figures/"
GRID = "340000001001"
LATER = timezone.make_aware(datetime(2027, 3, 1, 9, 0))


def scope(cast: Cast, **narrowed: str) -> Scope:
    return Scope((cast.agency.pk,), date(2026, 1, 1), date(2026, 12, 31), narrowed)


def page(url: str, client: Client | None = None, status: int = 200) -> str:
    response = (client or Client()).get(url)
    assert response.status_code == status, (url, response.status_code)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(content.decode())


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


def test_a_matter_answered_in_time_is_not_late_while_the_call_is_waited_for(cast: Cast) -> None:
    mattering.replied(cast)
    with clock.travel_to(LATER):
        known = {each.figure.key: each for each in figures.figures(scope(cast))}
    assert known["overdue"].number == 0
    assert known["overdue"].of == 1


def test_a_period_counts_what_arrived_in_it_and_both_its_ends(cast: Cast) -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    matters = [mattering.entered(cast, title=f"第{at}件") for at in range(4)]
    for each, day in zip(matters, days, strict=True):
        Matter.objects.filter(pk=each.pk).update(received_on=day)
    assert figures.figures(scope(cast))[0].number == 2
    assert figures.span_of_records((cast.agency.pk,)) == (days[0], days[-1])
    assert figures.span_of_records(()) is None


def test_what_is_against_somebody_is_counted_and_on_nobodys_list(cast: Cast) -> None:
    mattering.entered(cast)
    mattering.entered(cast, kind="report", against_person_id=cast.person("handler").pk)
    for who in ("chief", "handler", "overseer"):
        shown, hidden = figure_parts.listed(scope(cast), "received", getattr(cast, who))
        assert (shown.count(), hidden) == ((0, 2) if who == "handler" else (1, 1)), who
    assert figure_parts.listed(scope(cast), "received", cast.outsider)[0].count() == 0


def test_counting_costs_the_same_however_many_matters_there_are(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            figures.figures(scope(cast))
            figures.apart(scope(cast), "unit")
            figures.months(scope(cast))
            figure_rows.rows(list(Matter.objects.all()))
            figure_parts.holdings(scope(cast))
            figure_parts.signs(scope(cast), cast.chief)
            figure_parts.still_open(scope(cast), 50)
        return len(seen)

    mattering.dispatched(cast)
    queries()
    one = queries()
    for at in range(4):
        mattering.closed(cast, title=f"第{at}件")
    assert queries() == one


def test_legs_are_held_in_office_time(cast: Cast) -> None:
    matter = mattering.dispatched(cast)
    with clock.travel_to(clock.now() + timedelta(hours=2)):
        mattering.go(cast, matter, "return", "handler", article="规定第五条", reason="属市容科职责")
    held = figure_parts.holdings(scope(cast))[cast.units["waste"].pk]
    assert (held.legs, held.median, held.returns) == (1, timedelta(hours=2), 1)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ((2012, 1, 1), (2012, 12, 31), ((2011, 1, 1), (2011, 12, 31))),
        ((2012, 1, 1), (2012, 1, 31), ((2011, 12, 1), (2011, 12, 31))),
        ((2012, 3, 1), (2012, 3, 31), ((2012, 2, 1), (2012, 2, 29))),
        ((2012, 3, 11), (2012, 3, 20), ((2012, 3, 1), (2012, 3, 10))),
    ],
)
def test_the_span_before(
    first: tuple[int, ...], last: tuple[int, ...], before: tuple[tuple[int, ...], ...]
) -> None:
    earlier = figure_parts.before(Scope((1,), date(*first), date(*last)))
    assert (earlier.first, earlier.last) == (date(*before[0]), date(*before[1]))


def test_small_numbers_of_a_class_in_a_place_are_not_told(cast: Cast) -> None:
    for _ in range(2):
        mattering.entered(cast)
    Matter.objects.update(grid=GRID)
    scope = Scope((cast.agency.pk,), date(2026, 1, 1), date(2026, 12, 31))
    assert figure_parts.spots(scope) == ([], 1)
    text = page("/en/complaints/figures/2026/")
    assert "Where the same came most often" not in text
    assert "In 1 further place a class came fewer than 3 times" in text
    mattering.entered(cast)
    Matter.objects.update(grid=GRID)
    assert [each.number for each in figure_parts.spots(scope)[0]] == [3]


def test_a_year_without_matters_says_so(cast: Cast) -> None:
    assert "No matter arrived in this year" in page("/en/complaints/figures/")
    assert "There is no bulletin yet" in page("/en/complaints/bulletins/")


def test_repeated_matters_are_passed_on_as_a_clue_once(cast: Cast) -> None:
    made = [mattering.dispatched(cast) for _ in range(3)]
    Matter.objects.update(grid=GRID)
    url = f"/workspace/complaints/repeated/pass-on/?category={mattering.CATEGORY}&grid={GRID}"
    client = signed_in(cast, "taker")
    assert made[0].number in page("/workspace/complaints/repeated/", client)
    assert made[0].number in page(url, client)  # the note is begun with the numbers
    wrong = client.post(url, {"kind": "risk_point", "number": "", "note": "渣土"})
    assert wrong.status_code == 422
    assert "渣土" in wrong.content.decode()
    sent = client.post(url, {"kind": "risk_point", "number": "FX-1", "note": "渣土", "system": ""})
    assert sent.status_code == 302
    link = Link.objects.get()
    assert (link.matter_id, link.kind, link.number) == (made[2].pk, "risk_point", "FX-1")
    assert "FX-1" in page("/workspace/complaints/repeated/", client)
    again = client.post(url, {"kind": "risk_point", "number": "FX-1", "note": "渣土", "system": ""})
    assert again.status_code == 422
    assert Link.objects.count() == 1
    page(url, signed_in(cast, "outsider"), status=404)
    page(url.replace(GRID, "x"), client, status=404)


def test_pages_cost_the_same_however_many_matters_there_are(cast: Cast) -> None:
    client = signed_in(cast, "chief")
    urls = ("/complaints/figures/2026/", STAFF, f"{STAFF}received/", "/workspace/complaints/repeated/")

    def cost() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as seen:
                page(url, client)
            counts.append(len(seen))
        return counts

    for _ in range(3):
        mattering.dispatched(cast)
    Matter.objects.update(grid=GRID)
    cost()
    few = cost()
    for at in range(5):
        mattering.dispatched(cast, title=f"第{at}件")
    Matter.objects.update(grid=GRID)
    assert cost() == few
    assert max(few) < 60


def test_the_periods_of_bulletins() -> None:
    assert Period(2012, 1).before == Period(2011, 12)
    assert Period(2012).before == Period(2011)
    assert (Period(2012, 2).last, Period(2012, 12).last) == (date(2012, 2, 29), date(2012, 12, 31))
    assert bulletins.parse("2012-05") == Period(2012, 5)
    assert [bulletins.parse(each) for each in ("", "2012-5", "0000", "2012-00", "２０１２")] == [None] * 5
