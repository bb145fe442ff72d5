"""Are letters looked at, written, counted and receipted on the screen, and does only the organiser get their codes?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import campaigning as stage
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.campaigns.actions import letters, sites
from gongkai.campaigns.models import Campaign, Notice, SiteParty
from gongkai.core import clock
from gongkai.core.models import Letter
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/campaigns/"
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Campaign) -> str:
    return f"{LIST}{made.pk}/letters/"


def receipt(notice: Notice) -> str:
    return f"{LIST}letters/{notice.pk}/receipt/"


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "way": "direct",
        "served_on": clock.today().isoformat(),
        "recipient": "示例乙",
        "evidence": "签收单存档",
        **changes,
    }


def test_the_letter_is_looked_at_before_it_goes_out(cast: Cast) -> None:
    running = stage.running(cast, letter_words="请六月底前自查。")
    organiser = client_of(cast, "organiser")
    page = words_of(organiser.get(here(running)))
    assert "请六月底前自查。" in page
    assert "手续到位" in page
    assert 'name="parties"' in page
    second = SiteParty.objects.get(role="contractor")
    shown = words_of(organiser.get(f"{here(running)}?preview={second.pk}"))
    assert "<p>示例建筑工程有限公司：</p>" in shown
    assert not Letter.objects.exists(), "looking gives no number"


def test_letters_go_to_those_ticked_and_then_to_all(cast: Cast) -> None:
    running = stage.running(cast)
    organiser = client_of(cast, "organiser")
    builder = SiteParty.objects.get(role="builder")
    for nothing in ({}, {"parties": ["x"]}, {"parties": ["99999"]}):
        answer = post(organiser, here(running), do="chosen", **nothing)
        assert answer.status_code in (409, 422)
        assert 'role="alert"' in words_of(answer)
    assert not Notice.objects.exists()
    assert post(organiser, here(running), do="chosen", parties=[builder.pk]).status_code == 302
    assert Notice.objects.get().party == builder
    assert post(organiser, here(running), do="all").status_code == 302
    assert Notice.objects.count() == 2
    page = words_of(organiser.get(here(running)))
    assert 'name="parties"' not in page
    assert post(organiser, here(running), do="all").status_code == 409


def test_the_tally_counts_and_the_late_ones_stand_apart(cast: Cast) -> None:
    running = stage.running(cast)
    late, told = stage.written_to(cast, running)
    letters.acknowledge(reference=told.reference, code=stage.code_in(told), name="示例乙", function="经理")
    Notice.objects.filter(pk=late.pk).update(acknowledge_by=clock.today() - timedelta(days=1))
    organiser = client_of(cast, "organiser")
    page = organiser.get(here(running))
    assert (page.context["tally"].sent, page.context["tally"].late) == (2, 1)
    for name, shown, hidden in (
        ("late", late, told),
        ("acknowledged", told, late),
    ):
        text = words_of(organiser.get(f"{here(running)}?show={name}"))
        assert shown.letter is not None
        assert shown.letter.number in text
        assert hidden.letter is not None
        assert hidden.letter.number not in text
    assert words_of(organiser.get(f"{here(running)}?show=nonsense")).count("DOCX") == 2
    assert "示例乙 经理" in words_of(page)
    assert "示例乙" not in words_of(client_of(cast, "supervisor").get(here(running)))
    home = words_of(organiser.get("/workspace/"))
    assert f"{LIST}?state=running" in home, "my work says that a letter is late"


def test_a_receipt_on_paper_acknowledges_the_letter(cast: Cast) -> None:
    running = stage.running(cast)
    notice = stage.written_to(cast, running)[0]
    organiser = client_of(cast, "organiser")
    assert f'href="{receipt(notice)}"' in words_of(organiser.get(here(running)))
    assert 'value="direct"' in words_of(organiser.get(receipt(notice)))
    assert post(organiser, receipt(notice), **typed()).status_code == 302
    notice.refresh_from_db()
    assert notice.acknowledged_way == "receipt"
    again = post(organiser, receipt(notice), **typed())
    assert again.status_code == 409
    assert "签收单存档" in words_of(again)
    assert f'href="{receipt(notice)}"' not in words_of(organiser.get(here(running)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"way": ""}, "way"),
        ({"way": "nonsense"}, "way"),
        ({"served_on": ""}, "served_on"),
        ({"served_on": (clock.today() + timedelta(days=1)).isoformat()}, "served_on"),
        ({"served_on": "2020-01-01"}, "served_on"),
        ({"recipient": ""}, "recipient"),
        ({"recipient": "长" * 41}, "recipient"),
        ({"evidence": ""}, "evidence"),
        ({"way": "post"}, "tracking_number"),
    ],
)
def test_what_cannot_be_stands_at_its_field_and_nothing_is_lost(
    cast: Cast, changes: dict[str, str], field: str
) -> None:
    notice = stage.written_to(cast, stage.running(cast))[0]
    answer = post(client_of(cast, "organiser"), receipt(notice), **typed(**changes))
    page = words_of(answer)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}  # type: ignore[attr-defined]
    assert f'href="#id_{field}"' in page
    kept = "签收单存档" if field != "evidence" else "示例乙"
    assert kept in page


def test_the_letter_is_downloaded_as_it_was_issued(cast: Cast) -> None:
    notice = stage.written_to(cast, stage.running(cast))[0]
    organiser = client_of(cast, "organiser")
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = organiser.get(f"{LIST}letters/{notice.pk}.{form}")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content).startswith(begins)  # type: ignore[attr-defined]
    assert organiser.get(f"{LIST}letters/{notice.pk}.odt").status_code == 404
    assert organiser.get(f"{LIST}letters/{2**70}.pdf").status_code == 404


#: Who → the answers to page, receipt, PDF, and sending.
MATRIX = {
    "organiser": (200, 200, 200, 409),
    "campaign_publisher": (200, 403, 403, 403),
    "supervisor": (200, 403, 403, 403),
    "inspector": (200, 403, 403, 403),
    "rival_inspector": (200, 403, 403, 403),
    "drafter": (404, 404, 404, 404),
    "case_handler": (404, 404, 404, 404),
    "outsider": (404, 404, 404, 404),
}


def test_who_may_open_which_address(cast: Cast) -> None:
    running = stage.running(cast)
    notice = stage.written_to(cast, running)[0]
    wrong = {}
    for who, wanted in MATRIX.items():
        client = client_of(cast, who)
        gets = (here(running), receipt(notice), f"{LIST}letters/{notice.pk}.pdf")
        answers = [client.get(address).status_code for address in gets]
        answers.append(post(client, here(running), do="all").status_code)
        if tuple(answers) != wanted:
            wrong[who] = answers
    assert wrong == {}
    assert Notice.objects.count() == 2


def test_before_it_is_announced_nobody_is_written_to(cast: Cast) -> None:
    made = stage.drafted(cast)
    sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[stage.site(cast).pk])
    organiser = client_of(cast, "organiser")
    page = words_of(organiser.get(here(made)))
    assert 'value="all"' not in page
    assert "示例建设开发有限公司" in page
    assert post(organiser, here(made), do="all").status_code == 403


def test_the_page_takes_the_same_questions_however_many_letters(cast: Cast) -> None:
    places = [stage.site(cast, f"工地之{at}") for at in range(2)]
    running = stage.running(cast, *places)
    organiser = client_of(cast, "organiser")
    one = SiteParty.objects.order_by("pk")[0]
    letters.send_letters(campaign_id=running.pk, actor=cast.organiser, party_ids=[one.pk])

    def asked() -> int:
        organiser.get(here(running))
        with CaptureQueriesContext(connection) as queries:
            words_of(organiser.get(here(running)))
        return len(queries)

    few = asked()
    more = [stage.site(cast, f"又一工地{at}") for at in range(3)]
    sites.put_sites(campaign_id=running.pk, actor=cast.organiser, site_ids=[each.pk for each in more])
    rest = SiteParty.objects.order_by("pk").values_list("pk", flat=True)[1:7]
    letters.send_letters(campaign_id=running.pk, actor=cast.organiser, party_ids=list(rest))
    assert asked() == few
