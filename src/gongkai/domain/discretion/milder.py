"""Which version of a discretion table holds (从旧兼从轻), by 行政处罚法 Article 37.

The rules of the day of the conduct hold; if they were changed before the decision and the new ones punish less or not
at all, the new ones do. The article does not say how to compare: by kind of penalty, then by the upper end of the
range, then by the lower end (``law/discretion.toml``, configuration).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from gongkai.domain.discretion.evaluate import Fact, evaluate
from gongkai.domain.discretion.outcome import Outcome, in_words, unit_in_words
from gongkai.domain.discretion.table import Circumstance, Row, Table
from gongkai.domain.discretion.vocabulary import circumstances, outcomes, principle
from gongkai.domain.law import Citation, in_force
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

Which: TypeAlias = "Literal['old', 'new']"


@dataclass(frozen=True, slots=True)
class Milder:
    """The version that holds and why; ``other`` is what the version set aside says (or why it says nothing).

    ``sure`` is false where the two could not be compared: then the rule of the day of the conduct is shown and a
    person decides.
    """

    chosen: Which
    outcome: Outcome
    other: Outcome | Refused
    reason: Text
    citation: Citation
    sure: bool = True

    def as_json(self) -> dict[str, Any]:
        """The comparison for a machine."""
        other = self.other.as_json() if isinstance(self.other, Outcome) else {"refused": str(self.other)}
        return {
            "chosen": self.chosen,
            "sure": self.sure,
            "reason": str(self.reason),
            "citation": str(self.citation),
            "other": other,
        }


def as_of(series: Iterable[Table], code: str, on: date) -> Table | Refused:
    """The version of the table ``code`` in force on the day ``on``, or why there is none."""
    known = [table for table in series if table.code == code]
    if not known:
        return Refused(say("There is no discretion table {code}.", code=code))
    found = in_force(known, on)
    if found is None:
        first = min(table.in_force_from for table in known)
        if on < first:
            return Refused(
                say(
                    "The table {code} was not yet in force on {day}; its first version begins on {first}.",
                    code=code,
                    day=on,
                    first=first,
                )
            )
        return Refused(say("No version of the table {code} was in force on {day}.", code=code, day=on))
    return found


def judge(
    series: Iterable[Table],
    code: str,
    facts: Mapping[str, Fact],
    conduct_on: date,
    decided_on: date | None = None,
) -> Outcome | Milder | Refused:
    """The outcome as of the day of the conduct; with a newer version on the day of decision, both compared.

    The circumstances of the law may stand among the facts: those of the day of the conduct, or with a newer version
    those of the day of the decision.

    Article 37 asks for the rules in force when the decision is made, so versions in between are not looked at.
    """
    known = tuple(series)
    old = as_of(known, code, conduct_on)
    if isinstance(old, Refused):
        return old
    new = in_force([table for table in known if table.code == code], decided_on) if decided_on else None
    if new is None or new is old or decided_on is None or decided_on <= conduct_on:
        return evaluate(old, facts, circumstances(conduct_on))
    return milder(old, new, facts, circumstances(decided_on))


def milder(
    old: Table, new: Table, facts: Mapping[str, Fact], circumstances: Sequence[Circumstance] = ()
) -> Milder | Refused:
    """Compares what both versions say of the facts; the newer is chosen only where it is milder.

    Each version is asked with the facts it knows; a fact that neither knows is refused. ``circumstances`` are known
    besides those of the tables; they change nothing in the comparison.
    """
    besides = {each.key for each in circumstances}
    strange = [key for key in facts if not (key in besides or _knows(old, key) or _knows(new, key))]
    if strange:
        return Refused(
            say("Neither version of the table has a factor “{factor}”.", factor=str(strange[0])[:80])
        )
    before = evaluate(old, _own(old, facts, besides), circumstances)
    if isinstance(before, Refused):
        return before
    after = evaluate(new, _own(new, facts, besides), circumstances)
    citation = principle("older_unless_newer_is_milder").citation
    if isinstance(after, Refused):
        return Milder("old", before, after, _unasked(after, new.in_force_from), citation, sure=False)
    doubt = _doubt(before, after)
    if doubt is not None:
        return Milder("old", before, after, doubt, citation, sure=False)
    reason = _reason(before, after, new.in_force_from)
    if _weight(after) < _weight(before):
        return Milder("new", after, before, reason, citation)
    return Milder("old", before, after, reason, citation)


def _unasked(refused: Refused, day: date) -> Text:
    return say(
        "The version in force from {day} could not be asked: {why} The rule of the day of the conduct is shown.",
        day=day,
        why=refused.reason,
    )


def _doubt(before: Outcome, after: Outcome) -> Text | None:
    """Why the two cannot be compared; ``None`` if they can."""
    if before.fault or after.fault:
        return say(
            "One of the versions has a fault for this case, so they cannot be compared. The rule of the day of "
            "the conduct is shown; a person must decide."
        )
    if before.outcome == after.outcome == "fine" and before.unit != after.unit:
        return say(
            "The versions measure the fine differently ({old} and {new}), so they cannot be compared here. "
            "Work out both amounts; the lower one holds.",
            old=unit_in_words(before.unit),
            new=unit_in_words(after.unit),
        )
    return None


def _reason(before: Outcome, after: Outcome, day: date) -> Text:
    """Why the one or the other holds."""
    ours, theirs = _weight(before), _weight(after)
    old, new = in_words(before.rows[0]), in_words(after.rows[0])
    if theirs < ours:
        return say(
            "The version in force from {day} is milder ({new} instead of {old}), so it holds although the "
            "conduct was earlier.",
            day=day,
            new=new,
            old=old,
        )
    if theirs == ours:
        return say(
            "The version in force from {day} says the same ({new}), so the rule of the day of the conduct holds.",
            day=day,
            new=new,
        )
    return say(
        "The version in force from {day} is not milder ({new} instead of {old}), so the rule of the day of "
        "the conduct holds.",
        day=day,
        new=new,
        old=old,
    )


def _knows(table: Table, key: str) -> bool:
    return table.factor(key) is not None or any(each.key == key for each in table.circumstances)


def _own(table: Table, facts: Mapping[str, Fact], besides: Container[str]) -> dict[str, Fact]:
    return {key: fact for key, fact in facts.items() if key in besides or _knows(table, key)}


_NO_END = Decimal("Infinity")


def _weight(outcome: Outcome) -> tuple[int, Decimal, Decimal]:
    (row,) = outcome.rows
    return weight(row)


def weight(row: Row) -> tuple[int, Decimal, Decimal]:
    """How grave a row is: by kind, upper end, lower end. Without an upper end it is the gravest of its kind."""
    order = [each.key for each in outcomes()]
    if row.outcome != "fine":
        return order.index(row.outcome), Decimal(0), Decimal(0)
    highest = _NO_END if row.maximum is None else row.maximum
    return order.index("fine"), highest, row.minimum or Decimal(0)
