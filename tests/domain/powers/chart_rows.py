"""Charts for tests: a real one, and random ones for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NAMES = (
    "申请",
    "受理",
    "对申请人提交的材料进行形式审查并出具受理通知书或者一次性告知补正通知书的全部过程",
    "On-site inspection by two officers who show their cards and write down everything they find on the premises",
    "Pneumonoultramicroscopicsilicovolcanoconiosis-and-other-words-without-any-break-in-them",
    "决定",
    "x",
)
ACTORS = (
    "申请人",
    "政务服务窗口",
    "城市管理局行政许可科（会同相关业务科室和派出机构）",
    "Approving leader of the bureau",
    "法制科",
    "市",
)
LIMITS = (
    "",
    "5个工作日",
    "当场",
    "自受理之日起二十个工作日内，经批准可延长十个工作日",
    "Within twenty working days",
)
CONDITIONS = (
    "",
    "材料齐全",
    "不符合条件",
    "Complete",
    "当事人在法定期限内提出听证申请并且符合听证条件，经机关负责人批准",
    "if the applicant has asked for a hearing within five days and the bureau has granted it in writing",
)


def row(
    key: str, name: str, actor: str, *onward: str, limit: str = "", documents: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A row of the steps as it stands in the content."""
    return {
        "key": key,
        "name": name,
        "actor": actor,
        "limit": limit,
        "documents": list(documents),
        "next": list(onward),
    }


LICENCE = [
    row("1", "提出申请", "申请人", "2", documents=("申请表", "身份证明")),
    row(
        "2", "收件审查", "窗口", "3 材料齐全", "1：材料不全，一次性告知补正", "8 不属于职权范围", limit="当场"
    ),
    row("3", "受理", "窗口", "4", limit="5个工作日", documents=("受理通知书",)),
    row("4", "现场核查", "业务科室", "5", limit="3个工作日"),
    row("5", "审查", "业务科室", "6 符合条件", "7 不符合条件", "4 需要再次核查"),
    row("6", "准予许可", "局领导", "8", limit="2个工作日", documents=("准予许可决定书",)),
    row("7", "不予许可", "局领导", "8", documents=("不予许可决定书", "理由说明")),
    row("8", "送达公开", "窗口"),
]


@st.composite
def charts(draw: st.DrawFn, most: int = 40) -> dict[str, Any]:
    """A chart without faults of up to ``most`` steps: each is led to by an earlier one; further ways lead anywhere."""
    count = draw(st.integers(1, most))
    onward: list[set[int]] = [set() for _ in range(count)]
    for at in range(1, count):
        onward[draw(st.integers(0, at - 1)) if draw(st.booleans()) else at - 1].add(at)
    for here, there in draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=count)
    ):
        if onward[here] and len(onward[here]) < 12:
            onward[here].add(there)
    rows = [
        row(
            str(at + 1),
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(ACTORS)),
            *(f"{there + 1} {draw(st.sampled_from(CONDITIONS))}" for there in sorted(onward[at])[:12]),
            limit=draw(st.sampled_from(LIMITS)),
            documents=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=3))),
        )
        for at in range(count)
    ]
    return {"steps": rows}
