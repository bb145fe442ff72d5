"""The code of an entry of the register (编号): what it may be, wherever it is typed, read from a file or made."""

from __future__ import annotations

import re

from gongkai.domain.text import Text, say

#: Characters at most, the first of them included.
LONGEST = 60
#: Words that stand in addresses of the register where a code would stand: ``…/<kind>/new/`` begins an entry.
TAKEN = frozenset({"new"})
#: Letters of any script, figures, and what parts them.
_CODE = re.compile(rf"[\w][\w.\-]{{0,{LONGEST - 1}}}")


def fault(code: str) -> Text | None:
    """Why this cannot be a code; ``None`` where it can."""
    if not _CODE.fullmatch(code):
        return say("A code has up to 60 letters and figures, points and hyphens, and no spaces.")
    if code.casefold() in TAKEN:
        return say("This word cannot be a code. Choose another.")
    return None
