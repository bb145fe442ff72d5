"""Is a calendar file one that calendar programs read (RFC 5545)?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from gongkai.core import ics

MADE = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def made(*days: ics.Day, name: str = "到期日") -> str:
    return ics.calendar(name, days, made_at=MADE, product="-//Test//Test//ZH")


def unfolded(content: str) -> list[str]:
    """The lines as a reader puts them together again; every line must end with CR LF."""
    assert content.endswith("\r\n")
    whole = content.replace("\r\n ", "")
    assert "\n" not in whole.replace("\r\n", "")
    return whole.split("\r\n")[:-1]


def plain(value: str) -> str:
    """A text as the reader shows it."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def valued(content: str, name: str) -> list[str]:
    return [line.partition(":")[2] for line in unfolded(content) if re.match(rf"{name}[;:]", line)]


def test_a_whole_day() -> None:
    content = made(ics.Day("request.7@cg", date(2026, 12, 31), "答复期限", url="https://example.org/x"))
    assert unfolded(content) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Test//Test//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:到期日",
        "BEGIN:VEVENT",
        "UID:request.7@cg",
        "DTSTAMP:20260302T013000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:答复期限",
        "URL:https://example.org/x",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_day_that_may_move_and_one_that_reminds() -> None:
    content = made(ics.Day("a@b", date(2026, 3, 9), "x", tentative=True, alarm_days=1))
    assert valued(content, "STATUS") == ["TENTATIVE"]
    lines = unfolded(content)
    alarm = lines[lines.index("BEGIN:VALARM") : lines.index("END:VALARM")]
    assert alarm == ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-P1D"]


def test_nothing_due_is_a_calendar_all_the_same() -> None:
    assert "BEGIN:VEVENT" not in made()
    assert unfolded(made())[-1] == "END:VCALENDAR"


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_comes_back_and_no_line_is_too_long(title: str, text: str) -> None:
    title, text = (each.encode("utf-8", "ignore").decode() for each in (title, text))
    content = made(ics.Day("a@b", date(2026, 3, 9), title, text))
    for line in content.split("\r\n"):
        assert len(line.encode()) <= 75
    shown = re.sub("[\x00-\x09\x0b-\x1f\x7f]", "", title.replace("\r\n", "\n").replace("\r", "\n"))
    assert plain(valued(content, "SUMMARY")[0]) == shown
    names = [re.split("[;:]", line)[0] for line in unfolded(content)]
    assert names.count("BEGIN") == names.count("END") == 2
    assert set(names) <= {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "UID", "DTSTAMP"),
        *("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"),
    }


def test_a_line_is_never_cut_inside_a_letter() -> None:
    content = made(ics.Day("a@b", date(2026, 3, 9), "渣" * 100))
    assert content.encode().split(b"\r\n")[11].decode().startswith("SUMMARY:渣")
    assert valued(content, "SUMMARY") == ["渣" * 100]
    assert MADE.astimezone(UTC).hour == 1
