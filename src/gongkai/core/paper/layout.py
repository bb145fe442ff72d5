"""The numbers of GB/T 9704-2012 (党政机关公文格式) and the small reckonings that PDF and DOCX share.

Source of the numbers: GB/T 9704-2012, 5.1-5.2 (page and text block) and 7 (elements). Lengths are in
millimetres, type sizes in points (1 pt = 1/72 inch), widths of text in full characters (字).
"""

from __future__ import annotations

import unicodedata

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # 5.1: A4
MARGIN_TOP = 37.0  # 5.2.1: 天头 37 ± 1 mm
MARGIN_LEFT = 28.0  # 5.2.1: 订口 28 ± 1 mm
BLOCK_WIDTH, BLOCK_HEIGHT = 156.0, 225.0  # 5.2.1: 版心
MARGIN_RIGHT = PAGE_WIDTH - MARGIN_LEFT - BLOCK_WIDTH  # 26 mm
MARGIN_BOTTOM = PAGE_HEIGHT - MARGIN_TOP - BLOCK_HEIGHT  # 35 mm
LINES, CHARACTERS = 22, 28  # 5.2.3: 22 lines a page, 28 characters a line, filling the text block

POINTS_PER_MM = 72 / 25.4
LINE_PITCH = BLOCK_HEIGHT * POINTS_PER_MM / LINES  # 28.99 pt

# 3号 is 15.75 pt in the Chinese series of sizes: 28 characters are 155.6 mm. Word rounds it to 16 pt, of
# which 28 would be 158 mm, wider than the text block; DOCX therefore draws them together by a quarter point.
SIZE_BODY = 15.75
SIZE_BODY_WORD = 16.0
SIZE_TITLE = 22.0  # 7.3.1: 2号
SIZE_PAGE_NUMBER = 14.0  # 7.5: 4号
SIZE_SMALL = 10.5  # 5号, for the table of metadata
TITLE_PITCH = 35.0  # two lines of 2号 without touching; the standard leaves it open

PAGE_NUMBER_DROP = 7.0  # 7.5: the dash stands 7 mm below the text block
MASTHEAD_DROP = 35.0  # 7.2.4: 发文机关标志, top edge 35 mm below the top of the text block
RULE_GAP = 4.0  # 7.2.7: 版头分隔线 4 mm below the document number
# 10.1 信函格式: agency 30 mm below the edge of the paper, a double red line of 170 mm 4 mm below it, thick above thin,
# another 20 mm above the lower edge, thin above thick; the number 7/8 of a character below the first.
LETTER_TOP, LETTER_GAP, LETTER_BOTTOM, LETTER_LINE = 30.0, 4.0, 20.0, 170.0
LETTER_SIZE = 36.0  # at most; the standard leaves it open
LETTER_NUMBER_GAP = SIZE_BODY * 7 / 8  # points
INDENT = 2.0  # 7.3.3: each paragraph begins two characters in
DATE_INSET = 4.0  # 7.3.5.1: 成文日期 four characters from the right
#: Blank lines above a signature that is sealed: a seal of 42 mm then begins within a line of the text and lies over
#: agency and date, and it needs one more line below them (7.3.5.1; the standard names no number).
SEAL_LINES = 2

#: Widest title line in characters: 156 mm hold 20 of 2号; one is left so that lines keep clear of the edge.
TITLE_LINE = 19


def width(text: str) -> float:
    """Width of a line of text in full characters: a Chinese character is 1, a Latin letter or digit ½."""
    return sum(_advance(c) for c in text)


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def letter_size(issuer: str) -> float:
    """Type size in points of the agency's name over a letter: one line, whatever its length."""
    return min(LETTER_SIZE, BLOCK_WIDTH * POINTS_PER_MM / max(width(issuer), 1.0))


def signature_insets(issuer: str, date: str) -> tuple[float, float]:
    """Distance from the right edge, in characters, of issuing agency (发文机关署名) and date (成文日期).

    The date stands four characters in and the agency is centred on it; an agency too long for that
    takes the right edge and the date is centred under it (GB/T 9704-2012, 7.3.5.1).
    """
    if not issuer or not date:
        return DATE_INSET, DATE_INSET
    half = (width(issuer) - width(date)) / 2
    if half <= DATE_INSET:
        return DATE_INSET - half, DATE_INSET
    return 0.0, min(half, CHARACTERS - width(date))


def title_lines(title: str) -> list[str]:
    """The title in lines of about equal length, broken between words where it can be (7.3.1: 词意完整)."""
    count = -(-int(width(title) * 2) // (TITLE_LINE * 2))
    lines: list[str] = []
    rest = title
    while count > 1:
        cut = _cut(rest, width(rest) / count)
        lines.append(rest[:cut].strip())
        rest = rest[cut:].strip()
        count -= 1
    return [line for line in [*lines, rest] if line]


def _cut(text: str, wanted: float) -> int:
    """The place between two words nearest to ``wanted`` characters, never past a full line."""
    ends: dict[int, float] = {}
    position, so_far = 0, 0.0
    for word in _words(text):
        position += len(word)
        so_far += width(word)
        if so_far <= TITLE_LINE and text[position : position + 1] not in _NOT_FIRST and word not in _NOT_LAST:
            ends[position] = abs(so_far - wanted)
    near = {place: away for place, away in ends.items() if away <= 4 and place < len(text)}
    if near:
        return min(near, key=lambda place: near[place])
    return max(1, min(len(text) - 1, round(len(text) * wanted / max(width(text), 1))))


_NOT_FIRST = ("", "》", "）", "”", "、", "，", "：", "〕", "的", "和", "与")
_NOT_LAST = ("《", "（", "“", "〔")


def _words(text: str) -> list[str]:
    import rjieba  # its dictionary takes a moment to load: only for titles of two lines

    return list(rjieba.cut(text))
