"""Do the screens of training show what each may see, keep what was typed, and do each deed once?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from gongkai.annual_reports.queries import work_sources
from gongkai.core import clock, table_files
from gongkai.core.staffpages import address
from gongkai.duties.actions.learning import certificates, online, sittings
from gongkai.duties.models import (
    Attempt,
    Attendance,
    Candidate,
    Certificate,
    Course,
    Examination,
    Learner,
    Question,
)
from gongkai.duties.queries.learning import bank, examinations, roster
from rooms.duties import training

pytestmark = pytest.mark.django_db


def window(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.person(who))
    return client


def seen(browser: Client, pk: int) -> str:
    """How a sitting of one's own stands."""
    page = browser.get(address("learning_sit", pk)).content.decode()
    return page.split('id="now"')[1].split("</section>")[0]


def test_a_course_from_its_form_to_the_closed_attendance(cast: Cast) -> None:
    one, two = training.people(cast, 2)
    browser = window(cast, "trainer")
    typed = {
        "title": "行政处罚法轮训",
        "topic": "penalty_law",
        "kind": "lecture",
        "begins_on": clock.today().isoformat(),
        "ends_on": clock.today().isoformat(),
        "hours": "",
        "units": [cast.units["waste"].pk],
        "version": 0,
    }
    again = browser.post(address("learning_course_new"), typed)
    assert again.status_code == 422
    assert 'value="行政处罚法轮训"' in again.content.decode()
    browser.post(address("learning_course_new"), {**typed, "hours": "3", "place": "二楼"})
    found = Course.objects.get()
    page = browser.get(address("learning_course", found.pk)).content.decode()
    assert found.number in page
    browser.post(address("learning_course_move", found.pk, "announce"), {"version": found.revision})
    ticked = browser.post(address("learning_tick", found.pk, one.unit_id), {"present": [one.pk]})
    assert ticked.status_code == 302
    found.refresh_from_db()
    moved = browser.post(address("learning_course_move", found.pk, "hold"), {"version": found.revision})
    assert moved.status_code == 302
    twice = browser.post(address("learning_course_move", found.pk, "hold"), {"version": found.revision})
    assert twice.status_code == 302
    assert list(Attendance.objects.values_list("learner_id", "present")) == [(one.pk, True)]
    late = browser.post(address("learning_tick", found.pk, one.unit_id), {"present": [one.pk, two.pk]})
    assert late.status_code == 403


def test_a_file_is_looked_at_before_anything_is_brought_in(cast: Cast) -> None:
    browser = window(cast, "trainer")
    content = training.roster_file(cast, 3)
    sent = browser.post(address("learning_bring", "roster"), {"file": SimpleUploadedFile("a.csv", content)})
    assert sent.status_code == 302
    look = browser.get(sent["Location"])
    assert "Z0001" in look.content.decode()
    assert not Learner.objects.exists()
    browser.post(sent["Location"], {"do": "bring"})
    assert Learner.objects.count() == 3
    listed = browser.get(address("learning_roster")).content.decode()
    assert "Z0002" in listed
    assert "Z0002" in browser.get(address("learning_roster_file")).content.decode()


def test_a_line_that_is_wrong_is_named_and_nothing_is_brought_in(cast: Cast) -> None:
    browser = window(cast, "trainer")
    content = "工号,姓名,单位\nA1,甲,waste\nA2,乙,没有的科\n".encode()
    sent = browser.post(address("learning_bring", "roster"), {"file": SimpleUploadedFile("a.csv", content)})
    page = browser.get(sent["Location"]).content.decode()
    assert "没有的科" in page
    assert browser.post(sent["Location"], {"do": "bring"}).status_code == 422
    assert not Learner.objects.exists()


def test_the_bank_goes_out_and_comes_in_unchanged(cast: Cast) -> None:
    training.full_bank(cast, written=1)
    browser = window(cast, "trainer")
    content = browser.get(address("learning_question_file")).content
    before = list(Question.objects.order_by("pk").values("code", "kind", "text", "options", "key", "marks"))
    sent = browser.post(
        address("learning_bring", "questions"), {"file": SimpleUploadedFile("b.csv", content)}
    )
    page = browser.get(sent["Location"]).content.decode()
    assert 'value="bring"' not in page
    Question.objects.filter(pk=Question.objects.order_by("pk")[0].pk).update(text="改过的题")
    browser.post(sent["Location"], {"do": "bring"})
    assert (
        list(Question.objects.order_by("pk").values("code", "kind", "text", "options", "key", "marks"))
        == before
    )


def test_questions_are_shown_to_nobody_outside_a_sitting(cast: Cast) -> None:
    training.full_bank(cast)
    for who in ("trainer", "duty_leader"):
        assert window(cast, who).get(address("learning_questions")).status_code == 200
    pk = Question.objects.order_by("pk")[0].pk
    for who in ("doer", "supervisor", "drafter", "outsider"):
        browser = window(cast, who)
        assert browser.get(address("learning_question", pk)).status_code == 404
        page = browser.get(address("learning_questions"))
        assert page.status_code == 404 or "单选第" not in page.content.decode()


def test_an_online_sitting_keeps_what_was_saved_and_is_marked_by_the_system(cast: Cast) -> None:
    me = training.learner(cast, "Z1", account="drafter")
    other = training.learner(cast, "Z2", "示例乙", account="second-drafter")
    exam = training.online(cast)
    place = training.sitting(cast, exam, begins=1, place="")
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[me.pk, other.pk])
    mine = training.candidate(place, me)
    browser = window(cast, "drafter")
    assert browser.post(address("learning_sit_begin", mine.pk)).status_code == 302
    assert not Attempt.objects.exists()
    with clock.travel_to(clock.now() + timedelta(hours=1, minutes=5)):
        browser.force_login(cast.person("drafter"))
        assert "单选第" not in browser.get(address("learning_sit", mine.pk)).content.decode()
        browser.post(address("learning_sit_begin", mine.pk))
        page = browser.get(address("learning_sit_page", mine.pk, 1)).content.decode()
        assert "单选第" in page
        answers = {f"answer_{n}": "A" for n in range(4)} | {"answer_4": ["A", "C"], "answer_5": "T"}
        saved = browser.post(address("learning_sit_page", mine.pk, 1), {**answers, "do": "save"})
        assert saved.status_code == 302
        assert "checked" in browser.get(address("learning_sit_page", mine.pk, 1)).content.decode()
    later = clock.now() + timedelta(hours=6)
    with clock.travel_to(later):
        browser.force_login(cast.person("drafter"))
        shut = browser.post(address("learning_sit_page", mine.pk, 1), {"answer_0": "B", "do": "save"})
        assert shut["Location"] == address("learning_sit", mine.pk)
        training.move(exam, "mark", cast.trainer)
        mine.refresh_from_db()
        assert (mine.present, mine.marks, mine.passed) == (True, 60, True)
        assert Candidate.objects.get(learner=other).present is False
        assert "60" not in seen(browser, mine.pk)
        training.move(exam, "hand_in", cast.trainer)
        training.move(exam, "confirm", cast.duty_leader)
        assert "60" in seen(browser, mine.pk)
        assert certificates.issue_certificates(examination_id=exam.pk, actor=cast.trainer) == 1
        assert certificates.issue_certificates(examination_id=exam.pk, actor=cast.trainer) == 0
        paper = browser.get(address("learning_certificate", Certificate.objects.get().pk))
        assert paper.content[:4] == b"%PDF"


def test_written_answers_wait_for_the_trainer(cast: Cast) -> None:
    me = training.learner(cast, "Z1", account="drafter")
    exam = training.online(cast, written=1)
    place = training.sitting(cast, exam, begins=1, place="")
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[me.pk])
    mine = training.candidate(place, me)
    with clock.travel_to(clock.now() + timedelta(hours=1, minutes=5)):
        online.begin(candidate_id=mine.pk, actor=cast.drafter)
        online.hand_in(candidate_id=mine.pk, actor=cast.drafter, answers={0: "A", 6: "以公开为常态"})
        again = online.hand_in(candidate_id=mine.pk, actor=cast.drafter, answers={0: "B"})
        assert again.answers["0"] == "A"
    with clock.travel_to(clock.now() + timedelta(hours=6)):
        training.move(exam, "mark", cast.trainer)
        browser = window(cast, "trainer")
        url = address("learning_paper", Attempt.objects.get().pk)
        page = browser.get(url).content.decode()
        assert "以公开为常态" in page
        assert me.name not in page.split("<main")[1]
        assert browser.post(url, {"version": Attempt.objects.get().revision}).status_code == 422
        too_many = browser.post(url, {"marks_6": "21", "version": Attempt.objects.get().revision})
        assert too_many.status_code == 422
        browser.post(url, {"marks_6": "18", "version": Attempt.objects.get().revision})
        mine.refresh_from_db()
        assert (mine.present, mine.marks) == (True, 28)


def test_a_paper_with_gaps_is_handed_in_only_when_asked_twice(cast: Cast) -> None:
    me = training.learner(cast, "Z1", account="drafter")
    exam = training.online(cast)
    place = training.sitting(cast, exam, begins=1, place="")
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[me.pk])
    mine = training.candidate(place, me)
    with clock.travel_to(clock.now() + timedelta(hours=1, minutes=5)):
        online.begin(candidate_id=mine.pk, actor=cast.drafter)
        browser = window(cast, "drafter")
        asked = browser.post(
            address("learning_sit_page", mine.pk, 1), {"answer_0": "A", "do": "hand_in"}, follow=True
        )
        page = asked.content.decode()
        attempt = Attempt.objects.get()
        assert (attempt.submitted_at, attempt.answers["0"]) == (None, "A")
        assert "hand_in_anyway" in page
        assert "尚未作答" in page or "Not answered yet: 2" in page
        again = browser.post(
            address("learning_sit_page", mine.pk, 1), {"answer_0": "A", "do": "hand_in_anyway"}
        )
        assert again["Location"] == address("learning_sit", mine.pk)
        assert Attempt.objects.get().submitted_at is not None


def test_marks_are_entered_on_the_page_and_what_is_wrong_stays(cast: Cast) -> None:
    one, two = training.people(cast, 2)
    exam = training.released(cast)
    place = training.sitting(cast, exam)
    browser = window(cast, "trainer")
    browser.post(address("learning_enrol", place.pk), {"units": [cast.units["waste"].pk], "numbers": ""})
    training.move(exam, "mark", cast.trainer)
    first, second = (training.candidate(place, who).pk for who in (one, two))
    url = address("learning_sitting", place.pk)
    wrong = browser.post(url, {"enter": "1", f"marks_{first}": "88.5", f"marks_{second}": "101"})
    assert wrong.status_code == 422
    assert 'value="88.5"' in wrong.content.decode()
    browser.post(url, {"enter": "1", f"marks_{first}": "88.5", f"marks_{second}": "缺考"})
    assert set(Candidate.objects.values_list("present", "passed")) == {(True, True), (False, False)}
    shown = browser.get(f"{url}?result=absent").content.decode()
    assert two.staff_number in shown
    assert one.staff_number not in shown.split("<table")[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4 whatever", "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "UTF-8"),
        (b"PK\x03\x04 no archive", "XLSX"),
    ],
)
def test_what_is_no_table_is_not_told_about_columns(content: bytes, words: str) -> None:
    [fault] = table_files.read(content, "名册.xlsx", roster.SHAPE)
    assert isinstance(fault, table_files.Fault)
    assert words in str(fault.reason)
    assert "olumns" not in str(fault.reason)


def test_the_public_reads_counts_and_no_name(cast: Cast) -> None:
    one, two = training.people(cast, 2)
    training.held(cast, [one])
    training.confirmed(cast, {one: 90, two: 10})
    page = Client().get("/training/").content.decode()
    assert "50.00%" in page
    assert one.name not in page
    assert one.staff_number not in page


def test_an_examination_under_correction_stays_in_public_as_it_was_confirmed(cast: Cast) -> None:
    one, two = training.people(cast, 2)
    exam, place = training.confirmed(cast, {one: 90, two: 10})
    training.move(exam, "correct", cast.trainer, "补录")
    training.enter(cast, place, {two: 65}, reason="更正")
    page = Client().get("/training/").content.decode()
    assert exam.title in page
    assert "50.00%" in page
    assert work_sources.SOURCES["exam_passed"].number(cast.agency.pk, clock.today().year) == 1
    training.move(exam, "hand_in_correction", cast.trainer)
    training.move(exam, "confirm_correction", cast.duty_leader)
    assert "100.00%" in Client().get("/training/").content.decode()
    assert work_sources.SOURCES["exam_passed"].number(cast.agency.pk, clock.today().year) == 2


def test_the_lists_ask_no_more_for_more_rows(cast: Cast) -> None:
    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(url).status_code == 200
        return len(found)

    browser = window(cast, "trainer")
    first = training.people(cast, 2)
    exam, place = training.confirmed(cast, dict.fromkeys(first, 70))
    training.held(cast, first)
    urls = [
        address(name) for name in ("learning", "learning_roster", "learning_courses", "learning_examinations")
    ]
    urls += [address("learning_sitting", place.pk), address("learning_examination", exam.pk), "/training/"]
    before = {url: asked(url) for url in urls}
    more = training.people(cast, 20, first=50)
    for _n in range(3):
        training.confirmed(cast, dict.fromkeys(more, 70))
        training.held(cast, more)
    training.move(exam, "correct", cast.trainer, "补录")
    # Only the deeds of the two records changed with their state; nothing may grow with the rows.
    grown = {
        url: (before[url], now) for url in urls if (now := asked(url)) > before[url] + (url in urls[4:6])
    }
    assert grown == {}


def test_somebody_elses_change_is_no_loss(cast: Cast) -> None:
    exam = training.examination(cast)
    browser = window(cast, "trainer")
    said = {
        "title": "改一改",
        "subject": "enforcement_qualification",
        "way": "paper",
        "minutes": "",
        "about": "",
    }
    url = address("learning_examination_edit", exam.pk)
    assert browser.post(url, {**said, "version": 1}).status_code == 302
    late = browser.post(url, {**said, "title": "我的说法", "version": 1})
    assert late.status_code == 409
    assert "我的说法" in late.content.decode()
    assert Examination.objects.get().title == "改一改"
    assert bank.sees(cast.trainer)
    assert examinations.numbered(cast.trainer, exam.number) == exam
