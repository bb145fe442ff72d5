"""Score sheets from the tables people send (CSV, XLSX), and written out again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.core import table_files
from gongkai.core.refusals import Invalid
from gongkai.domain.supervision import sheet_reading
from gongkai.domain.supervision.scoring import Indicator, written
from gongkai.domain.text import Text, say

#: Published sheets head their columns in many ways; the first name is the one written out.
NAMES = {
    "group": ("考核项目", "一级指标", "项目", "大类"),
    "title": (
        *(
            "类别",
            "指标",
            "考核内容",
            "考核指标",
            "二级指标",
            "三级指标",
            "考评细项",
            "评价指标",
            "评估指标",
            "内容",
        ),
        *("考评内容", "评分内容", "考核要点", "考核事项", "指标名称"),
    ),
    "points": ("分值", "分数", "权重", "标准分", "满分", "基准分", "分值权重"),
    "rules": (
        *(
            "考核标准",
            "扣分标准",
            "评分标准",
            "评分细则",
            "考核细则",
            "扣分细则",
            "计分标准",
            "评分办法",
            "评分方法",
        ),
        *("计分办法", "计分方法", "扣分办法", "考核办法", "考评标准", "考核评分标准", "评分规则", "扣分规则"),
    ),
    "evidence": ("佐证材料", "证明材料", "考核依据", "备注"),
}
LONGEST = {"group": 120, "title": 500, "points": 20, "rules": 4000, "evidence": 300}
SHAPE = table_files.Shape(
    columns={key: names[0] for key, names in NAMES.items()},
    needed=("title", "points", "rules"),
    # A cell over several lines stands in the first of them; the line of a sum or of a group has no rules.
    fillable=frozenset({"title", "points", "rules"}),
    longest=LONGEST,
    known_by="",
    also={name: key for key, names in NAMES.items() for name in names[1:]},
)
#: Faults told at once.
MOST_TOLD = 20


def read(content: bytes, name: str) -> tuple[Indicator, ...]:
    """The indicators of a file. Raises ``Invalid`` that tells everything wrong with it, line by line."""
    rows, faults = table_files.parted(table_files.read(content, name, SHAPE))
    if faults:
        raise _told([(fault.line, fault.reason) for fault in faults])
    found, wrong = sheet_reading.read([(row.line, row.said) for row in rows])
    if wrong:
        raise _told(wrong)
    return found


def _told(wrong: list[tuple[int, Text]]) -> Invalid:
    """Everything at once, so that a table is mended once."""
    whole: Text | None = None
    for line, reason in wrong[:MOST_TOLD]:
        one = say("Line {line}: {reason}", line=line, reason=reason) if line else reason
        whole = one if whole is None else say("{first} {second}", first=whole, second=one)
    assert whole is not None
    return Invalid(whole, field="file")


def write(indicators: Iterable[Indicator]) -> str:
    """The indicators as CSV in the columns of published sheets; ``read`` takes it again."""
    return table_files.write_csv(SHAPE, (_row(each) for each in indicators))


def _row(indicator: Indicator) -> dict[str, Any]:
    return {
        "group": indicator.group,
        "title": indicator.title,
        "points": written(indicator.points),
        "rules": "；".join(rule.text for rule in indicator.rules),
        "evidence": indicator.evidence,
    }
