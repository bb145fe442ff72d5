"""Coming and going: sign-ins, sign-outs and lock-outs are events of the ledger (网络安全法 第二十一条)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from gongkai.core import ledger
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.models import Person

SIGNED_IN = ledger.verb("people.session.signed_in", N_("{actor} signed in"))
SIGNED_OUT = ledger.verb("people.session.signed_out", N_("{actor} signed out"))
LOCKED_OUT = ledger.verb(
    "people.session.locked_out",
    N_("The sign-in of {person} was locked for {minutes} minutes after wrong passwords"),
)


def note_sign_in(*, actor: StaffActor, address: str, second_step: bool) -> None:
    """Records a sign-in; the network address stands beside the chain."""
    _record(SIGNED_IN, actor.person_id, actor, {"second_step": second_step}, {"address": address})


def note_sign_out(*, actor: StaffActor) -> None:
    """Records a sign-out."""
    _record(SIGNED_OUT, actor.person_id, actor, {}, {})


def note_lock_out(*, username: str, address: str) -> None:
    """Records that an account was locked. An unknown name is not kept: it may be a password typed in the wrong box."""
    person = Person.objects.select_related("agency").filter(username=username).first()
    actor = ledger.System(person.agency.code if person else "")
    private = {"address": address, "person": person.name if person else "—"}
    _record(
        LOCKED_OUT, person.pk if person else 0, actor, {"minutes": settings.GONGKAI_LOCK_MINUTES}, private
    )


def _record(
    kind: ledger.Verb, person_id: int, actor: ledger.Actor, data: dict[str, object], private: dict[str, str]
) -> None:
    with transaction.atomic():
        ledger.record(kind, subject=("people.person", person_id), actor=actor, data=data, private=private)
