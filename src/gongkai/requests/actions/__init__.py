"""Every write of the room."""

from gongkai.requests.actions.answering import AnswerInput, add_file, add_redacted, remove_file, save_answer
from gongkai.requests.actions.beside import (
    note_help,
    note_letter_received,
    note_transfer,
    record_letter_service,
    split,
    suggested_before,
    work_out_fee,
)
from gongkai.requests.actions.completing import complete, switch_notices
from gongkai.requests.actions.disputes import DisputeInput, conclude, file_dispute, note_reply
from gongkai.requests.actions.following import let_in
from gongkai.requests.actions.given import Given
from gongkai.requests.actions.intake import Application, Submitted, Upload, submit
from gongkai.requests.actions.moving import move
from gongkai.requests.actions.opening import open_letter
from gongkai.requests.actions.sealing import erase_due, open_file, reveal

__all__ = [
    "AnswerInput",
    "Application",
    "DisputeInput",
    "Given",
    "Submitted",
    "Upload",
    "add_file",
    "add_redacted",
    "complete",
    "conclude",
    "erase_due",
    "file_dispute",
    "let_in",
    "move",
    "note_help",
    "note_letter_received",
    "note_reply",
    "note_transfer",
    "open_file",
    "open_letter",
    "record_letter_service",
    "remove_file",
    "reveal",
    "save_answer",
    "split",
    "submit",
    "suggested_before",
    "switch_notices",
    "work_out_fee",
]
