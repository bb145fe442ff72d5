"""A report sent again (重复提交), because the answer to it was lost, is the matter it made the first time.

A program that names its reports (``client_token``, or the header ``Idempotency-Key``) gets the same matter for the same
name for good. Of one that names none, the same content under the same key within ``WINDOW`` is taken for a repetition.
Either way a form's token is made of it, which the register holds once: two that arrive together make one matter too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta

from gongkai.api.open311.shapes import Photo, Problem, Problems, Submission
from gongkai.complaints.queries import tokens
from gongkai.core import clock
from gongkai.core.api_keys import Key
from gongkai.domain.text import say

#: How long the same content is the same report, from the first time on: longer than any program tries again.
WINDOW = timedelta(minutes=10)
#: Signs of a token that stand for key and name; the rest stands for the content.
_NAME, _CONTENT = 40, 24
_PIECE = 1 << 16


def token_of(report: Submission, key: Key) -> str:
    """The form's token this report has. Raises ``Problems`` where its name stood for another content before."""
    content = _digest(_said(report))
    return _named(report, key, content) if report.client_token else _unnamed(key, content)


def _named(report: Submission, key: Key, content: str) -> str:
    name = _digest(["name", key.prefix, report.client_token])[:_NAME]
    token = name + content[:_CONTENT]
    if tokens.begun(name) - {token}:
        raise Problems(
            Problem(
                400,
                say(
                    "“client_token” was sent before with another report. Give each report a new one, and send the "
                    "same one only to repeat it."
                ),
            )
        )
    return token


def _unnamed(key: Key, content: str) -> str:
    """Time is cut into windows; what came late in the one before is still the same."""
    now = clock.now()
    number = int(now.timestamp() // WINDOW.total_seconds())
    before, this = (_digest(["content", key.prefix, content, at]) for at in (number - 1, number))
    return before if tokens.taken_since(before, now - WINDOW) else this


def _said(report: Submission) -> dict[str, object]:
    """Everything that was sent, in plain values; of photos their digests."""
    said = {each.name: getattr(report, each.name) for each in fields(report)}
    return {**said, "client_token": "", "photos": _photos(report.photos)}


def _photos(photos: Sequence[Photo]) -> list[str]:
    return [_photo(each) for each in photos]


def _photo(photo: Photo) -> str:
    """Read to its end and wound back: it is kept after this."""
    found = hashlib.sha256()
    photo.source.seek(0)
    while piece := photo.source.read(_PIECE):
        found.update(piece)
    photo.source.seek(0)
    return found.hexdigest()


def _digest(of: object) -> str:
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()
