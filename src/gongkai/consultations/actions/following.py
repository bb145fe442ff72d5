"""Following consultations by e-mail (邮件订阅): asking for it, confirming it, leaving. Before, nothing is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.consultations import followers
from gongkai.consultations.followers import Wish
from gongkai.consultations.models import Follower
from gongkai.consultations.queries import following as reads
from gongkai.core import clock, ledger, mail
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people import directory
from gongkai.people.models import Agency

CONFIRMED = ledger.verb(
    "consultations.follower.confirmed", N_("Somebody asked to be told of consultations by e-mail")
)
LEFT = ledger.verb(
    "consultations.follower.left", N_("Somebody wants to be told of consultations by e-mail no longer")
)
LONGEST_EMAIL = 120


def ask(wish: Wish) -> None:
    """Sends the message with the link that confirms the wish. It changes no record, so the ledger is told nothing.

    The same whether the address follows already or not: only its owner is told. Raises ``Refusal`` where no message
    can be sent, ``Invalid`` naming the field.
    """
    if not reads.offered():
        raise Refusal(say("No e-mail can be sent from here at present."))
    if not wish.email or len(wish.email) > LONGEST_EMAIL:
        raise Invalid(say("This is no e-mail address. Write it as name@example.com."), field="email")
    with transaction.atomic():
        agency = _agency(wish.agency)
        known = reads.following(followers.mark_of(wish.email), agency)
        with translation.override(wish.language):
            title, text = _known(known) if known else _asked(wish, agency)
        mail.queue(to=wish.email, title=title, text=text, subject=(reads.SUBJECT, wish.agency))


def _asked(wish: Wish, agency: Agency | None) -> tuple[str, str]:
    text = _(
        "Somebody, probably you, asked that this address be told of drafts open for opinions: {whose}.\n\nIf it was "
        "you, open this page and confirm it within two days:\n{address}\n\nIf it was not you, do nothing: nothing was "
        "kept."
    )
    address = address_of("portal:consultation_follow_confirm", followers.seal_wish(wish))
    return _("Confirm that you want to be told of drafts"), text.format(whose=whose(agency), address=address)


def _known(found: Follower) -> tuple[str, str]:
    text = _(
        "Somebody, probably you, asked that this address be told of drafts open for opinions: {whose}.\n\nIt is told "
        "of them already; there is nothing to do. To get no more messages, open:\n{address}"
    )
    address = address_of("portal:consultation_leave", followers.leave_key(found.pk))
    return _("You are told of drafts already"), text.format(whose=whose(found.agency), address=address)


def whose(agency: Agency | None) -> str:
    """Whose drafts they are, in words."""
    return agency.name if agency else _("those of every agency")


def address_of(name: str, key: str) -> str:
    """A page of this site as a message names it, in the language that is active."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=[key])}"


def _agency(code: str) -> Agency | None:
    if not code:
        return None
    agency = directory.agency(code)
    if agency is None or agency.closed_on is not None:
        raise Invalid(say("Choose it from the list."), field="agency")
    return agency


def confirm(token: str) -> Follower:
    """Keeps whoever confirms with the link, once. Raises ``Refusal`` for a link that holds no more."""
    wish = followers.read_wish(token)
    if wish is None:
        raise Refusal(say("This link holds no more. Ask for a new one."))
    mark = followers.mark_of(wish.email)
    with transaction.atomic():
        ledger.take_turn()
        agency = _agency(wish.agency)
        before = reads.following(mark, agency)
        if before is not None:
            return before
        made = Follower.objects.create(
            agency=agency,
            address=followers.seal_address(mark, wish.email),
            mark=mark,
            language=wish.language,
            since=clock.now(),
        )
        _tell(CONFIRMED, made)
    return made


def leave(key: str) -> Follower:
    """Forgets the address: the row stays and says nothing of whose it was. Left twice it is left.

    Raises ``Refusal`` for a key that was not made here.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = reads.by_leave_key(key)
        if found is None:
            raise Refusal(say("This link holds no more. Ask for a new one."))
        gone = Follower.objects.filter(pk=found.pk, left_at__isnull=True)
        if gone.update(address="", mark="", left_at=clock.now()):
            _tell(LEFT, found)
    return found


def _tell(kind: ledger.Verb, found: Follower) -> None:
    code = found.agency.code if found.agency else ""
    ledger.record(kind, subject=(reads.SUBJECT, found.pk), actor=ledger.System(code), data={"agency": code})
