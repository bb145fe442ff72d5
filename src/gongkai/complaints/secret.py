"""The secret codes of matters and the marks of reporters (see ``core.secret_codes``)."""

from __future__ import annotations

from gongkai.core import secret_codes
from gongkai.core.secret_codes import LONGEST_TOKEN, new_token, plain

__all__ = ["LONGEST_TOKEN", "code_of", "digest_of", "fits", "mark_of", "new_token", "plain"]

_KIND = "matter"


def code_of(token: str) -> str:
    """The code that belongs to a form's token."""
    return secret_codes.code_of(_KIND, token)


def digest_of(number: str, code: str) -> str:
    """What is stored of the code."""
    return secret_codes.digest_of(_KIND, number, code)


def fits(number: str, code: str, digest: str) -> bool:
    """Whether this is the matter's code."""
    return secret_codes.fits(_KIND, number, code, digest)


def mark_of(telephone: str) -> str:
    """What finds the caller's earlier matters: the telephone's figures alone, without a country code."""
    figures = "".join(sign for sign in telephone if sign.isascii() and sign.isdigit())
    return secret_codes.mark_of("reporter", figures.removeprefix("86") if len(figures) > 11 else figures)
