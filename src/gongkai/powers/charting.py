"""A version of a flowchart as pages and files show it: its own steps, or the procedure carried out here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from gongkai.core.lawwords import label_in
from gongkai.domain import bpmn as notation
from gongkai.domain import swimlane
from gongkai.domain.powers import chart_picture
from gongkai.domain.powers.chart_picture import Row
from gongkai.domain.powers.charts import EXECUTED, Chart, read
from gongkai.domain.powers.schema import Content, kinds
from gongkai.domain.process import Process


@dataclass(frozen=True, slots=True)
class Live:
    """What is counted of a procedure carried out here: numbers on the boxes, and columns of the table.

    ``counts`` and ``cells`` by state; ``heads`` names the columns of ``cells``; ``notes`` say how it was counted.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


#: Procedure → what is counted of it in an agency (its number). The portal, which knows the other rooms, fills it.
TELLING: dict[str, Callable[[int], Live]] = {}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready to be shown: with steps, carried out here (``process``), or nothing to draw yet (neither)."""

    title: str
    key: str
    chart: Chart | None
    process: Process | None
    executes: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.chart is None and self.process is None

    def rows(self) -> list[Row]:
        """The steps in words, in the reader's language."""
        if self.process is not None:
            return chart_picture.process_rows(self.process, gettext)
        return chart_picture.rows(self.chart, gettext) if self.chart else []

    def svg(
        self,
        *,
        title_id: str = "chart",
        counts: Mapping[str, int] | None = None,
        family: str = "inherit",
        window: tuple[float, float] | None = None,
        notes: bool = True,
    ) -> str:
        """The picture; empty where there is nothing to draw."""
        if self.process is not None:
            more = swimlane.More(family=family, window=window, notes=notes)
            return swimlane.svg(self.process, label=gettext, title_id=title_id, counts=counts, more=more)
        if self.chart is None:
            return ""
        return chart_picture.svg(
            self.chart, self.key, gettext, title_id=title_id, family=family, window=window, notes=notes
        )

    def picture(self) -> swimlane.Picture:
        """The picture laid out without the list under it; there must be something to draw."""
        if self.process is not None:
            return swimlane.layout(self.process, gettext, notes=False)
        if self.chart is None:
            raise ValueError("there is nothing to draw")
        return chart_picture.laid_out(self.chart, self.key, gettext, notes=False)[1]

    def description(self) -> str:
        """The picture in one sentence."""
        if self.chart is not None:
            return chart_picture.description(self.chart, gettext)
        return gettext(self.process.title) if self.process else ""

    def listed(self) -> Mapping[str, str]:
        """Signs on the lines of the picture, and the conditions they stand for."""
        return chart_picture.long_conditions(self.chart) if self.chart else {}

    def bpmn(self) -> str:
        """The chart as BPMN 2.0; there must be something to draw."""
        if self.process is not None:
            return notation.bpmn(self.process, gettext)
        if self.chart is None:
            raise ValueError("there is nothing to draw")
        return chart_picture.bpmn(self.chart, self.key, gettext)

    def csv(self) -> str:
        """The table as CSV."""
        return chart_picture.csv_of(self.rows(), heads())


def drawn(title: str, content: Content, key: str) -> Drawn:
    """The chart that ``content`` describes, as far as it can be drawn. ``key`` names the exported file."""
    executes = str(content.get("executes") or "")
    process = EXECUTED.get(executes)
    if process is not None:
        return Drawn(title, key, None, process, executes)
    chart = read(title, content)
    return Drawn(title, key, chart if chart.steps else None, None)


def heads() -> list[str]:
    """The heads of the table's columns, as the law's data name them."""
    return [label_in(column) for column in kinds()["chart"].field("steps").columns]


def live(of: Drawn, agency_id: int) -> Live | None:
    """What is counted of the procedure in the agency, where it is carried out here."""
    telling = TELLING.get(of.executes)
    return telling(agency_id) if telling else None
