"""A published revision on paper: accessible PDF and DOCX in the official layout, made once and kept."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils import timezone

from gongkai.core import files
from gongkai.core.paper.docx import docx
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import Block, Paragraph, Sheet, blocks_from_html
from gongkai.domain import prose
from gongkai.domain.law import load
from gongkai.publishing.models import Document, Revision

Kind = Literal["pdf", "docx"]
CONTENT_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: Raised when the layout changes, so that kept copies are made anew.
LAYOUT = 2


def label(table: str, key: str, language: str = "zh") -> str:
    """The statutory label of ``key`` in ``law/openness.toml``."""
    for row in load("openness")[table]:
        if row["key"] == key:
            return str(row["label" if language.startswith("zh") else "label_en"])
    return key


def sheet_of(document: Document, revision: Revision, *, demonstration: bool = False) -> Sheet:
    """The revision as a sheet. Labels are the statutory Chinese ones: it is a Chinese document."""
    made = revision.date_made
    date_line = f"{made.year}年{made.month}月{made.day}日" if made else ""
    return Sheet(
        title=revision.title,
        issuer=revision.issuing_agency,
        document_number=revision.document_number,
        date_line=date_line,
        blocks=_unsigned(blocks_from_html(revision.body), {date_line, revision.issuing_agency}),
        metadata=tuple((name, value) for name, value in _metadata(document, revision) if value),
        attachments_note=tuple(
            attachment.title or attachment.name
            for attachment in revision.attachments.filter(removed_at__isnull=True)
        ),
        notice=_notice(document, demonstration=demonstration),
    )


def _unsigned(blocks: tuple[Block, ...], signature: set[str]) -> tuple[Block, ...]:
    """The blocks without a signature the text itself ends with: the sheet sets issuer and date below it."""
    end = len(blocks)
    while end:
        last = blocks[end - 1]
        words = "".join(run.text for run in last.runs) if isinstance(last, Paragraph) else None
        if words is None or (words.strip() and words.replace(" ", "").strip() not in signature):
            break
        end -= 1
    return blocks[:end]


def _metadata(document: Document, revision: Revision) -> list[tuple[str, str]]:
    # History keeps the day on which it was published elsewhere; an earlier version keeps its own.
    published = document.published_at if revision.pk == document.live_id else revision.published_at
    return [
        ("索引号", document.index_number),
        ("信息分类", "；".join(revision.catalogue.values_list("label", flat=True))),
        ("发布机构", revision.issuing_agency),
        ("成文日期", revision.date_made.isoformat() if revision.date_made else ""),
        ("发布日期", timezone.localtime(published).date().isoformat() if published else ""),
        ("文号", revision.document_number),
        ("有效性", label("validity", document.validity)),
        ("主题词", revision.keywords),
    ]


def _notice(document: Document, *, demonstration: bool) -> str:
    parts = []
    if demonstration:
        parts.append("演示数据，并非真实文件。")
    if document.validity not in ("", "valid"):
        since = document.validity_since
        day = f"（{since.year}年{since.month}月{since.day}日起）" if since else ""
        parts.append(f"本文件{label('validity', document.validity)}{day}。")
    return "".join(parts)


def file_of(document: Document, revision: Revision, kind: Kind, *, demonstration: bool = False) -> Path:
    """The revision as a file, made on the first call for this content. Raises ``PrintError`` with a sentence."""
    sheet = sheet_of(document, revision, demonstration=demonstration)
    files_now = list(
        revision.attachments.filter(removed_at__isnull=True)
        .values_list("name", "file__sha256")
        .order_by("id")
    )
    told = [LAYOUT, kind, asdict(sheet), files_now]  # the same name may stand for another picture
    content = json.dumps(told, ensure_ascii=False, default=str, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    path = Path(settings.DATA_DIR) / "cache" / "paper" / digest[:2] / f"{digest}.{kind}"
    if not path.exists():
        make = pdf if kind == "pdf" else docx
        _keep(path, make(sheet, images=_images(revision)))
    return path


def _keep(path: Path, content: bytes) -> None:
    """Writes beside and renames, so that nobody reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(name).rename(path)


def _images(revision: Revision) -> dict[str, bytes]:
    """The pictures of the body by the address under which the body names them."""
    wanted = {image.src for image in prose.images(revision.body)}
    found: dict[str, bytes] = {}
    for attachment in revision.attachments.filter(removed_at__isnull=True).select_related("file"):
        if attachment.file.kind != "image":
            continue
        for src in wanted:
            if src.rsplit("/", 1)[-1] == attachment.name:
                found[src] = files.path_of(attachment.file.sha256).read_bytes()
    return found
