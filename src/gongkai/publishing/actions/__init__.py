"""Every write of the room: verb first, keyword-only, one transaction, one ledger event."""

from gongkai.publishing.actions.attaching import describe_attachment
from gongkai.publishing.actions.drafting import DraftInput, save_draft, start_document
from gongkai.publishing.actions.furnishing import (
    attach,
    explain_findings,
    link,
    remove_attachment,
    strip_attachment,
    unlink,
)
from gongkai.publishing.actions.history import bring_in
from gongkai.publishing.actions.keeping import (
    add_local_row,
    add_wording,
    assign_duty,
    close_channel,
    close_topic,
    end_row,
    open_channel,
    open_topic,
    retire_wording,
    sync_catalogue,
)
from gongkai.publishing.actions.moving import Given, lapse_due, move, publish_due
from gongkai.publishing.actions.presence import Seats, be_present, hold, release_hold
from gongkai.publishing.actions.releasing import record_release, strike_release

__all__ = [
    "DraftInput",
    "Given",
    "Seats",
    "add_local_row",
    "add_wording",
    "assign_duty",
    "attach",
    "be_present",
    "bring_in",
    "close_channel",
    "close_topic",
    "describe_attachment",
    "end_row",
    "explain_findings",
    "hold",
    "lapse_due",
    "link",
    "move",
    "open_channel",
    "open_topic",
    "publish_due",
    "record_release",
    "release_hold",
    "remove_attachment",
    "retire_wording",
    "save_draft",
    "start_document",
    "strike_release",
    "strip_attachment",
    "sync_catalogue",
    "unlink",
]
