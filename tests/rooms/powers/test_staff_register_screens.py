"""Do the staff's screens of the register lead from a new entry to the public page, and lose nothing typed?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import registering
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.domain.powers.schema import kinds
from gongkai.powers.models import Entry, Version

pytestmark = pytest.mark.django_db
HERE = "/workspace/powers/of/341600CG/item/P-1/"
NEW = "/workspace/powers/item/new/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A complete power as the form sends it."""
    return {
        "unit": cast.units["waste"].pk,
        "code": "P-1",
        "title": "擅自倾倒建筑垃圾的处罚",
        "f-category": "penalty",
        "f-decides": "测试市城市管理局",
        "f-duty": "依法查处，告知权利。",
        "f-supervision": "0558-0000000\n12345",
        "basis-rows": "1",
        "basis-0-instrument": "示例条例",
        "basis-0-article": "第十条",
        **changes,
    }


def version() -> Version:
    return Version.objects.select_related("entry").latest("pk")


def move(client: Client, key: str, **given: Any) -> Any:
    known = version()
    return post(client, f"{HERE}moves/{key}/", number=known.number, version=known.revision, **given)


def test_from_a_new_entry_to_the_public_page(cast: Cast) -> None:
    editor, reviewer, publisher = (
        client_of(cast, f"power_{who}") for who in ("editor", "reviewer", "publisher")
    )
    assert f'href="{NEW}"' in words_of(editor.get("/workspace/powers/?kind=item"))
    words_of(editor.get(NEW))
    assert post(editor, NEW, **typed(cast)).status_code == 302
    assert version().content["supervision"] == ["0558-0000000", "12345"]
    assert version().content["basis"] == [{"instrument": "示例条例", "article": "第十条"}]
    public = f"/powers/{cast.agency.code}/item/P-1/"
    assert editor.get(public).status_code == 404
    for client, key in ((editor, "submit"), (reviewer, "approve"), (publisher, "publish")):
        page = words_of(client.get(HERE))
        assert f"{HERE}moves/{key}/" in page
        assert move(client, key).status_code == 302
    assert public in words_of(publisher.get(HERE))
    for language in ("", "/en"):
        assert "示例条例" in words_of(Client().get(f"{language}{public}"))


def test_a_row_is_added_moved_and_taken_out_and_nothing_typed_is_lost(cast: Cast) -> None:
    editor = client_of(cast, "power_editor")
    page = words_of(post(editor, NEW, **typed(cast, row="add:basis")))
    assert Entry.objects.count() == 0
    assert 'name="basis-rows" value="2"' in page
    assert "示例条例" in page
    assert 'name="basis-1-instrument"' in page
    assert "擅自倾倒" in page
    assert "0558-0000000" in page
    second = {"basis-rows": "2", "basis-1-instrument": "第二条例", "basis-1-article": "第二条"}
    page = words_of(post(editor, NEW, **typed(cast, row="up:basis:1", **second)))
    assert page.index("第二条例") < page.index("示例条例")
    page = words_of(post(editor, NEW, **typed(cast, row="drop:basis:0", **second)))
    assert "示例条例" not in page
    assert "第二条例" in page
    for odd in ("drop:basis:9", "up:basis:0", "add:nothing", "drop:basis:x", "::", "up:basis:" + "9" * 400):
        page = words_of(post(editor, NEW, **typed(cast, row=odd, **second)))
        assert "示例条例" in page
        assert "第二条例" in page


def test_faults_lead_to_their_fields(cast: Cast) -> None:
    registering.drafted(cast, content={"category": "penalty", "basis": [{"instrument": "示例条例"}]})
    editor = client_of(cast, "power_editor")
    page = words_of(editor.get(HERE))
    edit = words_of(editor.get(f"{HERE}edit/"))
    for anchor in ("basis-row-0", "id_f-decides", "id_f-duty", "id_f-supervision"):
        assert f'href="{HERE}edit/#{anchor}"' in page
        assert f'id="{anchor}"' in edit
    assert 'aria-disabled="true" aria-describedby="why-submit-1"' in page


def test_a_draft_overtaken_by_a_colleague_is_not_lost(cast: Cast) -> None:
    registering.drafted(cast)
    first, second = client_of(cast, "power_editor"), client_of(cast, "second_editor")
    assert post(first, f"{HERE}edit/", **typed(cast, version=1, title="第一人")).status_code == 302
    late = post(second, f"{HERE}edit/", **typed(cast, version=1, title="第二人"))
    assert late.status_code == 409
    assert "第二人" in words_of(late)
    assert version().title == "第一人"
    assert (
        post(second, f"{HERE}edit/", **typed(cast, version=2, title="第二人", stay="on")).status_code == 302
    )
    assert version().title == "第二人"


BAD = (
    ({"title": ""}, 422),
    ({"title": "长" * 201}, 422),
    ({"title": "有\x00字"}, 302),
    ({"title": "\x00"}, 422),
    ({"code": "有 空格"}, 422),
    ({"code": "new"}, 422),
    ({"code": "\x00"}, 422),
    ({"unit": "999999"}, 422),
    ({"unit": ""}, 422),
    ({"f-category": "none"}, 422),
    ({"f-decides": "长" * 401}, 422),
    ({"f-duty": "长" * 20_001}, 422),
    ({"basis-0-article": "长" * 401}, 422),
    ({"in_force_from": "2026-13-40"}, 422),
    ({"basis-rows": "999999999"}, 302),
    ({"basis-rows": "x"}, 302),
    ({"basis-rows": "0"}, 302),
)


@pytest.mark.parametrize(("changes", "status"), BAD)
def test_bad_input_is_answered_with_a_sentence(cast: Cast, changes: dict[str, Any], status: int) -> None:
    editor = client_of(cast, "power_editor")
    answer = post(editor, NEW, **typed(cast, **changes))
    assert answer.status_code == status
    if status == 422:
        page = words_of(answer)
        assert "error-summary-title" in page
        assert "示例条例" in page
        assert Entry.objects.count() == 0


def test_a_code_is_taken_once(cast: Cast) -> None:
    registering.drafted(cast)
    answer = post(client_of(cast, "power_editor"), NEW, **typed(cast))
    assert answer.status_code == 422
    assert 'href="#id_code"' in words_of(answer)


#: Address → who may open it, the draft being the waste unit's.
SEEING = {"power_editor", "second_editor", "power_rival", "power_reviewer", "power_publisher", "supervisor"}
MATRIX = {
    HERE: (SEEING, 404),
    f"{HERE}?part=versions": (SEEING, 404),
    f"{HERE}?part=course": (SEEING, 404),
    f"{HERE}?part=belongs": (SEEING, 404),
    f"{HERE}compare/": (SEEING, 404),
    f"{HERE}edit/": ({"power_editor", "second_editor"}, 403),
    NEW: ({"power_editor", "second_editor", "power_rival", "outsider"}, 403),
    "/workspace/powers/": (set(), 200),
}


def test_who_may_open_which_screen(cast: Cast) -> None:
    registering.drafted(cast)
    for who in cast.people:
        client = client_of(cast, who)
        for address, (allowed, otherwise) in MATRIX.items():
            status = client.get(address).status_code
            unseen = who not in SEEING and otherwise == 403 and address != NEW
            assert status == (200 if who in allowed else 404 if unseen else otherwise), (who, address)
        seen = "擅自倾倒" in client.get("/workspace/powers/").content.decode()
        assert seen == (who in SEEING), who
    for address in MATRIX:
        assert Client().get(address).status_code == 302


def test_writing_addresses_refuse_whoever_has_no_post(cast: Cast) -> None:
    registering.drafted(cast)
    rival, outsider = client_of(cast, "power_rival"), client_of(cast, "outsider")
    assert move(rival, "submit").status_code == 403
    assert move(outsider, "submit").status_code == 404
    assert post(rival, f"{HERE}revise/").status_code == 403
    assert post(rival, f"{HERE}edit/", **typed(cast, version=1)).status_code == 403
    assert post(outsider, f"{HERE}edit/", **typed(cast, version=1)).status_code == 404
    assert version().state == "draft"
    assert move(client_of(cast, "power_editor"), "nonsense").status_code == 404
    editor = client_of(cast, "power_editor")
    assert post(editor, f"{HERE}moves/submit/", number="9", version=1).status_code == 404


def test_a_returned_draft_keeps_its_reason_and_waits_on_my_work(cast: Cast) -> None:
    registering.drafted(cast)
    editor, reviewer = client_of(cast, "power_editor"), client_of(cast, "power_reviewer")
    assert "擅自倾倒" in words_of(editor.get("/workspace/"))
    assert "擅自倾倒" not in words_of(reviewer.get("/workspace/"))
    move(editor, "submit")
    assert "擅自倾倒" in words_of(reviewer.get("/workspace/"))
    assert "擅自倾倒" in words_of(editor.get("/workspace/?list=waiting"))
    empty = move(reviewer, "send_back", **{"send_back-reason": ""})
    assert empty.status_code == 422
    assert "error-summary" in words_of(empty)
    assert move(reviewer, "send_back", **{"send_back-reason": "依据条款有误"}).status_code == 302
    assert "依据条款有误" in words_of(editor.get(f"{HERE}?part=course"))
    assert "badge--danger" in words_of(editor.get("/workspace/"))


def test_a_new_version_is_compared_with_the_one_in_force(cast: Cast) -> None:
    registering.in_force(cast, on=date(2026, 1, 1))
    editor = client_of(cast, "power_editor")
    begun = post(editor, f"{HERE}revise/")
    assert begun.status_code == 302
    assert begun["Location"] == f"{HERE}edit/"
    changed = typed(cast, version=1, note="条例修订", **{"f-duty": "依法查处，告知陈述、申辩权利。"})
    assert post(editor, f"{HERE}edit/", **changed).status_code == 302
    page = words_of(editor.get(f"{HERE}compare/"))
    assert "<ins>" in page
    assert "陈述、申辩" in page
    assert "条例修订" in page
    for query in ("?old=1&new=1", "?old=9&new=1", "?old=x", "?old=%00&new=2"):
        assert words_of(editor.get(f"{HERE}compare/{query}"))
    assert editor.get(f"{HERE}version-2.pdf")["Content-Type"] == "application/pdf"
    assert editor.get(f"{HERE}version-7.pdf").status_code == 404


def filled(cast: Cast, number: int) -> None:
    for at in range(number):
        registering.drafted(cast, code=f"Q-{at:03}", title=f"事项{at:03}")


def test_the_list_is_filtered_and_paged(cast: Cast) -> None:
    filled(cast, 35)
    client = client_of(cast, "power_reviewer")
    first = words_of(client.get("/workspace/powers/"))
    assert first.count("事项0") == 30
    after = words_of(client.get("/workspace/powers/?after=Q-029~99999999"))
    assert after.count("事项0") == 5
    assert words_of(client.get("/workspace/powers/?text=q-003")).count("事项0") == 1
    assert words_of(client.get("/workspace/powers/?kind=service")).count("事项0") == 0
    assert words_of(client.get("/workspace/powers/?state=in_force")).count("事项0") == 0
    assert words_of(client.get("/workspace/powers/?state=open")).count("事项0") == 30
    assert words_of(client.get(f"/workspace/powers/?unit={cast.units['other'].pk}")).count("事项0") == 0
    for odd in ("?after=x~y", "?after=%00~1", "?unit=x", "?kind=none", "?text=" + "x" * 500, "?state=%00"):
        assert client.get(f"/workspace/powers/{odd}").status_code == 200


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_no_page_asks_more_the_more_there_is(cast: Cast) -> None:
    client = client_of(cast, "power_editor")
    filled(cast, 2)
    parent = Entry.objects.get(code="Q-000")
    addresses = ("/workspace/powers/", "/workspace/", "/workspace/powers/item/Q-000/?part=belongs")
    registering.drafted(cast, "service", "S-0", content={}, parent_id=parent.pk)
    before = [queries(client, address) for address in addresses]
    for at in range(12):
        registering.drafted(cast, code=f"R-{at}", title=f"更多{at}")
        registering.drafted(cast, "service", f"S-{at + 1}", content={}, parent_id=parent.pk)
    assert [queries(client, address) for address in addresses] == before


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_its_form(cast: Cast, kind: str) -> None:
    client = client_of(cast, "power_editor")
    for language in ("", "/en"):
        words_of(client.get(f"{language}/workspace/powers/{kind}/new/"))
    given = {"unit": cast.units["waste"].pk, "code": "X-1", "title": "示例"}
    assert post(client, f"/workspace/powers/{kind}/new/", **given).status_code == 302
    for address in ("", "edit/", "?part=versions", "compare/"):
        for language in ("", "/en"):
            words_of(client.get(f"{language}/workspace/powers/{kind}/X-1/{address}"))
    assert "Something is on its way" in words_of(client.get("/en/workspace/powers/"))
    assert client.get("/workspace/search/?q=x-1")["Location"] == (
        f"/workspace/powers/of/{cast.agency.code}/{kind}/X-1/"
    )
