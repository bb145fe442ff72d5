"""Every write of the room."""

from gongkai.complaints.actions.assets import import_assets
from gongkai.complaints.actions.beside import (
    Correction,
    add_words,
    ask_reporter,
    contribute,
    correct,
    enter_check,
    instruct,
    link,
    note_origin,
    report_on,
    urge,
)
from gongkai.complaints.actions.by_itself import climb, look_again
from gongkai.complaints.actions.files import Upload, add_files, remove_file, veil_photo
from gongkai.complaints.actions.following import let_in, rate, switch_notices
from gongkai.complaints.actions.given import CallGiven, Given
from gongkai.complaints.actions.intake import Report, Submitted, submit
from gongkai.complaints.actions.moving import move
from gongkai.complaints.actions.projecting import hide, prepare, release
from gongkai.complaints.actions.replying import (
    ReplyInput,
    keep_template,
    mark_of,
    retire_template,
    write_reply,
)
from gongkai.complaints.actions.revealing import open_file, reveal
from gongkai.complaints.actions.routing import keep_rule, replace_rules, retire_rule
from gongkai.complaints.actions.sessions import (
    SessionInput,
    change_session,
    hold_session,
    note_nothing_taken,
    report_progress,
)

__all__ = [
    "CallGiven",
    "Correction",
    "Given",
    "ReplyInput",
    "Report",
    "SessionInput",
    "Submitted",
    "Upload",
    "add_files",
    "add_words",
    "ask_reporter",
    "change_session",
    "climb",
    "contribute",
    "correct",
    "enter_check",
    "hide",
    "hold_session",
    "import_assets",
    "instruct",
    "keep_rule",
    "keep_template",
    "let_in",
    "link",
    "look_again",
    "mark_of",
    "move",
    "note_nothing_taken",
    "note_origin",
    "open_file",
    "prepare",
    "rate",
    "release",
    "remove_file",
    "replace_rules",
    "report_on",
    "report_progress",
    "retire_rule",
    "retire_template",
    "reveal",
    "submit",
    "switch_notices",
    "urge",
    "veil_photo",
    "write_reply",
]
