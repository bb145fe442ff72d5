"""What a follower (邮件订阅者) is known by: a sealed wish before it is confirmed, a mark, a key to leave with."""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from gongkai.core import clock, sealed, secret_codes
from gongkai.core.refusals import Refusal

#: For how long a wish can be confirmed.
LASTS = timedelta(days=2)
_WISH, _ADDRESS = "consultation wish", "consultation follower"
#: Signs of the keyed digest in a key to leave with.
_SIGNS = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """An address to be told at, of which agency (empty: all), in which language. It is kept nowhere."""

    email: str
    agency: str
    language: str


def seal_wish(wish: Wish) -> str:
    """The wish as it goes into the link of the message that asks for its confirmation: only this house reads it."""
    until = int((clock.now() + LASTS).timestamp())
    return sealed.seal(json.dumps({**asdict(wish), "until": until}), _WISH)


def read_wish(token: str) -> Wish | None:
    """The wish again; ``None`` where the link was not made here, or is too old."""
    try:
        said = json.loads(sealed.unseal(token, _WISH) or "{}")
    except Refusal:
        return None
    if clock.now().timestamp() > said.pop("until", 0):
        return None
    return Wish(**said)


def mark_of(email: str) -> str:
    """What finds the same address again and tells nobody which it is."""
    return secret_codes.mark_of(_ADDRESS, email)


def seal_address(mark: str, email: str) -> str:
    """The address as stored, bound to its mark."""
    return sealed.seal(email, f"{_ADDRESS}.{mark}")


def read_address(mark: str, token: str) -> str:
    """The address again."""
    return sealed.unseal(token, f"{_ADDRESS}.{mark}")


def leave_key(follower: int) -> str:
    """What stands in every message, so that its reader can leave with it."""
    return f"{follower}-{secret_codes.mark_of('consultation leave', str(follower))[:_SIGNS]}"


def read_leave_key(key: str) -> int | None:
    """Whose key it is; ``None`` where it was not made here."""
    number = key.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    wanted = leave_key(int(number))
    return int(number) if hmac.compare_digest(wanted.encode(), key.encode(errors="replace")) else None
