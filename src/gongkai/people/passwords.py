"""Password rules beyond Django's own."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class KindsOfCharacter:
    """At least ``kinds`` of: small letters, capitals, digits, signs (law.md i: a typical value, configuration)."""

    def __init__(self, kinds: int = 3) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: object = None) -> None:
        """Raises ``ValidationError`` when there are too few kinds."""
        found = sum(
            (
                any(c.islower() for c in password),
                any(c.isupper() for c in password),
                any(c.isdigit() for c in password),
                any(not c.isalnum() for c in password),
            )
        )
        if found < self.kinds:
            raise ValidationError(self.get_help_text(), code="too_few_kinds")

    def get_help_text(self) -> str:
        """What to do, as a sentence."""
        return _(
            "The password needs at least {kinds} of these: small letters, capital letters, digits, signs."
        ).format(kinds=self.kinds)


#: Letters and digits nobody mistakes for one another when a password is read from paper.
_SMALL, _CAPITAL, _DIGITS, _SIGNS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+=%"


def strong(length: int = 16) -> str:
    """A random password of ``length`` characters with every kind of character, easy to copy from paper."""
    while True:
        made = "".join(secrets.choice(_SMALL + _CAPITAL + _DIGITS + _SIGNS) for _each in range(length))
        if (
            all(set(made) & set(kind) for kind in (_SMALL, _CAPITAL, _DIGITS, _SIGNS))
            and made[0] not in _SIGNS
        ):
            return made
