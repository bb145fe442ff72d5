"""Is the door of the navigation lit behind which a page belongs, wherever its address stands?"""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from cast import make_cast
from desk import client_of, words_of

pytestmark = pytest.mark.django_db
LIT = (
    ("workspace:home", "workspace:home"),
    ("workspace:powers", "workspace:powers"),
    ("workspace:risks", "workspace:powers"),
    ("workspace:power_decisions", "workspace:power_decisions"),
    ("workspace:power_oversight", "workspace:power_decisions"),
    ("workspace:power_publicity", "workspace:power_decisions"),
    ("workspace:documents", "workspace:documents"),
)


@pytest.mark.parametrize(("page", "door"), LIT)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_door_of_the_page_is_lit_and_no_other(page: str, door: str, language: str) -> None:
    client = client_of(make_cast(), "power_publisher")
    with translation.override(language):
        here, expected = reverse(page), reverse(door)
    html = words_of(client.get(here))
    lit = re.findall(r'<a href="([^"]+)" aria-current="page"[^>]*data-go', html)
    assert lit == [expected]
