"""Gives every request its actor: the signed-in person with the posts of the day, read once and only when asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Person


def actor(request: HttpRequest) -> StaffActor:
    """The acting person of a staff request."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def acting_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets ``request.actor``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def find() -> StaffActor | None:
            return actor_of(request.user) if isinstance(request.user, Person) else None

        request.actor = SimpleLazyObject(find)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
