"""Files on their way to somebody, with the headers that keep them from doing anything in the browser."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.http import FileResponse
from django.http.response import HttpResponseBase

#: What a file may do in the reader's browser: nothing.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"


def attachment(
    source: BinaryIO | bytes, *, name: str, content_type: str, inline: bool = False
) -> HttpResponseBase:
    """A file to be saved, never to be opened in the page; ``inline``: a picture the page shows."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    response = FileResponse(stream, as_attachment=not inline, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = SANDBOX
    return response
