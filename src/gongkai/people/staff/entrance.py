"""Signing in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.people import actions
from gongkai.people import sign_in as gate
from gongkai.people.actor import actor_of
from gongkai.people.forms import CodeForm, SignInForm
from gongkai.people.middleware import actor
from gongkai.people.staff.base import posted

View = TypeVar("View", bound=Callable[..., HttpResponse])
BACKEND = "gongkai.people.sign_in.Backend"
PENDING = "sign_in_pending"
#: Seconds between password and one-time password.
PATIENCE = 300


def sign_in_page(view: View) -> View:
    """A page for somebody who is about to sign in."""
    view.access_rule = "sign-in"  # type: ignore[attr-defined]
    return view


@sign_in_page
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    onward = _onward(request)
    if request.user.is_authenticated:
        return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))
    form = SignInForm(posted(request))
    if request.method == "POST" and form.is_valid():
        answer = _try(request, form, onward)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "next": onward,
        "demo_accounts": gate.demo_accounts(),
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": settings.GONGKAI_LOCK_MINUTES,
    }
    return render(request, "people/staff/sign_in.html", context, status=422 if form.errors else 200)


def _try(request: HttpRequest, form: SignInForm, onward: str) -> HttpResponse | None:
    """Signs in, goes on to the second step, or puts into the form why not."""
    username = form.cleaned_data["username"]
    if not gate.is_open(request, username):
        return gate.locked_out(request)
    person = authenticate(request, username=username, password=form.cleaned_data["password"])
    if person is None:
        _note_if_locked(request, username)
        form.add_error(None, _("User name and password do not belong together. Check both and try again."))
        return None
    if getattr(person, "totp_secret", ""):
        request.session.cycle_key()
        request.session[PENDING] = {"person": person.pk, "at": clock.now().timestamp(), "next": onward}
        return redirect("workspace:second_step")
    return _enter(request, person, onward, second_step=False)


@sign_in_page
@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """The one-time password, within five minutes of the password."""
    pending = request.session.get(PENDING) or {}
    person = gate.Backend().get_user(pending.get("person", 0))
    late = clock.now().timestamp() - pending.get("at", 0) > PATIENCE
    if person is None or late or not person.totp_secret:
        request.session.pop(PENDING, None)
        messages.warning(request, _("Please enter your user name and password again."))
        return redirect("workspace:sign_in")
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not gate.is_open(request, person.username):
            return gate.locked_out(request)
        if gate.check_code(person, form.cleaned_data["code"]):
            return _enter(request, person, pending.get("next", ""), second_step=True)
        gate.count_failure(request, person.username)
        _note_if_locked(request, person.username)
        form.add_error("code", _("The code does not fit, or was used before. Wait for the next one."))
    return render(
        request, "people/staff/second_step.html", {"form": form}, status=422 if form.errors else 200
    )


@staff_page
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    actions.note_sign_out(actor=actor(request))
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("workspace:sign_in")


def _enter(request: HttpRequest, person: object, onward: str, *, second_step: bool) -> HttpResponse:
    """Opens the session under a new key and writes it into the ledger."""
    request.session.pop(PENDING, None)
    login(request, person, backend=BACKEND)  # type: ignore[arg-type]
    who = actor_of(request.user)  # type: ignore[arg-type]
    actions.note_sign_in(actor=who, address=str(get_client_ip_address(request)), second_step=second_step)
    return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))


def _note_if_locked(request: HttpRequest, username: str) -> None:
    """The failure that locks is an event; the page about it follows from the middleware."""
    if getattr(request, "axes_locked_out", False):
        actions.note_lock_out(username=username, address=str(get_client_ip_address(request)))


def _onward(request: HttpRequest) -> str:
    """Where to go afterwards: a page of this site or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
