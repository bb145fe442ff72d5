"""Powers in the open through the demonstration's years: the register's kinds, then the decisions held against them."""

from __future__ import annotations

from gongkai.demo import decisions_year, discretion_tables, power_charts, power_items, risk_points
from gongkai.people.models import Agency


def play(bureau: Agency) -> None:
    """In this order: charts and tables belong to powers, risk points are pinned to charts, decisions held against tables."""
    power_items.play(bureau)
    power_charts.play(bureau)
    risk_points.play(bureau)
    discretion_tables.play(bureau)
    decisions_year.play(bureau)
