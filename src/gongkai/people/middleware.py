"""Gives every request its actor: the signed-in person with the posts of the day, read once and only when asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Person

#: The pages open to somebody who still has to change a first password.
WITH_FIRST_PASSWORD = frozenset({"workspace:password", "workspace:sign_out"})


def actor(request: HttpRequest) -> StaffActor:
    """The acting person of a staff request."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def acting_person(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sets ``request.actor``; a first password is changed before any other staff page opens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def find() -> StaffActor | None:
            return actor_of(request.user) if isinstance(request.user, Person) else None

        request.actor = SimpleLazyObject(find)  # type: ignore[attr-defined]
        return get_response(request)

    def process_view(
        request: HttpRequest, view: Callable[..., HttpResponse], *_rest: object
    ) -> HttpResponse | None:
        if getattr(view, "access_rule", "") != "staff" or not isinstance(request.user, Person):
            return None
        match = request.resolver_match
        if not request.user.must_change_password or (match and match.view_name in WITH_FIRST_PASSWORD):
            return None
        return redirect("workspace:password")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
