"""Files of applicants, sealed on disk; their data shown for a purpose, and erased when their time is over."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from gongkai.core import clock, intake, ledger, letters, sealed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.requests import access, own_words
from gongkai.requests.actions.base import in_post, tell_ledger
from gongkai.requests.identity import Identity, read
from gongkai.requests.models import Applicant, Request, SealedFile

if TYPE_CHECKING:
    from gongkai.requests.actions.intake import Upload

REVEALED = ledger.verb(
    "requests.applicant.revealed", N_("{actor} had the applicant's data of {number} shown")
)
FILE_OPENED = ledger.verb(
    "requests.applicant.file_opened", N_("{actor} opened a file of the applicant of {number}")
)
ERASED = ledger.verb(
    "requests.applicant.erased",
    N_("{actor} erased the applicant's data of {number}: the time of keeping is over"),
)
#: Most files an applicant may send along at once.
MOST_FILES = 10
#: Shortest purpose that says anything.
SHORTEST_PURPOSE = 4
#: For how long the bytes of erased files are looked for once more.
LOOKING_BACK = timedelta(days=30)


def keep_files(request: Request, files: Iterable[Upload]) -> list[SealedFile]:
    """Inspects the applicant's files and keeps them sealed. Part of the deed that brings them."""
    listed = list(files)
    if len(listed) > MOST_FILES:
        raise Invalid(say("At most {most} files can be sent along.", most=MOST_FILES), field="files")
    kept: list[SealedFile] = []
    try:
        for upload in listed:
            kept.append(_keep(request, upload))  # noqa: PERF401 - what is kept so far must be known
    except Exception:
        # The deed is rolled back: its rows go, and nothing else would ever erase these bytes.
        _erase_bytes([file.key for file in kept])
        raise
    return kept


def keep_note(request: Request, text: str) -> SealedFile:
    """Keeps what the staff noted of the applicant's word (how and when it was said) beside the files, sealed."""
    content = text.strip().encode()
    number = SealedFile.objects.filter(request=request, kind=SealedFile.Kind.EVIDENCE).count() + 1
    return SealedFile.objects.create(
        request=request,
        kind=SealedFile.Kind.EVIDENCE,
        name=f"evidence-{number}.txt",
        key=sealed.keep(content),
        content_type="text/plain; charset=utf-8",
        size=len(content),
        added_at=clock.now(),
    )


def _keep(request: Request, upload: Upload) -> SealedFile:
    content = upload.source.read(settings.GONGKAI_MAX_UPLOAD + 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        found = intake.inspect(path, upload.name, max_bytes=settings.GONGKAI_MAX_UPLOAD)
    number = SealedFile.objects.filter(request=request, kind=upload.kind).count() + 1
    return SealedFile.objects.create(
        request=request,
        kind=upload.kind,
        # People name such files after themselves: what it is called says what it is, not whose.
        name=f"{upload.kind}-{number}{Path(found.name).suffix.lower()}"[:160],
        key=sealed.keep(content),
        content_type=found.content_type,
        size=found.size,
        added_at=clock.now(),
    )


def reveal(*, request_id: int, actor: StaffActor, purpose: str) -> Identity:
    """The applicant's data, for a purpose that stands in the ledger. Raises ``Invalid`` without one."""
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Invalid(
            say("Say for what you need the applicant's data; it stands in the ledger."), field="purpose"
        )
    with transaction.atomic():
        request = _seen(request_id, actor)
        applicant = Applicant.objects.filter(request=request).first()
        if applicant is None or applicant.erased_at is not None:
            raise Refusal(
                say("There are no applicant's data: none were given, or their time of keeping is over.")
            )
        identity = read(applicant)
        tell_ledger(
            REVEALED, request, in_post(actor, request, access.SEEING_APPLICANTS), reason=purpose.strip()
        )
    return identity


def open_file(*, file_id: int, actor: StaffActor, purpose: str) -> tuple[SealedFile, io.BytesIO]:
    """A file of the applicant, opened for a purpose that stands in the ledger."""
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Invalid(say("Say for what you need the file; it stands in the ledger."), field="purpose")
    with transaction.atomic():
        file = SealedFile.objects.filter(pk=file_id).first()
        if file is None:
            raise Refusal(say("There is no such file."))
        request = _seen(file.request_id, actor)
        content = sealed.fetch("" if file.erased_at else file.key)
        doing = in_post(actor, request, access.SEEING_APPLICANTS)
        tell_ledger(FILE_OPENED, request, doing, data={"file": file.pk}, reason=purpose.strip())
    return file, io.BytesIO(content)


def _seen(request_id: int, actor: StaffActor) -> Request:
    request = (
        Request.objects.filter(access.visible_to(actor), pk=request_id)
        .select_related("agency", "unit")
        .first()
    )
    if request is None:
        raise Refusal(say("There is no such request, or your posts do not show it to you."))
    access.may_see_applicant(actor, request).require()
    return request


def erase_due(limit: int = 500) -> int:
    """Erases the data and files of applicants whose time of keeping is over. Gives how many; safe to run twice."""
    # A machine that went down between a deed and its files' bytes left them behind: they go now.
    lately = SealedFile.objects.filter(erased_at__gte=clock.now() - LOOKING_BACK)
    _erase_bytes(list(lately.values_list("key", flat=True)))
    due = Applicant.objects.filter(erased_at__isnull=True, erase_after__lt=clock.today()).order_by(
        "erase_after"
    )
    return sum(_erase(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _erase(pk: int) -> int:
    with transaction.atomic():
        ledger.take_turn()
        applicant = (
            Applicant.objects.select_related("request__agency").filter(pk=pk, erased_at__isnull=True).first()
        )
        if applicant is None:
            return 0
        request = applicant.request
        files = list(SealedFile.objects.filter(request=request, erased_at__isnull=True))
        now = clock.now()
        Applicant.objects.filter(pk=pk).update(sealed="", mark="", by_email=False, erased_at=now)
        SealedFile.objects.filter(pk__in=[file.pk for file in files]).update(erased_at=now)
        for sent in request.letters.select_related("letter"):
            letters.erase(sent.letter)
        request.consultations.update(name="", contact="", opinion="")
        Request.objects.filter(pk=request.pk).update(**dict.fromkeys(own_words.SEALED, ""))
        tell_ledger(ERASED, request, None, data={"files": len(files)})
        # The bytes go only once the deed stands: a rollback must not leave records of what is gone.
        transaction.on_commit(lambda: _erase_bytes([file.key for file in files]))
    return 1


def _erase_bytes(keys: list[str]) -> None:
    for key in keys:
        sealed.erase(key)
