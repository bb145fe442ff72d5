"""What the workspace's frame needs on every staff page; worked out only when a staff page asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gongkai.people.actor import StaffActor
from gongkai.workspace import shell


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``staff_nav`` for ``layouts/staff.html``; nothing is read on public pages."""

    def doors() -> list[shell.Item]:
        acting = getattr(request, "actor", None)
        # The actor is looked up lazily: comparing asks for it, and nobody signed in compares as None.
        return shell.items(request, acting) if acting and isinstance(acting, StaffActor) else []

    return {"staff_nav": SimpleLazyObject(doors)}
