"""What a mail becomes, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.domain.text import Text

#: What became of a mail that no handler settled.
UNREADABLE, TOO_LARGE, FAILED = "unreadable", "too_large", "failed"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail. ``name`` is safe to keep; ``content_type`` is only what the sender claims."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """A mail (电子邮件), read. Every text is clean: no controls, no halves of characters, line ends as ``\\n``.

    ``key`` tells mails apart: a digest of the message id, the sender and what was written. ``message_id`` alone
    does not, for the sender writes it and some programs write the same one twice; it is what answers refer to.
    ``sent_at`` is the sender's claim and may be missing, ``received_at`` the mailbox's own time. ``auto``: a
    machine answered (absence note, bounce, list mail), and must never be answered by a machine. ``notes`` say
    what the mail held that could not be taken over.
    """

    key: str
    message_id: str
    sender_name: str
    sender_address: str
    subject: str
    text: str
    sent_at: datetime | None
    received_at: datetime
    attachments: tuple[Attachment, ...] = ()
    auto: bool = False
    in_reply_to: str = ""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler made of a mail: a word for the records (``filed``, ``supplement``, ``ignored``; at most 30
    characters) and the record it belongs to, as (type, number).
    """

    word: str
    subject: tuple[str, object] | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.word) <= 30:
            raise ValueError("an outcome is a word of at most 30 characters")


@dataclass(slots=True)
class Fetched:
    """The count of one look into the mailbox.

    ``handled`` mails were given to the handler and settled; ``repeated`` had been settled before; ``refused``
    were too large; ``unreadable`` could not be read or failed too often; ``waiting`` failed and are tried again
    later; ``unmoved`` are settled but still lie in the folder, because the server would not move them.
    """

    handled: int = 0
    repeated: int = 0
    refused: int = 0
    unreadable: int = 0
    waiting: int = 0
    unmoved: int = 0
