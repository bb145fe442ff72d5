"""The form for an opinion as a browser has it, for tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from core.test_challenge import proof_of
from desk import words_of
from gongkai.consultations.models import Document

ANSWER = "/en/consultations/answer/"


def form_of(made: Document) -> str:
    return f"/en/consultations/{made.agency.code}/{made.number}/opinion/"


@dataclass
class Sheet:
    """A form that was opened, with everything in it."""

    address: str
    data: dict[str, Any]

    def send(self, **changes: Any) -> Any:
        return Client().post(self.address, {**self.data, **changes})


def opened(made: Document, query: str = "", **said: Any) -> Sheet:
    """The form as a browser with scripts has it before it is sent."""
    answer = Client().get(f"{form_of(made)}{query}")
    assert answer.status_code == 200
    page = words_of(answer)
    form = answer.context["form"]
    data = {
        name: form[name].value() or "" for name in form.fields if name not in ("nonce", "proof", "answer")
    }
    hidden = dict(re.findall(r'<input type="hidden" name="(token|version|nonce)" value="([^"]*)"', page))
    proof = proof_of(hidden["nonce"], 6) if "nonce" in hidden else ""
    plain = {**data, **hidden, "proof": proof, "consent": "on", "words": "建议放宽行驶时间。", **said}
    return Sheet(
        form_of(made),
        {name: value for name, value in plain.items() if value is not None and value is not False},
    )


def refused(answer: Any, sentence: str, status: int = 422) -> str:
    assert answer.status_code == status
    page = words_of(answer)
    assert sentence in page, page[-6000:]
    return page


def code_on(answer: Any) -> tuple[str, str]:
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    words_of(answer)
    return answer.context["reference"], answer.context["code"]
