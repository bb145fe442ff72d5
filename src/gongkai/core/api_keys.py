"""Keys for programs that write (API 密钥): shown once, kept as a digest, revoked and never deleted.

A key is ``gk_`` + 8 signs that may be shown (its prefix) + 48 signs that may not. Only an HMAC-SHA-256 of the whole,
under a key made from the installation's field key, is stored: whoever copies the database has no key that works, and
cannot even try guesses on it without the secrets folder.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from gongkai.core import clock, ledger
from gongkai.core.models import ApiKey
from gongkai.core.refusals import Conflict, Invalid
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say

OPEN311_WRITE = "open311:write"
WORK_ORDERS = "work-orders"
#: What a key can be good for, and what that means.
SCOPES = {
    OPEN311_WRITE: N_("report matters through Open311"),
    WORK_ORDERS: N_("hand in the city's work orders and read how each stands"),
}
#: Longest name, in characters.
LONGEST_NAME = 80

_KEY = re.compile(r"(gk_[0-9a-f]{8})_[0-9a-f]{48}")
_PREFIX = re.compile(r"gk_[0-9a-f]{8}")
_NAME = re.compile(r"[^\x00-\x1f\x7f]+")

CREATED = ledger.verb("core.api_key.created", N_("{actor} created the API key “{name}” ({prefix})"))
REVOKED = ledger.verb("core.api_key.revoked", N_("{actor} revoked the API key “{name}” ({prefix})"))


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it may be shown. ``agency`` is the code of the agency it writes for."""

    pk: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    agency: str
    created_at: datetime
    created_by: int | None
    revoked_at: datetime | None
    last_used_on: date | None


def create(
    *, name: str, actor: ledger.Actor, agency: str, scopes: Sequence[str] = (OPEN311_WRITE,)
) -> tuple[Key, str]:
    """Makes a key and gives its record and the key itself, which can never be read again.

    Raises ``Invalid`` where the name is taken, empty or too long, or a scope is unknown.
    """
    name = name.strip()
    _check(name, scopes)
    prefix = f"gk_{secrets.token_hex(4)}"
    key = f"{prefix}_{secrets.token_hex(24)}"
    with transaction.atomic():
        ledger.take_turn()  # so that two with one name come one after the other
        if ApiKey.objects.filter(name=name, revoked_at__isnull=True).exists():
            raise Invalid(
                say(
                    "There is an API key “{name}” already. Choose another name, or revoke that one first.",
                    name=name,
                ),
                field="name",
            )
        row = ApiKey.objects.create(
            name=name,
            prefix=prefix,
            digest=_digest(key),
            scopes=sorted(set(scopes)),
            agency=agency,
            created_at=clock.now(),
            created_by=actor.person_id,
        )
        ledger.record(
            CREATED,
            subject=("core.api_key", row.pk),
            actor=actor,
            data={"name": name, "prefix": prefix, "scopes": row.scopes, "agency": agency},
        )
    return _shown(row), key


def _check(name: str, scopes: Sequence[str]) -> None:
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or _PREFIX.fullmatch(name):
        raise Invalid(
            say(
                "“{name}” cannot be the name of an API key: write who uses it, in 1 to {limit} characters.",
                name=name[:LONGEST_NAME],
                limit=LONGEST_NAME,
            ),
            field="name",
        )
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise Invalid(
            say(
                "An API key cannot be for “{scope}”. Possible are: {known}.",
                scope=unknown[0] if unknown else "",
                known=", ".join(SCOPES),
            ),
            field="scope",
        )


def check(given: str, scope: str) -> Key | Refused:
    """The key behind what a program sent, if it may do ``scope``; else the reason it may not.

    Wrong keys cost what right ones do: one row by the prefix, one comparison in constant time.
    """
    if not given:
        return Refused(
            say("The API key is missing: send it as api_key. The operator of this site gives keys.")
        )
    match = _KEY.fullmatch(given)
    row = ApiKey.objects.filter(prefix=match[1]).first() if match else None
    stored = row.digest if row is not None else "0" * 64
    if not hmac.compare_digest(stored, _digest(given)) or row is None:
        return Refused(
            say("This API key is not known here. Look for a slip in it, or ask the operator for a new one.")
        )
    if row.revoked_at is not None:
        return Refused(
            say(
                "This API key was revoked on {moment}. Ask the operator for a new one.", moment=row.revoked_at
            )
        )
    if scope not in row.scopes:
        return Refused(say("This API key is not for {scope}. Ask the operator for one that is.", scope=scope))
    _note_use(row)
    return _shown(row)


def _note_use(row: ApiKey) -> None:
    """Notes the day, so that forgotten keys are found; a write a day at most."""
    today = clock.today()
    if row.last_used_on is None or row.last_used_on < today:
        ApiKey.objects.filter(Q(last_used_on__lt=today) | Q(last_used_on__isnull=True), pk=row.pk).update(
            last_used_on=today
        )


def revoke(*, which: str, actor: ledger.Actor, reason: str) -> Key:
    """Revokes the key of that name or prefix. Raises ``Invalid`` where there is none or no reason, ``Conflict``
    where another was quicker."""
    if not reason.strip():
        raise Invalid(say("Say why the API key is revoked; the ledger keeps the reason."), field="reason")
    with transaction.atomic():
        ledger.take_turn()
        row = _named(which.strip())
        changed = ApiKey.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=clock.now())
        if not changed:
            raise Conflict
        ledger.record(
            REVOKED,
            subject=("core.api_key", row.pk),
            actor=actor,
            data={"name": row.name, "prefix": row.prefix},
            reason=reason.strip(),
        )
    row.refresh_from_db()
    return _shown(row)


def _named(which: str) -> ApiKey:
    # A NUL is no part of any name, and PostgreSQL would not even look for it.
    found = list(ApiKey.objects.filter(Q(name=which) | Q(prefix=which))) if "\0" not in which else []
    live = [row for row in found if row.revoked_at is None]
    if live:
        return live[0]
    if found:
        last = max(row.revoked_at for row in found if row.revoked_at is not None)
        raise Invalid(
            say("The API key “{which}” was revoked already, on {moment}.", which=which, moment=last)
        )
    raise Invalid(
        say("There is no API key “{which}”. gongkai api-key list shows the names and prefixes.", which=which)
    )


def all_keys() -> list[Key]:
    """Every key there ever was, the newest first."""
    return [_shown(row) for row in ApiKey.objects.order_by("-created_at", "-pk")]


def _shown(row: ApiKey) -> Key:
    return Key(
        pk=row.pk,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        agency=row.agency,
        created_at=row.created_at,
        created_by=row.created_by,
        revoked_at=row.revoked_at,
        last_used_on=row.last_used_on,
    )


def _digest(key: str) -> str:
    installation = hashlib.sha256(b"gongkai api key" + settings.GONGKAI_FIELD_KEY.encode()).digest()
    return hmac.new(installation, key.encode(errors="replace"), hashlib.sha256).hexdigest()
