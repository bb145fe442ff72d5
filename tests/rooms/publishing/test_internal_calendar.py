"""Does the calendar of staff-only publications show which month is there, which is missing, and to whom?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast as people
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.refusals import Invalid, Refusal
from gongkai.publishing import actions, checks, queries
from gongkai.publishing.actions import DraftInput
from gongkai.publishing.content import canonical
from gongkai.publishing.models import Document, Revision
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)
NOW = date(2026, 6, 20)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def accounts(cast: Cast, month: date, **changes: Any) -> Document:
    given = {"audience": "staff", "internal_kind": "accounts", "internal_month": month, **changes}
    return people.published(cast, title=f"{month:%Y-%m}财务收支", **given)


def says(cast: Cast, kind: str = "accounts", year: int = 2026, today: date = NOW) -> list[str]:
    found = queries.internal_calendar(cast.agency.pk, year, today)
    return [cell.says for row in found.rows if row.kind.key == kind for cell in row.cells]


def test_a_missing_month_is_told_and_a_later_one_is_not_owed_yet(cast: Cast) -> None:
    for month in (1, 2, 4):
        accounts(cast, date(2026, month, 9))
    assert says(cast) == [
        "published", "published", "missing", "published", "missing", "due", *["ahead"] * 6,
    ]  # fmt: skip
    found = queries.internal_calendar(cast.agency.pk, 2026, NOW)
    assert [(kind.key, month) for kind, month in found.missing] == [
        ("accounts", date(2026, 3, 1)), ("accounts", date(2026, 5, 1)),
    ]  # fmt: skip
    assert says(cast, "promotion") == ["none"] * 6 + ["ahead"] * 6
    assert queries.internal_calendar(cast.outside_agency.pk, 2026, NOW).rows[-1].cells[0].count == 0


def test_what_happens_counts_in_the_month_it_was_made_and_what_says_no_kind_is_told(cast: Cast) -> None:
    people.published(cast, audience="staff", internal_kind="award", date_made=date(2026, 3, 2))
    people.published(cast, audience="staff")
    people.published(cast, internal_kind="award")  # everybody reads it: no staff-only publication
    found = queries.internal_calendar(cast.agency.pk, 2026, NOW)
    assert [cell.count for row in found.rows if row.kind.key == "award" for cell in row.cells][:4] == [
        0,
        0,
        1,
        0,
    ]
    assert found.unsorted == 1
    assert queries.internal_years(cast.agency.pk) == [2026]


def test_what_is_withdrawn_is_missing_again(cast: Cast) -> None:
    made = accounts(cast, date(2026, 1, 1))
    people.go(cast, made, "withdraw", "office", reason="数据有误")
    assert says(cast)[0] == "missing"


def test_every_member_of_the_staff_opens_the_calendar_and_nobody_else(cast: Cast) -> None:
    made = accounts(cast, date(2026, 1, 1))
    page, cell = "/workspace/internal/?year=2026", "/workspace/internal/accounts/2026/1/"
    for name in ("drafter", "taker", "publicist", "supervisor", "audit_admin"):
        client = client_of(cast, name)
        assert f'href="{cell}?agency={cast.agency.code}"' in words_of(client.get(page)), name
        assert f'href="/workspace/documents/{made.pk}/"' in words_of(client.get(cell)), name
    stranger = client_of(cast, "outsider")
    assert cell not in words_of(stranger.get(f"{page}&agency={cast.agency.code}"))
    assert str(made.index_number) not in words_of(stranger.get(f"{cell}?agency={cast.agency.code}"))
    assert Client().get(page).status_code == 302
    assert f"/workspace/documents/{made.pk}/" not in words_of(Client().get("/documents/"))


def test_a_missing_month_is_begun_with_kind_and_month(cast: Cast) -> None:
    drafter = client_of(cast, "drafter")
    page = words_of(drafter.get("/workspace/internal/?year=2025"))
    assert "missing" in words_of(drafter.get("/en/workspace/internal/?year=2025"))
    link = "/workspace/documents/new/?internal=accounts&amp;month=2025-07"
    assert link in page
    assert link not in words_of(client_of(cast, "taker").get("/workspace/internal/?year=2025")), (
        "who drafts nothing"
    )
    address = link.replace("&amp;", "&")
    assert "2025年7月财务收支" in words_of(drafter.get(address))
    answer = drafter.post(address, {"title": "七月收支", "unit": cast.units["waste"].pk})
    assert answer.status_code == 302
    made = Document.objects.get()
    assert made.working is not None
    assert (made.audience, made.working.internal_kind, made.working.internal_month) == (
        "staff", "accounts", date(2025, 7, 1),
    )  # fmt: skip
    begun = words_of(drafter.get("/workspace/internal/?year=2025"))
    assert link not in begun, "it is begun, and not begun twice"
    shown = words_of(drafter.get("/workspace/internal/accounts/2025/7/"))
    assert f"/workspace/documents/{made.pk}/" in shown
    page = words_of(drafter.get(f"/workspace/documents/{made.pk}/edit/"))
    assert re.search(r'<option value="accounts" selected', page)
    assert 'value="2025-07"' in page
    assert "2025-07" in words_of(drafter.get(f"/workspace/documents/{made.pk}/"))


def test_nonsense_in_an_address_of_the_calendar_is_no_error(cast: Cast) -> None:
    drafter = client_of(cast, "drafter")
    assert drafter.get("/workspace/internal/?year=x&agency=%00").status_code == 200
    assert drafter.get("/workspace/internal/?year=99999").status_code == 200
    for rest in ("none/2026/1/", "accounts/2026/13/", "accounts/1/1/"):
        assert drafter.get(f"/workspace/internal/{rest}").status_code == 404
    assert drafter.get("/workspace/documents/new/?internal=none&month=x").status_code == 200
    assert drafter.get("/workspace/documents/new/?internal=accounts&month=x").status_code == 200


def test_a_monthly_kind_says_for_which_month_before_it_is_submitted(cast: Cast) -> None:
    made = people.draft(cast, audience="staff", internal_kind="accounts")
    assert made.working is not None
    assert "missing.internal_month" in {each.finding.code for each in checks.run(made.working)}
    with pytest.raises(Refusal):
        people.go(cast, made, "submit", "drafter")
    with pytest.raises(Invalid) as refused:
        people.draft(cast, audience="staff", internal_kind="none")
    assert refused.value.field == "internal_kind"


def test_the_form_takes_kind_and_month_and_leaves_them_where_it_has_none(cast: Cast) -> None:
    made = people.draft(cast, audience="staff")
    drafter, here = client_of(cast, "drafter"), f"/workspace/documents/{made.pk}/edit/"
    said = {"title": "收支", "audience": "staff", "internal_kind": "accounts", "internal_month": "2026-02"}
    assert drafter.post(here, {**said, "version": made.version}).status_code == 302
    made = Document.objects.get(pk=made.pk)
    assert made.working is not None
    assert (made.working.internal_kind, made.working.internal_month) == ("accounts", date(2026, 2, 1))
    assert drafter.post(here, {"title": "收支二", "version": made.version}).status_code == 302
    assert Revision.objects.get().internal_month == date(2026, 2, 1)
    seen = Document.objects.get(pk=made.pk).version
    assert drafter.post(here, {**said, "internal_month": "", "version": seen}).status_code == 302
    assert Revision.objects.get().internal_month is None
    wrong = drafter.post(here, {**said, "internal_month": "二月", "version": seen + 1})
    assert wrong.status_code == 422
    assert 'href="#id_internal_month"' in words_of(wrong)


def test_kind_and_month_are_part_of_what_was_signed_and_cannot_be_changed_after(cast: Cast) -> None:
    plain, made = people.published(cast), accounts(cast, date(2026, 1, 1))
    assert plain.live is not None
    assert made.live is not None
    assert "internal_kind" not in canonical(plain.live), "what was digested before stays as it was"
    assert canonical(made.live)["internal_month"] == "2026-01-01"
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=made.live.pk).update(internal_kind="award")
    corrected = people.go(cast, made, "correct", "drafter", reason="更正")
    assert corrected.working is not None
    assert corrected.working.internal_kind == "accounts"


def test_more_documents_ask_no_more_questions_of_the_calendar(cast: Cast) -> None:
    drafter = client_of(cast, "drafter")

    def asked(address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            assert drafter.get(address).status_code == 200
        return len(made)

    addresses = ("/workspace/internal/?year=2026", "/workspace/internal/accounts/2026/1/")
    accounts(cast, date(2026, 1, 1))
    asked("/workspace/")
    before = [asked(each) for each in addresses]
    for month in (1, 1, 2, 3):
        accounts(cast, date(2026, month, 1))
    actions.start_document(
        actor=cast.drafter,
        unit_id=cast.units["waste"].pk,
        content=DraftInput(
            title="四月", audience="staff", internal_kind="accounts", internal_month=clock.today()
        ),
    )
    asked("/workspace/")
    assert [asked(each) for each in addresses] == before
