"""The table of a run: medians over interleaved rounds, each against a baseline of the same run."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median


@dataclass
class Row:
    """One thing measured: a value for each round, in ``unit``."""

    section: str
    name: str
    unit: str
    rounds: list[float]
    note: str = ""
    ratios: dict[str, float] = field(default_factory=dict)

    @property
    def value(self) -> float:
        return median(self.rounds) if self.rounds else 0.0


class Report:
    """Collects rows; prints them as text or JSON."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.remarks: list[str] = []

    def remark(self, sentence: str) -> None:
        """Something the reader of the table must know."""
        self.remarks.append(sentence)

    def row(
        self, section: str, name: str, rounds: list[float], *, unit: str = "req/s", note: str = ""
    ) -> Row:
        """Add a measured value: one number per round."""
        row = Row(section, name, unit, rounds, note)
        self.rows.append(row)
        return row

    def not_measured(self, section: str, name: str, why: str) -> None:
        """Add a row that says why it is empty."""
        self.rows.append(Row(section, name, "", [], f"not measured: {why}"))

    def compare(self, section: str, baseline: str) -> None:
        """Give every row of a section its ratio to the row named ``baseline``: 1.0 is as good, more is
        faster.

        For rates that is value / baseline; for times (``unit`` ms or s) baseline / value.
        """
        rows = [row for row in self.rows if row.section == section and row.rounds]
        base = next((row for row in rows if row.name == baseline), None)
        if base is None or not base.value:
            return
        for row in rows:
            if row.value and row.unit == base.unit:
                slower = row.unit in ("ms", "s")
                row.ratios[baseline] = base.value / row.value if slower else row.value / base.value

    def text(self) -> str:
        """The table for people."""
        lines: list[str] = []
        for section in dict.fromkeys(row.section for row in self.rows):
            rows = [row for row in self.rows if row.section == section]
            baselines = list(dict.fromkeys(name for row in rows for name in row.ratios))
            width = max(len(row.name) for row in rows) + 2
            heads = [f"of {name}" for name in baselines]
            lines += ["", section, "-" * len(section)]
            lines.append(
                f"{'':<{width}}{'median':>16}" + "".join(f"  {head:>12}" for head in heads) + "  rounds"
            )
            for row in rows:
                lines.append(_line(row, width, dict(zip(baselines, heads, strict=True))))
        return "\n".join([*lines, "", *(f"* {remark}" for remark in self.remarks)])

    def save(self, path: Path) -> None:
        """The same as JSON."""
        rows = [{**asdict(row), "median": row.value} for row in self.rows]
        about = {"python": platform.python_version(), "machine": platform.machine(), "remarks": self.remarks}
        path.write_text(json.dumps({**about, "rows": rows}, ensure_ascii=False, indent=2), encoding="utf-8")


def _line(row: Row, width: int, heads: dict[str, str]) -> str:
    line = f"{row.name:<{width}}"
    if row.rounds:
        line += f"{f'{_number(row.value)} {row.unit}':>16}"
        for name, head in heads.items():
            ratio = row.ratios.get(name)
            line += f"  {'' if ratio is None else f'{ratio:.3f}':>{max(12, len(head))}}"
        line += "  " + "/".join(map(_number, row.rounds))
    return line + (f"  {row.note}" if row.note else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
