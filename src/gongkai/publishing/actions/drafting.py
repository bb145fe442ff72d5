"""Writing a document: start, save, attach, link, hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache

from django.db import transaction
from django.db.models import Q

from gongkai.core import clock, ledger, numbering, richtext
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid
from gongkai.domain import index_number, internal
from gongkai.domain.law import load
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.publishing import access
from gongkai.publishing.actions.base import (
    as_drafter,
    insist,
    note_author,
    put_back,
    take_in_hand,
    tell_ledger,
)
from gongkai.publishing.actions.timing import run_clocks
from gongkai.publishing.content import digest_of
from gongkai.publishing.models import CatalogueEntry, Document, Revision, Topic
from gongkai.publishing.queries.documents import subject_of

STARTED = ledger.verb("publishing.document.started", N_("{actor} began the document"))
SAVED = ledger.verb("publishing.document.saved", N_("{actor} changed the draft"))
#: Minutes within which autosaves join the event of the same person's last change.
JOIN_MINUTES = 15
#: Characters of a body; more is no document but a data set, which belongs into an attachment.
LONGEST_BODY = 2_000_000


@dataclass(frozen=True, slots=True)
class DraftInput:
    """The content of a draft as the form gives it. ``None`` leaves a field as it is."""

    title: str | None = None
    document_number: str | None = None
    issuing_agency: str | None = None
    origin: str | None = None
    obtained_from: str | None = None
    date_made: date | None = None
    subject: str | None = None
    keywords: str | None = None
    summary: str | None = None
    body: str | None = None
    openness: str | None = None
    closing_ground: str | None = None
    closing_reason: str | None = None
    review_again_on: date | None = None
    audience: str | None = None
    #: For the staff only: a key of ``law/internal.toml``, and any day of the month it is for.
    internal_kind: str | None = None
    internal_month: date | None = None
    in_force_from: date | None = None
    expires_on: date | None = None
    clarifies: str | None = None
    correction_reason: str | None = None
    catalogue: Sequence[str] | None = None
    topics: Sequence[str] | None = None
    wants_interpretation: bool | None = None
    #: Dates to be emptied, names among ``CLEARABLE``.
    cleared: frozenset[str] = frozenset()


#: Fields that do not lie on the revision as a plain column.
ELSEWHERE = {"catalogue", "topics", "wants_interpretation", "cleared"}
#: Dates a form sends empty to clear them.
CLEARABLE = {"date_made", "review_again_on", "in_force_from", "expires_on", "internal_month"}


def start_document(
    *, actor: StaffActor, unit_id: int, content: DraftInput, year: int | None = None
) -> Document:
    """Begins a document in a unit and gives it its index number (never reused)."""
    access.may_draft_in(actor, unit_id).require()
    doing = actor.acting_as(actor.holds("publishing.drafter", unit_id=unit_id))
    with transaction.atomic():
        ledger.take_turn()
        document = create(actor=doing, unit_id=unit_id, content=content, year=year or clock.today().year)
        tell_ledger(STARTED, document, doing)
    return document


def create(
    *, actor: StaffActor, unit_id: int, content: DraftInput, year: int, given_number: str = ""
) -> Document:
    """The rows of a new document with its first revision; inside the caller's transaction."""
    unit = Unit.objects.select_related("agency").get(pk=unit_id)
    number = given_number or next_index_number(unit, year)
    now = clock.now()
    document = Document.objects.create(
        agency=unit.agency,
        unit=unit,
        author_id=actor.person_id,
        index_number=number,
        slug=re.sub(r"[^A-Za-z0-9_]+", "-", number).strip("-"),
        created_at=now,
        updated_at=now,
        version=1,
    )
    revision = Revision.objects.create(
        document=document,
        number=1,
        issuing_agency=content.issuing_agency or unit.agency.name,
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    document.working = revision
    _apply(document, revision, content)
    Document.objects.filter(pk=document.pk).update(
        working=revision, wants_interpretation=document.wants_interpretation, audience=revision.audience
    )
    note_author(document, actor)
    run_clocks(document)
    return document


def next_index_number(unit: Unit, year: int) -> str:
    """The agency's next index number of ``year``, by its pattern."""
    agency = unit.agency
    code = agency.credit_code if "{credit_code}" in agency.index_pattern else agency.organisation_code
    serial = numbering.next_in(f"index:{code.strip().replace('-', '').upper()}:{year}")
    number = index_number.compose(agency.index_pattern, code, year, serial)
    insist(number)
    return str(number)


def save_draft(
    *, document_id: int, actor: StaffActor, expected_version: int, content: DraftInput, quiet: bool = False
) -> Document:
    """Changes the draft. ``quiet``: an autosave, which joins the event of the same person's last change."""
    with transaction.atomic():
        document = take_in_hand(document_id, actor, expected_version)
        access.may_edit(actor, document).require()
        _not_held_by_another(document, actor)
        revision = document.working
        assert revision is not None
        doing, before = as_drafter(actor, document), digest_of(revision)
        changed = _apply(document, revision, content)
        if changed:
            first_time = note_author(document, doing)
            run_clocks(document)
            put_back(document)
            if first_time or not (quiet and _just_told(document, actor)):
                data = {"fields": sorted(changed), "before": before, "after": digest_of(revision)}
                tell_ledger(SAVED, document, doing, data=data)
    return document


def _just_told(document: Document, actor: StaffActor) -> bool:
    """Whether the document's last event already says that this person is changing it now."""
    kind, key = subject_of(document)
    last = Event.objects.filter(subject_type=kind, subject=str(key)).order_by("-seq").first()
    return (
        last is not None
        and last.person == actor.person_id
        and last.verb in (STARTED.key, SAVED.key)
        and last.at > clock.now() - timedelta(minutes=JOIN_MINUTES)
    )


def _apply_columns(revision: Revision, content: DraftInput) -> set[str]:
    changed = set()
    for field in fields(DraftInput):
        value = getattr(content, field.name)
        if field.name in ELSEWHERE or value is None:
            continue
        if isinstance(value, str):
            value = _text(field.name, value)
        if field.name == "internal_month":
            value = internal.first_of(value)
        if getattr(revision, field.name) != value:
            setattr(revision, field.name, value)
            changed.add(field.name)
    return changed


def _text(name: str, value: str) -> str:
    """The text as it is kept; ``Invalid`` where it cannot be."""
    value = value.strip() if name != "body" else value
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Invalid(say("There is an invisible character in the text. Type it again."), field=name)
    longest = LONGEST_BODY if name == "body" else getattr(Revision._meta.get_field(name), "max_length", None)  # noqa: SLF001
    if longest is not None and len(value) > longest:
        sentence = (
            say("The title has {count} characters; at most {longest} fit.", count=len(value), longest=longest)
            if name == "title"
            else say(
                "{count} characters are too many here; at most {longest} fit.",
                count=len(value),
                longest=longest,
            )
        )
        raise Invalid(sentence, field=name)
    if name in CHOSEN and value not in choices_of(name):
        raise Invalid(say("“{value}” is none of the choices here. Choose again.", value=value), field=name)
    return richtext.clean(value) if name == "body" else value


#: Fields that hold a key of ``law/openness.toml``, and the table of it; of ``law/internal.toml`` the kind.
CHOSEN = {
    "openness": "attribute",
    "closing_ground": "ground",
    "origin": "origin",
    "audience": "audience",
    "internal_kind": "kind",
}


@cache
def choices_of(name: str) -> frozenset[str]:
    """What the field ``name`` (one of ``CHOSEN``) may hold."""
    if name == "audience":
        return frozenset(Document.Audience.values)
    if name == "internal_kind":
        return frozenset({"", *internal.kinds()})
    keys = {str(row["key"]) for row in load("openness")[CHOSEN[name]]}
    return frozenset(keys | {""} if name == "closing_ground" else keys)


def _apply(document: Document, revision: Revision, content: DraftInput) -> set[str]:
    """Puts the input on the revision. Gives the names of the fields that changed."""
    changed = _apply_columns(revision, content)
    emptied = {name for name in content.cleared & CLEARABLE if getattr(revision, name) is not None}
    for name in emptied:
        setattr(revision, name, None)
    changed |= emptied
    if changed:
        revision.updated_at = clock.now()
        revision.save()
    changed |= _apply_rows(revision, content)
    if (
        content.wants_interpretation is not None
        and content.wants_interpretation != document.wants_interpretation
    ):
        document.wants_interpretation = content.wants_interpretation
        changed.add("wants_interpretation")
    return changed


def _apply_rows(revision: Revision, content: DraftInput) -> set[str]:
    changed = set()
    if content.catalogue is not None:
        keys = set(content.catalogue)
        own = Q(agency__isnull=True) | Q(agency_id=revision.document.agency_id)
        rows = list(CatalogueEntry.objects.filter(own, key__in=keys))
        unknown = keys - {row.key for row in rows}
        if unknown:
            raise Invalid(
                say("There is no catalogue row “{key}”.", key=", ".join(sorted(unknown))), field="catalogue"
            )
        if keys != set(revision.catalogue.values_list("key", flat=True)):
            revision.catalogue.set(rows)
            changed.add("catalogue")
    if content.topics is not None:
        slugs, present = set(content.topics), set(revision.topics.values_list("slug", flat=True))
        if slugs != present:
            # A closed topic takes nothing new, but what stands under it stays.
            topics = list(
                Topic.objects.filter(Q(closed_on__isnull=True) | Q(slug__in=present), slug__in=slugs)
            )
            unknown = slugs - {topic.slug for topic in topics}
            if unknown:
                raise Invalid(
                    say("There is no open topic “{slug}”.", slug=", ".join(sorted(unknown))), field="topics"
                )
            revision.topics.set(topics)
            changed.add("topics")
    return changed


def _not_held_by_another(document: Document, actor: StaffActor) -> None:
    holder = document.locked_by
    if (
        holder is not None
        and holder.pk != actor.person_id
        and document.locked_until is not None
        and document.locked_until > clock.now()
    ):
        raise Invalid(
            say(
                "{name} is editing this draft. Wait until they have finished, or speak with them.",
                name=holder.name,
            )
        )
