"""Accounts: opened, closed, opened again; passwords and one-time passwords."""

from __future__ import annotations

import re

from axes.utils import reset as forget_failures
from django.db import IntegrityError, transaction
from django.db.models import Q

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people import access, sign_in
from gongkai.people.actions import base
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Agency, Appointment, Delegation, Person

OPENED = ledger.verb("people.account.opened", N_("{actor} opened an account for {person}"))
CLOSED = ledger.verb(
    "people.account.closed", N_("{actor} closed the account of {person}; {posts} posts ended")
)
REOPENED = ledger.verb("people.account.reopened", N_("{actor} opened the account of {person} again"))
RESET = ledger.verb("people.account.password_reset", N_("{actor} gave {person} a new password"))
CHANGED = ledger.verb("people.account.password_changed", N_("{actor} changed the own password"))
TOTP_ON = ledger.verb("people.account.totp_on", N_("{actor} switched the second step of signing in on"))
TOTP_OFF = ledger.verb("people.account.totp_off", N_("{actor} switched the second step of signing in off"))

USERNAME = re.compile(r"[a-z][a-z0-9_-]{1,39}")


def open_account(
    *, actor: StaffActor, agency_id: int, username: str, name: str, password: str, email: str = ""
) -> Person:
    """Opens an account without any post. The password is the first one and must be changed."""
    doing = access.acting(actor, "keep_accounts", agency_id)
    key = username.strip().lower()
    if not USERNAME.fullmatch(key):
        raise Invalid(
            say(
                "A user name has 2 to 40 small letters, digits, “-” or “_” and begins with a letter; "
                "“{value}” was given.",
                value=username.strip(),
            ),
            field="username",
        )
    person = Person(
        username=key,
        name=base.given(name, say("Give the person's name."), "name", 60),
        email=base.email(email),
        agency_id=agency_id,
        must_change_password=True,
        opened_at=clock.now(),
    )
    base.check_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            agency = base.take(Agency, agency_id)
            if agency.closed_on is not None:
                raise Refusal(say("The agency is closed; accounts are opened in an open one."))
            person.save(force_insert=True)
            _tell(OPENED, person, doing)
    except IntegrityError as error:
        raise Invalid(
            say("The user name “{value}” is taken. Choose another.", value=key), field="username"
        ) from error
    return person


def close_account(*, actor: StaffActor, person_id: int, reason: str) -> None:
    """Closes an account: no more signing in, its posts end today. Nothing the person did is touched."""
    with transaction.atomic():
        person = base.take(Person, person_id)
        doing = access.acting(actor, "keep_accounts", person.agency_id)
        why = base.given(reason, say("Say why the account is closed."), "reason", 200)
        if person.pk == actor.person_id:
            raise Refusal(say("Nobody closes their own account. Another system administrator has to do it."))
        if not person.is_active:
            return
        today = clock.today()
        with base.keeping_the_three():
            person.is_active = False
            person.save(update_fields=["is_active"])
            ended = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), person=person)
            posts = ended.update(ends_on=today)
            Delegation.objects.filter(
                Q(ended_early_on__isnull=True) | Q(ended_early_on__gt=today),
                deputy=person,
                ends_on__gte=today,
            ).update(ended_early_on=today)
        _tell(CLOSED, person, doing, why, posts=posts)


def reopen_account(*, actor: StaffActor, person_id: int, password: str, reason: str) -> None:
    """Opens a closed account again, with a first password and without posts."""
    with transaction.atomic():
        person = base.take(Person, person_id)
        doing = access.acting(actor, "keep_accounts", person.agency_id)
        why = base.given(reason, say("Say why the account is opened again."), "reason", 200)
        if person.is_active:
            return
        base.check_password(password, person)
        person.is_active = True
        _first_password(person, password)
        _tell(REOPENED, person, doing, why)


def reset_password(*, person_id: int, password: str, actor: StaffActor | ledger.System) -> None:
    """Gives an account a password to be changed at the next sign-in; ends its sessions, lock and second step.

    By the system administrator, or by the operator of the machine (``ledger.System()``).
    """
    with transaction.atomic():
        person = base.take(Person, person_id)
        doing: ledger.Actor = ledger.System(person.agency.code)
        if isinstance(actor, StaffActor):
            access.may_reset(actor, person, roles_of(person)).require()
            doing = access.acting(actor, "keep_accounts", person.agency_id)
        if not person.is_active:
            raise Refusal(say("The account is closed. Open it again first."))
        base.check_password(password, person)
        _first_password(person, password)
        _tell(RESET, person, doing)
    forget_failures(username=person.username)


def change_own_password(*, actor: StaffActor, old: str, new: str) -> Person:
    """Changes one's own password; the sessions elsewhere end."""
    with transaction.atomic():
        person = base.take(Person, actor.person_id)
        if not person.check_password(old):
            raise Invalid(say("This is not your present password."), field="old")
        if old == new:
            raise Invalid(say("The new password is the old one. Choose another."), field="new")
        base.check_password(new, person, "new")
        person.set_password(new)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        _tell(CHANGED, person, actor)
    return person


def switch_totp_on(*, actor: StaffActor, secret: str, code: str) -> None:
    """Switches the one-time password on, once a code shows that the app has the secret."""
    step = sign_in.code_fits(secret, code)
    if step is None:
        raise Invalid(
            say(
                "The code does not fit. Wait for the next one, and check that the clock of the phone is right."
            ),
            field="code",
        )
    with transaction.atomic():
        switched = Person.objects.filter(pk=actor.person_id, totp_secret="").update(
            totp_secret=sign_in.seal(secret), totp_last_step=step
        )
        if not switched:
            raise Conflict(
                say("The second step is switched on already. Switch it off first to use another app.")
            )
        _tell(TOTP_ON, base.take(Person, actor.person_id), actor)


def switch_totp_off(*, actor: StaffActor, password: str, code: str) -> None:
    """Switches the one-time password off, against password and code."""
    with transaction.atomic():
        person = base.take(Person, actor.person_id)
        if not person.totp_secret:
            return
        if not person.check_password(password):
            raise Invalid(say("This is not your present password."), field="password")
        if not sign_in.check_code(person, code):
            raise Invalid(
                say("The code does not fit, or was used before. Wait for the next one."), field="code"
            )
        person.totp_secret = ""
        person.save(update_fields=["totp_secret"])
        _tell(TOTP_OFF, person, actor)


def roles_of(person: Person) -> set[str]:
    """The roles of the person's own posts, today and from a later day on."""
    today = clock.today()
    rows = Appointment.objects.filter(current_on(today) | Q(begins_on__gt=today), person=person)
    return {role for roles in rows.values_list("post__roles", flat=True) for role in roles}


def _first_password(person: Person, password: str) -> None:
    person.set_password(password)
    person.must_change_password = True
    person.totp_secret = ""
    person.save(update_fields=["password", "must_change_password", "totp_secret", "is_active"])


def _tell(kind: ledger.Verb, person: Person, actor: ledger.Actor, reason: str = "", **data: object) -> None:
    ledger.record(
        kind,
        subject=("people.person", person.pk),
        actor=actor,
        data=data,
        private={"person": person.name},
        reason=reason,
    )
