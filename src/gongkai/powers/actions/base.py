"""What every deed shares: taking a version in hand, writing the step and the event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed
from gongkai.domain.powers.schema import Content, clean, kinds
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers import access
from gongkai.powers.models import Entry, Step, Version
from gongkai.powers.queries.subjects import subject_of

#: Characters of a title and of the note on a version.
LONGEST_TITLE, LONGEST_NOTE = 200, 500


def take_in_hand(version_id: int, actor: StaffActor, expected_revision: int | None) -> Version:
    """The version, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = Version.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("entry__agency", "entry__unit")
    version = rows.filter(pk=version_id, entry__agency_id__in=access.agencies_seen(actor)).first()
    if version is None:
        raise NotAllowed(say("There is no such entry, or your posts do not show it to you."))
    if expected_revision is not None and version.revision != expected_revision:
        raise Conflict
    return version


def put_back(version: Version) -> None:
    """Saves the version one revision on; the revision is compared once more as it is set."""
    before = version.revision
    version.revision = before + 1
    version.updated_at = clock.now()
    fields = {
        field.attname: getattr(version, field.attname)
        for field in version._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Version.objects.filter(pk=version.pk, revision=before).update(**fields):
        raise Conflict


def note_step(version: Version, move: str, actor: StaffActor | None, *, reason: str = "") -> Step:
    """Writes who made which move."""
    return Step.objects.create(
        version=version,
        move=move,
        person_id=actor.person_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of_id if actor else None,
        post=actor.post_title[:120] if actor else "",
        at=clock.now(),
        reason=reason,
    )


def note_author(version: Version, actor: StaffActor) -> None:
    """Notes once who wrote in it; two pairs of eyes look at it."""
    known = version.steps.filter(
        move="author", person_id=actor.person_id, on_behalf_of_id=actor.on_behalf_of_id
    )
    if not known.exists():
        note_step(version, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    version: Version,
    actor: ledger.Actor | None,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event. ``actor`` ``None``: the operator's shell."""
    entry = version.entry
    told = {"kind": entry.kind, "code": entry.code, "title": version.title, "number": version.number}
    ledger.record(
        kind,
        subject=subject_of(entry),
        actor=actor or ledger.System(entry.agency.code),
        data={**told, **(data or {})},
        reason=reason,
    )


def in_post(actor: StaffActor, entry: Entry, roles: tuple[str, ...]) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = access.roles_over(actor, entry)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)


def shaped(kind: str, content: Content) -> dict[str, Any]:
    """The content in the kind's shape. Raises ``Invalid`` for an unknown kind."""
    if kind not in kinds():
        raise Invalid(say("There is no such kind of entry."), field="kind")
    return clean(kinds()[kind], content)


def titled(title: str) -> str:
    """A title that says something. Raises ``Invalid``."""
    plain = title.replace("\x00", "").strip()
    if not plain:
        raise Invalid(say("Give it a name."), field="title")
    if len(plain) > LONGEST_TITLE:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_TITLE), field="title"
        )
    return plain


def digest_of(version: Version) -> str:
    """SHA-256 over title, content and first day."""
    said = {
        "title": version.title,
        "content": version.content,
        "from": version.in_force_from.isoformat() if version.in_force_from else "",
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
