"""Is anything changed behind the system's back found: revisions, files, where a document stands, what it shows?"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from cast import WAY, Cast, draft, go, make_cast, published, walk_to
from gongkai.core import files
from gongkai.publishing import actions, integrity
from gongkai.publishing.models import Attachment, Document, Link, Revision, Step
from meddling import past_the_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def corrected(cast: Cast) -> Document:
    """A public document with two versions and a file."""
    document = draft(cast)
    actions.attach(
        document_id=document.pk, actor=cast.drafter, source=io.BytesIO("甲乙".encode()), name="名单.txt"
    )
    for key, who in (*WAY, ("correct", "drafter")):
        document = go(cast, document, key, who, reason="有误")
    actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=document.version,
        content=actions.DraftInput(title="改正的标题"),
    )
    for key, who in WAY:
        document = go(cast, document, key, who)
    return document


def fault() -> str:
    _, found = integrity.verify()
    assert found is not None, "nothing was noticed"
    return str(found)


def test_nothing_is_found_where_nothing_was_done(cast: Cast) -> None:
    corrected(cast)
    walk_to(cast, "approval")
    assert integrity.verify() == (2, None)


COLUMNS = (
    "title",
    "body",
    "summary",
    "keywords",
    "document_number",
    "issuing_agency",
    "subject",
    "openness",
    "audience",
    "origin",
    "obtained_from",
    "clarifies",
    "correction_reason",
    "digest",
)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_revision(cast: Cast, column: str) -> None:
    document = corrected(cast)
    for revision in document.revisions.all():
        with transaction.atomic():
            with past_the_triggers():
                Revision.objects.filter(pk=revision.pk).update(**{column: "x"})
            assert fault().endswith(f"version {revision.number}.")
            transaction.set_rollback(True)


def _file(document: Document) -> Attachment:
    return Attachment.objects.get(revision__document=document, revision__number=2)


TAMPERING: dict[str, Callable[[Document], object]] = {
    "attachment renamed": lambda d: Attachment.objects.filter(pk=_file(d).pk).update(name="别的.txt"),
    "attachment said to show something else": lambda d: Attachment.objects.filter(pk=_file(d).pk).update(
        alternative="x"
    ),
    "attachment taken off": lambda d: Attachment.objects.filter(pk=_file(d).pk).update(
        removed_at=d.created_at
    ),
    "file gone": lambda d: files.path_of(_file(d).file.sha256).unlink(),
    "file changed": lambda d: files.path_of(_file(d).file.sha256).write_bytes(b"other"),
    "catalogue row taken away": lambda d: Revision.catalogue.through.objects.filter(revision=d.live).delete(),
    "older version shown": lambda d: Document.objects.filter(pk=d.pk).update(live=d.revisions.get(number=1)),
    "withdrawn by hand": lambda d: Document.objects.filter(pk=d.pk).update(live=None, state="withdrawn"),
    "number changed": lambda d: Document.objects.filter(pk=d.pk).update(index_number="014314799/2026-00099"),
    "state changed": lambda d: Document.objects.filter(pk=d.pk).update(state="repealed"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_what_was_done_by_hand(cast: Cast, what: str) -> None:
    document = corrected(cast)
    with past_the_triggers():
        TAMPERING[what](document)
    assert fault()


def test_a_draft_published_by_hand(cast: Cast) -> None:
    document = draft(cast)
    Document.objects.filter(pk=document.pk).update(live=document.working, working=None, state="published")
    assert fault()


def test_another_documents_text_shown_by_hand(cast: Cast) -> None:
    first, second = published(cast), published(cast, title="另一份")
    Document.objects.filter(pk=first.pk).update(live=second.live)
    assert "published last" in fault()


def test_a_forged_publication_with_a_right_digest(cast: Cast) -> None:
    """Sealed by hand and all: the ledger holds no deed that published it."""
    document = walk_to(cast, "section_review")
    revision = document.working
    assert revision is not None
    Revision.objects.filter(pk=revision.pk).update(published_at=document.created_at)
    Document.objects.filter(pk=document.pk).update(live=revision, working=None, state="published")
    assert fault().endswith("version 1.")


@pytest.mark.parametrize("name", integrity.TRIGGERS)
def test_protection_taken_away(cast: Cast, name: str) -> None:
    published(cast)
    where = f" ON {integrity.TRIGGERS[name]}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{where}")
    assert name in fault()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publishing_revision SET title = 'x'",
        "DELETE FROM publishing_revision",
        "UPDATE publishing_step SET reason = 'x'",
        "DELETE FROM publishing_step",
        "DELETE FROM publishing_document",
    ],
)
def test_the_database_itself_refuses(cast: Cast, statement: str) -> None:
    published(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_knows_what_can_be_public_and_what_not(cast: Cast) -> None:
    document = draft(cast)
    for wrong in ({"state": "published"}, {"state": "withdrawn", "live": document.working}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        Link.objects.create(source=document, target=document, kind="related")
    assert Step.objects.filter(document=document).count() == 1
