"""Are lists narrowed, paged and counted, at the same cost for one row and for many?"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, draft, make_cast, published, walk_to
from desk import client_of, record, words_of
from gongkai.core import clock
from gongkai.publishing import actions, queries
from gongkai.publishing.models import CatalogueEntry, Topic, Wording

pytestmark = pytest.mark.django_db
OFFICE_PAGES = (
    "catalogue/",
    "catalogue/article20.1/",
    "topics/",
    "channels/",
    "channels/?year=2012",
    "wordings/",
    "imports/",
    "imports/history/",
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_list_is_narrowed_by_each_filter(cast: Cast) -> None:
    draft(cast, title="渣土的草稿")
    published(cast, title="停车的通知", catalogue=["article20.2"])
    client = client_of(cast, "drafter")
    for question, there, gone in (
        ("state=draft", "渣土的草稿", "停车的通知"),
        ("state=published", "停车的通知", "渣土的草稿"),
        ("text=渣土", "渣土的草稿", "停车的通知"),
        ("row=article20.2", "停车的通知", "渣土的草稿"),
        (f"unit={cast.units['waste'].pk}&mine=1", "渣土的草稿", "没有这样的标题"),
    ):
        page = words_of(client.get(f"/workspace/documents/?{question}"))
        assert there in page
        assert gone not in page


@pytest.mark.parametrize(
    "question",
    [
        "state=nowhere",
        "unit=abc",
        "unit=99999999999999999999",
        "after=garbage",
        "after=2026-01-01~x",
        "mine=perhaps",
        "row=%00",
        "text=%F0%9F%98%80",
    ],
)
def test_nonsense_in_the_address_is_no_error(cast: Cast, question: str) -> None:
    draft(cast)
    assert client_of(cast, "drafter").get(f"/workspace/documents/?{question}").status_code == 200


def test_cursor_leads_through_every_document_once(cast: Cast) -> None:
    made = {draft(cast, title=f"第{number}号").index_number for number in range(7)}
    query = queries.documents_for_staff(cast.drafter)
    seen: list[str] = []
    after = ""
    while True:
        page = queries.page_of(query, after, size=3)
        seen += [each.index_number for each in page.rows]
        after = page.after
        if not after:
            break
    assert sorted(seen) == sorted(made)


def test_lists_cost_the_same_for_one_row_and_for_many(cast: Cast) -> None:
    drafter, office = client_of(cast, "drafter"), client_of(cast, "office")
    pages = [(drafter, "/workspace/documents/"), (drafter, "/workspace/"), (drafter, "/workspace/deadlines/")]
    pages += [
        (office, f"/workspace/{page}") for page in ("catalogue/", "channels/", "channels/1/", "topics/")
    ]
    published(cast)
    walk_to(cast, "release")
    draft(cast)
    channel = queries.channels(cast.agency.pk)[0].pk
    pages[5] = (office, f"/workspace/channels/{channel}/")
    before = [cost(client, address) for client, address in pages]
    for number in range(4):
        draft(cast, title=f"草稿{number}")
        published(cast, title=f"公开{number}")
        actions.open_topic(
            actor=cast.office, agency_id=cast.agency.pk, slug=f"t{number}", title=f"专题{number}"
        )
    assert [cost(client, address) for client, address in pages] == before


@pytest.mark.parametrize("who", ["office", "drafter", "supervisor"])
def test_what_the_office_keeps_everybody_may_read(cast: Cast, who: str) -> None:
    client = client_of(cast, who)
    for page in OFFICE_PAGES:
        response = client.get(f"/workspace/{page}")
        assert response.status_code == 200
        keeps = 'method="post"' in words_of(response).split("<main")[1]
        assert not keeps or who == "office" or page == "imports/"


def test_office_keeps_catalogue_topics_channels_and_wordings(cast: Cast) -> None:
    office = client_of(cast, "office")
    row = "/workspace/catalogue/article20.1/"
    assert (
        office.post(
            row, {"do": "duty", "unit": cast.units["waste"].pk, "person": cast.person("drafter").pk}
        ).status_code
        == 302
    )
    assert "drafter-name" in words_of(office.get("/workspace/catalogue/"))
    assert (
        office.post(
            row, {"do": "local", "label": "渣土运输企业名录", "rule": "publication.penalty"}
        ).status_code
        == 302
    )
    local = CatalogueEntry.objects.get(label="渣土运输企业名录")
    assert (
        office.post(
            f"/workspace/catalogue/{local.key}/", {"do": "end", "last_day": clock.today()}
        ).status_code
        == 302
    )
    assert office.post("/workspace/topics/", {"title": "渣土整治", "slug": "waste"}).status_code == 302
    assert office.post("/workspace/topics/waste/close/").status_code == 302
    assert Topic.objects.get().closed_on is not None
    assert office.post("/workspace/channels/", {"kind": "wechat", "name": "公众号"}).status_code == 302
    channel = queries.channels(cast.agency.pk)[-1]
    assert office.post(f"/workspace/channels/{channel.pk}/close/").status_code == 302
    assert office.post("/workspace/wordings/", {"pattern": "最高级", "severity": "reason"}).status_code == 302
    assert office.post(f"/workspace/wordings/{Wording.objects.get().pk}/retire/").status_code == 302
    assert not queries.wordings(cast.agency.pk)


def test_local_row_brings_its_own_limit(cast: Cast) -> None:
    actions.add_local_row(
        actor=cast.office,
        agency_id=cast.agency.pk,
        parent_key="article20.1",
        label="自设",
        label_en="",
        rule="publication.penalty",
        basis="",
    )
    key = CatalogueEntry.objects.get(label="自设").key
    document = draft(cast, catalogue=["article20.1", key])
    ((standing, _due),) = queries.explained_deadlines(document)
    assert standing.deadline.rule == "publication.penalty"


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("topics/", {"title": "写了标题", "slug": "不行"}),
        ("topics/", {"title": "", "slug": "fine"}),
        ("channels/", {"kind": "no", "name": "写了名称"}),
        ("channels/", {"kind": "wechat", "name": "写了名称", "url": "nothing"}),
        ("wordings/", {"pattern": "(((", "severity": "reason", "is_regex": "on"}),
        ("wordings/", {"pattern": "", "severity": "what"}),
        ("catalogue/article20.1/", {"do": "local", "label": "", "rule": "publication.general"}),
        ("catalogue/article20.1/", {"do": "end", "last_day": "2026-02-31"}),
        ("catalogue/article20.1/", {"do": "end", "last_day": "2026-02-01"}),
        ("catalogue/article20.1/", {"do": "duty", "unit": "77777"}),
        ("imports/", {}),
    ],
)
def test_wrong_input_is_said_and_kept(cast: Cast, address: str, data: dict[str, str]) -> None:
    who = "drafter" if address == "imports/" else "office"
    response = client_of(cast, who).post(f"/workspace/{address}", data)
    assert response.status_code == 422
    page = words_of(response)
    assert "error-summary" in page
    for value in data.values():
        if value.startswith("写了"):
            assert value in page


def test_nobody_else_keeps_them(cast: Cast) -> None:
    drafter = client_of(cast, "drafter")
    assert drafter.post("/workspace/topics/", {"title": "渣土", "slug": "waste"}).status_code == 422
    assert drafter.post("/workspace/wordings/", {"pattern": "最高级", "severity": "note"}).status_code == 422
    assert drafter.post("/workspace/catalogue/article20.1/", {"do": "duty"}).status_code == 422
    assert not Topic.objects.exists()
    assert not Wording.objects.exists()


def test_count_of_a_channel_leads_to_its_list(cast: Cast) -> None:
    document = published(cast)
    channel = queries.channels(cast.agency.pk)[0]
    office = client_of(cast, "office")
    assert f"/workspace/channels/{channel.pk}/?year={clock.today().year}" in words_of(
        office.get("/workspace/channels/")
    )
    assert document.index_number in words_of(office.get(f"/workspace/channels/{channel.pk}/"))
    assert document.index_number not in words_of(office.get(f"/workspace/channels/{channel.pk}/?year=2012"))


def test_search_in_the_header_leads_to_the_list(cast: Cast) -> None:
    document = draft(cast)
    response = client_of(cast, "drafter").get(f"/workspace/search/?q={document.index_number}", follow=True)
    assert record(document.pk) in words_of(response)
