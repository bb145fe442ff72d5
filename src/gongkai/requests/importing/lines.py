"""From the cells of a line to a record of the register; every cell that cannot be one is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.core.cells import unguarded
from gongkai.domain import clocks
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import REPLY
from gongkai.domain.text import Text, say
from gongkai.requests.importing import choices
from gongkai.requests.importing.choices import Choices
from gongkai.requests.importing.columns import Column, Heading
from gongkai.requests.importing.dates import day_of
from gongkai.requests.importing.problems import Problems
from gongkai.requests.importing.reading import Row, text_of
from gongkai.requests.importing.records import DisputeRow, RequestRow

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffd]")
_OTHER = "other"
#: Different words for ways in that are remembered; a column full of something else is not kept whole.
_MOST_WORDS = 1_000


class Line:
    """One line being read: ``text``, ``day`` and ``choice`` give a cell's value or name what is wrong with it."""

    __slots__ = ("at", "bad", "heading", "line", "longest", "problems", "sheet", "today", "values")

    def __init__(
        self,
        columns: Sequence[Column],
        heading: Heading,
        problems: Problems,
        today: date,
        *,
        sheet: bool,
    ) -> None:
        self.longest = {column.key: column.longest for column in columns}
        self.heading, self.problems, self.today, self.sheet = heading, problems, today, sheet
        self.at = heading.at
        self.line, self.bad = 0, False
        self.values: list[str] = []

    def take(self, row: Row) -> bool:
        """Turns to the next line; false where it has not as many cells as there are headings."""
        self.line, self.bad = row.line, False
        self.values = [text_of(cell) for cell in row.cells] if self.sheet else [c.strip() for c in row.cells]
        count, width = len(self.values), self.heading.width
        if count == width:
            return True
        if self.sheet and count < width:
            self.values += [""] * (width - count)
            return True
        self.problems.error(
            say(
                "This line has {count} cells, the headings name {width} columns. "
                "A cell with a comma in it stands in quotation marks.",
                count=count,
                width=width,
            ),
            line=row.line,
            column=self.heading.place_at(min(count, width)),
        )
        return False

    def refuse(self, key: str, message: Text) -> None:
        """Names what is wrong with a cell."""
        self.bad = True
        self.problems.error(message, line=self.line, column=self.heading.place(key))

    def written(self, key: str) -> str:
        """The cell as it is written; empty where the file has no such column."""
        at = self.at.get(key)
        return "" if at is None else self.values[at]

    def text(self, key: str, *, needed: bool = False) -> str:
        """One line of text, no longer than its column allows."""
        text = self.written(key)
        if not text.isprintable() or " " in text:
            text = " ".join(text.split())
        text = unguarded(text)
        if needed and not text:
            self.refuse(key, say("This cell is empty."))
        elif len(text) > self.longest[key]:
            self.refuse(
                key,
                say(
                    "“{start}…” has {count} characters; {most} fit here.",
                    start=text[:20],
                    count=len(text),
                    most=self.longest[key],
                ),
            )
        elif not text.isprintable() and _CONTROL.search(text):
            self.refuse(key, say("There is a sign in this cell that is no letter. Type the cell anew."))
        elif text in _ERRORS:
            self.refuse(key, say("The cell shows the error {value}: its formula does not work.", value=text))
        return text

    def day(self, key: str, *, needed: bool = False) -> date | None:
        """A day that is not ahead; ``None`` where the cell is empty or no day."""
        written = self.written(key)
        if not written:
            if needed:
                self.refuse(key, say("The day is missing. Write it like 2023-01-05."))
            return None
        found = day_of(written, serials=self.sheet)
        if found is None:
            self.refuse(key, say("“{value}” is not a day. Write it like 2023-01-05.", value=written[:40]))
        elif found > self.today:
            self.refuse(key, say("{day} lies ahead; only what has happened stands in a register.", day=found))
        return found

    def choice(self, key: str, among: Choices, *, needed: bool = False) -> str:
        """One of a list of keys; empty where the cell is."""
        written = self.written(key)
        if not written:
            if needed:
                keys = ", ".join(among.keys)
                self.refuse(key, say("This cell is empty. Expected is one of: {keys}.", keys=keys))
            return ""
        found = among.key(written)
        if found is None:
            self.refuse(key, among.unknown(written))
            return ""
        return found

    def ends(self, end: tuple[str, str], day_key: str, closed: date | None, began: date | None) -> None:
        """An end (its column and key) has its day, a day its end, and nothing ends before it began."""
        written = self.written(day_key)
        if end[1] and not written:
            self.refuse(day_key, say("It is closed, so the day on which it was closed is needed."))
        elif written and not self.written(end[0]):
            self.refuse(end[0], say("There is a day of closing, so how it ended is needed."))
        if closed is not None and began is not None and closed < began:
            self.refuse(
                day_key,
                say(
                    "It cannot have been closed on {closed}, before it came in on {began}.",
                    closed=closed,
                    began=began,
                ),
            )


@dataclass(slots=True)
class Remarks:
    """What is worth a word, once for all lines."""

    #: Words for ways in that the law does not know → the first line, and how many.
    channels: dict[str, list[int]] = field(default_factory=dict)
    other_channels: int = 0
    without_subject: int = 0

    def channel(self, words: str, line: int) -> None:
        """One more line with a way in of its own."""
        if words in self.channels or len(self.channels) < _MOST_WORDS:
            self.channels.setdefault(words, [line, 0])[1] += 1
        else:
            self.other_channels += 1


def request_row(line: Line, remarks: Remarks) -> RequestRow | None:
    """The line as a request."""
    number = line.text("number", needed=True)
    received = line.day("received_on", needed=True)
    kind = line.choice("applicant_kind", choices.applicant_kinds(), needed=True)
    channel, words = _channel(line, remarks)
    subject = line.text("subject")
    outcome = line.choice("outcome", choices.outcome_rows())
    closed = line.day("closed_on")
    line.ends(("outcome", outcome), "closed_on", closed, received)
    if received is not None and not outcome and not line.bad:
        rule = clocks.rule_for(REPLY, received)
        if isinstance(rule, Refused):
            line.refuse("received_on", rule.reason)
    if line.bad or received is None:
        return None
    remarks.without_subject += not subject
    return RequestRow(line.line, number, received, kind, channel, words, subject or number, outcome, closed)


def _channel(line: Line, remarks: Remarks) -> tuple[str, str]:
    """The way in. Registers name ways of their own, which count for nothing: kept as written, beside “other”."""
    written = line.written("channel")
    found = choices.channel(written)
    if found is not None:
        return found, ""
    words = " ".join(written.split())[:120]
    remarks.channel(words, line.line)
    return _OTHER, words


def dispute_row(line: Line) -> DisputeRow | None:
    """The line as a review or suit."""
    kind = line.choice("kind", choices.dispute_kinds(), needed=True)
    filed = line.day("filed_on", needed=True)
    result = line.choice("result", choices.dispute_results())
    closed = line.day("closed_on")
    if result == choices.PENDING:
        result = ""
        if line.written("closed_on"):
            line.refuse("closed_on", say("It is still pending, so it cannot have been closed."))
    else:
        line.ends(("result", result), "closed_on", closed, filed)
    number, request_number = line.text("number"), line.text("request_number")
    authority = line.text("authority")
    if line.bad or filed is None:
        return None
    return DisputeRow(line.line, kind, filed, result, closed, number, request_number, authority)
