"""What the progress letters of a hotline session say (热线节目办理进展): to whom, numbers, a line a matter."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext

from gongkai.complaints import house
from gongkai.complaints.models import Session
from gongkai.complaints.queries.sessions import Line, progress_of
from gongkai.core import clock, letters
from gongkai.core.letters import LetterDraft
from gongkai.core.models import Letter
from gongkai.core.paper.sheet import Block, Cell, Paragraph, Run, Table
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.complaints import ASIDE, CLOSED, PROCESS
from gongkai.domain.law import load
from gongkai.domain.text import say

__all__ = ["KINDS", "Letter", "LetterDraft", "addressees", "letter_of", "previews", "table", "values"]

#: The two letters: to the programme, and to the correction office (纠风办).
KINDS = ("programme_progress", "office_progress")
#: Characters of a reply that stand in the table; the reply itself is the reporter's.
LONGEST_REPLY = 200
_HEADINGS = ("序号", "受理编号", "反映事项", "承办单位", "办理进展")


def addressees(session: Session) -> tuple[str, str]:
    """To whom the two letters go."""
    programme = f"{session.station}{session.programme}栏目组"
    return programme, str(load("complaints")["house"]["correction_office"])


def values(session: Session, words: str, lines: Sequence[Line]) -> dict[str, str]:
    """The fields of both letters."""
    return {
        "programme": session.programme if session.programme.startswith("《") else f"《{session.programme}》",
        "session_on": letters.zh_day(session.on),
        "guests": session.guests,
        "taken": str(len(lines)),
        "settled": str(sum(line.state in (*CLOSED, *ASIDE) for line in lines)),
        "progress_words": words.strip(),
    }


def table(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Where each matter stands, as a table; what looks personal in a title or reply is masked."""
    with translation.override("zh-hans"):
        rows = [_row(number, line) for number, line in enumerate(lines, start=1)]
    head = tuple(_cell(text, header=True) for text in _HEADINGS)
    return (Table((head, *rows), header_rows=1),)


def _row(number: int, line: Line) -> tuple[Cell, ...]:
    state = gettext(PROCESS.state(line.state).label) if PROCESS.has_state(line.state) else line.state
    result = house.row("result", line.result)
    reply = privacy.mask(" ".join(line.reply.split()))
    if len(reply) > LONGEST_REPLY:
        reply = reply[:LONGEST_REPLY] + "……"
    told = "，".join(each for each in (state, str(result["label"]) if result else "") if each)
    text = f"{told}。{reply}" if reply else told
    return tuple(
        _cell(each) for each in (str(number), line.number, privacy.mask(line.title), line.unit or "—", text)
    )


def _cell(text: str, *, header: bool = False) -> Cell:
    return Cell((Paragraph((Run(text),)),), header=header)


def previews(session: Session, words: str) -> list[LetterDraft]:
    """Both letters as they would be issued today. ``Invalid`` says what is missing."""
    lines = progress_of(session)
    if not lines:
        raise Invalid(
            say("No matter was taken on air in this session, so there is nothing to report."), field="words"
        )
    return [
        letters.preview(
            agency=session.agency,
            kind=kind,
            values=values(session, words, lines),
            on=clock.today(),
            addressee=addressee,
            extra_blocks=table(lines),
        )
        for kind, addressee in zip(KINDS, addressees(session), strict=True)
    ]


def letter_of(session: Session, letter_id: int) -> Letter | None:
    """One of the letters of this session."""
    sent = (session.programme_letter, session.office_letter)
    return next((each for each in sent if each is not None and each.pk == letter_id), None)
