"""Is a normative document published with its interpretation, and does its clock run?"""

from __future__ import annotations

import pytest

from cast import Cast, draft, go, make_cast, published
from gongkai.core import deadlines
from gongkai.publishing import actions, checks
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db
NORMATIVE = ["article20.1.documents"]
RULE = "publication.interpretation"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def codes(document: Document) -> set[str]:
    fresh = Document.objects.select_related("working").get(pk=document.pk)
    assert fresh.working is not None
    return {each.finding.code for each in checks.run(fresh.working) if each.stands_in_the_way}


def test_a_normative_document_without_a_plan_is_stopped(cast: Cast) -> None:
    assert "missing.interpretation" in codes(draft(cast, catalogue=NORMATIVE))


def test_a_plan_lets_it_pass(cast: Cast) -> None:
    assert codes(draft(cast, catalogue=NORMATIVE, wants_interpretation=True)) == set()


def test_other_documents_need_none(cast: Cast) -> None:
    assert codes(draft(cast)) == set()


def test_the_clock_runs_from_publication_until_the_interpretation_is_out(cast: Cast) -> None:
    rule = published(cast, catalogue=NORMATIVE, wants_interpretation=True)
    subject = ("publishing.document", rule.pk)
    assert deadlines.running(subject, RULE).exists()
    told = draft(cast, title="解读", catalogue=["article20.1.interpretation"])
    actions.link(
        document_id=told.pk,
        actor=cast.drafter,
        kind="interprets",
        target_index=rule.index_number,
        expected_version=told.version,
    )
    for key, who in (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
    ):
        go(cast, told, key, who)
    assert not deadlines.running(subject, RULE).exists()
    # The same period ran for the interpretation itself, until it was out.
    assert not deadlines.running(("publishing.document", told.pk), RULE).exists()
