"""When a move is refused, is it said why, with the article, and what to do?"""

from __future__ import annotations

import pytest
from request_model import STAFF

from gongkai.domain.process import AUTHOR, Facts, Moved, offers, step
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import APPLICANT, FLAGS, PROCESS

NEEDS = frozenset(PROCESS.needs)
OTHERS = {AUTHOR: frozenset({"lin"})}


def ask(state: str, key: str, *flags: str, given: frozenset[str] = NEEDS) -> Moved | Refused:
    return step(PROCESS, state, key, Facts("wei", STAFF, OTHERS, given, frozenset(flags)))


#: More time may be allowed now.
GRANTABLE = "in_time extension_pending"

CONDITIONS = [
    # state, move, flags under which it is refused, words of the refusal, article, flags under which it is allowed
    ("registered", "ask_correction", "correction_asked in_correction_time", "once", "第三十条", "in_correction_time"),
    ("handling", "ask_correction", "", "seven working days", "第三十条", "in_correction_time"),
    ("correction", "lapse_correction", "", "not over yet", "第三十条", "correction_overdue"),
    ("consulting", "opinion", "", "last opinion", "第三十二条", "several_open"),
    ("consulting", "last_opinion", "several_open", "still being heard", "第三十二条", ""),
    ("handling", "ask_extension", "in_time extended", "once", "第三十三条", "in_time"),
    ("handling", "ask_extension", "in_time extension_pending", "head decides", "第三十三条", "in_time"),
    ("handling", "ask_extension", "", "period is over", "第三十三条", "in_time"),
    ("handling", "grant_extension", "in_time", "Nobody has asked", "第三十三条", GRANTABLE),
    ("handling", "grant_extension", "extension_pending", "period is over", "第三十三条", GRANTABLE),
    ("handling", "grant_extension", f"{GRANTABLE} extended", "once", "第三十三条", GRANTABLE),
    ("handling", "refuse_extension", "", "Nobody has asked", "第三十三条", "extension_pending"),
    ("handling", "ask_reasons", "reasons_asked", "asked for reasons before", "第三十五条", ""),
    ("handling", "delay", "", "asked for the reasons", "第三十五条", "reasons_asked"),
    ("excessive", "no_reasons", "", "not over yet", "第三十五条", "reasons_overdue"),
    ("handling", "charge_fee", "", "No fee is worked out", "第四十二条", "fee_worked_out"),
    ("handling", "charge_fee", "fee_worked_out fee_charged", "one method", "第四十二条", "fee_worked_out"),
    ("fee", "lapse_fee", "", "not over yet", "第四十二条", "fee_overdue"),
    ("handling", "submit_answer", "", "not complete", "第三十六条", "answer_ready"),
    ("handling", "submit_answer", "answer_ready extension_pending", "head decides", "第三十六条", "answer_ready"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "key", "flags", "words", "article", "allowed"), CONDITIONS)
def test_each_condition_refuses_with_its_article_and_allows(
    state: str, key: str, flags: str, words: str, article: str, allowed: str
) -> None:
    refused = ask(state, key, *flags.split())
    assert isinstance(refused, Refused)
    assert words in refused.reason.msgid
    assert refused.citation is not None
    assert refused.citation.article == article
    assert isinstance(ask(state, key, *allowed.split()), Moved)


def test_every_condition_of_the_table_is_tried_above() -> None:
    tried = {(key, word) for _, key, _, word, _, _ in CONDITIONS}
    for move in PROCESS.moves:
        for guard in move.guards:
            assert any(key == move.key and word in guard.refusal for key, word in tried), (move.key, guard)


@pytest.mark.parametrize(
    "move", [move for move in PROCESS.moves if move.needs], ids=lambda move: str(move.key)
)
def test_what_is_missing_is_named(move: object) -> None:
    known = next(each for each in PROCESS.moves if each is move)
    everybody = frozenset({APPLICANT}) | STAFF
    true = frozenset(flag for flag in FLAGS if all(not (g.flag == flag and g.negate) for g in known.guards))
    facts = Facts("wei", everybody, OTHERS, frozenset(), true)
    refused = step(PROCESS, known.sources[0], known.key, facts)
    assert isinstance(refused, Refused)
    assert "also needs" in refused.reason.msgid


def test_the_applicant_is_offered_only_what_is_the_applicants() -> None:
    facts = Facts(APPLICANT, frozenset({APPLICANT}), {}, frozenset(), frozenset(FLAGS))
    offered = {
        state.key: [offer.move.key for offer in offers(PROCESS, state.key, facts)] for state in PROCESS.states
    }
    assert offered["correction"] == ["corrected", "withdraw"]
    assert offered["excessive"] == ["reasons_given", "withdraw"]
    assert {key for keys in offered.values() for key in keys} == {"corrected", "reasons_given", "withdraw"}
    assert offered["issued"] == offered["closed"] == offered["void"] == []
