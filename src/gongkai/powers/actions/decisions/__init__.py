"""The deeds on decisions (执法决定)."""

from gongkai.powers.actions.decisions.given import NOTHING, Given
from gongkai.powers.actions.decisions.letters import issue_notice, note_receipt
from gongkai.powers.actions.decisions.moving import move
from gongkai.powers.actions.decisions.revealing import note_defence, reveal_party
from gongkai.powers.actions.decisions.writing import (
    Case,
    file_case,
    judge_impact,
    write_case,
    write_public_text,
)

__all__ = [
    "NOTHING",
    "Case",
    "Given",
    "file_case",
    "issue_notice",
    "judge_impact",
    "move",
    "note_defence",
    "note_receipt",
    "reveal_party",
    "write_case",
    "write_public_text",
]
