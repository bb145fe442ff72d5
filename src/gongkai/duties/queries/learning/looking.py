"""What a file would change: the roster, the bank, an attendance, results; looked at before it is brought in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.core.table_files import Fault, Row, Shape, joined, parted
from gongkai.domain.duties.examining import FALSE, LETTERS, TRUE, question_faults
from gongkai.domain.duties.examining import Question as Asked
from gongkai.domain.duties.learning import rows as law_rows
from gongkai.domain.text import Text, say
from gongkai.duties.models import Attendance, Candidate, Course, Learner, Question, Sitting
from gongkai.duties.queries.learning import bank, courses, examinations, roster
from gongkai.people.models import Person

#: Hours of one course at most.
MOST_HOURS = Decimal(999)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a line comes to: its record, if there is one, and the fields it would have; ``title`` for the reader."""

    line: int
    code: str
    title: str
    fields: Mapping[str, Any]
    record: Any = None


@dataclass(slots=True)
class Look:
    """What a file would change. It is sound when there is no fault and something to bring in."""

    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    same: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults and bool(self.new or self.changed)

    def put(self, planned: Planned) -> None:
        """Sorts a line by what it changes."""
        record = planned.record
        if record is None:
            self.new.append(planned)
        elif all(getattr(record, name) == value for name, value in planned.fields.items()):
            self.same.append(planned)
        else:
            self.changed.append(planned)


def of_roster(agency_id: int, read_in: Iterable[Row | Fault]) -> Look:
    """People by their staff numbers; three queries however many lines. Every fault of a line is told."""
    rows, faults = parted(read_in, every=True)
    look, told = Look(faults=faults), list[Fault]()
    units = roster.unit_of_words(agency_id)
    known = {each.staff_number: each for each in Learner.objects.filter(agency_id=agency_id)}
    names = [row.said["account"] for row in rows if row.said.get("account")]
    people = {
        each.username: each.pk for each in Person.objects.filter(agency_id=agency_id, username__in=names)
    }
    taken = {each.person_id: number for number, each in known.items() if each.person_id}
    for row in rows:
        said = row.said
        wrong: list[tuple[str, Text]] = []
        unit = units.get(said["unit"])
        if unit is None:
            wrong.append(
                ("unit", say("There is no unit “{unit}”. Write its code or its name.", unit=said["unit"]))
            )
        fields: dict[str, Any] = {"name": said["name"], "unit_id": unit}
        if "account" in said:
            person = people.get(said["account"])
            if said["account"] and person is None:
                wrong.append(("account", say("There is no account “{name}”.", name=said["account"])))
            elif person is not None and taken.setdefault(person, said["number"]) != said["number"]:
                wrong.append(("account", say("This account belongs to somebody else of the roster.")))
            fields["person_id"] = person
        told += [Fault(row.line, roster.SHAPE.columns[key], reason) for key, reason in wrong]
        if row.sound:
            look.put(Planned(row.line, said["number"], said["name"], fields, known.get(said["number"])))
    look.faults = joined(look.faults, told)
    return look


def of_bank(agency_id: int, read_in: Iterable[Row | Fault]) -> Look:
    """Questions by their codes; one query however many lines. Every fault of a line is told."""
    rows, faults = parted(read_in, every=True)
    look, told = Look(faults=faults), list[Fault]()
    known = {each.code: each for each in Question.objects.filter(agency_id=agency_id)}
    for row in rows:
        asked, wrong = _question(row.said)
        wrong += question_faults(asked)
        subject = _key("subject", row.said["subject"])
        if not subject:
            wrong.append(("subject", say("There is no such subject.")))
        where = {**bank.SHAPE.columns, "options": "选项"}
        told += [Fault(row.line, where[key], reason) for key, reason in wrong]
        if not row.sound:
            continue
        fields = {
            "subject": subject,
            "kind": asked.kind,
            "text": asked.text,
            "options": list(asked.options),
            "key": asked.key,
            "marks": asked.marks,
            "source": asked.source,
        }
        look.put(Planned(row.line, row.said["code"], asked.text[:80], fields, known.get(row.said["code"])))
    look.faults = joined(look.faults, told)
    return look


def _key(table: str, words: str) -> str:
    """The key of a row of the law's data, named by key or by label."""
    return next((each["key"] for each in law_rows(table) if words in (each["key"], each["label"])), "")


def _question(said: Mapping[str, str]) -> tuple[Asked, list[tuple[str, Text]]]:
    kind, key, wrong = _key("question_kind", said["kind"]), said["key"], list[tuple[str, Text]]()
    options = [said.get(letter, "") for letter in LETTERS]
    while options and not options[-1]:
        options.pop()
    if kind == "judge":
        key = TRUE if key.upper() in bank.SAID_TRUE else FALSE if key.upper() in bank.SAID_FALSE else key
    elif kind in ("single", "multiple"):
        key = "".join(sorted(sign for sign in key.upper() if sign.isalnum()))
    marks = said["marks"]
    if not (marks.isascii() and marks.isdigit()):
        wrong.append(("marks", say("This is no number.")))
        marks = "0"
    return Asked(kind, said["text"], tuple(options), key, int(marks), said.get("source", "")), wrong


def of_attendance(course: Course, read_in: Iterable[Row | Fault]) -> Look:
    """Who was there, by staff numbers; two queries however many lines."""
    rows, faults = parted(read_in)
    look = Look(faults=faults)
    people = {each.staff_number: each for each in roster.here(course.agency_id)}
    there = {each.learner_id: each for each in Attendance.objects.filter(course=course)}
    for row in rows:
        learner = _person(look, row, courses.SHAPE, people)
        hours = _number(row.said.get("hours", ""), MOST_HOURS) if row.said.get("hours") else course.hours
        if hours is None:
            look.faults.append(Fault(row.line, courses.SHAPE.columns["hours"], say("This is no number.")))
        if learner is not None and hours is not None:
            fields = {"present": True, "hours": hours, "learner_id": learner.pk}
            look.put(Planned(row.line, learner.staff_number, learner.name, fields, there.get(learner.pk)))
    return look


def of_results(sitting: Sitting, read_in: Iterable[Row | Fault]) -> Look:
    """Marks by staff numbers; one query however many lines. Who is marked already is ``changed``."""
    rows, faults = parted(read_in)
    look = Look(faults=faults)
    exam = sitting.examination
    every = Candidate.objects.filter(sitting=sitting, withdrawn_at__isnull=True).select_related("learner")
    known = {each.learner.staff_number: each for each in every}
    people = {number: each.learner for number, each in known.items()}
    for row in rows:
        learner = _person(look, row, examinations.SHAPE, people)
        if learner is None:
            continue
        candidate, said = known[learner.staff_number], row.said["marks"]
        fields: dict[str, Any] = {"present": False, "marks": None}
        if said not in ABSENT_WORDS:
            marks = _number(said, Decimal(exam.full_mark))
            if marks is None:
                reason = say("Write marks from 0 to {full}, or 缺考.", full=exam.full_mark)
                look.faults.append(Fault(row.line, examinations.SHAPE.columns["marks"], reason))
                continue
            fields = {"present": True, "marks": marks}
        planned = Planned(row.line, learner.staff_number, learner.name, fields, candidate)
        (look.new.append if candidate.present is None else look.put)(planned)
    return look


ABSENT_WORDS = frozenset(examinations.ABSENT)


def _person(look: Look, row: Row, shape: Shape, people: Mapping[str, Learner]) -> Learner | None:
    """Whom a line is about; a name that is another is a fault: lines have slipped before."""
    learner = people.get(row.said["number"])
    if learner is None:
        reason = say("Nobody with the staff number {number} is in this list.", number=row.said["number"])
        look.faults.append(Fault(row.line, shape.columns["number"], reason))
    elif row.said.get("name") and row.said["name"] != learner.name:
        reason = say("The staff number belongs to {name}. Has a line slipped?", name=learner.name)
        look.faults.append(Fault(row.line, shape.columns["name"], reason))
        return None
    return learner


def _number(words: str, most: Decimal) -> Decimal | None:
    """A number from 0 to ``most`` with one decimal place at most; ``None`` where it is none."""
    try:
        found = Decimal(words)
    except InvalidOperation:
        return None
    if not found.is_finite() or not 0 <= found <= most or found != round(found, 1):
        return None
    return round(found, 1)
