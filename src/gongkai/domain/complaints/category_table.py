"""The table of complaint categories as it stands in ``law/complaint_categories.toml``: types and reading.

``domain.complaints.categories`` is the way in; this module holds what the rows are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeAlias

from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say

Unit: TypeAlias = Literal["working_hour", "hour", "working_day", "calendar_day"]
Datatype: TypeAlias = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]

UNITS: dict[Unit, str] = {
    "working_hour": N_("working hours"),
    "hour": N_("hours by the clock"),
    "working_day": N_("working days"),
    "calendar_day": N_("calendar days"),
}
"""The words for the units of a limit (工作时, 小时, 工作日, 自然日), to be translated where shown."""


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its Chinese and English words."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Version:
    """One edition of the table, in force from and until (both ends included)."""

    key: str
    label: str
    label_en: str
    in_force_from: date
    in_force_until: date | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class LargeClass(Named):
    """A large class (大类); ``tree`` is "C" for components (部件) or "E" for events (事件)."""

    tree: str


@dataclass(frozen=True, slots=True)
class Step:
    """A limit (处置时限): ``length`` in ``unit``, counted from dispatch.

    ``alternative``: one of several cases, not one after the other. ``published``: the length was seen in a city's
    published table; otherwise it is a starting value the bureau replaces.
    """

    label: str
    label_en: str
    length: int
    unit: Unit
    alternative: bool = False
    published: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked besides for a small class; ``order`` from 1, ``datatype`` as in Open311 GeoReport v2."""

    code: str
    label: str
    label_en: str
    datatype: Datatype
    required: bool
    values: tuple[Named, ...]
    order: int


@dataclass(frozen=True, slots=True)
class Category:
    """A small class (小类) in one version.

    ``own``: the bureau's own business; otherwise ``owner`` says whose. ``public``: matters of the class may be shown
    anonymised. ``danger``: ask for danger at once. The dates are those of the row within its version.
    """

    code: str
    version: str
    large: LargeClass
    label: str
    label_en: str
    filing: str
    filing_en: str
    closing: str
    closing_en: str
    steps: tuple[Step, ...]
    keywords: tuple[str, ...]
    questions: tuple[Question, ...]
    owner: Named | None
    public: bool
    danger: bool
    in_force_from: date
    in_force_until: date | None
    citation: Citation

    @property
    def own(self) -> bool:
        """Whether it is the business of this kind of bureau."""
        return self.owner is None

    @property
    def verified(self) -> bool:
        """False where the standard's text was not read: the row is configuration."""
        return self.citation.verified


@dataclass(frozen=True, slots=True)
class Branch:
    """A large class with its small classes, for a select list."""

    large: LargeClass
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Components or events with their branches, for a select list."""

    name: Named
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table of every time, read from the data."""

    versions: tuple[Version, ...]
    trees: tuple[Named, ...]
    classes: tuple[LargeClass, ...]
    categories: tuple[Category, ...]

    def on(self, day: date) -> tuple[Category, ...]:
        """The small classes in force on ``day``, in the order of the table."""
        return tuple(
            row
            for row in self.categories
            if row.in_force_from <= day and (row.in_force_until is None or day <= row.in_force_until)
        )

    def category(self, code: str, day: date) -> Category | Refused:
        """The small class with ``code`` in force on ``day``, or the refusal."""
        versions = [row for row in self.categories if row.code == code]
        found = in_force(versions, day)
        if found is not None:
            return found
        if not versions:
            return Refused(
                say("There is no category with the code {code}. Choose one from the list.", code=code)
            )
        reason = say(
            "The category {code} ({label}) was not in force on {day}. Choose one that was.",
            code=code,
            label=versions[-1].label,
            day=day,
        )
        return Refused(reason, versions[-1].citation)

    def of_version(self, code: str, version: str) -> Category | None:
        """The row a matter carries, in force today or not."""
        return next((row for row in self.categories if (row.code, row.version) == (code, version)), None)

    def tree(self, day: date) -> tuple[Tree, ...]:
        """The two trees in force on ``day``; classes without rows are left out."""
        rows = self.on(day)
        built = []
        for name in self.trees:
            branches = tuple(
                Branch(large, held)
                for large in self.classes
                if large.tree == name.code and (held := tuple(row for row in rows if row.large == large))
            )
            built.append(Tree(name, branches))
        return tuple(each for each in built if each.branches)


@cache
def table() -> Table:
    """The table of ``law/complaint_categories.toml``."""
    return read(load("complaint_categories"))


def within(prefix: str, code: str) -> bool:
    """Whether ``code`` is ``prefix`` itself, or lies in that large class ("E01") or tree ("E")."""
    return prefix == code or (bool(prefix) and prefix in (code.partition("-")[0], code[:1]))


def read(data: Mapping[str, Any]) -> Table:
    """The table from parsed data. Raises ``KeyError`` where a row names a class, version or owner that is not there."""
    versions = {row["key"]: _version(row) for row in data["version"]}
    classes = {
        row["code"]: LargeClass(row["code"], row["label"], row["label_en"], row["tree"])
        for row in data["class"]
    }
    owners = {row["key"]: Named(row["key"], row["label"], row["label_en"]) for row in data.get("owner", ())}
    asked = data.get("question", ())
    return Table(
        versions=tuple(versions.values()),
        trees=tuple(Named(row["code"], row["label"], row["label_en"]) for row in data["tree"]),
        classes=tuple(classes.values()),
        categories=tuple(_category(row, versions, classes, owners, asked) for row in data["category"]),
    )


def _version(row: Mapping[str, Any]) -> Version:
    return Version(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
        citation=citation_of(dict(row)),
    )


def _category(
    row: Mapping[str, Any],
    versions: Mapping[str, Version],
    classes: Mapping[str, LargeClass],
    owners: Mapping[str, Named],
    asked: Iterable[Mapping[str, Any]],
) -> Category:
    version = versions[row["version"]]
    code = row["code"]
    return Category(
        code=code,
        version=version.key,
        large=classes[code.partition("-")[0]],
        label=row["label"],
        label_en=row["label_en"],
        filing=row["filing"],
        filing_en=row["filing_en"],
        closing=row["closing"],
        closing_en=row["closing_en"],
        steps=tuple(_step(each) for each in row["steps"]),
        keywords=tuple(row["keywords"]),
        questions=_questions(code, asked),
        owner=owners[row["owner"]] if "owner" in row else None,
        public=row.get("public", True),
        danger=row.get("danger", False),
        in_force_from=row.get("in_force_from", version.in_force_from),
        in_force_until=row.get("in_force_until", version.in_force_until),
        citation=version.citation,
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        label=row["label"],
        label_en=row["label_en"],
        length=row["length"],
        unit=row["unit"],
        alternative=row.get("alternative", False),
        published=row.get("basis") == "published",
    )


def _questions(code: str, asked: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    mine = [row for row in asked if any(within(prefix, code) for prefix in row["of"])]
    return tuple(
        Question(
            code=row["code"],
            label=row["label"],
            label_en=row["label_en"],
            datatype=row["datatype"],
            required=row["required"],
            values=tuple(
                Named(each["key"], each["label"], each["label_en"]) for each in row.get("values", ())
            ),
            order=place,
        )
        for place, row in enumerate(mine, start=1)
    )
