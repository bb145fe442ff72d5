"""Signing in: name and password, lock-out after failures, an optional one-time password."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pyotp
import segno
from axes.handlers.proxy import AxesProxyHandler
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.people.models import Person


class Backend:
    """Checks name and password of an active account."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None
    ) -> Person | None:
        """The person, or ``None``. An unknown name costs as much time as a wrong password."""
        if not username or not password:
            return None
        person = Person.objects.filter(username=username.strip().lower()).first()
        if person is None:
            Person().set_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        """The account behind a session; a closed account has none."""
        return Person.objects.select_related("agency").filter(pk=user_id, is_active=True).first()


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, *args: object, **kw: object
) -> HttpResponse:
    """The page after too many failures: what happened and when to try again."""
    sentence = _(
        "Too many wrong passwords in a row. This account is locked for {minutes} minutes; "
        "after that you can try again. If it was not you, tell the system administrator."
    ).format(minutes=settings.GONGKAI_LOCK_MINUTES)
    page = TemplateResponse(request, "refusal.html", {"sentence": sentence, "citation": None}, status=429)
    page.render()
    return page


def _cipher() -> Fernet:
    key = hashlib.sha256(b"totp" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def new_secret() -> str:
    """A fresh secret for an authenticator app."""
    return str(pyotp.random_base32())


def seal(secret: str) -> str:
    """The secret as it is stored."""
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The secret again; ``None`` when it was sealed under another key."""
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def qr(address: str) -> SafeString:
    """The code an authenticator app reads, as SVG drawn here: no other host learns the secret."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=2, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - segno's own drawing; the address is only in its modules


def address_for_app(person: Person, secret: str) -> str:
    """What the QR code tells the authenticator app."""
    app = pyotp.TOTP(secret)
    return str(app.provisioning_uri(name=person.username, issuer_name=person.agency.short_name))


def code_fits(secret: str, code: str, last_step: int = 0) -> int | None:
    """The time step the code belongs to, or ``None``; a step used before does not count again."""
    now = int(clock.now().timestamp())
    for drift in (0, -1, 1):
        step = now // 30 + drift
        if step > last_step and pyotp.TOTP(secret).at(step * 30) == code.strip().replace(" ", ""):
            return step
    return None


def check_code(person: Person, code: str) -> bool:
    """Checks a one-time password and marks it used (compare-and-set: twice at once passes once)."""
    secret = unseal(person.totp_secret)
    if secret is None:
        return False
    step = code_fits(secret, code, person.totp_last_step)
    if step is None:
        return False
    return bool(Person.objects.filter(pk=person.pk, totp_last_step__lt=step).update(totp_last_step=step))


def is_open(request: HttpRequest, username: str) -> bool:
    """Whether the account may be tried from here now: it is not locked."""
    return bool(AxesProxyHandler.is_allowed(request, {"username": username}))


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong one-time password counts like a wrong password; the lock-out page follows by itself."""
    AxesProxyHandler.user_login_failed(__name__, {"username": username}, request)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration, shown on the sign-in page."""

    username: str
    password: str
    name: str
    part: str


def demo_accounts() -> list[DemoAccount]:
    """The accounts of ``demonstration-accounts.json``; none unless the data folder is marked a demonstration."""
    folder = Path(settings.DATA_DIR)
    try:
        if not (folder / "demonstration").exists():
            return []
        rows = json.loads((folder / "demonstration-accounts.json").read_text(encoding="utf-8"))
        return [
            DemoAccount(**{key: str(row[key]) for key in ("username", "password", "name", "part")})
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
