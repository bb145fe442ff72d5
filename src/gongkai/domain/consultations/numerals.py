"""Chinese numerals (中文数字) as clauses are numbered with: 一, 十, 二十一, 一百零三."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
#: The largest number a clause may have.
LARGEST = 9999


def written(number: int) -> str:
    """The number in Chinese. Raises ``ValueError`` outside 1 to 9999."""
    if not 1 <= number <= LARGEST:
        raise ValueError(number)
    out, left, gap = "", number, False
    for size, unit in _UNITS:
        digit, left = divmod(left, size)
        if digit:
            out += ("零" if gap else "") + _DIGITS[digit] + unit
            gap = False
        elif out:
            gap = True
    if left:
        out += ("零" if gap else "") + _DIGITS[left]
    return out[1:] if out.startswith("一十") else out


def read(text: str) -> int | None:
    """The number a Chinese numeral says, or figures; ``None`` for anything else."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 4 and int(text) else None
    total = digit = 0
    for sign in text.replace("〇", "零").replace("两", "二"):
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
            continue
        size = next((each for each, unit in _UNITS if unit == sign), 0)
        if not size:
            return None
        total += (digit or 1) * size
        digit = 0
    return total + digit or None
