"""The adoption report (意见采纳情况报告) on paper: the numbers, and what became of every opinion and why.

Labels are Chinese: it is a Chinese document. It says what the public page says, and nothing of who gave an opinion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.paper import chinese
from gongkai.consultations.queries import naming, texts
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import opinions as placing
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.naming import Cited, Names
from gongkai.core import clock
from gongkai.core.context import demonstration
from gongkai.core.paper.sheet import Block, Cell, Paragraph, Run, Sheet, Table
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.rules import Tally

#: Rows of the table on paper; whoever wants more takes the spreadsheet.
MOST = 1_000
_HEAD = ("序号", "意见", "条文", "采纳情况", "说明")
_WEIGHTS = (0.6, 4.0, 1.6, 1.4, 3.0)
WHOLE = "全文"


def sheet_of(found: Document) -> Sheet:
    """The report as it stands now."""
    versions = reads.versions(found)
    tally, hidden = reads.tally(found), reads.hidden(found)
    shown = sum(reads.counts(found).values())
    return Sheet(
        title=f"《{found.title}》公开征求意见采纳情况",
        issuer=found.agency.name,
        date_line=chinese(clock.today()),
        blocks=(
            *(Paragraph((Run(line),)) for line in _numbers(tally, hidden, shown)),
            *_table(found),
        ),
        metadata=(
            ("项目编号", found.number),
            ("起草单位", found.unit.name),
            *(
                (f"第{each.number}稿征求意见", f"{chinese(each.opens_on)}至{chinese(each.closes_on)}")
                for each in versions
            ),
        ),
        notice=_notice(found),
    )


def _notice(found: Document) -> str:
    parts = ["演示数据，并非真实文件。"] if demonstration() else []
    if not reads.answered(found):
        parts.append("预览稿：征求意见尚未结束，或者尚有意见未答复，不得对外公布。")
    return "".join(parts)


def _numbers(tally: Tally, hidden: Mapping[str, int], shown: int) -> Iterator[str]:
    """The numbers in sentences."""
    received = tally.opinions + sum(hidden.values())
    yield f"共收到意见{received}条，已答复{tally.answered}条。"
    if tally.opinions:
        ways = _listed("channel", tally.by_channel)
        yield f"意见来源：{ways}。"
        yield f"采纳情况：{_listed('verdict', tally.by_verdict)}。"
    if tally.unanswered:
        yield f"尚未答复{tally.unanswered}条。"
    if hidden:
        yield f"未公开且无须答复{sum(hidden.values())}条：{_listed('moderation', hidden)}。"
    if tally.opinions > shown:
        yield f"另有{tally.opinions - shown}条意见已计入，原文尚未公开。"
    if shown > MOST:
        yield f"下表列出前{MOST}条，全部意见及答复以网站公布的为准。"


def _listed(table: str, counts: Mapping[str, int]) -> str:
    return "，".join(
        f"{row['label']}{counts[row['key']]}条" for row in rules.rows(table) if row["key"] in counts
    )


def _table(found: Document) -> tuple[Block, ...]:
    head = tuple(_cell(word, header=True) for word in _HEAD)
    body = tuple(_rows(found))
    if not body:
        return ()
    return (Table((head, *body), caption="意见及答复", header_rows=1, weights=_WEIGHTS),)


def _rows(found: Document) -> Iterator[tuple[Cell, ...]]:
    versions = texts.put_out(found)
    newest = versions[-1]
    newest.document = found
    names = {each.pk: texts.names(each) for each in versions}
    led = naming.cited(versions)
    at = 0
    for piece in lists.pieces(found, shown=True):
        for placed in placing.place(piece, newest):
            if at == MOST:
                return
            at += 1
            opinion = placed.opinion
            known = names[opinion.version_id if placed.orphan else newest.pk]
            where = (known.get(opinion.clause) or "正文前言") if opinion.clause else WHOLE
            if placed.orphan:
                number = next(each.number for each in versions if each.pk == opinion.version_id)
                where = f"{where}（第{number}稿）"
            yield _row(at, opinion, where, led)


def _row(at: int, opinion: Opinion, where: str, cited: Names) -> tuple[Cell, ...]:
    verdict = rules.row("verdict", opinion.verdict)
    led = _led_to(cited.get(opinion.answer_clause))
    became = (verdict["label"] if verdict else "尚未答复") + (f"（{led}）" if led else "")
    said = (str(at), opinion.public_words, where, became, opinion.reason or "—")
    return tuple(_cell(word) for word in said)


def _led_to(each: Cited | None) -> str:
    """The provision it led to; one since taken out with the last version that had it."""
    if each is None:
        return ""
    name = each.name or "正文前言"
    return f"{name}（第{each.version}稿，后删去）" if each.gone else name


def _cell(text: str, *, header: bool = False) -> Cell:
    return Cell((Paragraph((Run(text, bold=header),)),), header=header)
