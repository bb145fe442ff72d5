"""The one-time codes of invitations (一次性评议码): derived from the key of whoever was drawn, stored nowhere."""

from __future__ import annotations

from gongkai.core import secret_codes
from gongkai.supervision.models import Invitation

_KIND = "appraisal"


def code_of(found: Invitation) -> str:
    """The code as it stands in the message. It follows from the person's key under the installation's own."""
    return secret_codes.code_of(f"{_KIND} {found.round_id}", found.key)


def code_digest(code: str) -> str:
    """What an invitation is found by."""
    return secret_codes.digest_of(_KIND, "", code)
