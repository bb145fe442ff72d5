"""A bureau with documents in every state, and a reader who asks the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

import cast as people
import stages
from gongkai.core import clock
from gongkai.publishing import actions
from gongkai.publishing.models import Document
from rooms.api import open311_stage

#: Stands in everything that is not public: no answer may hold it.
HIDDEN = "秘不可示"


class Reader:
    """Asks the API as anybody would."""

    def __init__(self) -> None:
        self.client = Client()

    def raw(self, path: str, **query: Any) -> Any:
        headers = query.pop("headers", {})
        return self.client.get(f"/api/v1/{path}", query, headers=headers)

    def ask(self, path: str, **query: Any) -> Any:
        response = self.raw(path, **query)
        assert response.status_code == 200, response.content.decode()
        return json.loads(response.content)

    def refused(self, path: str, status: int, **query: Any) -> str:
        response = self.raw(path, **query)
        assert response.status_code == status, response.content.decode()
        assert response["Content-Type"].startswith("application/json")
        message: str = json.loads(response.content)["message"]
        assert message
        return message


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def bureau(db: None) -> people.Cast:
    return people.make_cast()


def hidden(bureau: people.Cast) -> list[Document]:
    """A document in every state nobody outside may see, each marked, and one for the staff only."""
    marks = {"title": f"{HIDDEN}标题", "summary": HIDDEN, "keywords": HIDDEN, "body": f"<p>{HIDDEN}正文</p>"}
    found = [people.draft(bureau, **marks)]
    found += [
        people.walk_to(bureau, state, **marks) for state in ("section_review", "secrecy_review", "approval")
    ]
    found.append(people.published(bureau, **marks, audience="staff"))
    closed = people.walk_to(bureau, "secrecy_review", **marks)
    found.append(
        people.go(
            bureau,
            closed,
            "secrecy_close",
            "secrecy",
            ground="state_secret",
            review_again_on=date(2030, 1, 1),
            reason="x",
        )
    )
    return found


def withdrawn(bureau: people.Cast) -> Document:
    """A document that was public and was taken away."""
    document = people.published(bureau, title=f"{HIDDEN}撤下", body=f"<p>{HIDDEN}</p>", summary="")
    return people.go(bureau, document, "withdraw", "office", reason="数据有误")


def corrected(bureau: people.Cast, document: Document) -> Document:
    """The document with a correction begun: the old version stays public, the new one is nobody's business."""
    document = people.go(bureau, document, "correct", "drafter", reason="补充条款")
    return actions.save_draft(
        document_id=document.pk,
        actor=bureau.drafter,
        expected_version=Document.objects.get(pk=document.pk).version,
        content=people.content(title=f"{HIDDEN}更正", body=f"<p>{HIDDEN}</p>", summary=HIDDEN),
    )


office_built = stages.once_a_file(open311_stage.build)


@pytest.fixture
def office(office_built: open311_stage.Office, db: None) -> Iterator[people.Cast]:
    """The bureau on a Wednesday morning, for programs that report and follow matters."""
    with clock.travel_to(open311_stage.NOW):
        yield stages.on_stage(office_built.cast)


@pytest.fixture(params=["xml", "json"])
def program(
    request: pytest.FixtureRequest, office_built: open311_stage.Office, office: people.Cast
) -> open311_stage.Program:
    """A program with a key, in either form."""
    return open311_stage.Program(request.param, office_built.key)
