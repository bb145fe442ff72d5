"""Charts of the register for tests: one with steps, and one of a procedure carried out here."""

from __future__ import annotations

from typing import Any

import registering

from cast import Cast
from gongkai.powers.models import Version

HEAD = {"key": "", "name": "", "actor": "", "limit": "", "documents": [], "next": []}


def row(key: str, name: str, actor: str, *onward: str, **more: Any) -> dict[str, Any]:
    """A row of the steps."""
    return {**HEAD, "key": key, "name": name, "actor": actor, "next": list(onward), **more}


STEPS = [
    row("1", "提出申请", "申请人", "2", documents=["申请表", "身份证明"]),
    row("2", "收件审查", "窗口", "3 材料齐全", "1 材料不全", limit="当场"),
    row("3", "现场核查", "渣土管理科", "4", limit="3个工作日"),
    row("4", "送达公开", "窗口"),
]


def long_chart(number: int) -> dict[str, Any]:
    """A chart of many steps."""
    rows = [
        row(str(at), f"第{at}步", f"岗位{at % 5}", f"{at + 1} 继续", documents=["文书"])
        for at in range(1, number)
    ]
    return {"steps": [*rows, row(str(number), "办结", "窗口")]}


def drafted(cast: Cast, code: str = "C-1", **said: Any) -> Version:
    """A draft of a chart."""
    return registering.drafted(
        cast, "chart", code, **{"title": "处置核准流程图", "content": {"steps": STEPS}, **said}
    )


def published(cast: Cast, code: str = "C-1", **said: Any) -> Version:
    """A chart in force."""
    return registering.published(cast, drafted(cast, code, **said))


def posted(rows: list[dict[str, Any]], **more: str) -> dict[str, str]:
    """The rows as the edit form sends them."""
    data = {"steps-rows": str(len(rows)), "f-executes": "", **more}
    for at, each in enumerate(rows):
        for column, value in each.items():
            data[f"steps-{at}-{column}"] = "\n".join(value) if isinstance(value, list) else value
    return data
