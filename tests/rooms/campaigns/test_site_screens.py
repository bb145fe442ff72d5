"""Are sites entered with place and parties, and are contacts shown only to whoever needs them?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import campaigning as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.campaigns.models import Site, SiteParty
from gongkai.campaigns.queries.sites import contact, parties
from gongkai.core import clock
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
SITES = "/workspace/campaigns/sites/"
LAT, LON = "33.3006", "116.7519"
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def post(client: Client, to: str, /, **data: Any) -> Any:
    return client.post(to, data)


def here(made: Site, rest: str = "") -> str:
    return f"{SITES}{made.pk}/{rest}"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A complete site as the form sends it."""
    return {
        "name": "示例安置房工地",
        "unit": cast.units["waste"].pk,
        "works": "土方开挖",
        "permit": "渣准字1号",
        "address": "文化路1号",
        "lat": LAT,
        "lon": LON,
        "builder_name": "示例建设公司",
        "builder_person": "示例甲",
        "builder_telephone": "０５５８－５５５０００１",
        "builder_email": "a@example.cn",
        "haulier_name": "示例运输公司",
        **changes,
    }


def test_a_site_is_entered_and_changed(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    assert f'href="{SITES}new/"' in words_of(organiser.get(SITES))
    page = words_of(organiser.get(f"{SITES}new/"))
    for role in ("builder", "contractor", "haulier", "owner"):
        assert f'name="{role}_name"' in page
    assert post(organiser, f"{SITES}new/", **typed(cast)).status_code == 302
    made = Site.objects.get()
    assert (made.lat, made.lon, made.unit) == (33.3006, 116.7519, cast.units["waste"])
    assert made.code.endswith("-GD-0001")
    assert contact(parties(made)[0], cast.organiser, made).telephone == "0558-5550001"
    page = words_of(organiser.get(here(made, "edit/")))
    assert 'value="示例甲"' in page
    assert 'value="33.300600"' in page
    again = typed(
        cast, version=1, name="改了名的工地", haulier_name="", builder_email="", ended_on="2026-01-02"
    )
    assert post(organiser, here(made, "edit/"), **again).status_code == 302
    made.refresh_from_db()
    assert (made.name, str(made.ended_on)) == ("改了名的工地", "2026-01-02")
    assert [each.role for each in parties(made)] == ["builder"]
    assert contact(parties(made)[0], cast.organiser, made).email == ""
    page = words_of(organiser.get(here(made)))
    assert "改了名的工地" in page
    assert "badge--quiet" in page, "works are over"


def test_saving_without_a_change_changes_nothing(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    post(organiser, f"{SITES}new/", **typed(cast))
    made = Site.objects.get()
    form = organiser.get(here(made, "edit/")).context["form"]
    same = {name: form[name].value() or "" for name in form.fields}
    assert post(organiser, here(made, "edit/"), version=1, **same).status_code == 302
    made.refresh_from_db()
    assert made.revision == 1
    assert SiteParty.objects.count() == 2


def test_an_own_code_is_kept(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    assert post(organiser, f"{SITES}new/", **typed(cast, code="GC-7")).status_code == 302
    assert Site.objects.get().code == "GC-7"
    answer = post(organiser, f"{SITES}new/", **typed(cast, code="GC-7"))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"code"}
    assert 'name="code"' not in words_of(organiser.get(here(Site.objects.get(), "edit/")))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "联系电话13800138000"}, "name"),
        ({"unit": ""}, "unit"),
        ({"unit": "99999"}, "unit"),
        ({"address": ""}, "address"),
        ({"address": "长" * 201}, "address"),
        ({"lat": ""}, "lat"),
        ({"lat": "北"}, "lat"),
        ({"lat": "3.3"}, "lat"),
        ({"lat": "", "lon": "", "district": "dongcheng"}, "lat"),
        ({"ended_on": "昨天"}, "ended_on"),
        ({"code": "甲"}, "code"),
        ({"builder_name": ""}, "builder_name"),
        ({"builder_email": "没有"}, "builder_email"),
        ({"contractor_telephone": "0558-5550009"}, "contractor_name"),
        ({"builder_person": "长" * 41}, "builder_person"),
    ],
)
def test_what_cannot_be_stands_at_its_field_and_nothing_is_lost(
    cast: Cast, changes: dict[str, str], field: str
) -> None:
    answer = post(client_of(cast, "organiser"), f"{SITES}new/", **typed(cast, **changes))
    page = words_of(answer)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert f'href="#id_{field}"' in page
    assert "示例运输公司" in page
    assert not Site.objects.exists()


def test_who_was_slower_keeps_what_was_typed(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    post(organiser, f"{SITES}new/", **typed(cast))
    made = Site.objects.get()
    assert post(organiser, here(made, "edit/"), **typed(cast, version=1, name="先改的")).status_code == 302
    answer = post(organiser, here(made, "edit/"), **typed(cast, version=1, name="后改的"))
    assert answer.status_code == 409
    page = words_of(answer)
    assert "后改的" in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize(
    ("who", "clear"),
    [
        ("organiser", True), ("inspector", True), ("rival_inspector", False),
        ("campaign_publisher", False), ("supervisor", False),
    ],
)  # fmt: skip
def test_contacts_are_masked_for_whoever_does_not_need_them(cast: Cast, who: str, clear: bool) -> None:
    made = stage.site(cast)
    page = words_of(client_of(cast, who).get(here(made)))
    for secret in ("示例甲", "0558-5550001", "builder@example.cn"):
        assert (secret in page) is clear, secret
    assert "示例建设开发有限公司" in page


#: Who → the answers to list, record, new, edit, bring.
MATRIX = {
    "organiser": (200, 200, 200, 200, 200),
    "campaign_publisher": (200, 200, 403, 403, 403),
    "supervisor": (200, 200, 403, 403, 403),
    "inspector": (200, 200, 403, 403, 403),
    "rival_inspector": (200, 200, 403, 403, 403),
    "drafter": (200, 404, 403, 404, 403),
    "case_handler": (200, 404, 403, 404, 403),
    "outsider": (200, 404, 200, 404, 200),
}


def test_who_may_open_which_address(cast: Cast) -> None:
    made = stage.site(cast)
    gets = (SITES, here(made), f"{SITES}new/", here(made, "edit/"), f"{SITES}bring/")
    wrong = {}
    for who, wanted in MATRIX.items():
        client = client_of(cast, who)
        answers = tuple(client.get(address).status_code for address in gets)
        if answers != wanted:
            wrong[who] = answers
    assert wrong == {}
    assert made.name not in words_of(client_of(cast, "outsider").get(SITES))


def test_the_record_shows_its_campaigns_and_its_inspections(cast: Cast) -> None:
    made = stage.site(cast)
    running, draft = stage.running(cast, made), stage.drafted(cast, title="还没宣布的")
    from gongkai.campaigns.actions.sites import put_sites

    put_sites(campaign_id=draft.pk, actor=cast.organiser, site_ids=[made.pk])
    record = stage.recorded(cast, running, "fence")
    page = words_of(client_of(cast, "inspector").get(here(made)))
    assert running.number in page
    assert record.number in page
    assert "/workspace/campaigns/inspect/" in page
    assert "还没宣布的" not in page, "inspectors see what is announced"
    assert "还没宣布的" in words_of(client_of(cast, "organiser").get(here(made)))
    rival = words_of(client_of(cast, "rival_inspector").get(here(made)))
    assert record.number not in rival
    assert "/workspace/campaigns/inspect/" not in rival


def test_the_list_is_narrowed(cast: Cast) -> None:
    one = stage.site(cast, "甲工地")
    two = stage.site(cast, "乙工地", unit="other", parties={}, ended_on=clock.today() - timedelta(days=1))
    organiser = client_of(cast, "organiser")
    for query, shown, hidden in (
        ("text=甲工地", one, two),
        (f"text={two.code.lower()}", two, one),
        ("text=示例建设开发", one, two),
        (f"unit={cast.units['other'].pk}", two, one),
        ("works=on", one, two),
        ("works=over", two, one),
    ):
        page = words_of(organiser.get(f"{SITES}?{query}"))
        assert shown.name in page, query
        assert page.count("data-list-item") == 1, query
        assert f">{hidden.name}</a>" not in page, query
    assert 'class="empty"' in words_of(organiser.get(f"{SITES}?text=没有这样的"))
    for nonsense in ("unit=x", "works=x", "after=~", "after=1~%00", f"after={2**70}~x"):
        assert one.name in words_of(organiser.get(f"{SITES}?{nonsense}"))


def test_the_list_is_paged_and_takes_the_same_questions_however_many(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    made = [stage.site(cast, f"工地之{at}") for at in range(2)]

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            words_of(organiser.get(SITES))
        return len(queries)

    asked()
    few = asked()
    made += [stage.site(cast, f"工地之{at}") for at in range(2, 33)]
    assert asked() == few
    first = organiser.get(SITES)
    rest = words_of(organiser.get(first.context["next_url"]))
    assert sum(f">{each.name}</a>" in words_of(first) for each in made) == 30
    assert sum(f">{each.name}</a>" in rest for each in made) == 3


def test_a_site_takes_the_same_questions_however_many_records(cast: Cast) -> None:
    made = stage.site(cast)
    first = stage.running(cast, made)
    stage.recorded(cast, first)
    inspector = client_of(cast, "inspector")

    def asked() -> int:
        inspector.get(here(made))
        with CaptureQueriesContext(connection) as queries:
            words_of(inspector.get(here(made)))
        return len(queries)

    few = asked()
    for _ in range(3):
        stage.recorded(cast, first)
    stage.recorded(cast, stage.running(cast, made))
    assert asked() == few
