"""Redacted copies 区分处理件: passages blacked out for good, and the proof that nothing of them is left.

``redact`` turns every page into a picture, burns the boxes into its pixels and writes a new file from the pictures
alone; ``prove`` examines the finished file; ``proven_copy`` does both and is what a release goes through. Raises
``core.refusals.Invalid`` for an original that cannot be read and ``Refusal`` when the proof fails.
"""

from gongkai.core.redaction.making import page_picture, pages, redact
from gongkai.core.redaction.model import MOST_BOXES, MOST_PAGES, Box, PageInfo
from gongkai.core.redaction.parsing import boxes_text, parse_boxes
from gongkai.core.redaction.proving import Proof, prove, proven_copy
from gongkai.core.redaction.texts import find_words, still_shown
from gongkai.core.redaction.traces import tells

__all__ = [
    "MOST_BOXES",
    "MOST_PAGES",
    "Box",
    "PageInfo",
    "Proof",
    "boxes_text",
    "find_words",
    "page_picture",
    "pages",
    "parse_boxes",
    "prove",
    "proven_copy",
    "redact",
    "still_shown",
    "tells",
]
