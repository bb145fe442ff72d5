"""My account: posts, password, second step."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from gongkai.core.access import staff_page
from gongkai.people import actions, queries
from gongkai.people import sign_in as gate
from gongkai.people.forms import CodeForm, PasswordForm, TotpOffForm
from gongkai.people.middleware import actor
from gongkai.people.passwords import KindsOfCharacter
from gongkai.people.staff.base import crumbs_to, do, here, posted

PENDING_SECRET = "totp_secret_pending"  # noqa: S105 - the name of a place in the session


@staff_page
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here and what I may do."""
    who = actor(request)
    context = {
        "person": queries.account(who, who.person_id),
        "history": queries.history("people.person", who.person_id, size=10),
        "crumbs": crumbs_to(_("My account"), ()),
    }
    return render(request, "people/staff/account.html", context)


@staff_page
@never_cache
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Changing one's own password; the first page after a first password."""
    who = actor(request)
    first = getattr(request.user, "must_change_password", False)
    form = PasswordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        changed = do(
            form,
            lambda: update_session_auth_hash(
                request, actions.change_own_password(actor=who, old=values["old"], new=values["new"])
            ),
        )
        if changed:
            messages.success(request, _("Your password is changed. Sessions on other devices have ended."))
            return redirect(settings.LOGIN_REDIRECT_URL if first else "workspace:account")
    context = {
        "form": form,
        "first": first,
        "rules": _rules(),
        "crumbs": crumbs_to(_("Change password"), [(_("My account"), here("account"))]),
    }
    return render(request, "people/staff/password.html", context, status=422 if form.errors else 200)


def _rules() -> list[str]:
    """What a password has to be, said beforehand."""
    return [
        _("At least {length} characters.").format(length=settings.GONGKAI_PASSWORD_LENGTH),
        KindsOfCharacter().get_help_text(),
        _("No common password, and nothing like your name or user name."),
    ]


@staff_page
@never_cache
@sensitive_post_parameters("password", "code")
def totp(request: HttpRequest) -> HttpResponse:
    """Switching the second step of signing in on and off."""
    person = queries.account(actor(request), actor(request).person_id)
    return _totp_off(request) if person.totp_secret else _totp_on(request, person)


def _totp_on(request: HttpRequest, person: object) -> HttpResponse:
    kept = gate.unseal(request.session.get(PENDING_SECRET, ""))
    secret = kept or gate.new_secret()
    form = CodeForm(posted(request))
    if request.method == "POST" and kept and form.is_valid():
        code = form.cleaned_data["code"]
        if do(form, lambda: actions.switch_totp_on(actor=actor(request), secret=secret, code=code)):
            del request.session[PENDING_SECRET]
            messages.success(request, _("From now on signing in asks for a code of your app as well."))
            return redirect("workspace:account")
    if kept is None:
        # Sealed: whoever reads the table of sessions does not learn the secret.
        request.session[PENDING_SECRET] = gate.seal(secret)
    context = {
        "form": form,
        "svg": gate.qr(gate.address_for_app(person, secret)),  # type: ignore[arg-type]
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "crumbs": crumbs_to(_("Second step of signing in"), [(_("My account"), here("account"))]),
    }
    return render(request, "people/staff/totp_on.html", context, status=422 if form.errors else 200)


def _totp_off(request: HttpRequest) -> HttpResponse:
    form = TotpOffForm(posted(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if do(form, lambda: actions.switch_totp_off(actor=actor(request), **values)):
            messages.success(request, _("The second step is switched off. The password alone is asked for."))
            return redirect("workspace:account")
    context = {
        "form": form,
        "crumbs": crumbs_to(_("Second step of signing in"), [(_("My account"), here("account"))]),
    }
    return render(request, "people/staff/totp_off.html", context, status=422 if form.errors else 200)
