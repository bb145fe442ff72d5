"""Do the monitors of published texts find each planted fault, and nothing in a text that is right?"""

from __future__ import annotations

from collections.abc import Iterator

import planting
import pytest
from planting import says, told

from cast import Cast
from gongkai.consultations.models import Opinion
from gongkai.core import clock
from gongkai.publishing.models import Channel, Document
from rooms.consultations import consulting
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(planting.bureau)


@pytest.fixture
def cast(built: Cast) -> Iterator[Cast]:
    with clock.travel_to(planting.NOW):
        yield on_stage(built)


def to(href: str) -> str:
    return f'<p>见<a href="{href}">有关说明</a>。</p>'


DEAD = (
    "/documents/nope/", "../nope/", "www.example.org", "/en/documents/nope/", "/en/nope/", "/topics/nope/",
    "/catalogue/nope/", "/documents/nope.pdf", "#nowhere", "/documents/#nowhere", "mailto:", "mailto:abc",
    "mailto:局长", "tel:abc", "htp://example.org/", "http:///x", "http://exa mple.org/", "javascript:void(0)", "file:///C:/a.doc",
    "http://192.168.1.9/a", "http://localhost:8000/", "http://[::1]/", "//10.0.0.1/", "/workspace/documents/1/",
)  # fmt: skip
ALIVE = (
    "/documents/", "/en/documents/", "/documents/#main", "#main", "?page=1", "mailto:xxgk@example.org",
    "mailto:a@b.cn,c@d.cn?subject=x", "tel:0558-5550000", "tel:+8612345", "https://example.org/a?b=c#d",
    "//example.org/", "http://示例.cn/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("src", "gone"),
    [
        ("/files/nope/x.png", True),
        ("../nope.png", True),
        ("data:image/gif;base64,R0lGODlhAQABAAAAACw=", False),
    ],
)
def test_a_picture_that_is_not_there_is_found(cast: Cast, src: str, gone: bool) -> None:
    says(f'<p>甲<img src="{src}" alt="路口的照片"></p>')
    assert len(told(cast, "dead_link")) == gone


@pytest.mark.parametrize(
    ("url", "dead"),
    [
        ("http://10.1.2.3/gk", True), ("htp://example.org/", True), ("/nope/", True),
        ("https://example.org/gk", False), ("/documents/", False),
    ],
)  # fmt: skip
def test_the_address_of_a_channel_that_nobody_can_open_is_found(cast: Cast, url: str, dead: bool) -> None:
    Channel.objects.create(
        agency=cast.agency, kind="notice_board", name="另一处", url=url, opened_on=planting.NOW.date()
    )
    assert len(told(cast, "dead_link")) == dead


@pytest.mark.parametrize("href", DEAD)
def test_a_link_that_leads_nowhere_is_found(cast: Cast, href: str) -> None:
    says(to(href))
    assert len(told(cast, "dead_link")) == 1


def test_links_that_lead_somewhere_are_left_alone(cast: Cast) -> None:
    says("".join(map(to, ALIVE)))
    assert told(cast, "dead_link") == []


def test_a_link_to_a_document_that_was_withdrawn_is_found(cast: Cast) -> None:
    target = planting.document(1)
    says(to(f"/documents/{target.slug}/"))
    assert told(cast, "dead_link") == []
    Document.objects.filter(pk=target.pk).update(state="withdrawn", live=None)
    assert len(told(cast, "dead_link")) == 1


PERSONAL = (
    "11010519491231002X", "11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ",
    "身份证号110105491231002", "银行卡号6222021234567890128", "6222 0212 3456 7890 128", "13800138000",
    "+8613800138000",
    "+86 138 0013 8000", "138-0013-8000", "１３８００１３８０００", "张三 zhangsan@qq.com", "电话：0558-5551234",
    "护照号E12345678", "皖S12345",
)  # fmt: skip


@pytest.mark.parametrize("what", PERSONAL)
def test_personal_data_in_a_text_are_found_and_not_repeated(cast: Cast, what: str) -> None:
    says(f"<p>联系人{what}，请核实。</p>")
    (said,) = told(cast, "privacy")
    assert what not in said


@pytest.mark.parametrize(
    "name", ["title", "keywords", "summary", "subject", "document_number", "obtained_from"]
)
def test_personal_data_beside_the_text_are_found(cast: Cast, name: str) -> None:
    says("<p>正文。</p>", **{name: "联系13800138000"})
    assert len(told(cast, "privacy")) == 1


def test_the_agencys_own_numbers_are_no_personal_data(cast: Cast) -> None:
    own = cast.agency
    says(f"<p>电话：{own.telephone}，传真：{own.fax}，邮箱{own.email}，文号〔2026〕13号，共13800元。</p>")
    assert told(cast, "privacy") == []


def test_personal_data_in_an_opinion_that_is_shown_are_found(cast: Cast) -> None:
    consulting.opinion(consulting.consulting(cast))
    opinions = Opinion.objects.all()
    opinions.update(shown_at=clock.now(), public_words="请放宽时间。")
    assert told(cast, "privacy") == []
    opinions.update(public_words="请联系13800138000")
    (said,) = told(cast, "privacy")
    assert "13800138000" not in said
    opinions.update(hidden_reason="personal")
    assert told(cast, "privacy") == []


@pytest.mark.parametrize(
    "body",
    [
        '<p>图<img src="/static/x.png"></p>',
        '<p>图<img src="/static/x.png" alt=" "></p>',
        '<p>图<img src="/static/x.png" alt="图片"></p>',
        "<h2>一</h2><p>甲</p><h4>二</h4><p>乙</p>",
        "<h2></h2><p>甲</p>",
        "<table><tr><td>甲</td><td>乙</td></tr></table>",
        '<p>甲<a href="/documents/"></a></p>',
    ],
)
def test_what_is_hard_to_read_is_found(cast: Cast, body: str) -> None:
    says(body)
    assert len(told(cast, "unreadable")) == 1


def test_a_text_that_is_easy_to_read_is_left_alone(cast: Cast) -> None:
    says(
        '<h2>一</h2><p>甲<img src="/static/x.png" alt="路口的照片"></p><h3>二</h3>'
        "<table><tr><th>类别</th><th>件数</th></tr><tr><td>甲</td><td>1</td></tr></table>"
    )
    assert told(cast, "unreadable") == []


TABLE = (
    "<table><tr><th>类别</th><th>受理（件）</th></tr><tr><td>市容</td><td>30</td></tr><tr><td>环卫</td><td>56</td></tr>"
    "<tr><td>合计</td><td>{}</td></tr></table>"
)


@pytest.mark.parametrize("body", [TABLE.format(88), f"<p>本月共受理84件。</p>{TABLE.format(86)}"])
def test_numbers_that_do_not_agree_are_found(cast: Cast, body: str) -> None:
    says(body)
    assert len(told(cast, "wrong_number")) == 1


def test_two_documents_that_contradict_each_other_are_found_once(cast: Cast) -> None:
    says("<p>2025年全市共受理诉求86件。</p>", 0, date_made=planting.NOW.date())
    says("<p>2025年，全市共受理诉求86件。</p>", 1, date_made=planting.NOW.date())
    assert told(cast, "wrong_number") == []
    says("<p>2025年，全市共受理诉求84件。</p>", 1, date_made=planting.NOW.date())
    (said,) = told(cast, "wrong_number")
    assert "84件" in said
    # A number told while the year still ran may have grown since.
    says("<p>2025年，全市共受理诉求84件。</p>", 1, date_made=planting.NOW.date().replace(year=2025))
    assert told(cast, "wrong_number") == []


def test_numbers_that_agree_are_left_alone(cast: Cast) -> None:
    says(f"<p>本月共受理86件，同比增长3%，其中市容30件。</p>{TABLE.format(86)}")
    assert told(cast, "wrong_number") == []
