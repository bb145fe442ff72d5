"""Is the yearly search opened, signed by each unit and closed by those whose posts say so, and kept as it was?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import registering
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from domain.powers.risk_points import risk
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.powers import actions
from gongkai.powers.actions import searches as deeds
from gongkai.powers.models import Entry, Search, SearchPart
from gongkai.powers.queries import searches
from rooms.powers.risk_stage import furnished
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
YEAR = 2027
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 31)
built = once_a_file(furnished)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def opened(cast: Cast, name: str = "power_publisher", **changes: Any) -> Search:
    given = {"year": YEAR, "title": "风险排查", "opens_on": FIRST, "closes_on": LAST, **changes}
    return deeds.open_search(actor=getattr(cast, name), agency_id=cast.agency.pk, **given)


def part_of(search: Search, unit: str) -> SearchPart:
    return search.parts.get(unit__code=unit)


def sign(cast: Cast, search: Search, name: str, unit: str = "waste", reason: str = "") -> SearchPart:
    return deeds.sign_off(actor=getattr(cast, name), part_id=part_of(search, unit).pk, reason=reason)


def states(search: Search) -> dict[str, str]:
    found = searches.progress([Search.objects.get(pk=search.pk)])[0]
    return {each.part.unit.code: each.state for each in found.parts}


def test_who_may_do_what(cast: Cast) -> None:
    may = {
        "open": {"power_publisher"},
        "sign": {"power_editor", "second_editor"},
        "close": {"power_publisher"},
    }
    with clock.travel_to(FIRST):
        search = opened(cast, year=YEAR + 1)
        for name in [*cast.people, "outsider"]:
            for deed, who in may.items():
                before = Event.objects.count()
                with transaction.atomic():
                    try:
                        if deed == "open":
                            opened(cast, name)
                        elif deed == "sign":
                            sign(cast, search, name, reason="未发现")
                        else:
                            deeds.close_search(actor=getattr(cast, name), search_id=search.pk, note="结束")
                    except Refusal:
                        assert name not in who, (deed, name)
                        assert Event.objects.count() == before
                    else:
                        assert name in who, (deed, name)
                        assert Event.objects.count() == before + 1, "one event per deed"
                    transaction.set_rollback(True)


def test_all_units_but_the_leadership_take_part(cast: Cast) -> None:
    cast.units["leadership"].kind = "leadership"
    cast.units["leadership"].save()
    search = opened(cast)
    assert {each.unit.code for each in search.parts.all()} == {"office", "waste", "other"}
    chosen = opened(cast, year=YEAR + 1, unit_ids=[cast.units["waste"].pk])
    assert [each.unit.code for each in chosen.parts.all()] == ["waste"]


def test_what_a_unit_found_is_counted_from_the_register(cast: Cast) -> None:
    with clock.travel_to(FIRST):
        search = opened(cast)
    with clock.travel_to(FIRST + timedelta(days=3)):
        registering.drafted(cast, "risk", "N-1", title="新的风险点", content=risk())
        entry = Entry.objects.get(kind="risk", code="R-1")
        actions.draft_new_version(actor=cast.power_editor, entry_id=entry.pk)
        gone = registering.drafted(cast, "risk", "N-2", title="写错的", content=risk())
        registering.moved(gone, "discard", cast.power_editor, "写错")
        with CaptureQueriesContext(connection) as asked:
            found = searches.progress([search])[0]
        assert len(asked) == 2
        numbers = {each.part.unit.code: (each.found.new, each.found.regraded) for each in found.parts}
        assert numbers["waste"] == (1, 1)
        assert numbers["other"] == (0, 0)
        part = sign(cast, search, "power_editor")
        assert (part.found, part.regraded, part.reason) == (1, 1, "")
        registering.drafted(cast, "risk", "N-3", title="签字以后", content=risk())
        assert searches.progress([search])[0].found == searches.Found(1, 1), "what was signed stays"


def test_nothing_found_needs_a_reason(cast: Cast) -> None:
    with clock.travel_to(FIRST):
        search = opened(cast)
        for reason in ("", "  ", "\x00"):
            with pytest.raises(Invalid) as told:
                sign(cast, search, "power_editor", reason=reason)
            assert told.value.field == "reason"
        with pytest.raises(Invalid):
            sign(cast, search, "power_editor", reason="长" * 501)
        assert sign(cast, search, "power_editor", reason="岗位未变").reason == "岗位未变"


def test_signing_twice_changes_nothing_and_another_editor_is_told(cast: Cast) -> None:
    with clock.travel_to(FIRST):
        search = opened(cast)
        first = sign(cast, search, "power_editor", reason="岗位未变")
        count = Event.objects.count()
        assert sign(cast, search, "power_editor", reason="别的").reason == first.reason
        assert Event.objects.count() == count
        with pytest.raises(NotAllowed, match="signed off"):
            sign(cast, search, "second_editor", reason="别的")


def test_a_unit_that_is_late_is_shown_overdue(cast: Cast) -> None:
    with clock.travel_to(FIRST):
        search = opened(cast)
        sign(cast, search, "power_editor", reason="岗位未变")
    with clock.travel_to(LAST):
        assert states(search) == {
            "leadership": "running",
            "office": "running",
            "waste": "signed",
            "other": "running",
        }
    with clock.travel_to(LAST + timedelta(days=1)):
        assert states(search)["other"] == "overdue"
        sign(cast, search, "power_rival", "other", reason="岗位未变")
        assert states(search)["other"] == "late"
        with pytest.raises(Invalid, match="政务公开办公室") as told:
            deeds.close_search(actor=cast.power_publisher, search_id=search.pk)
        assert told.value.field == "note"
        deeds.close_search(actor=cast.power_publisher, search_id=search.pk, note="无风险岗位")
        assert states(search)["office"] == "missing"
        with pytest.raises(NotAllowed, match="closed"):
            sign(cast, search, "second_editor", reason="迟了")
    assert ledger.verify()[1] is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": " "}, "title"), ({"title": "长" * 121}, "title"), ({"year": 99}, "year"), ({"year": 99999}, "year"),
     ({"closes_on": FIRST - timedelta(days=1)}, "closes_on"), ({"closes_on": date(2029, 1, 1)}, "closes_on"),
     ({"unit_ids": []}, "units"), ({"unit_ids": [0]}, "units")],
)  # fmt: skip
def test_a_search_that_cannot_be_one_is_told(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        opened(cast, **changes)
    assert told.value.field == field


def test_one_search_a_year_and_none_is_signed_before_it_begins(cast: Cast) -> None:
    with clock.travel_to(FIRST - timedelta(days=1)):
        search = opened(cast)
        with pytest.raises(Invalid) as told:
            opened(cast)
        assert told.value.field == "year"
        with pytest.raises(Refusal, match="begins on"):
            sign(cast, search, "power_editor", reason="岗位未变")


def test_the_database_keeps_what_was_signed_and_closed(cast: Cast) -> None:
    with clock.travel_to(FIRST):
        search = opened(cast)
        part = sign(cast, search, "power_editor", reason="岗位未变")
        SearchPart.objects.filter(pk=part_of(search, "other").pk).update(reason="还可以写")
        deeds.close_search(actor=cast.power_publisher, search_id=search.pk, note="结束")
    kept = (
        lambda: SearchPart.objects.filter(pk=part.pk).update(reason="改"),
        lambda: Search.objects.filter(pk=search.pk).update(title="改"),
        part.delete,
        search.delete,
    )
    for deed in kept:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    unsigned = SearchPart.objects.filter(search=search, unit=cast.units["office"])
    with pytest.raises(DatabaseError), transaction.atomic():
        unsigned.update(signed_at=clock.now())  # nothing found, and no reason


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_pages_from_the_opening_to_the_end(cast: Cast, lead: str) -> None:
    today = clock.today()
    root = f"{lead}/workspace/powers/searches/"
    publisher, editor = signed_in(cast, "power_publisher"), signed_in(cast, "power_editor")
    assert editor.get(f"{root}new/").status_code == 403
    assert publisher.get(f"{root}new/").status_code == 200
    given = {
        "year": today.year,
        "title": "年度排查",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=9)).isoformat(),
        "units": [cast.units["waste"].pk, cast.units["other"].pk],
    }
    assert publisher.post(f"{root}new/", {**given, "year": "二零"}).status_code == 422
    answer = publisher.post(f"{root}new/", given)
    assert answer.status_code == 302
    search = Search.objects.get()
    here = f"{root}{search.pk}/"
    part = part_of(search, "waste")
    seen = editor.get(here).content.decode()
    assert f"searches/parts/{part.pk}/sign/" in seen
    assert f"searches/parts/{part_of(search, 'other').pk}/sign/" not in seen
    refused = editor.post(f"{root}parts/{part.pk}/sign/", {"reason": ""})
    assert refused.status_code == 422
    assert editor.post(f"{root}parts/{part.pk}/sign/", {"reason": "岗位未变"}).status_code == 302
    assert "岗位未变" in editor.get(here).content.decode()
    assert editor.post(f"{here}close/").status_code == 422
    assert publisher.post(f"{here}close/", {"note": ""}).status_code == 422
    assert publisher.post(f"{here}close/", {"note": "市容科下月补签"}).status_code == 302
    closed = publisher.get(here).content.decode()
    assert "市容科下月补签" in closed
    assert "close/" not in closed.split("<main")[1]
    assert signed_in(cast, "outsider").get(here).status_code == 404
    assert publisher.get(f"{root}").status_code == 200
