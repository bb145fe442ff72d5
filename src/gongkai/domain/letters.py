"""The letters of the requests room (依申请公开文书): kinds, fields, ways of service, numbers (``law/letters.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say

Addressed = Literal["applicant", "third_party", "agency", "party"]

#: What proves a service, by the keys of ``law/letters.toml``.
EVIDENCE = {
    "signed": N_("who signed for it, and when"),
    "post_receipt": N_("the receipt with its date and signature"),
    "arrived": N_("the address or account it went to, and what shows that it arrived"),
    "fax": N_("the number it went to, and the confirmation"),
    "agency_receipt": N_("the agency asked, and its receipt"),
    "witnesses": N_("the witnesses, or the pictures that show it"),
    "announced": N_("where and when it was announced"),
}


@dataclass(frozen=True, slots=True)
class LetterField:
    """A field a text may use. ``common``: the system fills it in; ``personal``: never kept in the clear."""

    key: str
    label: str
    label_en: str
    example: str
    common: bool = False
    personal: bool = False
    optional: bool = False
    lines: bool = False


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: its words, its numbers, its remedies, its fields and the text it begins with."""

    key: str
    label: str
    label_en: str
    series: str
    addressed_to: Addressed
    needs_remedies: bool
    remedies_group: str
    groups: tuple[str, ...]
    answer: str
    serves_answer: bool
    this: str
    fields: tuple[LetterField, ...]
    text: str
    citation: Citation
    own_examples: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields, the common ones last."""
        return tuple(field.key for field in self.fields)

    @property
    def optional(self) -> frozenset[str]:
        """The fields that may be empty."""
        return frozenset(field.key for field in self.fields if field.optional)


@dataclass(frozen=True, slots=True)
class ServiceWay:
    """A way of serving a letter (送达方式). ``evidence`` is a msgid: what proves it."""

    key: str
    label: str
    label_en: str
    tracking: bool
    evidence: str
    citation: Citation


@cache
def letter_fields() -> Mapping[str, LetterField]:
    """Every field by its key."""
    known = ("common", "personal", "optional", "lines")
    return {
        row["key"]: LetterField(
            row["key"],
            row["label"],
            row["label_en"],
            row["example"],
            **{name: bool(row.get(name)) for name in known},
        )
        for row in load("letters")["field"]
    }


@cache
def kinds() -> tuple[LetterKind, ...]:
    """Every kind of letter, in the order of ``law/letters.toml``."""
    return tuple(_kind(row) for row in load("letters")["kind"])


def _kind(row: Mapping[str, Any]) -> LetterKind:
    every = letter_fields()
    own = [every[key] for key in row["fields"]]
    return LetterKind(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        series=row["series"],
        addressed_to=row["addressed_to"],
        needs_remedies=row.get("needs_remedies", False),
        remedies_group=row.get("remedies_group", ""),
        groups=tuple(row.get("groups", ())),
        answer=row.get("answer", ""),
        serves_answer=row.get("serves_answer", False),
        this=row["this"],
        fields=(*own, *(field for field in every.values() if field.common)),
        text=row["text"].strip(),
        citation=citation_of(dict(row)),
        own_examples=MappingProxyType(dict(row.get("examples", {}))),
    )


def kind(key: str) -> LetterKind | Refused:
    """The kind of letter called ``key``."""
    for each in kinds():
        if each.key == key:
            return each
    return Refused(say("There is no kind of letter called “{key}”. Choose one of the list.", key=key))


def kind_for_answer(answer: str) -> LetterKind | Refused:
    """The letter that serves an answer of ``law/outcomes.toml``."""
    for each in kinds():
        if answer and each.answer == answer:
            return each
    return Refused(say("No letter serves the answer “{key}”. Choose one of the list.", key=answer))


def examples(of: LetterKind) -> dict[str, str]:
    """An example value for every field of the kind, for the preview."""
    values = {field.key: field.example for field in of.fields}
    return values | {"you": form_of_address(of)} | dict(of.own_examples)


def form_of_address(of: LetterKind, *, organisation: bool = False) -> str:
    """How the reader is addressed: 您, or 贵单位 for an organisation and always for an agency."""
    return "贵单位" if organisation or of.addressed_to == "agency" else "您"


@cache
def service_ways() -> tuple[ServiceWay, ...]:
    """The ways of service, in the order of ``law/letters.toml``."""
    return tuple(
        ServiceWay(
            row["key"],
            row["label"],
            row["label_en"],
            row["tracking"],
            EVIDENCE[row["evidence"]],
            citation_of(row),
        )
        for row in load("letters")["service_way"]
    )


def service_way(key: str) -> ServiceWay | Refused:
    """The way of service called ``key``."""
    for each in service_ways():
        if each.key == key:
            return each
    return Refused(say("“{key}” is no way of serving a letter. Choose one of the list.", key=key))


def default_mark(name: str) -> str:
    """A mark (机关代字) drawn from an agency's name: 示例市城市管理局 gives 示城管."""
    rules = load("letters")["mark"]
    for row in rules["short"]:
        if name.endswith(row["long"]):
            return _place(name.removesuffix(row["long"]), rules["places"]) + str(row["short"])
    for ending in rules["endings"]:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _place(before: str, places: list[str]) -> str:
    """The first sign of the last place named: 安徽省亳州市 gives 亳."""
    for place in places:
        if before.endswith(place) and len(before) > len(place):
            before = before.removesuffix(place)
            break
    for place in places:
        before = before.rsplit(place, 1)[-1] or before
    return before[:1]


def number_of(mark: str, series: str, year: int, serial: int) -> str:
    """The document number (发文字号), such as 示城管公开〔2026〕12号."""
    rules = load("letters")
    word = next(row["word"] for row in rules["series"] if row["key"] == series)
    return str(rules["numbering"]["pattern"].format(mark=mark, word=word, year=year, serial=serial))
