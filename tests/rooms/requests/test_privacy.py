"""Are an applicant's data sealed at rest, shown only for a purpose, and gone when their time is over?"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection

import requesting
from cast import Cast, make_cast
from gongkai.core import clock, ledger, letters, sealed
from gongkai.core.models import Event, LetterService
from gongkai.core.refusals import Invalid, Refusal
from gongkai.requests import actions, house, identity, own_words
from gongkai.requests.actions import AnswerInput, Upload
from gongkai.requests.models import Applicant, Request, SealedFile
from gongkai.requests.queries.subjects import subject_of
from request_stage import ANSWERS, TODAY, ready_for, step
from requesting import MARKERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def lived(cast: Cast) -> Request:
    """A request that met with everything: files, e-mail, a correction, reasons, a hearing, an objection, letters,
    service, a second answer; every word an applicant can write names somebody.
    """
    upload = Upload(
        io.BytesIO(f"身份证明 {MARKERS['identity_number']}".encode()),
        f"{MARKERS['name']}的身份证.txt",
        "identity",
    )
    made = actions.submit(
        agency_id=cast.agency.pk,
        actor=None,
        application=requesting.application(by_email=True),
        files=[upload],
    ).request
    requesting.go(cast, made, "register", "desk", evidence=f"{MARKERS['name']}电话{MARKERS['telephone']}确认")
    step(cast, made, "ask_correction", "desk")
    step(cast, made, "corrected", "applicant", supplement=f"寄给{MARKERS['address']}的那份")
    request = step(cast, made, "accept", "desk")
    step(cast, request, "ask_reasons", "officer")
    step(cast, request, "reasons_given", "desk", reasons=f"{MARKERS['representative']}要用于诉讼")
    heard = {"party": MARKERS["representative"], "contact": MARKERS["telephone"]}
    request = step(cast, request, "hear_third_party", "officer", **heard)
    request = step(
        cast, request, "last_opinion", "officer", result="objects", opinion=f"{MARKERS['name']}不应知道"
    )
    content = AnswerInput(kind="open", **ANSWERS["open"], override_reason="公共安全")
    request = requesting.answered(cast, request, content)
    for key, who in (("submit_answer", "officer"), ("legal_agree", "legal"), ("approve", "approver")):
        request = requesting.go(cast, request, key, who)
    request = requesting.go(cast, request, "issue", "desk")
    request = requesting.go(
        cast, request, "serve", "desk", way="direct", day=TODAY, evidence=f"{MARKERS['name']}签收"
    )
    request = requesting.go(cast, request, "redo", "legal", reason="复议")
    return requesting.go(
        cast, request, "withdraw", "desk", evidence=f"{MARKERS['name']}电话{MARKERS['telephone']}撤回"
    )


def everything_in_the_database() -> Iterator[tuple[str, str]]:
    """Table and text of every value of every row."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            try:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            except OperationalError:
                assert table.startswith("core_search")  # an index of the database's own, without rows to read
                continue
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        value.decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value
                    )
                    yield f"{table}.{name}", str(text)


def everything_on_disk() -> Iterator[tuple[str, bytes]]:
    for path in Path(settings.DATA_DIR).rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


@pytest.mark.parametrize("erased", [False, True], ids=["kept", "erased"])
def test_no_marker_stands_open_in_any_row_or_file(
    cast: Cast, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, erased: bool
) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost:2525"
    with caplog.at_level(logging.DEBUG):
        lived(cast)
        if erased:
            with clock.travel_to(TODAY + timedelta(days=house.number("retention_days") + 1)):
                assert actions.erase_due() == 1
    values = list(everything_in_the_database())
    assert len(values) > 2000
    assert any(requesting.SUBJECT in text for _, text in values), "what is looked through is the database"
    for marker in MARKERS.values():
        assert [place for place, text in values if marker in text] == [], marker
        assert [path for path, content in everything_on_disk() if marker.encode() in content] == [], marker
        assert marker not in caplog.text
    if connection.vendor == "sqlite":
        content = connection.connection.serialize()  # what somebody finds who takes the database's file away
        assert requesting.SUBJECT.encode() in content
        assert [marker for marker in MARKERS.values() if marker.encode() in content] == []


def test_what_is_sealed_can_be_read_again_and_only_where_it_belongs(cast: Cast) -> None:
    one, two = (Applicant.objects.get(request=requesting.submitted(cast)) for _ in range(2))
    assert identity.read(one).name == MARKERS["name"]
    assert one.sealed != two.sealed, "the same words are never sealed alike"
    one.sealed = two.sealed
    with pytest.raises(Refusal):
        identity.read(one)


def test_the_applicants_later_words_can_be_read_again_and_only_in_their_own_request(cast: Cast) -> None:
    request = Request.objects.get(pk=lived(cast).pk)
    assert [own_words.read(request, field) for field in own_words.SEALED] == [
        f"寄给{MARKERS['address']}的那份",
        f"{MARKERS['representative']}要用于诉讼",
        f"{MARKERS['name']}电话{MARKERS['telephone']}确认",
    ]
    other = requesting.submitted(cast)
    other.reasons = request.reasons
    with pytest.raises(Refusal):
        own_words.read(other, "reasons")
    request.reasons = request.supplement
    with pytest.raises(Refusal):
        own_words.read(request, "reasons")


def test_a_part_split_off_has_the_words_of_the_first_bound_to_itself(cast: Cast) -> None:
    request = requesting.entered(cast, evidence=f"{MARKERS['name']}当面提交")
    requesting.go(cast, request, "register", "desk")
    (part,) = actions.split(
        request_id=request.pk, actor=cast.desk, expected_version=None, subjects=["名单", "合同"]
    )
    first = Request.objects.get(pk=request.pk)
    assert own_words.read(part, "receipt_evidence") == own_words.read(first, "receipt_evidence")
    assert own_words.read(first, "receipt_evidence") == f"{MARKERS['name']}当面提交"
    assert part.receipt_evidence != first.receipt_evidence


def test_without_the_key_nothing_can_be_read(cast: Cast, settings: Any) -> None:
    applicant = Applicant.objects.get(request=requesting.submitted(cast))
    settings.GONGKAI_FIELD_KEY = "another key"
    with pytest.raises(Refusal, match="secrets/field_key"):
        identity.read(applicant)


def test_masked_shows_that_it_is_there_and_not_what() -> None:
    shown = identity.masked(identity.Identity(**MARKERS, identity="id_card"))
    for name, marker in MARKERS.items():
        masked = getattr(shown, name)
        assert masked
        assert marker not in masked
        assert sum(here == there for here, there in zip(masked, marker, strict=False)) <= 2
    assert shown.identity == "id_card"
    assert identity.masked(identity.Identity()) == identity.Identity()


@pytest.mark.parametrize("name", ["张", "张三", "欧阳", "示例环卫有限公司", "A", "Li Wei"])
def test_no_name_is_shown_whole(name: str) -> None:
    assert identity.masked_name(name) != name
    assert "*" in identity.masked_name(name)


def test_revealing_stands_in_the_ledger_with_its_purpose_and_without_the_data(cast: Cast) -> None:
    request = requesting.handling(cast)
    for purpose in ("", "   ", "看看"):
        with pytest.raises(Invalid, match="Say for what"):
            actions.reveal(request_id=request.pk, actor=cast.officer, purpose=purpose)
    assert not Event.objects.filter(verb="requests.applicant.revealed").exists()
    shown = actions.reveal(request_id=request.pk, actor=cast.officer, purpose=" 电话核实申请内容 ")
    assert (shown.name, shown.telephone) == (MARKERS["name"], MARKERS["telephone"])
    event = Event.objects.get(verb="requests.applicant.revealed")
    assert (event.person, event.reason) == (cast.person("officer").pk, "电话核实申请内容")
    assert not [marker for marker in MARKERS.values() if marker in str(event.data)]


def test_a_file_of_the_applicant_is_opened_for_a_purpose_and_named_after_nobody(cast: Cast) -> None:
    request = lived(cast)
    file = SealedFile.objects.get(request=request, kind="identity")
    assert file.name == "identity-1.txt"
    with pytest.raises(Invalid, match="Say for what"):
        actions.open_file(file_id=file.pk, actor=cast.desk, purpose="")
    _, content = actions.open_file(file_id=file.pk, actor=cast.desk, purpose="核对身份证明")
    assert MARKERS["identity_number"] in content.read().decode()
    assert Event.objects.get(verb="requests.applicant.file_opened").data == {
        "number": request.number,
        "file": file.pk,
    }


def test_files_of_a_deed_that_was_refused_leave_no_bytes(cast: Cast) -> None:
    files = [Upload(io.BytesIO("证明".encode()), "一.txt"), Upload(io.BytesIO(b""), "空.txt")]
    with pytest.raises(Refusal):
        actions.submit(
            agency_id=cast.agency.pk, actor=None, application=requesting.application(), files=files
        )
    assert not Request.objects.exists()
    assert not [path for path, _ in everything_on_disk() if "sealed" in path]


def when(request: Request) -> date:
    applicant = Applicant.objects.get(request=request)
    assert applicant.erase_after is not None
    return applicant.erase_after


def test_data_are_erased_when_their_time_is_over_and_the_chain_stays_whole(cast: Cast) -> None:
    request = lived(cast)
    assert when(request) == TODAY + timedelta(days=house.number("retention_days"))
    with clock.travel_to(when(request)):
        assert actions.erase_due() == 0
    files = list(SealedFile.objects.filter(request=request))
    with clock.travel_to(when(request) + timedelta(days=1)):
        assert (actions.erase_due(), actions.erase_due()) == (1, 0)
        applicant = Applicant.objects.get(request=request)
        assert (applicant.sealed, applicant.mark, applicant.by_email) == ("", "", False)
        assert applicant.erased_at == clock.now()
        assert identity.read(applicant) == identity.Identity()
        for deed in (
            lambda: actions.reveal(request_id=request.pk, actor=cast.desk, purpose="再看一次"),
            lambda: actions.open_file(file_id=files[0].pk, actor=cast.desk, purpose="再看一次"),
        ):
            with pytest.raises(Refusal):
                deed()
    for sent in request.letters.select_related("letter"):
        assert letters.addressee_of(sent.letter) == ""
        assert sent.letter.number
        assert letters.is_whole(sent.letter)
    assert not LetterService.objects.exclude(evidence="", recipient="").exists()
    heard = request.consultations.get()
    assert (heard.name, heard.contact, heard.opinion, heard.result) == ("", "", "", "objects")
    request.refresh_from_db()
    assert [own_words.read(request, field) for field in own_words.SEALED] == ["", "", ""]
    assert (request.subject, request.outcome) == (requesting.SUBJECT, "granted"), "the matter itself is kept"
    assert ledger.verify() == (Event.objects.count(), None)


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_files_go_with_the_deed_and_not_before(cast: Cast) -> None:
    request = lived(cast)
    kept = list(SealedFile.objects.filter(request=request))
    assert {file.kind for file in kept} == {"identity", "evidence"}
    with clock.travel_to(when(request) + timedelta(days=1)):
        assert actions.erase_due() == 1
    for file in kept:
        with pytest.raises(Refusal, match="erased"):
            sealed.fetch(file.key)
    assert not [path for path, _ in everything_on_disk() if "sealed" in path]


def test_bytes_left_behind_by_a_machine_that_went_down_go_the_next_night(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """Within one transaction, as here, the bytes stay until it is over: as if the machine had stopped there."""
    request = lived(cast)
    with clock.travel_to(when(request) + timedelta(days=1)):
        with django_capture_on_commit_callbacks(execute=False):
            assert actions.erase_due() == 1
        assert [path for path, _ in everything_on_disk() if "sealed" in path]
    with clock.travel_to(when(request) + timedelta(days=2)):
        assert actions.erase_due() == 0
    assert not [path for path, _ in everything_on_disk() if "sealed" in path]


def test_a_request_taken_up_again_is_not_erased_meanwhile(cast: Cast) -> None:
    request = requesting.closed(cast)
    requesting.go(cast, request, "redo", "legal", reason="复议")
    with clock.travel_to(TODAY + timedelta(days=4000)):
        assert actions.erase_due() == 0
    assert identity.read(Applicant.objects.get(request=request)).name == MARKERS["name"]


def test_answering_anew_after_the_erasing_still_works(cast: Cast) -> None:
    """A court may speak after years: the letter then goes to the applicant without a name."""
    request = requesting.closed(cast)
    with clock.travel_to(when(request) + timedelta(days=1)):
        assert actions.erase_due() == 1
        request = requesting.go(cast, request, "redo", "head", reason="再审")
        request = requesting.walk_to(cast, requesting.answered(cast, request), "closed")
        letter = request.letters.select_related("letter").last()
        assert letter is not None
        assert letters.addressee_of(letter.letter) == "申请人"


def test_an_open_request_is_never_erased(cast: Cast) -> None:
    requesting.handling(cast)
    with clock.travel_to(TODAY + timedelta(days=9000)):
        assert actions.erase_due() == 0


def test_the_ledger_tells_every_deed_of_a_request_without_its_applicant(cast: Cast) -> None:
    request = lived(cast)
    told = [
        f"{event.data} {event.reason} {event.sealed}" for event in ledger.events_of([subject_of(request)])
    ]
    assert len(told) > 12
    assert not [marker for marker in MARKERS.values() for text in told if marker in text]


def test_a_redacted_copys_original_stays_with_the_staff(cast: Cast) -> None:
    request = ready_for(cast, "partial")
    files = {file.name: file.delivered for file in request.answers.get().files.all()}
    assert files == {"名单.txt": False, "名单-脱敏.txt": True}
