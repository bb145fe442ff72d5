"""What every page knows of people: whose site this is, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.core import public_version
from gongkai.people.models import Agency

_host: tuple[int, Agency | None] | None = None


def host_agency() -> Agency | None:
    """The agency whose name stands over the site; read again only after something public has changed."""
    global _host
    version = public_version.current()
    if _host is None or _host[0] != version or _host[1] is None:
        _host = (version, Agency.objects.filter(is_host=True).first())
    return _host[1]


def person(request: HttpRequest) -> dict[str, Any]:
    """``site_agency`` for the header and footer, ``actor`` on staff pages."""
    return {"site_agency": host_agency(), "actor": getattr(request, "actor", None)}
