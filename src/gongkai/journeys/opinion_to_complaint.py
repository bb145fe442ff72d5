"""An opinion that is really a complaint goes on as a matter of the complaints desk (意见转诉求), its author told.

Two rooms write, in one transaction: a matter begins with the words, the files and how to reach the author, and the
opinion keeps its number and the code. The files are copied, sealed there as here. The author reads both
with the opinion's own reference and code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.complaints import actions as complaints
from gongkai.complaints.actions import Report, Submitted
from gongkai.complaints.actions.checking import LONGEST_CONTACT
from gongkai.complaints.actions.files import Upload, erase_bytes
from gongkai.complaints.identity import Contact
from gongkai.complaints.queries.links import LinkKind
from gongkai.consultations.actions import attaching
from gongkai.consultations.actions.answering import note_passed_on
from gongkai.consultations.authors import Author
from gongkai.consultations.queries import documents, opinions
from gongkai.core import ledger, secret_codes
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor

#: Signs of the title a matter gets from the opinion's words.
TITLE = 60


def pass_on(*, document_id: int, opinion_id: int, actor: StaffActor, kind: str) -> Submitted:
    """Begins the matter of the ``kind`` the complaints room knows.

    Raises ``NotAllowed`` for whoever does not handle the opinions, ``Refusal`` when it went there before.
    """
    with transaction.atomic(), _no_copies_left_over() as kept:
        ledger.take_turn()
        found = documents.document(actor, document_id)
        row = opinions.opinion(found, opinion_id) if found else None
        if found is None or row is None:
            raise NotAllowed(say("There is no such opinion, or your posts do not show it to you."))
        if row.passed_on:
            raise Refusal(say("This opinion was passed on before, as {number}.", number=row.passed_on))
        words, author = opinions.words_of(row), opinions.author_of(row)
        begun = complaints.submit(
            agency_id=found.agency_id,
            actor=None,
            report=Report(
                title=" ".join(words.split())[:TITLE],
                text=words,
                contact=_contact(author),
                kind=kind,
                channel="transfer",
            ),
            token=f"opinion-{secret_codes.new_token()}",
            files=[Upload(each.source, each.name) for each in attaching.copies(row)],
        )
        kept += [each.key for each in begun.matter.files.all()]
        note_passed_on(
            document_id=found.pk, actor=actor, opinion_id=row.pk, number=begun.matter.number, code=begun.code
        )
        complaints.note_origin(
            matter=begun.matter, number=row.reference, actor=actor, kind=LinkKind.FROM_OPINION
        )
    return begun


def _contact(author: Author) -> Contact:
    """How to reach the author: what is too long for a telephone number is an address."""
    if len(author.contact) > LONGEST_CONTACT["telephone"]:
        return Contact(author.name, "", author.email, author.contact)
    return Contact(author.name, author.contact, author.email, "")


@contextmanager
def _no_copies_left_over() -> Iterator[list[str]]:
    """Where the deed fails after the files were sealed for the matter, its rows go, and their bytes with them."""
    kept: list[str] = []
    try:
        yield kept
    except BaseException:
        erase_bytes(kept)
        raise
