"""Followers of consultations for tests: somebody who asks, and somebody who confirmed."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from gongkai.consultations import followers
from gongkai.consultations.actions import following
from gongkai.consultations.followers import Wish
from gongkai.consultations.models import Follower

ASK = "/en/consultations/follow/"
#: What the address people use begins with in these tests.
SITE = "https://xxgk.example.gov.cn"


def asked(email: str, agency: str = "") -> Any:
    """The answer to somebody who wants to be told."""
    return Client().post(ASK, {"email": email, "agency": agency})


def confirmed(email: str, agency: str = "", language: str = "en") -> Follower:
    """Somebody who confirmed."""
    return following.confirm(followers.seal_wish(Wish(email, agency, language)))


def link_in(text: str) -> str:
    """The link in a message, as a path of this site."""
    found = re.search(rf"{re.escape(SITE)}(/\S+)", text)
    assert found is not None, text
    return found[1]
