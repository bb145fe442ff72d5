"""A request for government information (依申请公开) from the day it arrives to the archive.

Source: 政府信息公开条例 (2019), Articles 27 to 45. One state at a time says who owes the next step; what can run
beside it (several third parties and agencies heard at once) is counted by the room and told to the table as a flag.

Three people at least stand behind every answer: whoever wrote it neither checks its legality nor approves it, and
whoever checked it does not approve it. The head who allows more time is not the officer who asked for it.

Flags the room supplies are listed in ``requests.moves.FLAGS``.
"""

from gongkai.domain.requests.moves import FLAGS, PROCESS
from gongkai.domain.requests.receipt import Channel, Shown, channels, receipt_day
from gongkai.domain.requests.states import (
    APPLICANT,
    CLOSED,
    CORRECTION,
    DESK,
    HEAD,
    LEADER,
    LEGAL,
    OFFICER,
    OPEN,
    REPLY,
    WITH_APPLICANT,
)

__all__ = [
    "APPLICANT",
    "CLOSED",
    "CORRECTION",
    "DESK",
    "FLAGS",
    "HEAD",
    "LEADER",
    "LEGAL",
    "OFFICER",
    "OPEN",
    "PROCESS",
    "REPLY",
    "WITH_APPLICANT",
    "Channel",
    "Shown",
    "channels",
    "receipt_day",
]
