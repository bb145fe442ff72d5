"""Writing a document: the project, its text clause by clause or from a file, and what is published with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.consultations import access
from gongkai.consultations.actions.base import (
    in_post,
    note_author,
    put_back,
    take_in_hand,
    tell_ledger,
    words,
)
from gongkai.consultations.models import Document, Version
from gongkai.consultations.queries import texts
from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.clauses import LEVELS, LONGEST, MOST, Provision, keyed
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.consultations.versions import inherit
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

BEGUN = ledger.verb("consultations.document.begun", N_("{actor} entered the project {number} {title}"))
WRITTEN = ledger.verb("consultations.document.written", N_("{actor} wrote in {title}"))
TEXT = ledger.verb("consultations.document.text", N_("{actor} wrote version {version} of {title}"))
WITH_IT = ledger.verb("consultations.document.with_it", N_("{actor} wrote what is published with {title}"))

LONGEST_OF = {"title": 200, "need": 4000, "explanation": 8000, "shorter_reason": 500}
LONGEST_WITH = {"interpretation": 8000, "channels": 1000}


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """What the project says, and how the consultation is to be held."""

    kind: str
    title: str
    need: str = ""
    closes_on: date | None = None
    shorter_reason: str = ""
    identity: str = "anyone"


def begin_project(*, actor: StaffActor, agency_id: int, unit_id: int, given: DocumentInput) -> Document:
    """Enters a project of the unit. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    fields = _checked(given)
    with transaction.atomic():
        ledger.take_turn()
        access.may_draft(actor, agency_id, unit_id).require()
        unit = Unit.objects.select_related("agency").filter(pk=unit_id, agency_id=agency_id).first()
        if unit is None:
            raise Invalid(say("Choose a unit of the agency."), field="unit")
        year, now, code = clock.today().year, clock.now(), unit.agency.code
        serial = numbering.next_in(f"consultation.{code}.{year}")
        made = Document.objects.create(
            agency=unit.agency,
            unit=unit,
            number=f"{code.upper()}-JCGK-{year}-{serial:03d}",
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
            **fields,
        )
        doing = in_post(actor, made, (DRAFTER,))
        note_author(made, doing)
        tell_ledger(BEGUN, made, doing, data={"kind": made.kind})
    return made


def write_document(
    *, document_id: int, actor: StaffActor, expected_revision: int | None, given: DocumentInput
) -> Document:
    """Changes the project. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    fields = _checked(given)
    with transaction.atomic():
        found = take_in_hand(document_id, actor, expected_revision)
        access.may_write(actor, found).require()
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found, (DRAFTER,))
        put_back(found)
        note_author(found, doing)
        tell_ledger(WRITTEN, found, doing, data={"fields": sorted(changed)})
    return found


def _checked(given: DocumentInput) -> dict[str, Any]:
    if given.kind not in rules.kinds():
        raise Invalid(say("Choose the kind of document."), field="kind")
    if rules.row("identity", given.identity) is None:
        raise Invalid(say("Choose who may give an opinion."), field="identity")
    if given.closes_on is not None and given.closes_on < clock.today():
        raise Invalid(say("This day is over."), field="closes_on")
    said = {
        name: words(getattr(given, name), name, LONGEST_OF[name], needed=name == "title")
        for name in ("title", "need", "shorter_reason")
    }
    return {**said, "kind": given.kind, "identity": given.identity, "closes_on": given.closes_on}


def write_text(
    *,
    document_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    provisions: Sequence[Provision],
    explanation: str,
    from_file: bool = False,
) -> Version:
    """Writes the text. Provisions keep their keys; new ones get one; a text ``from_file`` inherits those it matches.

    An unfinished text is kept as well: what it lacks is said by ``queries.documents.faults``.
    """
    plain = [_provision(each, place) for place, each in enumerate(provisions)]
    if len(plain) > MOST:
        raise Invalid(say("A text holds at most {most} provisions.", most=MOST), field="text")
    said = words(explanation, "explanation", LONGEST_OF["explanation"])
    with transaction.atomic():
        found = take_in_hand(document_id, actor, expected_revision)
        access.may_write(actor, found).require()
        version = texts.being_written(found) or _next_version(found, actor)
        text = _keyed(found, version, plain, from_file)
        rows = [{"level": each.level, "text": each.text, "key": each.key} for each in text]
        if (rows, said) == (version.provisions, version.explanation):
            return version
        version.provisions, version.explanation = rows, said
        version.digest, version.updated_at = digest_of(rows), clock.now()
        version.save()
        doing = in_post(actor, found, (DRAFTER,))
        put_back(found)
        note_author(found, doing)
        tell_ledger(TEXT, found, doing, data={"version": version.number, "digest": version.digest})
    return version


def _provision(each: Provision, place: int) -> Provision:
    if each.level not in LEVELS:
        raise Invalid(
            say("Choose what this is: chapter, article, paragraph, item."), field=f"provision:{place}"
        )
    text = " ".join(each.text.replace("\x00", "").split())
    if len(text) > LONGEST:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=LONGEST),
            field=f"provision:{place}",
        )
    return Provision(each.level, text, each.key)


def _next_version(found: Document, actor: StaffActor) -> Version:
    now, last = clock.now(), texts.newest(found)
    return Version.objects.create(
        document=found,
        number=last.number + 1 if last else 1,
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )


def _keyed(
    found: Document, version: Version, plain: Sequence[Provision], from_file: bool
) -> tuple[Provision, ...]:
    """The text with keys: those it had, inherited ones, and new ones that no version ever used."""
    every = list(found.versions.order_by("number"))
    known = set(texts.taken_keys(every))
    before = next((each for each in reversed(every) if each.provisions), None)
    if from_file and before is not None:
        text = inherit(texts.provisions(before), plain)
    else:
        # A key nobody gave is no key: it would tie opinions to other words.
        text = tuple(each if each.key in known else Provision(each.level, each.text) for each in plain)
    return keyed(text, sorted(known - {each.key for each in text}))


def digest_of(rows: Sequence[dict[str, str]]) -> str:
    """SHA-256 over the provisions' levels and words."""
    said = [[row["level"], row["text"]] for row in rows]
    canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_with_it(
    *,
    document_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    interpretation: str,
    channels: str,
    in_force_from: date | None,
    validity_years: int | None,
) -> Document:
    """Writes the interpretation (解读), the channels it is published through, the first day and the validity."""
    said = {
        "interpretation": words(interpretation, "interpretation", LONGEST_WITH["interpretation"]),
        "channels": words(channels, "channels", LONGEST_WITH["channels"]),
    }
    most = rules.house("validity")["years"]
    if validity_years is not None and not 1 <= validity_years <= most:
        raise Invalid(say("A document holds 1 to {most} years.", most=most), field="validity_years")
    with transaction.atomic():
        found = take_in_hand(document_id, actor, expected_revision)
        access.may_prepare_publication(actor, found).require()
        for name, value in said.items():
            setattr(found, name, value)
        found.in_force_from, found.validity_years = in_force_from, validity_years
        doing = in_post(actor, found, (DRAFTER, PUBLISHER))
        put_back(found)
        tell_ledger(WITH_IT, found, doing, data={"fields": sorted(said)})
    return found
