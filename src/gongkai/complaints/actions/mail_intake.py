"""The mailbox (公开电子信箱): a mail becomes a matter, or a supplement to the matter it is about.

Every mail is somebody's words to the agency, so none is lost: what cannot be added to an earlier matter becomes a new
one. Number and code go to the address the mail came from and to no other; whoever forges a sender opens a matter in
that name and learns nothing of it.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.complaints import house, identity, secret
from gongkai.complaints.actions import mail_answers as answers
from gongkai.complaints.actions.beside import add_words
from gongkai.complaints.actions.files import MOST_FILES, PHOTOS, Upload
from gongkai.complaints.actions.intake import Report, submit
from gongkai.complaints.identity import Contact
from gongkai.complaints.models import Matter, Reporter
from gongkai.complaints.people import ReporterActor
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, intake, mailbox, photos
from gongkai.core.mailbox import Attachment, Fetched, Message, Outcome
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render
from gongkai.domain.complaints import OPEN
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency

log = logging.getLogger(__name__)

#: Characters of a mail that stand in the matter itself; a longer one is kept whole as a file.
LONGEST = 3600
LONGEST_TITLE, LONGEST_NAME = 200, 60
#: Words of the mail programs before a subject.
_BEFORE = re.compile(r"^(?:\s*(?:re|fw|fwd|回复|答复|转发|回覆|轉寄)\s*[:：])+\s*", re.IGNORECASE)
#: A matter's number in a subject, as ``numbers.next_number`` writes it.
_NUMBER = re.compile(r"([0-9A-Z]{2,20})\s*[-－—]\s*T\s*[-－—]\s*(\d{4})\s*[-－—]\s*(\d{5,})", re.IGNORECASE)
_CHINESE = re.compile("[一-鿿]")


def run() -> Fetched | None:
    """The periodic job: looks into the mailbox, where one is configured."""
    if not mailbox.configured():
        return None
    return mailbox.fetch(handle, refuse=refuse)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a mail's files, and what is said of those that are not."""

    files: list[Upload]
    notes: list[Text]


def handle(message: Message) -> Outcome:
    """What becomes of one mail: ``filed``, ``supplement`` or ``ignored``. Part of ``mailbox.fetch``; idempotent.

    Raises ``Refusal`` where no agency takes matters here: then the mail is put away and tried again by hand.
    """
    if message.auto or _our_own(message.sender_address):
        return Outcome("ignored")
    agency = Agency.objects.filter(is_host=True, closed_on__isnull=True).first()
    if agency is None:
        raise Refusal(say("No agency takes matters here. Name the host agency, then move the mail back."))
    with transaction.atomic(), translation.override("zh-hans"):
        about = _about(agency, message)
        if about is not None and about.state in OPEN:
            return _supplement(about, message)
        return _matter(agency, message, about)


def refuse(message: Message, reason: Text) -> Outcome:
    """A mail that is too large: its sender is told, unless a machine wrote it."""
    if not message.auto and not _our_own(message.sender_address):
        answers.tell_refused(message, reason, language(message.subject))
    return Outcome("refused")


def _our_own(address: str) -> bool:
    """Whether the mail comes from ourselves: an answer to an answer would never end."""
    own = re.search(r"[^\s<>]+@[^\s<>]+", settings.DEFAULT_FROM_EMAIL)
    return own is not None and address.casefold() == own[0].casefold()


def language(text: str) -> str:
    """The language in which the sender is answered."""
    return "zh-hans" if not text.strip() or _CHINESE.search(text) else "en"


def token_of(message_id: str, address: str) -> str:
    """The token under which a mail is taken in: a later mail of the same sender finds it by ``In-Reply-To``."""
    return "mail-" + hashlib.sha256(f"{message_id}\0{address.casefold()}".encode()).hexdigest()[:56]


def _about(agency: Agency, message: Message) -> Matter | None:
    """The matter the mail is about, if it is the sender's own: by the number in the subject, or by what it answers."""
    address = message.sender_address
    if not address:
        return None
    found = [
        Matter.objects.filter(agency=agency, number=f"{mark}-T-{year}-{serial}".upper()).first()
        for mark, year, serial in _NUMBER.findall(message.subject)
    ]
    if message.in_reply_to:
        found.append(
            Matter.objects.filter(agency=agency, token=token_of(message.in_reply_to, address)).first()
        )
    return next((each for each in found if each is not None and _of(each, address)), None)


def _of(matter: Matter, address: str) -> bool:
    """Whether the reporter of the matter writes from this address."""
    contact = identity.read(Reporter.objects.filter(matter=matter).first())
    return bool(contact.email) and contact.email.casefold() == address.casefold()


def _supplement(matter: Matter, message: Message) -> Outcome:
    kept = _kept(message.attachments)
    words = _words(message, kept, _without_code(message.text, matter))
    add_words(
        matter_id=matter.pk,
        actor=ReporterActor(matter.pk, matter.agency.code),
        text=words.text,
        files=[_File(each.source, each.name) for each in words.files],
    )
    answers.tell_added(matter, message, language(message.text or message.subject))
    return Outcome("supplement", subject_of(matter))


@dataclass(frozen=True, slots=True)
class _File:
    """A file as ``add_words`` takes it."""

    file: BinaryIO
    name: str


def _without_code(text: str, matter: Matter) -> str:
    """People answer with our mail below their words: the secret code does not come along."""
    code = secret.code_of(matter.token or "")
    return text.replace(code, "*" * len(code)).replace(code.replace("-", ""), "*" * (len(code) - 1))


def _matter(agency: Agency, message: Message, before: Matter | None) -> Outcome:
    kept = _kept(message.attachments)
    words = _words(message, kept, _without_code(message.text, before) if before else message.text)
    text = words.text
    if before is not None:
        text += "\n\n" + _("(The mail is about {number}, which is closed.)").format(number=before.number)
    spoken = language(message.text or message.subject)
    report = Report(
        title=_title(message.subject),
        text=text,
        contact=Contact(name=message.sender_name[:LONGEST_NAME], email=message.sender_address),
        channel="email",
        by_email=True,
        language=spoken,
        received_at=min(message.received_at, clock.now()),
    )
    token = _free_token(message, report)
    taken = submit(agency_id=agency.pk, actor=None, report=report, token=token, files=words.files)
    if not taken.again:
        answers.tell_taken(taken, message, spoken)
    return Outcome("filed", subject_of(taken.matter))


def _free_token(message: Message, report: Report) -> str:
    """The mail's token; of two different mails under one message id (some programs write such) the second's own key."""
    token = token_of(message.message_id, message.sender_address)
    other = Matter.objects.filter(token=token).first()
    if other is None or (other.title, other.text) == (report.title.strip(), report.text.strip()):
        return token
    return message.key[: secret.LONGEST_TOKEN]


def _title(subject: str) -> str:
    plain = _BEFORE.sub("", subject).strip()[:LONGEST_TITLE]
    row = house.row("kind", "complaint")
    return plain or str(row["label"] if row else subject)


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    files: list[Upload]


def _words(message: Message, kept: _Kept, text: str) -> _Words:
    """The mail's text with what must be said about its files; what is longer than a matter holds is kept as a file."""
    files, notes = list(kept.files), [*message.notes, *kept.notes]
    text = text.strip() or _("(The mail has no text.)")
    if len(text) > LONGEST:
        whole = Upload(io.BytesIO(text.encode()), "mail.txt")
        files = [whole, *files[: MOST_FILES - 1]]
        text = text[:LONGEST].rstrip() + "……"
        notes.append(say("The mail is longer than this; the whole text is kept as a file."))
    said = [f"（{render(each)}）" for each in notes]
    return _Words("\n\n".join([text, *said])[:4000], files)


def _kept(attachments: Iterable[Attachment]) -> _Kept:
    """The files that may be kept; of the others it is said which and why, not how they were called."""
    files: list[Upload] = []
    notes: list[Text] = []
    for number, each in enumerate(attachments, start=1):
        if len(files) == MOST_FILES:
            notes.append(say("Attachment {n} was not kept: at most {most} are.", n=number, most=MOST_FILES))
            continue
        # People name files after themselves, and a refusal would repeat the name.
        name = f"{number}{Path(each.name).suffix}"
        problem = _problem(each.content, name)
        if problem is None:
            files.append(Upload(io.BytesIO(each.content), name))
        else:
            notes.append(say("Attachment {n} was not kept: {problem}", n=number, problem=problem))
    return _Kept(files, notes)


def _problem(content: bytes, name: str) -> Text | None:
    try:
        found = intake.inspect(io.BytesIO(content), name, max_bytes=settings.GONGKAI_MAX_UPLOAD)
        if found.content_type in PHOTOS:
            photos.prepare(content)
    except Invalid as refusal:
        return refusal.reason
    return None
