"""Letters on paper, in the layout of GB/T 9704: the letter, its preview, and the receipt of service (送达回证)."""

from __future__ import annotations

from gongkai.core.letters.content import Content
from gongkai.core.letters.issuing import LetterDraft, addressee_of, content_of, zh_day
from gongkai.core.letters.service import evidence_of, recipient_of
from gongkai.core.models import Letter, LetterService
from gongkai.core.paper.docx import docx as as_docx
from gongkai.core.paper.layout import width
from gongkai.core.paper.pdf import pdf as as_pdf
from gongkai.core.paper.sheet import Block, Cell, Paragraph, Run, Sheet, Table
from gongkai.domain import letters
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused

DEMONSTRATION = "演示数据，并非真实文书。"
PREVIEW = "预览稿，未编号，不是正式文书。"
ERASED = "（内容已按个人信息保存期限删除，编号、日期和摘要值保留备查。）"


def sheet_of(letter: Letter, *, demonstration: bool = False) -> Sheet:
    """The letter as it was sent; of an erased one only what is not personal."""
    content = content_of(letter) if letter.erased_at is None else Content((ERASED,), salt="")
    return _sheet(
        letter.title,
        letter.issuer,
        letter.number,
        zh_day(letter.issued_on),
        addressee_of(letter),
        content,
        letter.remedies,
        DEMONSTRATION if demonstration else "",
    )


def sheet_of_draft(draft: LetterDraft) -> Sheet:
    """The preview of a letter."""
    number = letters.number_of(draft.mark, letters_series(draft.kind), draft.issued_on.year, 0)
    return _sheet(
        draft.title,
        draft.issuer,
        number.replace("〕0号", "〕×号"),
        zh_day(draft.issued_on),
        draft.addressee,
        draft.content,
        draft.remedies,
        PREVIEW,
    )


def letters_series(kind: str) -> str:
    """The series of numbers a kind takes part in."""
    known = letters.kind(kind)
    return "" if isinstance(known, Refused) else known.series


def _sheet(
    title: str,
    issuer: str,
    number: str,
    day: str,
    addressee: str,
    content: Content,
    remedies: str,
    notice: str,
) -> Sheet:
    body: tuple[Block, ...] = tuple(_paragraph(line) for line in content.paragraphs)
    body += content.blocks
    body += tuple(_paragraph(line) for line in remedies.splitlines() if line.strip())
    return Sheet(
        title=title,
        masthead=issuer,
        issuer=issuer,
        document_number=number,
        date_line=day,
        addressee=f"{addressee}：" if addressee else "",
        blocks=body,
        attachments_note=content.attachments,
        notice=notice,
        letter=True,
        seal=True,
    )


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def pdf(letter: Letter, *, demonstration: bool = False) -> bytes:
    """The letter as accessible PDF. Raises ``PrintError`` with a sentence."""
    return as_pdf(sheet_of(letter, demonstration=demonstration))


def docx(letter: Letter, *, demonstration: bool = False) -> bytes:
    """The letter as Word document."""
    return as_docx(sheet_of(letter, demonstration=demonstration))


def receipt_sheet(
    letter: Letter, service: LetterService | None = None, *, demonstration: bool = False
) -> Sheet:
    """The receipt of service (送达回证): a form to be signed, or with what was recorded of the service."""
    form = load("letters")["receipt"]
    values = {
        "addressee": addressee_of(letter),
        "title": letter.title,
        "number": letter.number,
        "day": zh_day(letter.issued_on),
        "way": _choices(),
        "served_on": _BLANK_DAY,
        "recipient": _BLANK,
        "signature": _SIGN,
        "server": _SIGN,
        "evidence": _BLANK + "\n" + _BLANK,
    }
    if service is not None:
        values |= {key: words for key, words in _served(service).items() if words}
    rows = tuple(_row(row["label"], values[row["key"]]) for row in form["row"])
    return Sheet(
        title=f"{letter.issuer}{form['label']}",
        blocks=(Table(rows, header_rows=0), _paragraph(form["note"])),
        notice=DEMONSTRATION if demonstration else "",
    )


def _served(service: LetterService) -> dict[str, str]:
    known = letters.service_way(service.way)
    evidence = evidence_of(service)
    if service.tracking_number:
        evidence = f"邮件编号：{service.tracking_number}\n{evidence}"
    return {
        "way": service.way if isinstance(known, Refused) else known.label,
        "served_on": zh_day(service.served_on),
        "recipient": recipient_of(service),
        "evidence": evidence,
    }


_BLANK = "\u3000"
_BLANK_DAY = f"{_BLANK * 4}年{_BLANK * 2}月{_BLANK * 2}日"
_SIGN = f"{_BLANK}\n{_BLANK}\n{_BLANK_DAY}"  # room for a signature above the day


def _choices() -> str:
    """The ways of service to tick, none of them broken over two lines."""
    lines: list[str] = []
    for way in letters.service_ways():
        choice = f"□{way.label}"
        if lines and width(lines[-1] + choice) <= _CHOICES:
            lines[-1] += _BLANK + choice
        else:
            lines.append(choice)
    return "\n".join(lines)


_CHOICES = 20.0  # characters of a line of ticks, on paper with room to spare


def _row(label: str, value: str) -> tuple[Cell, Cell]:
    head = Cell((Paragraph((Run(label),)),), header=True)
    return head, Cell(tuple(Paragraph((Run(line),)) for line in value.split("\n")), align="left")
