"""Looking at a register's file before anything is brought in: every line, every problem, nothing kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from gongkai.domain.text import Text, say
from gongkai.requests.importing.columns import DISPUTES, REQUESTS, Column, Heading, understand
from gongkai.requests.importing.lines import Line, Remarks, dispute_row, request_row
from gongkai.requests.importing.problems import Problems
from gongkai.requests.importing.reading import Progress, Row, rows, text_of
from gongkai.requests.importing.records import DisputeRow, Findings, Register, RequestRow
from gongkai.requests.importing.seen import Seen
from gongkai.requests.importing.source import Source, open_source

#: Of these numbers, the ones the agency's register already holds.
Taken: TypeAlias = Callable[[Collection[str]], set[str]]
#: When the file with this digest was brought in before, if it was.
Before: TypeAlias = Callable[[str], date | None]

COLUMNS: dict[Register, tuple[Column, ...]] = {"requests": REQUESTS, "disputes": DISPUTES}
#: Lines shown of a file that is looked at.
SAMPLE = 20
_BATCH = 900
_CHANNELS_NAMED = 20


def look(
    register: Register,
    path: Path,
    *,
    today: date,
    taken: Taken,
    before: Before,
    name: str = "",
    progress: Progress | None = None,
) -> Findings:
    """What the file holds and everything that stands in its way; never raises for what is in the file.

    ``taken`` tells which numbers of requests the register holds: for the register of requests they are refused, for
    that of disputes they are the ones a line may name. ``before`` tells when this very file was brought in, if it
    was. A million lines are looked at in steady memory.
    """
    problems, findings = Problems(), Findings(register, name or path.name)
    source = open_source(path, problems)
    if source is not None:
        findings.sha256, findings.size = source.sha256, source.size
        _look_through(findings, source, problems, today, taken, progress)
        brought = before(source.sha256)
        if brought is not None and not problems.errors:
            problems.error(say("This very file was brought in on {day}.", day=brought))
        elif not findings.rows and not problems.errors:
            problems.error(say("The file has headings and no line below them."), line=1)
    findings.errors, findings.more, findings.notes = problems.in_order(), problems.more, problems.notes
    return findings


def _look_through(
    findings: Findings,
    source: Source,
    problems: Problems,
    today: date,
    taken: Taken,
    progress: Progress | None,
) -> None:
    reading = Reading(findings.register, source, problems, today=today, progress=progress)
    with Seen() as seen:
        checked = _Checked(reading, taken, seen)
        while batch := list(islice(reading.records, _BATCH)):
            checked.batch(batch)
            for each in batch:
                if isinstance(each, RequestRow):
                    findings.count(each.received_on, each.outcome)
                else:
                    findings.count(each.filed_on, each.result)
            if len(findings.sample) < SAMPLE:
                findings.sample += batch[: SAMPLE - len(findings.sample)]


class Reading:
    """A file being read: ``records`` gives them one after the other; a line that is none becomes problems."""

    def __init__(
        self,
        register: Register,
        source: Source,
        problems: Problems,
        *,
        today: date,
        progress: Progress | None = None,
    ) -> None:
        columns = COLUMNS[register]
        self.problems, self.remarks = problems, Remarks()
        found = rows(source, columns, problems, progress)
        first = next(found, None)
        self.heading: Heading | None = None
        if first is not None:
            cells = [text_of(each) for each in first.cells]
            self.heading = understand(columns, first.line, cells, problems)
        self.records: Iterator[RequestRow | DisputeRow] = iter(())
        if self.heading is not None:
            line = Line(columns, self.heading, problems, today, sheet=not source.encoding)
            self.records = (
                self._requests(found, line) if register == "requests" else self._disputes(found, line)
            )

    def place(self, key: str) -> str:
        """A column as a person finds it."""
        return self.heading.place(key) if self.heading else ""

    def _requests(self, found: Iterator[Row], line: Line) -> Iterator[RequestRow]:
        for row in found:
            if line.take(row) and (record := request_row(line, self.remarks)) is not None:
                yield record
        self._say_remarks()

    @staticmethod
    def _disputes(found: Iterator[Row], line: Line) -> Iterator[DisputeRow]:
        for row in found:
            if line.take(row) and (record := dispute_row(line)) is not None:
                yield record

    def _say_remarks(self) -> None:
        place, remarks = self.place("channel"), self.remarks
        for words, (line, count) in list(remarks.channels.items())[:_CHANNELS_NAMED]:
            self.problems.note(
                say(
                    "“{words}” is no way in we know: taken as “other”, with these words beside it (lines: {count}).",
                    words=words,
                    count=count,
                ),
                line=line,
                column=place,
            )
        more = max(0, len(remarks.channels) - _CHANNELS_NAMED)
        if more or remarks.other_channels:
            self.problems.note(say("Other words for ways in are treated likewise."), column=place)
        if remarks.without_subject:
            self.problems.note(
                say(
                    "Lines without a subject: {count}. Their number stands in its place.",
                    count=remarks.without_subject,
                ),
                column=self.place("subject"),
            )


class _Checked:
    """What can only be seen when lines are held against each other and against the register."""

    def __init__(self, reading: Reading, taken: Taken, seen: Seen) -> None:
        self.reading, self.taken, self.seen = reading, taken, seen

    def batch(self, batch: list[RequestRow | DisputeRow]) -> None:
        """Holds some records against what came before them and against the register."""
        self._new([each for each in batch if isinstance(each, RequestRow)])
        self._known([each for each in batch if isinstance(each, DisputeRow) and each.request_number])

    def _new(self, batch: list[RequestRow]) -> None:
        taken = self.taken([each.number for each in batch]) if batch else set()
        for each in batch:
            earlier = self.seen.first_line(each.number, each.line)
            if earlier is not None:
                message = say(
                    "The number {number} stands on line {line} already.", number=each.number, line=earlier
                )
                self._error(message, each.line, "number")
            elif each.number in taken:
                self._error(
                    say("The register already holds the number {number}.", number=each.number),
                    each.line,
                    "number",
                )

    def _known(self, batch: list[DisputeRow]) -> None:
        known = self.taken({each.request_number for each in batch}) if batch else set()
        for each in batch:
            if each.request_number not in known:
                message = say("There is no request {number} in the register.", number=each.request_number)
                self._error(message, each.line, "request_number")

    def _error(self, message: Text, line: int, key: str) -> None:
        self.reading.problems.error(message, line=line, column=self.reading.place(key))
