"""The demonstration's files: a table on a draft, and imported history waiting for the office."""

from __future__ import annotations

import io
from datetime import date, datetime

from openpyxl import Workbook

from gongkai.core import clock
from gongkai.demo.stage import Stage, at
from gongkai.publishing import actions
from gongkai.publishing.importing import ImportRecord
from gongkai.publishing.models import Document


def add_table(stage: Stage, document: Document, moment: datetime, *, clean: bool = False) -> None:
    """Attaches a small table; unless ``clean`` it still carries its author, so that there is something to clean."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "车辆登记"
    for row in (("序号", "车辆类型", "核定载重（吨）"), (1, "密闭式自卸车", 12), (2, "密闭式自卸车", 15)):
        sheet.append(row)
    book.properties.creator = "演示作者"
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    with clock.travel_to(moment):
        drafter = stage.who("drafter", "waste")
        file = actions.attach(
            document_id=document.pk,
            actor=drafter,
            source=content,
            name="渣土车辆登记表.xlsx",
            title="渣土车辆登记表",
        )
        if clean:
            document.refresh_from_db(fields=["version"])
            actions.strip_attachment(
                document_id=document.pk,
                actor=drafter,
                attachment_id=file.pk,
                expected_version=document.version,
            )


def history(stage: Stage, day: date) -> None:
    """Two old documents brought in as already published; the office has still to confirm them."""
    records = [
        ImportRecord(
            source="历史文件.csv",
            line=line,
            title=title,
            body_html=f"<p>{body}</p>",
            date_made=made,
            date_published=made,
            catalogue_rows=("article20.15",),
        )
        for line, title, body, made in (
            (
                2,
                "关于规范早点摊点经营时间的通告",
                "早点摊点经营时间为五时至八时三十分，收摊后保持地面整洁。",
                date(2014, 4, 15),
            ),
            (
                3,
                "关于集中清理违规条幅的通告",
                "请有关单位自行清除到期和违规条幅，逾期由执法大队清理。",
                date(2015, 9, 8),
            ),
        )
    ]
    with clock.travel_to(at(day, 15)):
        actions.bring_in(
            actor=stage.actor("office-drafter"),
            unit_id=stage.unit("office"),
            records=records,
            as_published=True,
        )
