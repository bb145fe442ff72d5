"""Does a decided rule go to the published documents, and a complaint among the opinions to the complaints desk?"""

from __future__ import annotations

import io
from pathlib import Path

import consulting as stage
import pytest
from django.conf import settings as django_settings

from cast import Cast
from gongkai.complaints.actions import files as complaint_files
from gongkai.complaints.models import Link, Matter
from gongkai.consultations.actions import attaching
from gongkai.consultations.authors import Author, read_words
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import attachments
from gongkai.core.models import Event, Mail
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.journeys import opinion_to_complaint, rule_to_publication
from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Post
from gongkai.publishing.models import Document as Published

pytestmark = pytest.mark.django_db


def both(cast: Cast) -> StaffActor:
    """The drafter of rules who also drafts documents."""
    post = Post.objects.get(appointments__person=cast.person("rule_drafter"))
    post.roles = [*post.roles, "publishing.drafter"]
    post.save()
    return actor_of(cast.person("rule_drafter"))


def test_a_signed_rule_becomes_a_draft_with_its_number_and_text(cast: Cast) -> None:
    made = stage.signed(cast, stage.ended(stage.consulting(cast)))
    actor = both(cast)
    begun = rule_to_publication.begin(document_id=made.pk, actor=actor)
    draft = Published.objects.get(pk=begun.pk).working
    assert draft is not None
    assert (draft.title, draft.document_number, draft.date_made) == (
        made.title,
        made.formal_number,
        made.signed_on,
    )
    assert "<h2>第一章　总则</h2>" in draft.body
    assert "第四条　运输车辆" in draft.body
    assert stage.now(made).publication == begun.index_number
    with pytest.raises(Refusal):
        rule_to_publication.begin(document_id=made.pk, actor=actor)
    assert Published.objects.filter(index_number=begun.index_number).count() == 1


def test_a_draft_is_not_begun_from_what_is_not_signed(cast: Cast) -> None:
    made = stage.consulting(cast)
    with pytest.raises(Refusal):
        rule_to_publication.begin(document_id=made.pk, actor=both(cast))
    assert not Published.objects.exists()


@pytest.mark.parametrize("name", ["rule_drafter", "rule_publisher", "outsider"])
def test_only_drafters_of_documents_begin_one(cast: Cast, name: str) -> None:
    made = stage.signed(cast, stage.ended(stage.consulting(cast)))
    with pytest.raises(NotAllowed):
        rule_to_publication.begin(document_id=made.pk, actor=getattr(cast, name))


def test_a_complaint_among_the_opinions_goes_to_the_desk_and_its_author_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "GONGKAI_EMAIL_URL", "smtp://localhost")
    made = stage.consulting(cast)
    author = Author("示例甲", "0558-5550001", "someone@example.cn")
    kept = stage.opinion(made, "文化路夜间渣土车撒漏，请处理。", author=author, by_email=True).opinion
    begun = opinion_to_complaint.pass_on(
        document_id=made.pk, opinion_id=kept.pk, actor=cast.rule_drafter, kind="complaint"
    )
    row = Opinion.objects.get(pk=kept.pk)
    assert row.passed_on == begun.matter.number
    assert read_words(f"{row.reference}.passed", row.passed_code) == begun.code
    assert begun.matter.number in row.reason
    assert Link.objects.get(matter=begun.matter).kind == "from_opinion"
    assert Mail.objects.count() == 1
    event = Event.objects.get(verb="consultations.opinion.passed_on")
    assert "示例甲" not in str(event.data)
    with pytest.raises(Refusal):
        opinion_to_complaint.pass_on(
            document_id=made.pk, opinion_id=kept.pk, actor=cast.rule_drafter, kind="complaint"
        )
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("name", ["rival_rule_drafter", "rule_legal", "outsider"])
def test_only_who_handles_opinions_passes_them_on(cast: Cast, name: str) -> None:
    made = stage.consulting(cast)
    kept = stage.opinion(made).opinion
    with pytest.raises(NotAllowed):
        opinion_to_complaint.pass_on(
            document_id=made.pk, opinion_id=kept.pk, actor=getattr(cast, name), kind="complaint"
        )
    assert not Matter.objects.exists()


def test_authors_who_wanted_news_are_told_of_their_answer_and_of_nothing_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "GONGKAI_EMAIL_URL", "smtp://localhost")
    made = stage.consulting(cast)
    stage.opinion(made, author=Author(email="someone@example.cn"), by_email=True)
    stage.opinion(made, author=Author(email="other@example.cn"))
    stage.opinion(made)
    stage.answered(cast, made)
    assert Mail.objects.count() == 1


def with_files(cast: Cast, *contents: bytes) -> tuple[Document, Opinion]:
    """An opinion that came with these files."""
    made = stage.consulting(cast)
    kept = stage.opinion(made, "文化路渣土车撒漏，见附件。").opinion
    uploads = [attaching.Upload(io.BytesIO(each), "现场情况.txt") for each in contents]
    with attaching.sealed_files(uploads, clean=False) as files:
        attaching.keep(kept, files)
    return made, kept


def sealed_bytes() -> set[Path]:
    folder = Path(django_settings.DATA_DIR) / "files" / "sealed"
    return {each for each in folder.rglob("*") if each.is_file()}


def test_the_files_of_an_opinion_go_along_sealed(cast: Cast) -> None:
    made, kept = with_files(cast, b"first of two", b"second of two")
    begun = opinion_to_complaint.pass_on(
        document_id=made.pk, opinion_id=kept.pk, actor=cast.rule_drafter, kind="complaint"
    )
    files = list(begun.matter.files.order_by("pk"))
    assert [complaint_files.content_of(each).read() for each in files] == [b"first of two", b"second of two"]
    assert {each.key for each in files}.isdisjoint(each.key for each in attachments.of(kept))
    assert all(each.name.startswith("reported-") for each in files), "the name tells nobody's name"
    assert not any(b"first of two" in each.read_bytes() for each in sealed_bytes())


def test_where_the_opinion_cannot_be_noted_no_copy_is_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, kept = with_files(cast, b"one file")
    before = sealed_bytes()

    def fail(**_given: object) -> None:
        raise RuntimeError("the light went out")

    monkeypatch.setattr(opinion_to_complaint, "note_passed_on", fail)
    with pytest.raises(RuntimeError):
        opinion_to_complaint.pass_on(
            document_id=made.pk, opinion_id=kept.pk, actor=cast.rule_drafter, kind="complaint"
        )
    assert sealed_bytes() == before
    assert not Matter.objects.exists()
