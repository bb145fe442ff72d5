"""Do routing rules survive the way to a file and back, and is every bad line named?"""

from __future__ import annotations

from datetime import date, time

import pytest
from complaint_rules import NIGHT, SQUARE, rule, rule_lists
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.complaints.routing import Conditions, Hours, RoutingRule, ordered
from gongkai.domain.complaints.routing_file import Parsed, dump_rules, parse_rules

SOUND = """# 派单规则
[[rule]]
key = "night"
position = 10
in_force_from = 2026-01-01
in_force_until = 2026-12-31
lead = "duty"
co = ["east", "west"]
note = "夜间归值班室"
source = "三定方案第3条"
[rule.when]
categories = ["E05", "C01-10"]
polygon = [[115, 33.0], [116.0, 33.0], [116.0, 34.0], [115.0, 34.0]]
weekdays = [1, 7]
hours = ["18:00-08:00", "12:00-24:00"]
days = "working"

[[rule]]
key = "rest"
position = 99
in_force_from = 2026-01-01
lead = "desk"
enabled = false
"""


def test_a_file_is_read_as_written() -> None:
    night = rule(
        "night",
        10,
        "duty",
        Conditions(
            categories=("E05", "C01-10"),
            polygon=SQUARE,
            weekdays=(1, 7),
            hours=(NIGHT, Hours(time(12), time(0))),
            days="working",
        ),
        in_force_until=date(2026, 12, 31),
        co=("east", "west"),
        note="夜间归值班室",
        source="三定方案第3条",
    )
    assert parse_rules(SOUND) == Parsed((night, rule("rest", 99, "desk", enabled=False)))


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_an_empty_file_holds_no_rules(text: str) -> None:
    assert parse_rules(text) == Parsed()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('key = "night"', 'key = "night', 3, "TOML"),
        ('lead = "duty"', 'leader = "duty"', 7, "no setting leader"),
        ('lead = "duty"\n', "", 2, "lacks lead"),
        ('lead = "duty"', 'lead = ""', 7, "lacks lead"),
        ("position = 10", 'position = "10"', 4, "whole number"),
        ("position = 10", "position = true", 4, "whole number"),
        ("in_force_from = 2026-01-01\nin", 'in_force_from = "2026-01-01"\nin', 5, "day without quotes"),
        ("in_force_until = 2026-12-31", "in_force_until = 2026-12-31T08:00:00", 6, "day without quotes"),
        ('co = ["east", "west"]', 'co = "east"', 8, "list of codes"),
        ('co = ["east", "west"]', "co = [1]", 8, "list of codes"),
        ('note = "夜间归值班室"', "note = 3", 9, "text in quotes"),
        ("enabled = false", 'enabled = "no"', 23, "true or false"),
        ("categories =", "category =", 12, "no condition category"),
        ('["E05", "C01-10"]', '"E05"', 12, "list of codes"),
        ("[115, 33.0], [116.0, 33.0], [116.0, 34.0], [115.0, 34.0]", "[115, 33]", 13, "three points"),
        (", [116.0, 34.0], [115.0, 34.0]", "", 13, "three points"),
        ("[115, 33.0]", "[33.0, 115.0]", 13, "degrees"),
        ("[115, 33.0]", "[nan, 33.0]", 13, "degrees"),
        ("[1, 7]", "[0, 7]", 14, "1 (Monday)"),
        ("18:00-08:00", "18-08", 15, "18:00-08:00"),
        ("18:00-08:00", "25:00-08:00", 15, "18:00-08:00"),
        ('days = "working"', 'days = "holiday"', 16, "working"),
        ("[rule.when]\n", "when = 3\n[rule.other]\n", 11, "[rule.when]"),
        ("# 派单规则", "version = 1", 1, "no setting version"),
        ('key = "rest"', 'key = "night"', 19, "twice"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_taken_over(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in SOUND
    parsed = parse_rules(SOUND.replace(old, new, 1))
    assert parsed.rules == ()
    told = [(fault.line, str(fault.reason)) for fault in parsed.faults]
    assert any(at == line and words in sentence for at, sentence in told), told


def test_every_fault_of_a_file_is_told_at_once() -> None:
    text = SOUND.replace("position = 10", "position = 1.5").replace("position = 99", "position = []")
    assert [fault.line for fault in parse_rules(text).faults] == [4, 20]


def test_what_stands_in_a_long_text_is_no_line_of_the_file() -> None:
    text = SOUND.replace('note = "夜间归值班室"', 'note = """\n[[rule]]\nlead = 1\n"""')
    assert len(parse_rules(text).rules) == 2
    faulty = parse_rules(text.replace('days = "working"', "days = 1"))
    assert [fault.line for fault in faulty.faults] == [19]


@given(rule_lists)
def test_what_is_written_reads_back_the_same(rules: tuple[RoutingRule, ...]) -> None:
    sound = [each for each in rules if each.lead]
    parsed = parse_rules(dump_rules(sound))
    assert parsed.faults == ()
    assert parsed.rules == ordered(sound)
    assert dump_rules(parsed.rules) == dump_rules(sound)


@given(st.text(max_size=40), st.integers(0, len(SOUND)), st.integers(0, 12))
def test_no_text_makes_it_fail(text: str, place: int, gone: int) -> None:
    damaged = SOUND[:place] + text + SOUND[place + gone :]
    parsed = parse_rules(damaged)
    assert not (parsed.rules and parsed.faults)
    assert all(1 <= fault.line <= damaged.count("\n") + 1 for fault in parsed.faults)


def test_a_line_separator_inside_a_text_starts_no_new_line() -> None:
    text = SOUND.replace("夜间归值班室", "夜间\u2028归值班室").replace('days = "working"', "days = 1")
    assert [fault.line for fault in parse_rules(text).faults] == [16]


def test_deep_brackets_and_impossible_days_are_refused() -> None:
    assert parse_rules("a = " + "[" * 100_000).faults
    assert parse_rules("a = 2026-02-30").faults
