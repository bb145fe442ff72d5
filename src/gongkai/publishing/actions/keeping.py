"""Keeping the catalogue, topics, channels and wordings: the openness office's own work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Invalid
from gongkai.domain import catalogue as law_catalogue
from gongkai.domain import clocks, wordings
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Person, Unit
from gongkai.publishing import access
from gongkai.publishing.actions.timing import AFTERWARDS, PUBLICATION
from gongkai.publishing.models import CatalogueDuty, CatalogueEntry, Channel, Topic, Wording

DUTY = ledger.verb("publishing.catalogue.duty", N_("{actor} made {unit} answerable for “{row}”"))
ROW_ADDED = ledger.verb("publishing.catalogue.added", N_("{actor} added the catalogue row “{row}”"))
ROW_ENDED = ledger.verb("publishing.catalogue.ended", N_("{actor} ended the catalogue row “{row}”"))
SYNCED = ledger.verb(
    "publishing.catalogue.synced", N_("The catalogue was brought into step with the law: {count} rows")
)
TOPIC_OPENED = ledger.verb("publishing.topic.opened", N_("{actor} opened the topic “{topic}”"))
TOPIC_CLOSED = ledger.verb("publishing.topic.closed", N_("{actor} closed the topic “{topic}”"))
CHANNEL_OPENED = ledger.verb("publishing.channel.opened", N_("{actor} opened the channel “{channel}”"))
CHANNEL_CLOSED = ledger.verb("publishing.channel.closed", N_("{actor} closed the channel “{channel}”"))
WORDING_ADDED = ledger.verb(
    "publishing.wording.added", N_("{actor} added the wording “{pattern}” to the checks")
)
WORDING_RETIRED = ledger.verb(
    "publishing.wording.retired", N_("{actor} took the wording “{pattern}” out of the checks")
)


def sync_catalogue() -> int:
    """Brings the rows of ``law/catalogue.toml`` into the database. Gives how many were new or changed."""
    changed = 0
    with transaction.atomic():
        known = {row.key: row for row in CatalogueEntry.objects.filter(agency__isnull=True)}
        new: dict[str, CatalogueEntry] = {}
        for position, row in enumerate(law_catalogue.all_rows()):
            values: dict[str, Any] = {
                "label": row.label,
                "label_en": row.label_en,
                "parent": known.get(row.parent) if row.parent else None,
                "content": "\n".join(row.content),
                "instrument": row.citation.instrument,
                "article": row.citation.article,
                "rule": row.clock or law_catalogue.GENERAL,
                "mode": row.mode,
                "audience": row.audience,
                "scheme": row.scheme,
                "position": position,
                "in_force_from": row.in_force_from,
                "in_force_until": row.in_force_until,
            }
            if row.parent in new:
                CatalogueEntry.objects.bulk_create(new.values())
                new.clear()
            entry = known.get(row.key) or CatalogueEntry(key=row.key)
            if entry.pk is None or any(getattr(entry, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(entry, name, value)
                changed += 1
                if row.key in known:
                    entry.save()
                else:
                    new[row.key] = entry
            known[row.key] = entry
        CatalogueEntry.objects.bulk_create(new.values())
        if changed:
            ledger.record(
                SYNCED,
                subject=("publishing.catalogue", "law"),
                actor=ledger.System(),
                data={"count": changed},
            )
            public_version.public_changed()
    return changed


def assign_duty(
    *, actor: StaffActor, agency_id: int, entry_key: str, unit_id: int | None, person_id: int | None = None
) -> CatalogueDuty:
    """Makes a unit (and a person in it) answerable for a catalogue row."""
    access.is_office(actor, agency_id).require()
    entry = _entry(entry_key)
    if entry.agency_id not in (None, agency_id):
        raise Invalid(say("There is no catalogue row “{key}”.", key=entry_key))
    unit = Unit.objects.filter(pk=unit_id, agency_id=agency_id).first() if unit_id else None
    person = Person.objects.filter(pk=person_id, agency_id=agency_id).first() if person_id else None
    if (unit_id and unit is None) or (person_id and person is None):
        raise Invalid(say("Choose a unit and a person of the agency."), field="unit")
    with transaction.atomic():
        duty, _ = CatalogueDuty.objects.update_or_create(
            agency_id=agency_id, entry=entry, defaults={"unit": unit, "person": person}
        )
        _tell(
            DUTY, "catalogue", entry.key, actor, agency_id, row=entry.label, unit=unit.name if unit else "—"
        )
    return duty


def add_local_row(
    *, actor: StaffActor, agency_id: int, parent_key: str, label: str, label_en: str, rule: str, basis: str
) -> CatalogueEntry:
    """Adds a row of the agency's own below a row of the law, with its own limit."""
    access.is_office(actor, agency_id).require()
    parent = _entry(parent_key)
    if not label.strip():
        raise Invalid(say("Give the row its name."), field="label")
    if parent.agency_id is not None:
        raise Invalid(say("A row of the agency's own stands below a row of the law. Choose that one."))
    known = rule.startswith(PUBLICATION) and rule not in AFTERWARDS
    if not known or isinstance(clocks.rule_for(rule, clock.today()), Refused):
        raise Invalid(say("There is no limit called “{rule}”.", rule=rule), field="rule")
    with transaction.atomic():
        serial = numbering.next_in(f"catalogue:{agency_id}")
        agency = Agency.objects.get(pk=agency_id)
        entry = CatalogueEntry.objects.create(
            key=f"{parent.key}.{agency.code}-{serial}",
            label=label.strip(),
            label_en=label_en.strip(),
            parent=parent,
            instrument=basis.strip(),
            rule=rule,
            audience=parent.audience,
            scheme="local",
            position=parent.position,
            agency=agency,
            in_force_from=clock.today(),
        )
        _tell(ROW_ADDED, "catalogue", entry.key, actor, agency_id, row=entry.label)
        public_version.public_changed()
    return entry


def end_row(*, actor: StaffActor, agency_id: int, entry_key: str, last_day: date) -> None:
    """Ends a row of the agency's own; what stands under it stays."""
    access.is_office(actor, agency_id).require()
    entry = _entry(entry_key)
    if entry.agency_id != agency_id:
        raise Invalid(say("Rows of the law are changed by the law, not here."))
    with transaction.atomic():
        CatalogueEntry.objects.filter(pk=entry.pk).update(in_force_until=last_day)
        _tell(
            ROW_ENDED,
            "catalogue",
            entry.key,
            actor,
            agency_id,
            row=entry.label,
            last_day=last_day.isoformat(),
        )
        public_version.public_changed()


def open_topic(*, actor: StaffActor, agency_id: int, slug: str, title: str, description: str = "") -> Topic:
    """Opens a topic page."""
    access.is_office(actor, agency_id).require()
    name = slugify(slug)
    if not name:
        raise Invalid(
            say("The address of a topic is made of small letters, digits and hyphens."), field="slug"
        )
    if not title.strip():
        raise Invalid(say("Give the topic its title."), field="title")
    if Topic.objects.filter(slug=name).exists():
        raise Invalid(
            say("There is already a topic at “{slug}”. Choose another address.", slug=name), field="slug"
        )
    with transaction.atomic():
        topic = Topic.objects.create(
            agency_id=agency_id,
            slug=name,
            title=title.strip(),
            description=description.strip(),
            opened_on=clock.today(),
        )
        _tell(TOPIC_OPENED, "topic", topic.slug, actor, agency_id, topic=topic.title)
        public_version.public_changed()
    return topic


def close_topic(*, actor: StaffActor, agency_id: int, slug: str) -> None:
    """Closes a topic: no new documents; its page stays readable by address."""
    access.is_office(actor, agency_id).require()
    with transaction.atomic():
        if Topic.objects.filter(slug=slug, agency_id=agency_id, closed_on__isnull=True).update(
            closed_on=clock.today()
        ):
            topic = Topic.objects.get(slug=slug)
            _tell(TOPIC_CLOSED, "topic", slug, actor, agency_id, topic=topic.title)
            public_version.public_changed()


def open_channel(
    *, actor: StaffActor, agency_id: int, kind: str, name: str, url: str = "", is_here: bool = False
) -> Channel:
    """Opens a channel for releases."""
    access.is_office(actor, agency_id).require()
    if kind not in {row["key"] for row in load("channels")["channel"]}:
        raise Invalid(say("Choose the kind of channel."), field="kind")
    if not name.strip():
        raise Invalid(say("Give the channel its name."), field="name")
    with transaction.atomic():
        channel = Channel.objects.create(
            agency_id=agency_id,
            kind=kind,
            name=name.strip(),
            url=url,
            is_here=is_here,
            opened_on=clock.today(),
        )
        _tell(CHANNEL_OPENED, "channel", channel.pk, actor, agency_id, channel=channel.name)
    return channel


def close_channel(*, actor: StaffActor, agency_id: int, channel_id: int) -> None:
    """Closes a channel; its releases stay counted."""
    access.is_office(actor, agency_id).require()
    with transaction.atomic():
        rows = Channel.objects.filter(pk=channel_id, agency_id=agency_id, closed_on__isnull=True)
        if rows.update(closed_on=clock.today()):
            channel = Channel.objects.get(pk=channel_id)
            _tell(CHANNEL_CLOSED, "channel", channel_id, actor, agency_id, channel=channel.name)


def add_wording(
    *, actor: StaffActor, agency_id: int, pattern: str, advice: str, severity: str, is_regex: bool = False
) -> Wording:
    """Adds a wording the checks look for."""
    access.is_office(actor, agency_id).require()
    if not pattern.strip():
        raise Invalid(say("Enter the wording to look for."), field="pattern")
    if is_regex:
        refused = wordings.check_pattern(pattern)
        if refused is not None:
            raise Invalid(refused.reason, field="pattern")
    if severity not in Wording.Severity.values:
        raise Invalid(say("Choose what happens when the wording is found."), field="severity")
    with transaction.atomic():
        row = Wording.objects.create(
            agency_id=agency_id,
            pattern=pattern.strip(),
            advice=advice.strip(),
            severity=severity,
            is_regex=is_regex,
            added_at=clock.now(),
        )
        _tell(WORDING_ADDED, "wording", row.pk, actor, agency_id, pattern=row.pattern)
    return row


def retire_wording(*, actor: StaffActor, agency_id: int, wording_id: int) -> None:
    """Takes a wording out of the checks."""
    access.is_office(actor, agency_id).require()
    with transaction.atomic():
        rows = Wording.objects.filter(pk=wording_id, agency_id=agency_id, retired_at__isnull=True)
        if rows.update(retired_at=clock.now()):
            _tell(
                WORDING_RETIRED,
                "wording",
                wording_id,
                actor,
                agency_id,
                pattern=Wording.objects.get(pk=wording_id).pattern,
            )


def _entry(key: str) -> CatalogueEntry:
    entry = CatalogueEntry.objects.filter(key=key).first()
    if entry is None:
        raise Invalid(say("There is no catalogue row “{key}”.", key=key))
    return entry


def _tell(kind: ledger.Verb, what: str, key: object, actor: StaffActor, agency_id: int, **data: str) -> None:
    doing = actor.acting_as(actor.holds("publishing.office", agency_id=agency_id))
    ledger.record(kind, subject=(f"publishing.{what}", key), actor=doing, data=data)
