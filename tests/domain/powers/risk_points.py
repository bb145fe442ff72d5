"""Risk points for tests: contents that hold."""

from __future__ import annotations

from typing import Any

RISK: dict[str, Any] = {
    "post": "巡查岗",
    "category": "process",
    "shows": "对同类违法行为处罚轻重不一。",
    "rule": "product",
    "graded_on": "2026-03-02",
    "activity": "",
    "probability": "3",
    "harm": "5",
    "grade": "high",
    "deviation": "",
    "measure": "按裁量基准处罚，法制科逐件审核。",
    "owner": "渣土管理科科长",
    "leader": "分管副局长",
    "regrade_on": "2027-03-01",
    "chart": "",
    "step": "",
}


def risk(**changes: Any) -> dict[str, Any]:
    return {**RISK, **changes}
