"""The smallest WSGI application: every file of a folder as ready bytes. The most any application can reach
here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_FILES = {f"/{path.name}": path.read_bytes() for path in Path(os.environ["BENCH_FILES"]).iterdir()}


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """One request (WSGI)."""
    body = _FILES[environ["PATH_INFO"]]
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    )
    return [body]
