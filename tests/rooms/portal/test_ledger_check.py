"""Can anybody check the number and digest of a receipt, and is nonsense answered with a sentence?"""

from __future__ import annotations

import html5lib
import pytest
from django.test import Client

import cast as people
from gongkai.core import ledger

CHECK = "/ledger/check/"


@pytest.mark.django_db
def test_a_receipt_is_checked_and_nonsense_is_told_so(client: Client) -> None:
    people.draft(people.make_cast())
    number, digest, _at = ledger.head()
    asked = {"event": number, "digest": f" {digest[:20].upper()}\n{digest[20:]} "}
    right = client.get(CHECK, asked)
    html5lib.HTMLParser(strict=True).parse(right.content.decode())
    assert right.context["held"] is True
    for other in ({"event": number + 1, "digest": digest}, {"event": number, "digest": digest[::-1]}):
        assert client.get(CHECK, other).context["held"] is False
    for strange in (
        {"event": "x", "digest": digest}, {"event": "-1", "digest": digest}, {"event": "9" * 30, "digest": digest},
        {"event": number}, {"digest": ""}, {"event": number, "digest": "\x00"}, {"event": number, "digest": "a" * 999},
    ):  # fmt: skip
        answer = client.get(CHECK, strange)
        assert (answer.status_code, answer.context["held"]) == (200, None), strange
        assert answer.context["form"].errors, strange
    plain = client.get(f"/en{CHECK}")
    assert (plain.context["held"], plain.context["form"].is_bound) == (None, False)
