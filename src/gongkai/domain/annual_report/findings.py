"""What is wrong with a report, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from gongkai.domain.annual_report.forms import Cell, Form, Named, form
from gongkai.domain.text import Text, Value, say

Weight: TypeAlias = Literal["blocking", "explainable", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    ``number`` is the identity (1 to 7, see ``identities``), or 0 where the file itself is faulty. ``key`` names the
    finding for good, so that an explanation stays with it. ``cells`` are the cells it is about, ``left`` and ``right``
    the two sides. ``weight``: *blocking* stops the signing; *explainable* stops it until somebody explains it on
    the record; a *note* only points it out.
    """

    number: int
    key: str
    form_key: str
    message: str
    cells: tuple[Cell, ...] = ()
    left: str = ""
    right: str = ""
    weight: Weight = "blocking"
    params: Mapping[str, Value | Named] = field(default_factory=lambda: MappingProxyType({}))

    def __hash__(self) -> int:
        return hash((self.key, self.left, self.right))

    def text(self, *, chinese: bool = True) -> Text:
        """The sentence, with the cells named by the form's own words in one of the two languages."""
        values: dict[str, Value] = {
            "cell": self.place(chinese=chinese),
            "left": self.left,
            "right": self.right,
        }
        for name, value in self.params.items():
            values[name] = value.words(chinese=chinese) if isinstance(value, Named) else value
        return say(self.message, **values)

    def place(self, *, chinese: bool = True) -> str:
        """The first cell in words (of blank ones every column, or the row alone), or "" where it is about none."""
        if not self.cells:
            return ""
        first = self.form.words(self.cells[0], chinese=chinese)
        if self.number:
            return first
        if len(self.cells) > 1 and self.cells == self.form.row_cells(self.cells[0]):
            return self.form.row_words(self.cells[0], chinese=chinese)
        names = [self.form.column(cell).name.words(chinese=chinese) for cell in self.cells[1:]]
        return ("、" if chinese else ", ").join([first, *names])

    @property
    def form(self) -> Form:
        """The format whose words name the cells."""
        return form(self.form_key)

    def __str__(self) -> str:
        return str(self.text())


def blocking(findings: Iterable[Finding], explained: Iterable[str] = ()) -> tuple[Finding, ...]:
    """What stops the signing: what blocks, and what could be explained but is not (``explained``: keys)."""
    known = set(explained)
    return tuple(
        finding
        for finding in findings
        if finding.weight == "blocking" or (finding.weight == "explainable" and finding.key not in known)
    )
