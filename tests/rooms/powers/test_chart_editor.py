"""Does the picture follow what is typed, with and without a script, and is nothing kept that was only looked at?"""

from __future__ import annotations

from typing import Any

import pytest
import registering
from charting_stage import STEPS, drafted, long_chart, posted, row
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core.models import Event
from gongkai.core.refusals import Refusal
from gongkai.powers.models import Version
from gongkai.powers.queries import register

pytestmark = pytest.mark.django_db
PREVIEW = "/workspace/powers/chart-preview/"
EDIT = "/workspace/powers/of/341600CG/chart/C-1/edit/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_picture_of_what_was_sent_comes_back_and_nothing_is_kept(cast: Cast) -> None:
    client = client_of(cast, "power_editor")
    before = (Version.objects.count(), Event.objects.count())
    html = client.post(PREVIEW, posted(STEPS, title="图")).content.decode()
    assert html.count('role="img"') == 4
    assert "材料齐全" in html
    assert "data-chart-faults" not in html
    faulty = client.post(PREVIEW, posted([*STEPS[:3], row("4", "复核", "窗口", "9 不符合")])).content.decode()
    assert 'data-chart-faults="1"' in faulty
    assert 'href="#steps-row-3"' in faulty
    assert (Version.objects.count(), Event.objects.count()) == before


def test_only_those_signed_in_ask_for_pictures(cast: Cast, client: Client) -> None:
    assert client.post(PREVIEW, posted(STEPS)).status_code == 302
    signed = client_of(cast, "power_editor")
    assert signed.get(PREVIEW).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.person("power_editor"), backend="gongkai.people.sign_in.Backend")
    assert strict.post(PREVIEW, posted(STEPS)).status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"steps-rows": "-1"},
        {"steps-rows": "99999999999"},
        {"steps-rows": "5000", "steps-0-key": "1"},
        {
            "steps-rows": "1",
            "steps-0-key": "\x00",
            "steps-0-name": "<script>alert(1)</script>",
            "steps-0-next": "1\x00",
        },
        {"steps-rows": "1", "steps-0-key": "长" * 500, "steps-0-name": "名" * 100_000},
        {"f-executes": "nothing"},
        {"f-executes": "complaint"},
    ],
)
def test_whatever_is_sent_is_answered(cast: Cast, sent: dict[str, str]) -> None:
    answer = client_of(cast, "power_editor").post(PREVIEW, sent)
    assert answer.status_code == 200
    assert "<script" not in answer.content.decode()


def test_the_queries_of_a_picture_do_not_grow_with_its_steps(cast: Cast) -> None:
    client = client_of(cast, "power_editor")
    asked = []
    for number in (3, 40):
        client.post(PREVIEW, posted(long_chart(number)["steps"]))
        with CaptureQueriesContext(connection) as caught:
            client.post(PREVIEW, posted(long_chart(number)["steps"]))
        asked.append(len(caught))
    assert asked[0] == asked[1]


def test_without_a_script_a_button_shows_the_picture(cast: Cast) -> None:
    version = drafted(cast)
    client = client_of(cast, "power_editor")
    opened = words_of(client.get(EDIT))
    assert 'name="row" value="show"' in opened
    assert opened.count('role="img"') >= 4
    changed = [*STEPS[:3], row("4", "网上公示", "办公室", "8")]
    sent: dict[str, Any] = posted(changed, title="处置核准流程图", version=str(version.revision), row="show")
    html = words_of(client.post(EDIT, sent))
    assert "网上公示" in html[html.index("<svg") :]
    assert "data-chart-faults" in html
    assert 'value="网上公示"' in html, "what was typed stands in the form"
    assert Version.objects.get(pk=version.pk).content == version.content
    moved = words_of(client.post(EDIT, {**sent, "row": "up:steps:3"}))
    assert moved.index("网上公示", moved.index("data-power-table")) < moved.index(
        'value="现场核查"', moved.index("data-power-table")
    )


def test_a_draft_may_be_faulty_and_is_not_submitted_so(cast: Cast) -> None:
    version = drafted(cast)
    client = client_of(cast, "power_editor")
    sent = posted(
        [*STEPS[:3], row("4", "复核", "窗口", "9")], title="处置核准流程图", version=str(version.revision)
    )
    assert client.post(EDIT, sent).status_code == 302
    fresh = Version.objects.select_related("entry").get(pk=version.pk)
    assert [(fault.field, fault.row) for fault in register.faults(fresh)] == [("steps", 4)]
    with pytest.raises(Refusal, match="not complete"):
        registering.moved(fresh, "submit", cast.power_editor)
    html = words_of(client.get("/workspace/powers/chart/C-1/"))
    assert "复核" in html[html.index("<svg") :]
    assert f"{EDIT}#steps-row-3" in html


def test_a_draft_is_printed_with_its_picture_for_those_who_see_it(cast: Cast) -> None:
    drafted(cast)
    address = "/workspace/powers/chart/C-1/version-1.pdf"
    answer = client_of(cast, "power_reviewer").get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer).startswith(b"%PDF")
    assert client_of(cast, "outsider").get(address).status_code == 404
    assert client_of(cast, "power_editor").get(address.replace("-1.pdf", "-99999999.pdf")).status_code == 404


def test_risk_points_may_be_pinned_to_a_procedure_carried_out_here(cast: Cast) -> None:
    registering.published(cast, drafted(cast, content={"executes": "request"}))
    found = register.Codes(cast.agency.pk).steps_of("C-1")
    assert found is not None
    assert "handling" in found
