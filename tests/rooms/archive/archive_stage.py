"""Records that have ended, and their packages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cast as people
import mattering
import requesting
from cast import Cast
from gongkai.archive.actions.archiving import archive_record
from gongkai.archive.models import Package
from gongkai.archive.writing import to_disk
from gongkai.complaints.models import Matter
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Document
from gongkai.requests.models import Request

SECRET = "欧阳秘密"


def matter(cast: Cast, **changes: Any) -> Matter:
    """A matter that is closed."""
    return mattering.closed(cast, **changes)


def request(cast: Cast, **changes: Any) -> Request:
    """A request that is concluded."""
    return requesting.closed(cast, **changes)


def document(cast: Cast, *names: str, content: bytes = b"a,b\n1,2\n", **changes: Any) -> Document:
    """A published document with an attachment of each name."""
    found = people.draft(cast, **changes)
    for name in names:
        publishing.attach(
            document_id=found.pk, actor=cast.drafter, source=io.BytesIO(content), name=name, title="附件"
        )
    for key, who in people.WAY:
        people.go(cast, found, key, who)
    return found


def archived(cast: Cast, kind: str, record: Any, who: str = "archivist") -> Package:
    """The package of a record, made by who keeps the archive."""
    return archive_record(agency_id=cast.agency.pk, kind=kind, record=record.pk, actor=getattr(cast, who))


def reopened(cast: Cast, found: Matter) -> Matter:
    """A closed matter that was objected to, opened again, and closed anew."""
    mattering.go(cast, found, "object", "reporter", reason="没有解决")
    mattering.go(cast, found, "reopen", "chief", reason="重新办理")
    mattering.go(cast, found, "dispatch", "taker", unit=cast.units["waste"].pk)
    mattering.go(cast, found, "sign", "handler")
    mattering.actions.enter_check(matter_id=found.pk, actor=cast.handler, text="又去看了。")
    reply = mattering.ReplyInput(text=mattering.REPLY, result="solved", evidence="照片")
    mattering.actions.write_reply(matter_id=found.pk, actor=cast.handler, reply=reply)
    for key, who in (("submit_reply", "handler"), ("agree_reply", "unit_head")):
        mattering.go(cast, found, key, who)
    mattering.go(cast, found, "send_reply", "taker", way="telephone")
    mattering.go(cast, found, "call_back", "caller", call=mattering.HAPPY)
    return mattering.go(cast, found, "close", "caller")


def unpacked(package: Package, folder: Path, *, as_zip: bool = False) -> Path:
    """The package written below a folder."""
    target, faults = to_disk(
        Package.objects.select_related("agency").get(pk=package.pk), folder, as_zip=as_zip
    )
    assert faults == []
    return target
