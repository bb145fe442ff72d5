"""The letters a room sends: texts kept version by version, numbers without gap, wording frozen as it was sent.

The law floor names the kinds and gives each a text (``law/letters.toml``) and a block on review and suit
(``law/remedies.toml``); an agency's legal officer keeps the agency's own. ``issue`` and ``record_service`` are parts
of a deed of the room: they want its transaction and leave the ledger to it.
"""

from gongkai.core.letters.content import Content
from gongkai.core.letters.integrity import verify
from gongkai.core.letters.issuing import (
    Given,
    LetterDraft,
    addressee_of,
    content_of,
    erase,
    is_whole,
    issue,
    preview,
    told_of,
    zh_day,
)
from gongkai.core.letters.service import (
    evidence_of,
    recipient_of,
    record_service,
    service_of,
    strike_service,
)
from gongkai.core.letters.sheets import docx, pdf, receipt_sheet, sheet_of, sheet_of_draft
from gongkai.core.letters.texts import (
    Head,
    LetterText,
    Office,
    all_in_force,
    by_law,
    checked,
    head,
    heads,
    in_force,
    save_head,
    save_template,
    templates,
)

__all__ = [
    "Content",
    "Given",
    "Head",
    "LetterDraft",
    "LetterText",
    "Office",
    "addressee_of",
    "all_in_force",
    "by_law",
    "checked",
    "content_of",
    "docx",
    "erase",
    "evidence_of",
    "head",
    "heads",
    "in_force",
    "is_whole",
    "issue",
    "pdf",
    "preview",
    "receipt_sheet",
    "recipient_of",
    "record_service",
    "save_head",
    "save_template",
    "service_of",
    "sheet_of",
    "sheet_of_draft",
    "strike_service",
    "templates",
    "told_of",
    "verify",
    "zh_day",
]
