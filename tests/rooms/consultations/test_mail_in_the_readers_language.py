"""Is a message to a citizen written in the language of the form they sent, whoever does the deed?"""

from __future__ import annotations

import consulting
import pytest
from django.utils import translation
from opinion_sheet import opened

from cast import Cast
from gongkai.consultations import authors
from gongkai.consultations.actions import telling
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Opinion
from gongkai.consultations.queries import opinions as reads
from gongkai.core import sealed
from gongkai.core.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings: object) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 0  # type: ignore[attr-defined]
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"  # type: ignore[attr-defined]


def told(cast: Cast, language: str, reads_in: str) -> Mail:
    """The message of an author who read ``reads_in``, caused by staff who read ``language``."""
    made = consulting.consulting(cast)
    author = Author(email="reader@example.cn", language=reads_in)
    row = consulting.opinion(made, author=author, by_email=True).opinion
    with translation.override(language):
        telling.tell_authors(made, [Opinion.objects.get(pk=row.pk)])
    return Mail.objects.latest("pk")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("reads_in", "word"), [("en", "Your opinion"), ("zh-hans", "意见"), ("", "意见")])
def test_the_answer_is_told_in_the_language_of_the_author(
    cast: Cast, language: str, reads_in: str, word: str
) -> None:
    found = told(cast, language, reads_in)
    assert word in found.title
    assert ("/en/consultations/answer/" in sealed.unseal(found.text)) is (reads_in == "en")


def test_an_author_of_before_and_a_language_nobody_speaks_here_mean_chinese() -> None:
    before = sealed.seal('{"name": "示例甲", "contact": "", "email": ""}', "opinion.YJ-1")
    assert authors.language_of(authors.read("YJ-1", before)) == "zh-hans"
    assert authors.language_of(Author("示例甲", language="x" * 200)) == "zh-hans"


def test_the_form_keeps_the_language_it_was_read_in(cast: Cast) -> None:
    made = consulting.consulting(cast, identity="name")
    answer = opened(made).send(words="建议放宽。", name="示例甲", contact="0558-5550001")
    assert answer.status_code in (200, 302), answer.status_code
    row = Opinion.objects.filter(document=made).latest("pk")
    assert reads.author_of(row).language == "en"
