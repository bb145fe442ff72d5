"""Whether something was handed in under a form's token already. Nothing but tokens is read."""

from __future__ import annotations

from datetime import datetime

from gongkai.complaints.models import Matter


def begun(start: str) -> set[str]:
    """The tokens that begin with these hexadecimal figures. One query, answered from the index of tokens."""
    # A range, not LIKE, for which SQLite would read them all; databases sort other signs in between as they please.
    found = Matter.objects.filter(token__gte=start, token__lt=f"{start}g").values_list("token", flat=True)
    return {token for token in found if token is not None and token.startswith(start)}


def taken_since(token: str, since: datetime) -> bool:
    """Whether a matter was handed in under this token since then. One query."""
    return Matter.objects.filter(token=token, created_at__gte=since).exists()
