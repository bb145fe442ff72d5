"""What the applicant added, the applicant's reasons, and what proves the day of receipt: they may name or describe
a person, so they are sealed like the applicant's data, bound to their request, and erased with them.
"""

from __future__ import annotations

from gongkai.core import sealed
from gongkai.requests.models import Request

#: Fields of ``Request`` whose column holds a sealed text; they are read and written here alone.
SEALED = ("supplement", "reasons", "receipt_evidence")


def _about(agency_id: int, number: str, field: str) -> str:
    """What a text is bound to. The number, not the key: it is known before the row is, and never changes."""
    return f"requests.{field}.{agency_id}.{number}"


def sealed_for(agency_id: int, number: str, field: str, text: str) -> str:
    """``text`` as the request of that number keeps it; the empty text stays empty."""
    return sealed.seal(text, _about(agency_id, number, field))


def put(request: Request, field: str, text: str) -> None:
    """Sets one of ``SEALED`` on the request, which the caller saves."""
    setattr(request, field, sealed_for(request.agency_id, request.number, field, text))


def read(request: Request, field: str) -> str:
    """The words again; empty when there are none or they were erased. Raises ``Refusal`` without the right key."""
    return sealed.unseal(getattr(request, field), _about(request.agency_id, request.number, field))


def take_over(part: Request, first: Request) -> None:
    """Gives a part split off the words of the first request, bound to its own number."""
    for field in SEALED:
        put(part, field, read(first, field))
