"""Who may do what: every move and every other deed, tried by everybody, from every state."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from cast import Cast, content, draft, go, make_cast, published, walk_to
from everybody import EVERYBODY, IN_ITS_UNIT, attempt, forget_actors, who_may
from gongkai.core import clock
from gongkai.core.refusals import NotAllowed
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import permission_matrix
from gongkai.people.actor import StaffActor
from gongkai.publishing import actions
from gongkai.publishing.actions.moving import Given
from gongkai.publishing.importing import ImportRecord
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db
#: Who holds each role over a document of the waste section.
HOLDERS = {
    "publishing.drafter": IN_ITS_UNIT,
    "publishing.section_head": {"section_head"},
    "publishing.secrecy_reviewer": {"secrecy"},
    "publishing.leader": {"leader"},
    "publishing.office": {"office"},
}
#: Moves that only something else makes possible: a public version, or a page saying it was withdrawn.
WANTS_LIVE, WANTS_TOMBSTONE = {"set_aside"}, {"keep_withdrawn"}


@pytest.fixture
def cast() -> Cast:
    forget_actors()
    return make_cast()


def given(other: Document) -> dict[str, Any]:
    return {
        "reason": "因为",
        "moment": clock.now() + timedelta(hours=1),
        "ground": "process",
        "review_again_on": clock.today() + timedelta(days=30),
        "agency": "某某局",
        "opinion": "同意",
        "link": other.index_number,
    }


def stand(cast: Cast, state: str, other: Document) -> Document:
    """A document of the waste section in this state, brought there by the right people."""
    filled = given(other)
    ways: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "consulting": ("secrecy_review", [("ask_agency", "secrecy")]),
        "referred": ("secrecy_review", [("secrecy_refer", "secrecy")]),
        "closed": ("secrecy_review", [("secrecy_close", "secrecy")]),
        "scheduled": ("release", [("schedule", "office")]),
        "repealed": ("published", [("repeal", "office")]),
        "lapsed": ("published", [("lapse", "office")]),
        "superseded": ("published", [("supersede", "office")]),
        "withdrawn": ("published", [("withdraw", "office")]),
        "abandoned": ("draft", [("abandon", "drafter")]),
    }
    if state == "history":
        record = ImportRecord("旧文件.csv", 2, "旧通告", "<p>正文。</p>", date_made=date(2014, 4, 1))
        unit = cast.units["waste"].pk
        (document,) = actions.bring_in(actor=cast.drafter, unit_id=unit, records=[record], as_published=True)
        return document
    until, rest = ways.get(state, (state, []))
    document = walk_to(cast, until)
    for key, who in rest:
        document = go(cast, document, key, who, **filled)
    assert document.state == state
    return document


def try_move(document: Document, key: str, filled: dict[str, Any]) -> Callable[[StaffActor | None], object]:
    return lambda actor: actions.move(
        document_id=document.pk,
        key=key,
        actor=actor,
        expected_version=document.version,
        given=Given(**filled),
    )


@pytest.mark.parametrize("state", [state.key for state in PROCESS.states])
def test_every_move_by_everybody(cast: Cast, state: str) -> None:
    other = published(cast, title="另一份文件")
    document, filled = stand(cast, state, other), given(other)
    taken_down = state == "withdrawn"
    for move in PROCESS.moves:
        roles = {
            role
            for row in permission_matrix(PROCESS)
            if (row.state, row.move) == (state, move.key)
            for role in row.roles
        }
        expected = {name for role in roles for name in HOLDERS[role]}
        # The drafter wrote it and each step before was done by whoever holds the one post for it.
        if "author" in move.distinct_from or move.key == "take_back":
            expected = expected & {"drafter"} if move.key == "take_back" else expected - {"drafter"}
        if move.key in WANTS_LIVE or (move.key in WANTS_TOMBSTONE and not taken_down):
            expected = set()
        if move.key == "abandon" and document.closing_ground:
            expected = set()
        # What does not leave this state is nobody's: tried by those who hold its roles elsewhere.
        among = (
            EVERYBODY if state in move.sources else [name for role in move.roles for name in HOLDERS[role]]
        )
        assert who_may(cast, try_move(document, move.key, filled), among) == expected, f"{state}: {move.key}"
        by_clock = attempt(partial(try_move(document, move.key, filled), None)) is None
        assert by_clock == (move.timer and state in move.sources), f"{state}: {move.key} by the clock"


@pytest.mark.parametrize("key", ["nonsense", "", "history"])
def test_an_unknown_move_is_refused(cast: Cast, key: str) -> None:
    document = draft(cast)
    assert who_may(cast, try_move(document, key, {})) == set()


def test_a_refusal_says_whether_it_is_the_person_or_the_moment(cast: Cast) -> None:
    document = walk_to(cast, "approval")
    assert isinstance(attempt(lambda: try_move(document, "approve", {})(cast.office)), NotAllowed)
    refused = attempt(lambda: try_move(document, "publish", {})(cast.office))
    assert refused is not None
    assert not isinstance(refused, NotAllowed)


def test_one_person_with_every_post_still_needs_two_others(cast: Cast) -> None:
    """Somebody who holds all five posts is never both pairs of eyes."""
    from cast import person

    roles = list(HOLDERS)
    cast.people["jack"] = person("jack", cast.agency, cast.units["waste"], roles)
    own = actions.start_document(actor=cast.jack, unit_id=cast.units["waste"].pk, content=content())
    own = go(cast, own, "submit", "jack")
    for key, other in (
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
    ):
        assert who_may(cast, try_move(own, key, {}), ["jack"]) == set(), key
        own = go(cast, own, key, other)
    assert own.state == "published"

    theirs = go(cast, draft(cast), "submit", "drafter")
    theirs = go(cast, theirs, "section_agree", "jack")
    assert attempt(lambda: try_move(theirs, "secrecy_open", {})(cast.jack)) is not None
    theirs = go(cast, theirs, "secrecy_open", "secrecy")
    theirs = go(cast, theirs, "approve", "jack")
    assert theirs.state == "release"

    judged = walk_to(cast, "secrecy_review")
    judged = go(cast, judged, "secrecy_open", "jack")
    assert attempt(lambda: try_move(judged, "approve", {})(cast.jack)) is not None


def _deeds(cast: Cast, document: Document, other: Document) -> dict[str, Callable[[StaffActor], object]]:
    """Every deed on a draft besides the moves."""
    pk, version = document.pk, document.version
    attachment = document.working.attachments.first() if document.working else None
    link = document.links.first()
    return {
        "save": lambda actor: actions.save_draft(
            document_id=pk, actor=actor, expected_version=version, content=actions.DraftInput(title="改")
        ),
        "autosave": lambda actor: actions.save_draft(
            document_id=pk,
            actor=actor,
            expected_version=version,
            content=actions.DraftInput(title="改"),
            quiet=True,
        ),
        "attach": lambda actor: actions.attach(
            document_id=pk, actor=actor, source=io.BytesIO(b"hello"), name="a.txt"
        ),
        "remove": lambda actor: actions.remove_attachment(
            document_id=pk,
            actor=actor,
            attachment_id=attachment.pk if attachment else 0,
            expected_version=version,
        ),
        "strip": lambda actor: actions.strip_attachment(
            document_id=pk,
            actor=actor,
            attachment_id=attachment.pk if attachment else 0,
            expected_version=version,
        ),
        "describe": lambda actor: actions.describe_attachment(
            document_id=pk,
            actor=actor,
            attachment_id=attachment.pk if attachment else 0,
            expected_version=version,
            title="名单",
            alternative="",
        ),
        "link": lambda actor: actions.link(
            document_id=pk,
            actor=actor,
            kind="amends",
            target_index=other.index_number,
            expected_version=version,
        ),
        "unlink": lambda actor: actions.unlink(
            document_id=pk, actor=actor, link_id=link.pk if link else 0, expected_version=version
        ),
        "explain": lambda actor: actions.explain_findings(
            document_id=pk, actor=actor, expected_version=version, explanations={"x": "因为"}
        ),
        "hold": lambda actor: actions.hold(document_id=pk, actor=actor),
    }


def furnished(cast: Cast, document: Document, other: Document) -> Document:
    """A draft with a file and a link."""
    from gongkai.publishing.models import Attachment

    file = _picture(cast, document)
    assert isinstance(file, Attachment)
    document.refresh_from_db()
    actions.link(
        document_id=document.pk,
        actor=cast.drafter,
        kind="related",
        target_index=other.index_number,
        expected_version=document.version,
    )
    document.refresh_from_db()
    return document


def _picture(cast: Cast, document: Document) -> object:
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    content.seek(0)
    return actions.attach(document_id=document.pk, actor=cast.drafter, source=content, name="图.png")


def test_a_draft_is_changed_by_the_drafters_of_its_unit_only(cast: Cast) -> None:
    other = published(cast, title="另一份文件")
    document = furnished(cast, draft(cast), other)
    for name, deed in _deeds(cast, document, other).items():
        assert who_may(cast, deed) == IN_ITS_UNIT, name


def test_a_correction_also_by_the_openness_office(cast: Cast) -> None:
    other = published(cast, title="另一份文件")
    document = furnished(cast, draft(cast), other)
    for key, who in (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
        ("correct", "office"),
    ):
        document = go(cast, document, key, who, reason="有误")
    for name, deed in _deeds(cast, document, other).items():
        assert who_may(cast, deed) == IN_ITS_UNIT | {"office"}, name


@pytest.mark.parametrize(
    "state",
    [
        "section_review",
        "secrecy_review",
        "approval",
        "release",
        "published",
        "withdrawn",
        "closed",
        "history",
    ],
)
def test_what_is_under_review_or_public_is_changed_by_nobody(cast: Cast, state: str) -> None:
    other = published(cast, title="另一份文件")
    document = stand(cast, state, other)
    for name, deed in _deeds(cast, document, other).items():
        assert who_may(cast, deed) == set(), name


def test_the_office_that_changed_a_correction_does_not_publish_it(cast: Cast) -> None:
    """A file is published like the text: whoever adds one has written in the document."""
    document = go(cast, published(cast), "correct", "office", reason="补充附件")
    actions.attach(
        document_id=document.pk, actor=cast.office, source=io.BytesIO("名单".encode()), name="名单.txt"
    )
    for key, who in (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
    ):
        document = go(cast, document, key, who)
    refused = attempt(lambda: try_move(document, "publish", {})(cast.office))
    assert refused is not None
    assert "wrote" in str(refused.reason)
