"""Invented content for the style guide: a bureau, its documents, its work."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import segno
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.domain import disclosure, swimlane

LONG = "关于进一步加强城市建筑垃圾处置管理规范渣土运输车辆通行秩序的通告"
TITLES = (
    LONG,
    "云溪市城市管理局2025年度政府信息公开工作年度报告",
    "云溪市户外广告设施和招牌设置管理办法",
    "《云溪市户外广告设施和招牌设置管理办法》政策解读",
    "城区生活垃圾分类投放点位一览表（2026年第三季度）",
    "行政处罚决定书（云城罚决字〔2026〕第118号）",
)
SPRITE = files("gongkai.core").joinpath("static/gongkai/icons.svg")
PALETTE = (
    "ink", "ink-soft", "edge", "line", "mist", "paper", "azurite", "azurite-paper",
    "cinnabar", "cinnabar-paper", "pine", "pine-paper", "amber-ink", "amber-paper", "mark", "focus",
)  # fmt: skip


def context(today: date, here: str) -> dict[str, Any]:
    """Everything the specimens show, as of ``today``; links lead back ``here``."""

    def day(back: int) -> date:
        return today - timedelta(days=back)

    def at(back: int, hour: int = 10, minute: int = 24) -> datetime:
        return timezone.make_aware(datetime.combine(day(back), time(hour, minute)))

    return {
        "here": here,
        "today": today,
        "tomorrow": day(-1),
        "soon": day(-3),
        "later": day(-9),
        "past": day(4),
        "far": day(-60),
        "palette": PALETTE,
        "icons": re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")),
        "qr": SafeString(segno.make("https://example.gov.cn/").svg_inline(omitsize=True)),
        **_frame(here),
        **_document(here, day),
        **_lists(here, day, at),
        **_record(here, at),
    }


def _frame(here: str) -> dict[str, Any]:
    words = (
        "我的工作 w 12,文件 d,期限看板 t 3,导入 i,公开目录 c,专题 o,发布渠道 r,禁用词 b,工作日历 l,"
        "人员与岗位 p,机构与小组 u,台账 e"
    )
    rows = [word.split() for word in words.split(",")]
    return {
        "staff_nav": [
            {
                "label": row[0],
                "key": row[1],
                "url": here,
                "count": int(row[2]) if len(row) > 2 else None,
                "current": at == 1,
                "apart": at in (4, 9),
            }
            for at, row in enumerate(rows)
        ],
        "crumbs": [
            {"label": "首页", "url": here},
            {"label": "法定主动公开内容", "url": here},
            {"label": LONG},
        ],
        "side_items": [
            {"label": "规范性文件", "url": here, "count": 48, "current": True},
            {"label": "机关职能、机构设置", "url": here, "count": 6},
            {"label": "行政处罚、行政强制", "url": here, "count": 1203},
            {"label": "财政预算、决算", "url": here, "count": 22},
            {"label": "突发公共事件应急预案", "url": here, "count": 0},
        ],
        "tabs": [
            {"label": "待办", "url": here, "count": 12, "current": True},
            {"label": "等待他人", "url": here, "count": 4},
            {"label": "快到期", "url": here, "count": 3},
            {"label": "已办", "url": here},
        ],
    }


def _document(here: str, day: Any) -> dict[str, Any]:
    return {
        "title": LONG,
        "document_badges": [{"label": "有效", "kind": "done"}, {"label": "主动公开", "kind": "plain"}],
        "metadata": [
            {"label": "索引号", "value": "003218867/2026-00042"},
            {"label": "文号", "value": "云城管〔2026〕31号"},
            {"label": "发布机关", "value": "云溪市城市管理局"},
            {"label": "成文日期", "value": "2026年10月12日"},
            {"label": "发布日期", "value": "2026年10月20日"},
            {"label": "公开事项", "value": "规范性文件", "url": here},
            {"label": "主题词", "value": "建筑垃圾 渣土运输 通行管理", "wide": True},
        ],
        "versions": [
            {
                "label": "第三版",
                "at": day(3),
                "url": here,
                "current": True,
                "reason": "更正附件二中的联系电话",
            },
            {"label": "第二版", "at": day(40), "url": here, "reason": "补充通行时段"},
            {"label": "第一版", "at": day(90), "url": here, "reason": "首次发布"},
        ],
        "comparison": [
            {
                "kind": "same",
                "old": [("一、本通告适用于城区建筑垃圾的运输。", False)],
                "new": [("一、本通告适用于城区建筑垃圾的运输。", False)],
            },
            {
                "kind": "change",
                "old": [("二、运输车辆应当在", False), ("二十二时至次日六时", True), ("通行。", False)],
                "new": [("二、运输车辆应当在", False), ("二十一时至次日五时", True), ("通行。", False)],
            },
            {"kind": "delete", "old": [("三、本通告由局渣土管理科解释。", True)], "new": []},
            {"kind": "insert", "old": [], "new": [("三、举报电话：12345。", True)]},
            {
                "kind": "move",
                "old": [("四、违反规定的，依法处罚。", False)],
                "new": [("四、违反规定的，依法处罚。", False)],
                "note": "原为第六条",
            },
        ],
        "files": [
            {"name": "附件一：渣土运输企业名录", "url": here, "kind": "XLSX", "size": "48 kB"},
            {"name": "本文的PDF", "url": here, "kind": "PDF", "size": "312 kB"},
        ],
        "bars": [("信息公开网", 84), ("门户网站", 86), ("上级主管部门网站", 30), ("报纸", 12)],
    }


def _lists(here: str, day: Any, at: Any) -> dict[str, Any]:
    states = (
        ("待保密审查", "info"),
        ("起草", "quiet"),
        ("待批准", "info"),
        ("已退回", "soon"),
        ("已公开", "done"),
        ("已撤回", "danger"),
    )
    return {
        "entries": [
            {
                "title": title,
                "url": here,
                "at": day(3 + 9 * n),
                "number": f"003218867/2026-{42 - n:05d}",
                "unit": "市容管理科",
                "badges": [{"label": "有效", "kind": "done"}]
                if n < 4
                else [{"label": "废止", "kind": "danger"}],
            }
            for n, title in enumerate(TITLES)
        ],
        "snippet": [
            ("……要求", False),
            ("渣土", True),
            ("运输车辆密闭运输，加强", False),
            ("廉政风险点", True),
            ("排查……", False),
        ],
        "work": [
            {
                "title": title,
                "url": here,
                "id": n,
                "number": f"003218867/2026-{42 - n:05d}",
                "unit": "市容管理科",
                "person": "沈若溪",
                "badges": [{"label": states[n][0], "kind": states[n][1]}],
                "due_on": day((4, -1, 0, -6, -12, -40)[n]),
                "days_left": (-3, 1, 0, 4, 9, 28)[n],
            }
            for n, title in enumerate(TITLES)
        ],
        "columns": [
            {"label": "事项"},
            {"label": "责任科室"},
            {"label": "件数", "numeric": True, "sort_url": here, "sorted": "descending"},
            {"label": "状态"},
        ],
        "rows": [
            [
                {"value": "规范性文件", "url": here},
                {"value": "法制科"},
                {"value": "48"},
                {"value": "正常", "badge": "done"},
            ],
            [
                {"value": "行政处罚决定", "url": here},
                {"value": "执法支队"},
                {"value": "1,203"},
                {"value": "有逾期", "badge": "danger"},
            ],
            [
                {"value": "财政预算、决算", "url": here},
                {"value": "财务科"},
                {"value": "22"},
                {"value": "快到期", "badge": "soon"},
            ],
        ],
        "chosen": [{"label": "关键词：渣土", "remove_url": here}, {"label": "2026年", "remove_url": here}],
    }


def _record(here: str, at: Any) -> dict[str, Any]:
    return {
        "summary": [
            {"question": "标题", "answer": LONG, "change_url": here},
            {"question": "成文日期", "answer": "2026年10月12日", "change_url": here},
            {"question": "公开属性", "answer": "主动公开"},
            {"question": "文号", "answer": ""},
        ],
        "timeline": [
            {"at": at(0), "sentence": "送保密审查", "person": "沈若溪", "post": "市容管理科科长"},
            {
                "at": at(1, 16),
                "sentence": "退回起草人",
                "person": "陆知远",
                "post": "市容管理科副科长",
                "reason": "附件二缺少联系电话，请补充。",
            },
            {"at": at(2, 9), "sentence": "提交科室审核", "person": "江小满", "post": "市容管理科科员"},
            {"at": at(2, 8), "sentence": "新建文件", "person": "江小满", "post": "市容管理科科员"},
        ],
        "process_svg": SafeString(
            swimlane.svg(disclosure.PROCESS, label=gettext, title_id="picture", current="secrecy_review")
        ),
        "record_tabs": [
            {"label": "正文", "url": here, "current": True},
            {"label": "附件", "url": here, "count": 2},
            {"label": "版本", "url": here, "count": 3},
        ],
        "process_table": {
            "head": ["步骤", "谁来办", "接下来"],
            "rows": [
                ["起草", "起草人", "提交科室审核"],
                ["科室审核", "科室负责人", "送保密审查；退回起草人"],
                ["保密审查", "审查员", "可以公开；不予公开；提请上级确定"],
            ],
        },
        "checks": [
            {"kind": "failed", "sentence": "正文含有身份证号码，请遮盖。", "where": "第3段"},
            {"kind": "warned", "sentence": "正文含有手机号码；确需公开的，请说明理由。", "where": "附件二"},
            {"kind": "passed", "sentence": "没有发现禁用词。"},
            {"kind": "passed", "sentence": "图片都有文字说明。"},
        ],
        "codes": [{"label": "登记号", "value": "2026-0117"}, {"label": "查询码", "value": "K7QM-2XFD"}],
        "steps": [
            "公开工作机构在收到申请当日登记，从次日起计算期限。",
            "我们最迟于2026年12月21日答复您；需要延长的，会提前告知。",
            "您可以随时用登记号和查询码查看进展。",
        ],
    }
