"""Does each step send the right letter, numbered without gap, with its remedies, and kept as it was sent?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import requesting
from cast import Cast, make_cast
from gongkai.core import clock, ledger, letters
from gongkai.core.models import Letter, LetterHead
from gongkai.core.refusals import Invalid
from gongkai.domain import outcomes
from gongkai.domain.letters import kinds
from gongkai.requests import checks
from gongkai.requests.actions.letters import save_letter_text
from gongkai.requests.models import Correspondence, Request
from gongkai.requests.queries.subjects import subject_of
from request_stage import ANSWERS, TODAY, ready_for, stand, step

pytestmark = pytest.mark.django_db
ANSWERED = [each.key for each in outcomes.answers() if each.kind != "closing" or each.key == "other"]


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def last(request: Request) -> Letter:
    sent = request.letters.select_related("letter").last()
    assert sent is not None
    return sent.letter


def words(letter: Letter) -> str:
    return "\n".join(str(block) for block in letters.content_of(letter).paragraphs)


def test_every_answer_there_is_has_an_example_here() -> None:
    assert set(ANSWERED) == set(ANSWERS)


@pytest.mark.parametrize("kind", ANSWERED)
def test_each_answer_is_issued_as_its_own_letter_with_its_remedies(cast: Cast, kind: str) -> None:
    request = ready_for(cast, kind)
    assert checks.missing(request) == []
    request = requesting.walk_to(cast, request, "closed")
    letter = request.answers.get().letter
    assert letter is not None
    assert letter.kind == f"answer_{kind}"
    assert letter.outcome_group == outcomes.outcome(ANSWERS[kind]["outcome"]).group
    assert "行政复议" in letter.remedies
    assert "测试市人民政府" in letter.remedies
    assert letters.addressee_of(letter) == requesting.MARKERS["name"]
    assert letters.is_whole(letter)
    assert "{" not in words(letter)
    assert request.outcome == ANSWERS[kind]["outcome"]
    # The block follows the answer: since 2024 a refusal goes to review first.
    assert letter.remedies_block == {
        "refused": "refused.2024",
        "special_query": "special_query.2024",
        "partial": "partial.2024",
    }.get(kind, "other.2025")


STEPS = [
    ("registered", "registration_receipt"),
    ("correction", "correction_notice"),
    ("handling, more time allowed", "extension_notice"),
    ("consulting", "hearing_notice"),
    ("excessive", "reasons_letter"),
    ("fee", "fee_notice"),
]


@pytest.mark.parametrize(("name", "kind"), STEPS)
def test_each_step_that_tells_something_sends_its_letter(cast: Cast, name: str, kind: str) -> None:
    letter = last(stand(cast, name))
    assert letter.kind == kind
    assert letters.is_whole(letter)
    assert "{" not in words(letter)


def test_a_delay_is_told_with_its_day(cast: Cast) -> None:
    request = step(
        cast, stand(cast, "handling, reasons asked"), "delay", "head", by_day=TODAY.replace(month=6)
    )
    assert last(request).kind == "delay_notice"
    assert "2026年6月2日" in words(last(request))


def test_the_letters_say_the_days_the_clock_says(cast: Cast) -> None:
    request = stand(cast, "registered")
    assert last(request).facts["due_on"] == "2026年3月30日"
    request = step(cast, requesting.handling(cast), "ask_extension", "officer", days=20)
    request = step(cast, request, "grant_extension", "head")
    facts = last(request).facts
    assert (facts["due_on"], facts["new_due_on"]) == ("2026年3月30日", "2026年4月28日")


def test_the_answer_counts_a_corrected_request_from_its_correction(cast: Cast) -> None:
    request = ready_for(cast, "unclear")
    request = requesting.walk_to(cast, request, "issued")
    notice = request.letters.select_related("letter").get(letter__kind="correction_notice").letter
    assert notice.number in words(last(request))
    assert "2026年3月2日收到您提交的补正材料" in words(last(request))


def test_the_agencies_asked_get_letters_of_their_own(cast: Cast) -> None:
    request = requesting.handling(cast)
    for joint, kind in ((True, "joint_opinion_letter"), (False, "agency_consultation")):
        request = step(cast, request, "ask_agency", "officer", joint=joint)
        asked = request.consultations.last()
        assert asked is not None
        assert asked.letter is not None
        assert asked.letter.kind == kind
        assert letters.addressee_of(asked.letter) == "测试市住房和城乡建设局"
        assert requesting.MARKERS["name"] not in words(asked.letter), "others are not told who asks"


def test_numbers_have_no_gap_in_any_series(cast: Cast) -> None:
    for kind in ("open", "refused", "unclear"):
        requesting.walk_to(cast, ready_for(cast, kind), "closed")
    for name in ("consulting, two", "fee", "void", "approved"):
        stand(cast, name)
    serials: dict[str, list[int]] = {}
    for letter in Letter.objects.order_by("pk"):
        serials.setdefault(letter.series, []).append(letter.serial)
        assert letter.year == TODAY.year
        assert f"〔{TODAY.year}〕{letter.serial}号" in letter.number
    assert set(serials) == {"receipt", "disclosure", "letter"}
    for series, given in serials.items():
        assert given == list(range(1, len(given) + 1)), series
    assert Correspondence.objects.count() == Letter.objects.count()


def test_every_letter_stands_in_the_event_of_its_deed(cast: Cast) -> None:
    request = requesting.walk_to(cast, ready_for(cast, "open"), "closed")
    (issued,) = [each for each in ledger.events_of([subject_of(request)]) if each.verb.endswith(".issue")]
    letter = request.answers.get().letter
    assert letter is not None
    assert (issued.data["letter"], issued.data["digest"]) == (letter.number, letter.digest)


def test_without_a_review_authority_no_answer_is_issued_and_nothing_has_happened(cast: Cast) -> None:
    request = stand(cast, "approved")
    LetterHead.objects.create(
        agency=cast.agency.code,
        version=2,
        mark="测城管",
        review_authority="",
        court="",
        reason="测试",
        created_at=clock.now(),
    )
    before = (Letter.objects.count(), ledger.head()[0], request.version)
    with pytest.raises(Invalid, match="block on review and suit"):
        requesting.go(cast, request, "issue", "desk")
    request.refresh_from_db()
    assert request.state == "approved"
    assert (Letter.objects.count(), ledger.head()[0], request.version) == before
    # Once it is named, the answer goes out under the next number.
    LetterHead.objects.create(
        agency=cast.agency.code,
        version=3,
        mark="测城管",
        review_authority="测试市人民政府",
        court="测试市人民法院",
        reason="补",
        created_at=clock.now(),
    )
    assert last(requesting.go(cast, request, "issue", "desk")).number == "测城管公开〔2026〕1号"


def test_a_letter_keeps_its_words_when_the_text_changes_later(cast: Cast) -> None:
    before = last(requesting.walk_to(cast, ready_for(cast, "open"), "issued"))
    kept = (words(before), before.digest)
    save_letter_text(
        actor=cast.legal,
        agency_id=cast.agency.pk,
        kind="answer_open",
        title="政府信息公开申请答复书",
        text="本机关已就登记编号{request_number}的申请作出决定：同意公开。",
        reason="简化",
        expected_version=0,
    )
    after = last(requesting.walk_to(cast, ready_for(cast, "open"), "issued"))
    assert "同意公开" in words(after)
    before.refresh_from_db()
    assert (words(before), before.digest) == kept
    assert letters.is_whole(before)
    assert letters.is_whole(after)


def test_every_kind_of_letter_a_request_can_send_is_known() -> None:
    """The kinds the room issues are those of the law, each of them."""
    sends = {f"answer_{key}" for key in ANSWERED} | {"answer_overdue_correction", "answer_overdue_fee"}
    sends |= {kind for _, kind in STEPS} | {"delay_notice", "withdrawal_acknowledgement"}
    sends |= {"rectification_answer", "third_party_letter", "third_party_opening"}
    sends |= {"joint_opinion_letter", "agency_consultation"}
    hotline = {"programme_progress", "office_progress"}  # the complaints room's
    others = {"decision_notice", "once_notice", "campaign_letter"}  # of the powers room and of campaigns
    assert sends == {kind.key for kind in kinds()} - hotline - others
