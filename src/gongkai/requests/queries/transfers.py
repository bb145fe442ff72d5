"""What the stairs between rooms need of a request: who asks, and where it was passed on to before."""

from __future__ import annotations

from gongkai.requests.identity import Identity, read
from gongkai.requests.models import Applicant, Request, Transfer


def contact_of(request: Request) -> Identity:
    """The applicant's data, to be handed on sealed; empty when there are none."""
    return read(Applicant.objects.filter(request=request).first())


def passed_on_to(request: Request) -> str:
    """The number under which it goes on as a complaint; empty when it does not."""
    found = (
        Transfer.objects.filter(request=request, direction=Transfer.Direction.TO_COMPLAINT)
        .order_by("-id")
        .first()
    )
    return found.number if found else ""
