"""How a request for information ends: the statutory answers, and the row of the annual report each is counted in.

Source: 政府信息公开条例 Articles 30 and 35-39, and the uniform format of the annual report (国办公开办函〔2021〕30号);
the rows are data in ``law/outcomes.toml``. *Status and outcome are two fields*: where a request stands is the
process (``domain.requests``), how it ended is one of the 21 outcome rows here. The mapping from an answer to a row
is a suggestion the officer confirms: the form's own filling notes could not be read (``mapping_verified``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

Group: TypeAlias = Literal["granted", "partial", "refused", "unavailable", "not_processed", "other"]
AnswerKind: TypeAlias = Literal["article_36", "answer", "closing"]


@dataclass(frozen=True, slots=True)
class Label:
    """A key with its Chinese and English words, for the short lists of the form."""

    key: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class GroupLabel(Label):
    """A group of outcome rows (办理结果), with its number on the form: （三）不予公开."""

    number: str


@dataclass(frozen=True, slots=True)
class ApplicantKind(Label):
    """A kind of applicant (申请人情况): a column of table three. ``natural``: a natural person (自然人)."""

    natural: bool


@dataclass(frozen=True, slots=True)
class DisputeKind(Label):
    """A kind of dispute: a block of table four. ``block`` is its heading (行政复议, 行政诉讼)."""

    block: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the 21 outcome rows (办理结果).

    ``number`` orders and names the row ("3.4"); ``needs`` is what must be on the file before a request may end
    so, see the head of ``law/outcomes.toml``; ``grounds`` are the grounds of ``law/openness.toml`` counted here.
    """

    key: str
    group: Group
    number: str
    label: str
    label_en: str
    needs: frozenset[str]
    grounds: frozenset[str]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Answer:
    """A way to answer or to close a request (答复类型).

    ``kind``: one of the seven answers of Article 36, another answer, or a closing without one. ``item`` is the
    number in Article 36 (（四）) or "". ``outcomes`` are the rows it may be counted in, the suggested one first;
    with ``by_ground`` the ground chosen decides. ``mapping_verified`` is false where the mapping is practice.
    """

    key: str
    kind: AnswerKind
    item: str
    label: str
    label_en: str
    short: str
    short_en: str
    text: str
    outcomes: tuple[str, ...]
    needs: frozenset[str]
    by_ground: bool
    citation: Citation
    mapping_verified: bool
    mapping_note: str


@cache
def groups() -> tuple[GroupLabel, ...]:
    """The six groups of outcome rows, in the order of the form."""
    return tuple(GroupLabel(**row) for row in load("outcomes")["group"])


@cache
def outcomes() -> tuple[Outcome, ...]:
    """The 21 outcome rows, in the order of the form."""
    return tuple(
        Outcome(
            key=row["key"],
            group=row["group"],
            number=row["number"],
            label=row["label"],
            label_en=row["label_en"],
            needs=frozenset(row["needs"]),
            grounds=frozenset(row.get("grounds", ())),
            citation=citation_of(row),
        )
        for row in load("outcomes")["outcome"]
    )


@cache
def outcome_keys() -> tuple[str, ...]:
    """The keys of the 21 rows, as the report and the registers write them."""
    return tuple(row.key for row in outcomes())


def outcome(key: str) -> Outcome:
    """The outcome row with ``key``. Raises ``KeyError`` for any other word."""
    return _outcomes_by_key()[key]


def outcomes_in(group: Group) -> tuple[Outcome, ...]:
    """The outcome rows of one group."""
    return tuple(row for row in outcomes() if row.group == group)


@cache
def answers(kind: AnswerKind | None = None) -> tuple[Answer, ...]:
    """Every way to answer or close, the seven of Article 36 first; with ``kind`` only those."""
    return tuple(each for each in _answers_by_key().values() if kind is None or each.kind == kind)


def answer(key: str) -> Answer:
    """The answer with ``key``. Raises ``KeyError`` for any other word."""
    return _answers_by_key()[key]


def allowed(answer_key: str) -> tuple[Outcome, ...]:
    """The rows an answer may be counted in, the suggested one first."""
    return tuple(outcome(key) for key in answer(answer_key).outcomes)


def suggested(answer_key: str, ground: str = "") -> Outcome | None:
    """The row to suggest for an answer; for a refusal the row of its ``ground`` (``None`` while none is chosen)."""
    found = answer(answer_key)
    if not found.by_ground:
        return outcome(found.outcomes[0])
    return next((row for row in allowed(answer_key) if ground and ground in row.grounds), None)


def needs(answer_key: str, outcome_key: str) -> frozenset[str]:
    """What must be on the file to answer so and be counted there: the answer's needs and the row's."""
    return answer(answer_key).needs | outcome(outcome_key).needs


def confirm(answer_key: str, outcome_key: str) -> Outcome | Refused:
    """The row the officer chose for an answer, or the refusal naming the rows it may be counted in."""
    rows = allowed(answer_key)
    found = next((row for row in rows if row.key == outcome_key), None)
    if found is not None:
        return found
    names = "；".join(row.label for row in rows)
    return Refused(
        say(
            "This answer cannot be counted in that row of the annual report. It may be counted in: {rows}.",
            rows=names,
        ),
        answer(answer_key).citation,
    )


@cache
def applicant_kinds() -> tuple[ApplicantKind, ...]:
    """The six kinds of applicant, in the order of the table's columns."""
    return tuple(
        ApplicantKind(row["key"], row["label"], row["label_en"], natural=row["group"] == "natural")
        for row in load("outcomes")["applicant_kind"]
    )


@cache
def dispute_kinds() -> tuple[DisputeKind, ...]:
    """The three kinds of dispute, in the order of table four."""
    return tuple(
        DisputeKind(row["key"], row["label"], row["label_en"], row["block"], citation_of(row))
        for row in load("outcomes")["dispute_kind"]
    )


@cache
def dispute_results() -> tuple[Label, ...]:
    """The four results of a dispute, in the order of table four; the last is still pending (尚未审结)."""
    return tuple(
        Label(row["key"], row["label"], row["label_en"]) for row in load("outcomes")["dispute_result"]
    )


@cache
def _outcomes_by_key() -> dict[str, Outcome]:
    return {row.key: row for row in outcomes()}


@cache
def _answers_by_key() -> dict[str, Answer]:
    return {row["key"]: _answer(row) for row in load("outcomes")["answer"]}


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(
        key=row["key"],
        kind=row["kind"],
        item=row.get("item", ""),
        label=row["label"],
        label_en=row["label_en"],
        short=row.get("short", row["label"]),
        short_en=row.get("short_en", row["label_en"]),
        text=row.get("text", ""),
        outcomes=tuple(row["outcomes"]),
        needs=frozenset(row["needs"]),
        by_ground=row.get("by_ground", False),
        citation=citation_of(row),
        mapping_verified=row["mapping_verified"],
        mapping_note=row.get("mapping_note", ""),
    )
