"""What stays of a matter when the time of keeping of its reporter's data is over.

The identity is personal data and goes (个人信息保护法第四十七条). What was reported (诉求内容) is the record of what
the bureau was asked to do: it stays where ``keep_words`` of ``law/complaints.toml`` says so, without what names the
reporter.
"""

from __future__ import annotations

import re

from gongkai.complaints import house
from gongkai.complaints.identity import Contact, read
from gongkai.complaints.models import Matter, Reporter
from gongkai.domain import privacy

#: Columns of a matter in which a reporter's words stand.
FIELDS = ("title", "text", "address", "answers")
#: Stands in the words where something was struck out.
STRUCK = "［已删除］"
#: Shorter than this a name is part of too many other words.
SHORTEST = 2
#: Characters of a title: what is struck out may be shorter than what stands for it.
LONGEST_TITLE = 200
#: Signs people write between the figures of a number.
_BETWEEN = r"[\s\-—－–()（）]*"


def left(reporter: Reporter) -> Matter:
    """The matter of a reporter who is still sealed, with what stays of the words; to be saved in ``FIELDS``."""
    matter = reporter.matter
    contact = read(reporter)
    keeps = bool(house.number("keep_words"))
    matter.text = without_reporter(matter.text, contact) if keeps else ""
    matter.title = without_reporter(matter.title, contact)[:LONGEST_TITLE]
    matter.address, matter.answers = "", {}
    return matter


def without_reporter(words: str, contact: Contact) -> str:
    """The words with the reporter's own name, address, e-mail address and telephone struck out, and numbers masked.

    The numbers are those by which ``domain.privacy`` knows somebody: mobiles, identity numbers, bank cards, plates.
    """
    for each in (contact.address, contact.email, contact.name):
        if len(each.strip()) >= SHORTEST:
            words = re.sub(re.escape(each.strip()), STRUCK, words, flags=re.IGNORECASE)
    figures = [sign for sign in contact.telephone if sign.isdigit()]
    if len(figures) > SHORTEST:
        words = re.sub(_BETWEEN.join(map(re.escape, figures)), STRUCK, words)
    return privacy.mask(words)
