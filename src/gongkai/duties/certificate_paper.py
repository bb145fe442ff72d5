"""A certificate (合格证) on paper. Its words are Chinese: it is a document of the agency."""

from __future__ import annotations

from datetime import date

from gongkai.core.context import demonstration
from gongkai.core.paper.sheet import Paragraph, Run, Sheet
from gongkai.domain.duties.learning import row
from gongkai.duties.models import Certificate


def sheet_of(found: Certificate) -> Sheet:
    """The certificate as a sheet, with the place of the seal."""
    subject = row("subject", found.subject)
    name = subject["label"] if subject else found.subject
    learner = found.learner
    text = (
        f"{learner.name}（工号{learner.staff_number}，{learner.unit.name}）参加“{found.examination.title}”"
        f"（编号{found.examination.number}），成绩合格，准予发证。"
    )
    return Sheet(
        title=f"{name}合格证",
        issuer=found.agency.name,
        document_number=found.number,
        date_line=_chinese(found.issued_on),
        blocks=(
            Paragraph((Run(text),)),
            Paragraph((Run(f"本证有效期至{_chinese(found.valid_until)}。"),)),
        ),
        metadata=(("证书编号", found.number), ("科目", name), ("有效期至", _chinese(found.valid_until))),
        notice=DEMONSTRATION if demonstration() else "",
        seal=True,
    )


#: Printed over what a demonstration issues.
DEMONSTRATION = "演示数据，不具有效力。"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
