"""Is the reader's view kept, and does the way back stay on this site?"""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_view_is_kept_and_shown(client: Client) -> None:
    answer = client.get("/view/", {"set": "elder.dark", "next": "/help/?x=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/help/?x=1"
    assert client.cookies["gongkai_view"].value == "elder.dark"
    assert 'class="elder dark"' in client.get("/help/").content.decode()


def test_a_form_may_send_several(client: Client) -> None:
    client.get("/view/?set=elder&set=contrast&next=/")
    assert client.cookies["gongkai_view"].value == "elder.contrast"


def test_the_standard_view_leaves_no_cookie(client: Client) -> None:
    client.get("/view/?set=elder")
    answer = client.get("/view/?set=standard")
    assert answer.cookies["gongkai_view"]["max-age"] == 0


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/a\r\nSet-Cookie: x=1",
        "evil",
        "",
    ],
)
def test_the_way_back_stays_here(client: Client, target: str) -> None:
    answer = client.get("/view/", {"set": "dark", "next": target})
    assert answer["Location"] == "/"


def test_without_a_choice_it_asks(client: Client) -> None:
    html = client.get("/view/?next=/help/").content.decode()
    assert 'name="set"' in html
    assert 'value="/help/"' in html
