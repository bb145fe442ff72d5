"""The deeds on decisions (执法决定)."""

from gongkai.powers.actions.decisions.given import NOTHING, Given
from gongkai.powers.actions.decisions.moving import move
from gongkai.powers.actions.decisions.writing import (
    Case,
    file_case,
    judge_impact,
    write_case,
    write_public_text,
)

__all__ = ["NOTHING", "Case", "Given", "file_case", "judge_impact", "move", "write_case", "write_public_text"]
