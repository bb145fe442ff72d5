"""Search over 100,000 documents, against the bare query on the same index in the same run.

Each database is filled and measured by a process of its own, in a temporary folder or a database made for it and
dropped again. "Bare index": the same match, order and limit straight on the connection, only numbers fetched.
"Index and rows": the same with title and body of the hits fetched. Gongkai reads the query, counts, fetches and
cuts the marked snippets besides.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path[0:0] = [] if "bench" in sys.modules else [str(Path(__file__).resolve().parent.parent)]

from bench import databases  # noqa: E402 - after the path

if TYPE_CHECKING:
    from bench.report import Report
    from gongkai.core.search import Entry

DOCUMENTS, ROUNDS, LIMIT, SEED = 100_000, 3, 20, 7
_BARE, _ROWS = "bare index", "index and rows"


def _words(text: str) -> list[str]:
    return text.split()


#: Nearly every document holds several of the first; one in 50 each of the second; one in 1,000 each of the third.
COMMON = _words(
    "管理 工作 单位 部门 建设 城市 环境 检查 安全 服务 规定 要求 责任 落实 加强 组织 开展 进行 完成 "
    "情况 信息 公开 群众 社会 人员 制度 措施 监督 方案 计划 标准 项目 设施 维护 清理 整治 道路 街道 "
    "社区 市场 企业 经营 运输 车辆 卫生 绿化 广告 照明 垃圾 处理 投诉 举报 办理 答复 申请 审批 许可 "
    "执法 处罚 案件 文件 通知 会议 培训 宣传 活动 时间 地点 范围 对象 内容 方式 程序 条件 材料 依据 "
    "联系 电话"
)
MIDDLING = _words(
    "渣土 招牌 占道 夜市 摊贩 公厕 路灯 井盖 护栏 泊位 单车 油烟 噪声 扬尘 违建 拆除 工地 围挡 洒水 "
    "清扫 分类 焚烧 填埋 转运 公园 绿地 行道树 喷泉 桥梁 隧道 排水 积水 管网 燃气 供热 物业 小区 电梯 "
    "停车场 收费 罚款 听证 复议 诉讼"
)
RARE = _words(
    "雕塑 牌坊 码头 渡口 灯塔 钟楼 城墙 庙会 灯会 龙舟 风筝 鸽棚 蜂箱 鱼塘 芦苇 荷花 银杏 梧桐 樱花 "
    "蜡梅 水车 石磨 油坊 酱园 茶馆 戏台 书院 祠堂 牧场 驿站 索道 滑梯 秋千 鞭炮 孔明灯 热气球 无人机 除雪 "
    "防汛 沙袋"
)
#: Two hundred streets.
STREETS = [
    f"{first}{second}路"
    for first in "东西南北中安平宁泰和"
    for second in "山河湖海林泉溪岭原川城门桥塔园洲湾港坪坊"
]


def run(report: Report) -> None:
    """Adds a table for SQLite and, where a server can be reached, one for PostgreSQL."""
    report.remark(
        f"Search: {DOCUMENTS:,} made-up documents, {ROUNDS} rounds; a round is the median over eight queries. "
        f"Ratios are times of the {_BARE} query, and of the query with its rows, over times of Gongkai's search."
    )
    for vendor, name in databases.VENDORS:
        section = f"Search, {name}"
        try:
            measured = databases.measured(Path(__file__), vendor)
        except databases.NotMeasured as why:
            report.not_measured(section, "search", str(why))
            continue
        for name, times, note in measured:
            row = report.row(section, name, times["search"], unit=times.get("unit", "ms"), note=note)
            for baseline in (_BARE, _ROWS):
                if baseline in times:
                    row.ratios[baseline] = median(times[baseline]) / row.value


# What follows runs in the measuring process.


def entries(number: int) -> Iterator[Entry]:
    """Documents of about 300 to 800 letters, the same every time, in order of their days."""
    from gongkai.core.search import Entry

    chance = random.Random(SEED)
    weights = [1 / (place + 3) for place in range(len(COMMON))]
    clauses = ["".join(chance.choices(COMMON, weights, k=chance.randint(3, 8))) for _ in range(5_000)]
    first = date(2012, 1, 1)
    for key in range(1, number + 1):
        body = [clauses[chance.randrange(5_000)] for _ in range(chance.randint(22, 60))]
        body += [word + clauses[chance.randrange(5_000)] for word in MIDDLING if chance.random() < 0.02]
        body += [word + chance.choice(STREETS) for word in RARE if chance.random() < 0.001]
        chance.shuffle(body)
        title = f"关于{chance.choice(STREETS)}{clauses[chance.randrange(5_000)]}的通知"
        number_line = f"城管发〔{2012 + key * 14 // number}〕{key % 300 + 1}号"
        day = first + timedelta(days=key * 14 * 365 // number)
        yield Entry(
            "document", key, f"agency{key % 7}", day, title, f"{number_line} {'，'.join(body)}。", frozenset()
        )


def measure() -> list[tuple[str, Any, str]]:
    """Fills the index of the database in the settings and times it."""
    import django

    django.setup()
    from django.db import connection

    from gongkai.core import search
    from gongkai.core.search import schema

    with connection.schema_editor() as editor:
        schema.create(None, editor)
    begin = time.perf_counter()
    search.rebuild("document", entries(DOCUMENTS))
    rate = DOCUMENTS / (time.perf_counter() - begin)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) core_search_words")
            cursor.execute("VACUUM (ANALYZE) core_search_chars")
    measured: list[tuple[str, Any, str]] = [("indexing", {"search": [rate], "unit": "docs/s"}, _size())]
    for name, texts in _queries().items():
        measured += [_timed(f"{name}, {order}", texts, order) for order in ("newest", "relevance")]
    return measured


def _queries() -> dict[str, list[str]]:
    return {
        "rare word": RARE[:8],
        "middling word": MIDDLING[:8],
        "common word": COMMON[20:28],
        "two middling words": [f"{one} {two}" for one, two in zip(MIDDLING[:8], MIDDLING[8:16], strict=True)],
        "two common words": [f"{one} {two}" for one, two in zip(COMMON[20:28], COMMON[30:38], strict=True)],
        "rare and common": [f"{one} {two}" for one, two in zip(RARE[:8], COMMON[20:28], strict=True)],
    }


def _timed(name: str, texts: list[str], order: Any) -> tuple[str, Any, str]:
    """Rounds of the search and of the two bare queries, one after the other."""
    from gongkai.core import search

    times: dict[str, list[float]] = {"search": [], _BARE: [], _ROWS: []}
    hits, orders = [], set()
    for text in texts:
        found = search.search(search.Query(text, order=order, limit=LIMIT))
        hits.append(found.count or 0)
        orders.add(found.order)
    for _ in range(ROUNDS):
        ways: dict[str, list[float]] = {way: [] for way in times}
        for text in texts:
            query = search.Query(text, order=order, limit=LIMIT)
            bare, rows = _bare(text, order)
            ways["search"].append(_clock(partial(search.search, query)))
            ways[_BARE].append(_clock(bare))
            ways[_ROWS].append(_clock(rows))
        for way, values in ways.items():
            times[way].append(median(values))
    note = f"{_BARE} {median(times[_BARE]):.3g} ms, with rows {median(times[_ROWS]):.3g} ms; hits {median(hits):,.0f}"
    note += "+" if median(hits) >= search.COUNT_CAP else ""
    if orders != {order}:
        note += "; too many to rank, newest first"
    return name, times, note


def _clock(deed: Callable[[], object]) -> float:
    deed()  # what the query before it left in the database's cache is not part of the comparison
    begin = time.perf_counter()
    deed()
    return (time.perf_counter() - begin) * 1000


def _bare(text: str, order: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """The same question straight on the connection: numbers alone, and with the rows."""
    from django.db import connection

    words = text.split()
    raw = connection.connection
    if connection.vendor == "sqlite":
        by = "rowid DESC" if order == "newest" else "rank"
        sql = (
            f"SELECT rowid FROM core_search_words WHERE core_search_words MATCH ? ORDER BY {by} LIMIT {LIMIT}"
        )
        match = " AND ".join(f'"{word}"' for word in words)
        joined = f"SELECT e.id, e.title, e.body FROM ({sql}) h JOIN core_search_entry e ON e.id = h.rowid"
    else:
        by = "id DESC" if order == "newest" else "ts_rank(words, %(match)s::tsquery) DESC"
        sql = (
            f"SELECT id FROM core_search_words WHERE words @@ %(match)s::tsquery ORDER BY {by} LIMIT {LIMIT}"
        )
        match = " & ".join(f"'{word}'" for word in words)
        joined = f"SELECT e.id, e.title, e.body FROM ({sql}) h JOIN core_search_entry e USING (id)"
    values: Any = (match,) if connection.vendor == "sqlite" else {"match": match}
    return (lambda: raw.execute(sql, values).fetchall()), (lambda: raw.execute(joined, values).fetchall())


def _size() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"file {Path(connection.settings_dict['NAME']).stat().st_size / 1e6:,.0f} MB"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return f"database {cursor.fetchone()[0] / 1e6:,.0f} MB"


if __name__ == "__main__":
    databases.as_script()
    print(json.dumps(measure()))
