"""Telling a document's own lines from the furniture of the web site it was copied from.

Lines are judged only near the beginning and the end, and what is taken away is kept in ``set_aside``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.publishing.importing.dates import DATE_LINE, parse

_HEAD, _TAIL = 12, 20  # lines with words, from either end
_WORDS = {
    "打印", "打印本页", "打印此页", "关闭", "关闭窗口", "关闭本页", "返回", "返回顶部", "返回列表",
    "返回首页", "首页", "收藏", "收藏本页", "分享", "分享到", "字号", "字体", "字体大小", "大", "中", "小",
    "默认", "超大", "朗读", "联系我们", "使用帮助", "版权声明", "网站地图", "站点地图", "隐私声明",
    "隐私保护", "关于我们", "网站声明", "法律声明", "网站纠错", "我要纠错", "无障碍", "无障碍浏览",
    "长者模式", "适老版", "微信", "微博", "手机版", "简体", "繁体", "登录", "注册", "打印文本", "下载",
    "扫一扫", "用户中心", "智能问答", "保护视力色", "加入收藏", "设为首页", "english",
}  # fmt: skip
_BETWEEN = re.compile(r"[\s|｜/·•\[\]【】()（）<>《》:：,，»›+\-—_]+")
_STRONG = re.compile(
    r"ICP备\s*\d|公网安备\s*\d|网站标识码|Copyright\s*\W?\s*\d{4}|©\s*\d{4}|版权所有.{0,20}(?:未经|All\s+rights)|"
    r"All\s+rights\s+reserved|支持\s*IPV6",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"^(?:主办(?:单位)?|承办(?:单位)?|技术支持|网站维护|版权所有|责任编辑|编辑|(?:联系)?地址|联系电话|邮编|邮箱|传真)\s*[:：]|^版权所有"
)
_SHORT = (
    re.compile(
        r"^.{0,6}(?:微信|手机|支付宝)?.{0,6}(?:扫描|扫一扫|扫码|扫描下方).{0,24}(?:二维码|朋友圈|分享|关注|打开|查看).{0,16}$"
    ),
    re.compile(r"^(?:一键)?分享(?:到|至|给)?\s*[:：]?.{0,24}$"),
    re.compile(r"^(?:您|你)?(?:现在|当前|所在)?的?(?:所在)?(?:位置|栏目)(?:是)?\s*[:：].{0,80}$"),
    re.compile(r"^(?:首页|网站首页)\s*[>»›/→].{0,80}$"),
    re.compile(r"^(?:上|下)一(?:篇|条|页)\s*[:：].{0,80}$"),
)
_ABOUT = re.compile(r"(?:浏览|阅读|点击|访问)(?:次数|量|数)|发布(?:时间|日期)\s*[:：]|(?:信息)?来源\s*[:：]")
_ABOUT_DATE = re.compile(r"发布(?:时间|日期)\s*[:：]\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)")
_ABOUT_SOURCE = re.compile(
    r"来源\s*[:：]\s*([^\s|｜:：]{2,40}?)(?=\s|[|｜]|浏览|阅读|点击|作者|发布|字[号体]|$)"
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """A document's own lines, the site's, and what the site's said about the document."""

    own: tuple[str, ...]
    set_aside: tuple[str, ...]
    date_published: date | None = None
    source: str = ""


def is_furniture(line: str) -> bool:
    """A line no document would have: sharing, printing, the site's menus, licence numbers."""
    line = line.strip().strip("　")
    if not line:
        return False
    if _STRONG.search(line) or any(each.match(line) for each in _SHORT):
        return True
    words = [word for word in _BETWEEN.split(line) if word]
    return bool(words) and all(word.lower() in _WORDS for word in words)


def is_about(line: str) -> bool:
    """The line under a title that tells source, date and visits."""
    return len(line) <= 120 and len(_ABOUT.findall(line)) >= 1 and "。" not in line


def sort(lines: list[str]) -> Sorted:
    """The lines of a document apart from those of its site."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    head, tail = set(filled[:_HEAD]), filled[-_TAIL:]
    aside = {n for n in head | set(tail) if is_furniture(lines[n])}
    about = {n for n in head if is_about(lines[n].strip())}
    aside |= about | _closing(lines, tail, aside)
    said = " ".join(lines[n] for n in sorted(about))
    day, source = _ABOUT_DATE.search(said), _ABOUT_SOURCE.search(said)
    return Sorted(
        own=tuple(line for n, line in enumerate(lines) if n not in aside),
        set_aside=tuple(lines[n].strip() for n in sorted(aside)),
        date_published=parse(day[1]) if day else None,
        source=source[1] if source else "",
    )


def _closing(lines: list[str], tail: list[int], aside: set[int]) -> set[int]:
    """Lines such as ``主办：…`` count as furniture only among the site's closing lines."""
    run: set[int] = set()
    for n in reversed(tail):
        if DATE_LINE.fullmatch("".join(lines[n].split())) or not (
            n in aside or _WEAK.match(lines[n].strip())
        ):
            break
        run.add(n)
    return run if run & aside else set()
