"""The ledger (台账): append-only, hash-chained, written in the same transaction as the deed.

Each event's digest covers the one before it. A value that may have to be erased one day (``private``) stands outside
the chain; the chain holds the digest of (salt, value), so erasing the value leaves every link whole. The last link is
repeated in ``LedgerHead`` and, from time to time, in the file ``ledger.anchors`` beside the database, so that a cut
tail or a chain rewritten from the middle is found as well.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from gongkai.core import bulk, clock, triggers
from gongkai.core.models import Event, EventSecret, LedgerHead
from gongkai.core.refusals import Refusal
from gongkai.domain.text import N_, Text, say

GENESIS = "0" * 64
#: The file of anchors in the data folder, outside the database.
ANCHORS = "ledger.anchors"
#: What the chain may be made with; a row that names anything else was not written here.
DIGESTS = ("sha256", "sm3")
#: The database's own protection: trigger → table.
TRIGGERS = {
    "ledger_event_update": "core_event",
    "ledger_event_delete": "core_event",
    "ledger_secret_update": "core_eventsecret",
    "ledger_secret_delete": "core_eventsecret",
    "ledger_head_delete": "core_ledgerhead",
}
#: PostgreSQL only: SQLite has no TRUNCATE.
POSTGRES_TRIGGERS = {"ledger_event_truncate": "core_event"}


class Actor(Protocol):
    """Who does a deed, as far as the ledger must know."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def post_title(self) -> str: ...
    @property
    def on_behalf_of_id(self) -> int | None: ...
    @property
    def agency_code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class System:
    """The installation's own clock as an actor."""

    agency_code: str = ""
    person_id: int | None = None
    post_title: str = ""
    on_behalf_of_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """A kind of deed: its key in the ledger and the sentence that tells it (``{actor}`` and the event's data)."""

    key: str
    sentence: str


_verbs: dict[str, Verb] = {}


def verb(key: str, sentence: str) -> Verb:
    """Declares a kind of deed. Every verb is declared once, where its action is."""
    if key in _verbs and _verbs[key].sentence != sentence:
        raise ValueError(f"The verb {key} is declared twice.")
    _verbs[key] = Verb(key, sentence)
    return _verbs[key]


def verbs() -> Mapping[str, Verb]:
    """All declared verbs."""
    return _verbs


ERASED = verb("core.ledger.erased", N_("{actor} erased personal data from event {event}"))


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
#: Values that both databases give back as they are.
_PLAIN = frozenset({str, int, bool, type(None)})
_decode = json.JSONDecoder(parse_float=str, parse_constant=str).decode


def _canonical(fields: Mapping[str, Any]) -> bytes:
    return _encode(fields).encode()


_EVENTS = bulk.Writer(Event(), [field.attname for field in Event._meta.concrete_fields])  # noqa: SLF001
_LAST = "SELECT seq, digest FROM core_ledgerhead WHERE id = 1"
_MOVE_ON = (
    "UPDATE core_ledgerhead SET seq = %s, digest = %s WHERE id = 1 AND seq = %s AND digest = %s RETURNING seq"
)


def _fields(event: Event) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "agency": event.agency,
        "person": event.person,
        "post": event.post,
        "on_behalf_of": event.on_behalf_of,
        "verb": event.verb,
        "subject_type": event.subject_type,
        "subject": event.subject,
        "reason": event.reason,
        "data": event.data,
        "sealed": event.sealed,
        "digest_name": event.digest_name,
        "previous": event.previous,
    }


def written(event: Event) -> str:
    """The text over which the event's digest is computed, as an extract of the ledger gives it."""
    return _canonical(_fields(event)).decode()


def _digest(name: str, content: bytes) -> str:
    if name == "sha256":
        return hashlib.sha256(content).hexdigest()
    try:
        return hashlib.new(name, content).hexdigest()
    except ValueError as error:
        raise Refusal(
            say("This machine's OpenSSL cannot compute {name}, which the ledger is chained with.", name=name)
        ) from error


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` as both databases give it back: keys are text, and so are fractions, which they write differently."""
    if all(type(key) is str and type(value) in _PLAIN for key, value in data.items()):
        return dict(data)
    plain: dict[str, Any] = _decode(json.dumps(data))
    return plain


def take_turn() -> tuple[int, str]:
    """Locks the end of the chain for this transaction: deeds queue here. Gives the last event's number and digest.

    ``record`` does it anyway; a deed that locks several rows calls it first, so that no two deeds ever hold
    what the other waits for. On SQLite every deed holds the whole database already.
    """
    return ask_in_turn()[0]


def ask_in_turn(*questions: bulk.Question) -> tuple[tuple[int, str], list[list[tuple[Any, ...]]]]:
    """What ``take_turn`` gives, and the answers to what is to be asked as soon as it is this transaction's turn."""
    if not connection.in_atomic_block:
        raise RuntimeError("A ledger event belongs to the transaction of its deed.")
    locked = _LAST + (" FOR UPDATE" if connection.features.has_select_for_update else "")
    rows, *answers = bulk.ask((locked, ()), *questions)
    if not rows:
        LedgerHead.objects.bulk_create([LedgerHead(pk=1)], ignore_conflicts=True)
        rows, *answers = bulk.ask((locked, ()), *questions)
    [(seq, digest)] = rows
    return (seq, digest), answers


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event says; ``data`` is JSON (before and after, numbers, keys), ``private`` may be erased later."""

    kind: Verb
    subject: tuple[str, object]
    actor: Actor
    data: Mapping[str, Any] | None = None
    private: Mapping[str, str] | None = None
    reason: str = ""


def record(
    kind: Verb,
    *,
    subject: tuple[str, object],
    actor: Actor,
    data: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    reason: str = "",
) -> Event:
    """Appends one event; only inside a transaction, the deed's own.

    ``data`` is JSON (before and after, numbers, keys); ``private`` maps names to values that may be erased later.
    """
    return record_all([Entry(kind, subject, actor, data, private, reason)])[0]


def record_all(
    entries: Sequence[Entry],
    after: tuple[int, str] | None = None,
    beside: Sequence[tuple[bulk.Writer[Any], Sequence[Any]]] = (),
) -> list[Event]:
    """Appends the events of several deeds that share a transaction, in their order; three statements for all.

    ``after``: what ``take_turn`` gave this transaction, which has recorded nothing since; it is not asked again.
    ``beside``: what the deeds write, to go to the database with the events (``bulk.write_together``).
    """
    seq, previous = first = after or take_turn()
    name = settings.GONGKAI_LEDGER_DIGEST
    if name not in DIGESTS:
        raise ImproperlyConfigured(f"GONGKAI_LEDGER_DIGEST is one of {', '.join(DIGESTS)}, not “{name}”")
    events: list[Event] = []
    kept: list[EventSecret] = []
    for entry in entries:
        salts = {key: secrets.token_hex(32) for key in entry.private or {}}
        event = _link(entry, salts, seq + 1, name, previous)
        seq, previous = event.seq, event.digest
        events.append(event)
        kept += [
            EventSecret(event=event, name=key, salt=salts[key], value=value)
            for key, value in (entry.private or {}).items()
        ]
    if not bulk.write_together(*beside, (_EVENTS, events), last=(_MOVE_ON, (seq, previous, *first))):
        raise RuntimeError("Something was recorded in between.")
    if kept:
        EventSecret.objects.bulk_create(kept)
    return events


def _link(entry: Entry, salts: Mapping[str, str], seq: int, name: str, previous: str) -> Event:
    """The event as the next link of the chain."""
    event = _EVENTS.new(
        seq=seq,
        at=clock.now(),
        agency=entry.actor.agency_code,
        person=entry.actor.person_id,
        post=entry.actor.post_title[:120],
        on_behalf_of=entry.actor.on_behalf_of_id,
        verb=entry.kind.key,
        subject_type=entry.subject[0],
        subject=str(entry.subject[1]),
        reason=entry.reason,
        data=_plain(entry.data or {}),
        sealed={
            key: _digest(name, (salts[key] + value).encode()) for key, value in (entry.private or {}).items()
        },
        digest_name=name,
        previous=previous,
        digest="",
    )
    event.digest = _digest(name, _canonical(_fields(event)))
    return event


def erase(event: Event, name: str, *, actor: Actor, reason: str) -> None:
    """Erases the personal value ``name`` of ``event``; the erasing is itself an event. The chain stays whole."""
    with transaction.atomic():
        changed = EventSecret.objects.filter(event=event, name=name, erased_by__isnull=True).update(
            salt="", value="", erased_by=actor.person_id or 0
        )
        if changed:
            data = {"event": event.seq, "name": name}
            record(ERASED, subject=("core.event", event.seq), actor=actor, data=data, reason=reason)


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link: the event's number (0: the ledger as a whole) and what is wrong with it."""

    seq: int
    reason: Text


def verify(progress: Callable[[int], None] | None = None) -> tuple[int, Break | None]:
    """Walks the chain from its first link. Gives the number of events found whole, and the first break.

    The site may go on writing meanwhile: what came in during the walk is walked as well.
    """
    count, previous, last = 0, GENESIS, 0
    anchors = _anchors()
    if 0 in anchors:
        return 0, Break(0, say("The anchor file {name} has a line that cannot be read.", name=ANCHORS))
    rows = Event.objects.order_by("seq").prefetch_related("secrets")
    while True:
        seen = last
        for event in rows.iterator(chunk_size=2000):
            fault = _fault(event, last, previous, anchors) or _secret_fault(event)
            if fault is not None:
                return count, Break(event.seq, fault)
            count, previous, last = count + 1, event.digest, event.seq
            if progress is not None and count % 1000 == 0:
                progress(count)
        head = LedgerHead.objects.filter(pk=1).first()
        if head is None or head.seq <= last or last == seen:
            return count, _end_fault(head, last, previous, anchors)
        rows = rows.filter(seq__gt=last)


def _fault(event: Event, last: int, previous: str, anchors: Mapping[int, set[str]]) -> Text | None:
    if event.seq <= last:
        return say("Event {seq} does not follow on the one before it.", seq=event.seq)
    if event.seq != last + 1:
        return say("Events {first} to {last} are missing.", first=last + 1, last=event.seq - 1)
    if event.previous != previous:
        return say("Event {seq} does not follow on the one before it.", seq=event.seq)
    known = event.digest_name in DIGESTS
    if not known or event.digest != _digest(event.digest_name, _canonical(_fields(event))):
        return say("The contents of event {seq} do not match its digest.", seq=event.seq)
    if anchors.get(event.seq, {event.digest}) != {event.digest}:
        return say("Event {seq} is not the one noted down in the anchor file.", seq=event.seq)
    return None


def _secret_fault(event: Event) -> Text | None:
    """Every sealed value is there and is the one sealed, or was erased by a deed of its own."""
    kept = {secret.name: secret for secret in event.secrets.all()}
    for name in sorted({*kept, *event.sealed}):
        secret = kept.get(name)
        if secret is None or name not in event.sealed:
            whole = False
        elif secret.erased_by is None:
            content = (secret.salt + secret.value).encode()
            whole = event.sealed[name] == _digest(event.digest_name, content)
        else:
            whole = not secret.value and not secret.salt and _erasing(event.seq, name, secret.erased_by)
        if not whole:
            return say("A personal value of event {seq} was changed.", seq=event.seq)
    return None


def _erasing(seq: int, name: str, person: int) -> bool:
    told = Event.objects.filter(verb=ERASED.key, subject_type="core.event", subject=str(seq))
    return any(each.data.get("name") == name and (each.person or 0) == person for each in told)


def _end_fault(
    head: LedgerHead | None, last: int, previous: str, anchors: Mapping[int, set[str]]
) -> Break | None:
    known = max([head.seq if head else 0, *anchors, 0])
    if known > last:
        return Break(last + 1, say("Events {first} to {last} are missing.", first=last + 1, last=known))
    if last and (head is None or head.seq != last or head.digest != previous):
        return Break(last, say("The end of the chain is not the one noted down."))
    wanted = TRIGGERS if connection.vendor == "sqlite" else TRIGGERS | POSTGRES_TRIGGERS
    missing = set(wanted) - triggers.standing(connection, wanted)
    if missing:
        names = ", ".join(sorted(missing))
        return Break(0, say("The database's own protection of the ledger is gone: {names}.", names=names))
    return None


def anchor() -> None:
    """Notes the present end of the chain in the anchor file, outside the database."""
    head = LedgerHead.objects.filter(pk=1).first()
    if head is None or head.seq == 0 or head.digest in _anchors().get(head.seq, ()):
        return
    path = settings.DATA_DIR / ANCHORS
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{clock.now().astimezone(UTC).isoformat()} {head.seq} {head.digest}\n")


def _anchors() -> dict[int, set[str]]:
    """Every digest ever noted for an event; under 0 what cannot be read. A later note never hides an earlier one."""
    path = settings.DATA_DIR / ANCHORS
    noted: dict[int, set[str]] = {}
    for line in path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else ():
        _moment, seq, digest = (*line.split(), "", "", "")[:3]
        readable = seq.isdecimal() and len(seq) < 19
        noted.setdefault(int(seq) if readable else 0, set()).add(digest)
    return noted


def events_of(subjects: Iterable[tuple[str, object]]) -> Iterator[Event]:
    """All events of the given subjects, oldest first."""
    from django.db.models import Q

    wanted = Q()
    for kind, key in subjects:
        wanted |= Q(subject_type=kind, subject=str(key))
    return Event.objects.filter(wanted).order_by("seq").iterator() if wanted else iter(())


def holds(seq: int, digest: str) -> bool:
    """Whether the ledger holds this very event."""
    return Event.objects.filter(seq=seq, digest=digest).exists()


def head() -> tuple[int, str, datetime | None]:
    """Number, digest and moment of the last event."""
    last = Event.objects.order_by("-seq").first()
    return (last.seq, last.digest, last.at) if last else (0, GENESIS, None)
