"""What the room's deeds share: taking a row in hand, comparing, and the rule of the three administrators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model, Q

from gongkai.core import clock
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.text import Text, say
from gongkai.people import access, queries
from gongkai.people.models import Agency, Appointment, Delegation, Person
from gongkai.people.roles import ADMINISTRATORS, BY_KEY

Row = TypeVar("Row", bound=Model)

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,39}")
ORGANISATION_CODE = re.compile(r"[0-9A-Z]{9}")
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def take(kind: type[Row], number: int) -> Row:
    """The row, locked for this transaction; refused when there is none."""
    row = kind._default_manager.select_for_update(no_key=True).filter(pk=number).first()  # noqa: SLF001 - Django's way
    if row is None:
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    return row


def same(row: Agency | Model, seen: str | None) -> None:
    """``Conflict`` when the row is no longer what the person saw (``seen``: ``queries.stamp`` of that)."""
    if seen is not None and queries.stamp(row) != seen:
        raise Conflict


def given(value: str, sentence: Text, field: str, longest: int) -> str:
    """``value`` without surrounding space; ``Invalid`` with ``sentence`` when empty, or when it is too long."""
    text = " ".join(value.split())
    if not text:
        raise Invalid(sentence, field=field)
    return short(text, field, longest)


def short(value: str, field: str, longest: int) -> str:
    """``value`` without surrounding space, at most ``longest`` characters."""
    text = value.strip()
    if len(text) > longest:
        raise Invalid(say("Use at most {longest} characters here.", longest=longest), field=field)
    if "\x00" in text:
        raise Invalid(say("There is an invisible character in the text. Type it again."), field=field)
    return text


def code(value: str, field: str = "code") -> str:
    """A short code of letters, digits and hyphens."""
    text = value.strip()
    if not CODE.fullmatch(text):
        raise Invalid(
            say(
                "A code has 2 to 40 letters, digits or hyphens and begins with a letter or digit; "
                "“{value}” was given.",
                value=text,
            ),
            field=field,
        )
    return text


def organisation_code(value: str) -> str:
    """The organisation code without its hyphen, or nothing."""
    text = value.strip().replace("-", "").upper()
    if text and not ORGANISATION_CODE.fullmatch(text):
        raise Invalid(
            say("An organisation code has 9 digits or capital letters; “{value}” was given.", value=value),
            field="organisation_code",
        )
    return text


def credit_code(value: str) -> str:
    """The unified social credit code, or nothing."""
    text = value.strip().upper()
    if text and not CREDIT_CODE.fullmatch(text):
        raise Invalid(
            say(
                "A unified social credit code has 18 digits or capital letters; “{value}” was given.",
                value=value,
            ),
            field="credit_code",
        )
    return text


def email(value: str) -> str:
    """A mail address, or nothing."""
    text = short(value, "email", 254)
    try:
        if text:
            validate_email(text)
    except ValidationError as error:
        raise Invalid(say("“{value}” is not a mail address.", value=text), field="email") from error
    return text


def roles(keys: Iterable[str]) -> list[str]:
    """Known roles in their usual order; refused when two administrators would be one post."""
    wanted = set(keys)
    unknown = wanted - set(BY_KEY)
    if unknown:
        raise Invalid(say("There is no role “{role}”.", role=sorted(unknown)[0]), field="roles")
    answer = access.two_administrators(wanted, ())
    if not answer:
        raise Invalid(answer.reason or "", field="roles")
    return [key for key in BY_KEY if key in wanted]


def check_password(password: str, person: Person, field: str = "password") -> None:
    """``Invalid`` with every rule the password breaks."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(
            Text(" ".join(error.messages).replace("{", "{{").replace("}", "}}")), field=field
        ) from error


def overlapping(begins_on: date, ends_on: date | None) -> Q:
    """Rows with ``begins_on`` and ``ends_on`` that share a day with this time."""
    shared = Q(ends_on__isnull=True) | Q(ends_on__gte=begins_on)
    return shared & Q(begins_on__lte=ends_on) if ends_on else shared


def check_one_administrator(
    new_roles: Iterable[str],
    person_id: int,
    begins_on: date,
    ends_on: date | None,
    *,
    without_post: int | None = None,
) -> None:
    """Refused when the person would be two of the three administrators at any time between the two days."""
    own = Appointment.objects.filter(overlapping(begins_on, ends_on), person_id=person_id)
    stood_in = Delegation.objects.filter(
        overlapping(begins_on, ends_on),
        Q(ended_early_on__isnull=True) | Q(ended_early_on__gt=begins_on),
        deputy_id=person_id,
    )
    if without_post is not None:
        own = own.exclude(post_id=without_post)
        stood_in = stood_in.exclude(appointment__post_id=without_post)
    held = [
        *own.values_list("post__roles", flat=True),
        *stood_in.values_list("appointment__post__roles", flat=True),
    ]
    answer = access.two_administrators(new_roles, {role for each in held for role in each})
    if not answer:
        raise Refusal(answer.reason or "")


def _administered(after: date) -> frozenset[str]:
    """The administrator roles somebody holds in the host agency beyond the day ``after``."""
    rows = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=after),
        person__is_active=True,
        post__closed_on__isnull=True,
        post__unit__agency__is_host=True,
    ).values_list("post__roles", flat=True)
    return ADMINISTRATORS & {role for each in rows for role in each}


@contextmanager
def keeping_the_three(after: date | None = None) -> Iterator[None]:
    """Refuses the deed inside when it would leave the installation without one of its three administrators."""
    day = after or clock.today()
    # Two deeds at once would each see the other's administrator still there: the host agency's row is the queue.
    list(Agency.objects.select_for_update(no_key=True).filter(is_host=True).values_list("pk"))
    before = _administered(day)
    yield
    lost = before - _administered(day)
    if lost:
        raise Refusal(
            say(
                "After this nobody would be {role}, and nobody could mend that here. "
                "Appoint a successor first, then do this again.",
                role=Text(BY_KEY[sorted(lost)[0]].label),
            )
        )
