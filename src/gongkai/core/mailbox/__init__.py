"""Reading a mailbox (公开电子信箱) over IMAP: every mail becomes a ``Message`` and is given to a handler once.

``fetch(handle)`` goes through the folder named in ``GONGKAI_MAILBOX_URL``; ``configured()`` says whether there is
one. The handler must be idempotent: see ``core.mailbox.fetching``.
"""

from gongkai.core.mailbox.fetching import configured, fetch, limit
from gongkai.core.mailbox.model import Attachment, Fetched, Message, Outcome
from gongkai.core.mailbox.reading import read
from gongkai.core.mailbox.server import Unreachable

__all__ = [
    "Attachment",
    "Fetched",
    "Message",
    "Outcome",
    "Unreachable",
    "configured",
    "fetch",
    "limit",
    "read",
]
