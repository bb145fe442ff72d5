"""Has every deed its sentence, every clock its article, every state its words, in both languages?"""

from __future__ import annotations

import re
import string
import tomllib
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext

from gongkai.core import ledger
from gongkai.domain import catalogue, clocks, complaints, disclosure, requests
from gongkai.domain.annual_report import course as annual_report
from gongkai.domain.annual_report import work_course as work_report
from gongkai.domain.campaigns import course as campaigns
from gongkai.domain.campaigns import inspection_course as inspections
from gongkai.domain.consultations import cleaning, collecting, evaluating, problems
from gongkai.domain.consultations import course as consultations
from gongkai.domain.duties import examining, publicity
from gongkai.domain.duties import learning as courses
from gongkai.domain.duties import meetings as duty_meetings
from gongkai.domain.duties import plans as duty_plans
from gongkai.domain.duties import tasks as duty_tasks
from gongkai.domain.duties import themes as duty_themes
from gongkai.domain.powers import course as powers
from gongkai.domain.powers import decision_course as decisions
from gongkai.domain.process import Kind, Process
from gongkai.domain.supervision import accountability, appraisal, assessment
from gongkai.domain.supervision import course as findings
from house.conftest import SOURCE

#: Each process, and how its deeds are called in the ledger.
VERBS = {
    "publishing.document": disclosure.PROCESS,
    "requests.request": requests.PROCESS,
    "complaints.matter": complaints.PROCESS,
    "annual_reports.report": annual_report.PROCESS,
    "annual_reports.work_report": work_report.PROCESS,
    "powers.entry": powers.PROCESS,
    "powers.decision": decisions.PROCESS,
    "campaigns.campaign": campaigns.PROCESS,
    "campaigns.inspection": inspections.PROCESS,
    "consultations.document": consultations.PROCESS,
    "consultations.collection": collecting.PROCESS,
    "consultations.problem": problems.PROCESS,
    "consultations.evaluation": evaluating.PROCESS,
    "consultations.clean_up": cleaning.PROCESS,
    "duties.publicity": publicity.PROCESS,
    "duties.plan": duty_plans.PROCESS,
    "duties.task": duty_tasks.PROCESS,
    "duties.meeting": duty_meetings.PROCESS,
    "duties.theme": duty_themes.PROCESS,
    "duties.course": courses.PROCESS,
    "duties.examination": examining.PROCESS,
    "supervision.finding": findings.PROCESS,
    "supervision.case": accountability.PROCESS,
    "supervision.appraisal": appraisal.PROCESS,
    "supervision.score_sheet": assessment.SHEET,
    "supervision.assessment": assessment.ROUND,
    "supervision.assessed": assessment.ENTRY,
}
#: Moves the clock makes with many records at once: the one event of that deed names them all.
TOLD_TOGETHER = {
    "supervision.finding.mend": "supervision.monitor.looked",
    "supervision.assessed.fix": "supervision.assessment.publish",
}
PROCESSES = list(VERBS.values())
#: Where a document stands while the public can see it or the page in its place.
SEEN_BY_ALL = {"published", "repealed", "lapsed", "superseded", "withdrawn"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def in_chinese(message: str) -> str:
    with translation.override("zh-hans"):
        return gettext(message)


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.usefixtures("everything_imported")
def test_every_deed_in_the_ledger_has_a_sentence_in_both_languages() -> None:
    wrong = []
    # Tests of the ledger declare verbs of their own in the same process.
    for verb in (verb for verb in ledger.verbs().values() if not verb.key.startswith("tests.")):
        chinese = in_chinese(verb.sentence)
        if not verb.sentence or not CHINESE.search(chinese) or fields(chinese) - fields(verb.sentence):
            wrong.append(f"{verb.key}: {verb.sentence} → {chinese}")
    assert wrong == []
    assert len(ledger.verbs()) > 50


@pytest.mark.usefixtures("everything_imported")
@pytest.mark.parametrize("deeds", VERBS)
def test_every_move_has_a_verb_of_the_ledger(deeds: str) -> None:
    moves, keys = VERBS[deeds].moves, ledger.verbs()
    own = [move for move in moves if f"{deeds}.{move.key}" not in TOLD_TOGETHER]
    assert [move.key for move in own if f"{deeds}.{move.key}" not in keys] == []
    assert [move.key for move in own if keys[f"{deeds}.{move.key}"].sentence != move.done] == []


@pytest.mark.usefixtures("everything_imported")
def test_what_the_clock_does_to_many_at_once_is_told_by_a_verb() -> None:
    keys = ledger.verbs()
    for deed, told_by in TOLD_TOGETHER.items():
        of, _, key = deed.rpartition(".")
        move = VERBS[of].move(key)
        assert (move.timer, move.roles, deed in keys) == (True, (), False)
        assert told_by in keys


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_every_word_of_a_procedure_has_its_chinese(process: Process) -> None:
    words = [process.title, *process.needs.values()]
    words += [lane.label for lane in process.lanes]
    words += [word for state in process.states for word in (state.label, state.sentence) if word]
    words += [word for move in process.moves for word in (move.label, move.done)]
    words += [guard.refusal for move in process.moves for guard in move.guards]
    assert [word for word in words if not CHINESE.search(in_chinese(word))] == []


def test_every_state_the_public_sees_has_a_sentence() -> None:
    told = {state.key for state in disclosure.PROCESS.states if state.sentence}
    assert told == SEEN_BY_ALL
    resting = {state.key for state in disclosure.PROCESS.states if state.kind is not Kind.OPEN}
    assert told <= resting


def test_every_clock_has_its_article_and_its_words() -> None:
    for rule in clocks.rules():
        assert rule.citation.instrument, rule.key
        assert rule.citation.article or not rule.verified, rule.key
        assert CHINESE.search(rule.label), rule.key
        assert rule.label_en, rule.key
        assert not CHINESE.search(rule.label_en), rule.key


def test_every_clock_a_row_or_a_move_names_exists() -> None:
    # Periods of matters come with their kind and class, not from the table of clocks.
    periods = {complaints.SIGN, complaints.HANDLE, complaints.RULE_ON, complaints.CALL_BACK}
    known = set(clocks.rule_keys()) | periods
    for row in catalogue.all_rows():
        assert {row.clock, row.local_clock} - {""} <= known, row.key
    for process in PROCESSES:
        for move in process.moves:
            for effect in move.effects:
                family = effect.rule.removesuffix("*")
                assert effect.rule in known or any(key.startswith(family) for key in known), move.key


def test_every_catalogue_row_has_both_labels_and_a_citation() -> None:
    for row in catalogue.all_rows():
        assert CHINESE.search(row.label), row.key
        assert row.label_en, row.key
        assert not CHINESE.search(row.label_en), row.key
        assert row.citation.instrument, row.key


def labelled(part: Any, where: str) -> list[str]:
    """Every table with a Chinese label and no English one."""
    if isinstance(part, list):
        return [fault for n, each in enumerate(part) for fault in labelled(each, f"{where}[{n}]")]
    if not isinstance(part, dict):
        return []
    faults = [where] if "label" in part and not part.get("label_en") else []
    return faults + [fault for name, each in part.items() for fault in labelled(each, f"{where}.{name}")]


def test_every_label_of_the_law_has_its_english() -> None:
    faults = []
    for path in sorted((SOURCE / "law").glob("*.toml")):
        faults += labelled(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    assert faults == []


def test_every_move_that_needs_another_pair_of_eyes_says_whose() -> None:
    """No way to publication on which one person is both eyes."""
    for key in ("section_agree", "secrecy_open", "approve", "publish", "confirm_history"):
        assert "author" in disclosure.PROCESS.move(key).distinct_from, key
