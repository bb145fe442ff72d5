"""The reporter's data shown for a purpose that stands in the ledger, and erased when their time is over."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from gongkai.complaints import access, kept_words
from gongkai.complaints.actions.base import in_post, take_in_hand, tell_ledger
from gongkai.complaints.actions.files import content_of, erase_bytes
from gongkai.complaints.identity import Contact, read
from gongkai.complaints.models import Call, Exchange, Matter, MatterFile, Reporter
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, ledger, sealed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

REVEALED = ledger.verb(
    "complaints.reporter.revealed", N_("{actor} had the reporter's data of {number} shown")
)
FILE_OPENED = ledger.verb("complaints.file.opened", N_("{actor} opened a file of {number}"))
ERASED = ledger.verb(
    "complaints.reporter.erased",
    N_("{actor} erased the reporter's data of {number}: the time of keeping is over"),
)
#: Shortest purpose that says anything.
SHORTEST_PURPOSE = 4
#: For how long the bytes of erased files are looked for once more.
LOOKING_BACK = timedelta(days=30)
#: Reporters erased in one transaction: so long nobody else can write, and so much is done again if it is broken off.
CHUNK = 50


def reveal(*, matter_id: int, actor: StaffActor, purpose: str) -> Contact:
    """The reporter's data, for a purpose that stands in the ledger. Raises ``Invalid`` without one."""
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Invalid(
            say("Say for what you need the reporter's data; it stands in the ledger."), field="purpose"
        )
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, None)
        access.may_see_reporter(actor, matter).require()
        contact = read(Reporter.objects.filter(matter=matter).first())
        if not contact:
            raise Refusal(
                say("There are no reporter's data: none were given, or their time of keeping is over.")
            )
        doing = in_post(actor, matter, access.SEEING_REPORTERS)
        tell_ledger(REVEALED, matter, doing, reason=purpose.strip())
    return contact


def open_file(*, file_id: int, actor: StaffActor) -> tuple[MatterFile, io.BytesIO]:
    """A photo or file of the matter, for those who work on it; that it was opened stands in the ledger."""
    with transaction.atomic():
        file = MatterFile.objects.filter(pk=file_id, removed_at__isnull=True).first()
        if file is None:
            raise Refusal(say("There is no such file."))
        matter = take_in_hand(file.matter_id, actor, None)
        content = content_of(file)
        tell_ledger(FILE_OPENED, matter, in_post(actor, matter, access.ROLES), data={"file": file.pk})
    return file, content


def note_of(matter: Matter, note: str) -> str:
    """What the reporter said in a call, unsealed."""
    return sealed.unseal(note, f"complaints.call.{matter.pk}")


def erase_due(limit: int = 500) -> int:
    """Erases the data and files of reporters whose time of keeping is over, and tells how many they were.

    The words of the matter stay as ``kept_words`` says.

    Safe to run twice, by two at once, and to be killed: what is done stands chunk by chunk, the rest waits.
    """
    lately = MatterFile.objects.filter(erased_at__gte=clock.now() - LOOKING_BACK)
    for key, veiled in lately.values_list("key", "veiled_key"):
        erase_bytes([key, veiled])
    due = list(_due().values_list("pk", flat=True)[:limit])
    return sum(_erase(due[at : at + CHUNK]) for at in range(0, len(due), CHUNK))


def _due() -> QuerySet[Reporter]:
    found = Reporter.objects.filter(erased_at__isnull=True, erase_after__lt=clock.today())
    return found.order_by("erase_after", "pk")


def _erase(chunk: Sequence[int]) -> int:
    """One transaction for all of them, one event for each; as many statements for one as for a chunk."""
    with transaction.atomic():
        ledger.take_turn()
        # Asked again: meanwhile another may have erased them, or the matter may have been taken up again.
        reporters = list(_due().filter(pk__in=chunk).select_related("matter__agency"))
        if not reporters:
            return 0
        matters, now = [reporter.matter for reporter in reporters], clock.now()
        files = list(MatterFile.objects.filter(matter__in=matters, erased_at__isnull=True))
        Reporter.objects.filter(pk__in=[reporter.pk for reporter in reporters]).update(
            sealed="", mark="", by_email=False, erased_at=now
        )
        MatterFile.objects.filter(pk__in=[file.pk for file in files]).update(erased_at=now)
        kept = [kept_words.left(reporter) for reporter in reporters]
        Matter.objects.bulk_update(kept, kept_words.FIELDS)
        Exchange.objects.filter(matter__in=matters).update(answer="")
        Call.objects.filter(matter__in=matters).update(note="")
        count = Counter(file.matter_id for file in files)
        ledger.record_all([_erased(matter, count[matter.pk]) for matter in matters])
        keys = [key for file in files for key in (file.key, file.veiled_key)]
        # The bytes go only once the deed stands: a rollback must not leave records of what is gone.
        transaction.on_commit(lambda: erase_bytes(keys))
    return len(reporters)


def _erased(matter: Matter, files: int) -> ledger.Entry:
    data = {"number": matter.number, "files": files}
    return ledger.Entry(ERASED, subject_of(matter), ledger.System(matter.agency.code), data)
