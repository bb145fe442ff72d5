"""The columns of an import table: their names in both languages, and how each cell is read."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches

FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("标题", "题名", "信息名称", "名称", "文件名称"),
    "document_number": ("文号", "发文字号", "文件编号", "发文文号"),
    "issuing_agency": ("发布机构", "发文机关", "发布单位", "发文单位", "公开机构", "成文机关"),
    "date_made": ("成文日期", "生成日期", "形成日期", "制作日期", "成文时间", "发文日期"),
    "date_published": ("发布日期", "公开日期", "发布时间", "公开时间"),
    "catalogue_rows": ("目录", "公开目录", "目录分类", "公开事项", "信息分类"),
    "subject": ("主题词", "主题", "主题分类"),
    "keywords": ("关键词", "关键字"),
    "summary": ("摘要", "内容概述", "概述", "内容摘要"),
    "validity": ("有效性", "效力状态", "是否有效"),
    "openness": ("公开属性", "公开方式", "公开类别"),
    "audience": ("公开范围", "公开对象"),
    "topics": ("专题", "所属专题"),
    "index_number": ("索引号", "信息索引号"),
    "body": ("正文", "内容", "信息内容", "正文内容"),
    "attachments": ("附件", "附件名称", "附件文件"),
    "channels": ("渠道", "公开渠道", "发布渠道"),
}
"""Each column's English name and the Chinese names it goes by; the first Chinese one is the usual."""

_NAMES = {name: field for field, names in FIELDS.items() for name in (field, *names)}
_HTML = re.compile(r"<(?:p|h[1-6]|ul|ol|table|br|div|strong|em|a|blockquote)\b[^>]*>", re.IGNORECASE)


def field_named(heading: str) -> str | None:
    """The field a heading stands for: spaces inside, stars, colons, width and case do not matter."""
    return _NAMES.get(_folded(heading))


def suggestion(heading: str) -> str:
    """The known heading most like an unknown one, or nothing."""
    return next(iter(get_close_matches(_folded(heading), _NAMES, n=1, cutoff=0.6)), "")


def _folded(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).strip().strip("*:： ").casefold()
    return re.sub(r"[\s\-]+", "_", text) if text.isascii() else "".join(text.split())


def several(text: str, separators: str = ";；|\n") -> list[str]:
    """The values of a cell that holds several."""
    return [each.strip() for each in re.split(f"[{re.escape(separators)}]", text) if each.strip()]


def is_html(text: str) -> bool:
    """A body written as HTML rather than as plain text."""
    return _HTML.search(text) is not None
