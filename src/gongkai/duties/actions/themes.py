"""Campaign years and themes: written, opened by other eyes, closed; publications put under one by index number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import privacy
from gongkai.domain.duties.plans import PLANNER
from gongkai.domain.duties.themes import PROCESS
from gongkai.domain.text import N_, say
from gongkai.duties import plan_access
from gongkai.duties.actions.base import in_hand, in_post, note_author, put_back, tell_ledger, words
from gongkai.duties.actions.plan_moving import Way, move, verbs_of
from gongkai.duties.indexing_plans import follow
from gongkai.duties.models import Theme, ThemePublication, ThemePublicationTurn
from gongkai.duties.queries import themes
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

DRAFTED = ledger.verb("duties.theme.drafted", N_("{actor} drafted theme {number}"))
WRITTEN = ledger.verb("duties.theme.written", N_("{actor} changed the draft of theme {number}"))
PUBLICATION = ledger.verb(
    "duties.theme.publication", N_("{actor} put document {index_number} under theme {number}")
)
PUBLICATION_OUT = ledger.verb(
    "duties.theme.publication_out", N_("{actor} took document {index_number} out of theme {number}")
)
VERBS = verbs_of("theme", PROCESS)
LONGEST = {"title": 120, "aim": 2000, "measures": 4000}
#: Days a theme lasts at most.
LONGEST_DAYS = 1100


@dataclass(frozen=True, slots=True)
class ThemeInput:
    """What a theme says."""

    title: str
    begins_on: date
    ends_on: date
    aim: str = ""
    measures: str = ""


def draft_theme(*, actor: StaffActor, agency_id: int, given: ThemeInput) -> Theme:
    """Begins a theme. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    fields = _checked(given)
    with transaction.atomic():
        ledger.take_turn()
        plan_access.may_plan(actor, agency_id).require()
        agency, now = Agency.objects.get(pk=agency_id), clock.now()
        serial = numbering.next_in(f"theme.{agency.code}.{given.begins_on.year}")
        made = Theme.objects.create(
            agency=agency,
            number=f"{agency.code.upper()}-ZT-{given.begins_on.year}-{serial:02d}",
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
            **fields,
        )
        doing = in_post(actor, agency_id, (PLANNER,))
        note_author("theme", made, doing)
        _tell(DRAFTED, made, doing, {"title": made.title})
    return made


def write_theme(
    *, theme_id: int, actor: StaffActor, expected_revision: int | None, given: ThemeInput
) -> Theme:
    """Changes a draft. Raises ``NotAllowed``, ``Conflict``, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = in_hand(Theme, theme_id, plan_access.themes_seen(actor), expected_revision)
        plan_access.may_write_theme(actor, found).require()
        fields = _checked(given)
        changed = sorted(name for name, value in fields.items() if getattr(found, name) != value)
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found.agency_id, (PLANNER,))
        put_back(found)
        note_author("theme", found, doing)
        _tell(WRITTEN, found, doing, {"fields": changed})
    return found


def move_theme(
    *, theme_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Theme:
    """Makes the move ``key`` (``domain.duties.themes``); see ``plan_moving.move``."""
    moved: Theme = move(
        WAY, pk=theme_id, key=key, actor=actor, expected_revision=expected_revision, reason=reason
    )
    return moved


def put_publication(*, theme_id: int, actor: StaffActor, index_number: str, title: str) -> ThemePublication:
    """Puts a publication under a theme. Whether there is such a document, the journey has asked.

    Raises ``NotAllowed``, and ``Refusal`` where it stands under the theme already.
    """
    with transaction.atomic():
        found = in_hand(Theme, theme_id, plan_access.themes_seen(actor), None)
        plan_access.may_tag(actor, found).require()
        plain = words(index_number, "index_number", 80, needed=True)
        if themes.standing_publications(found).filter(index_number=plain).exists():
            raise Refusal(say("This document stands under the theme already."))
        made = found.publications.filter(index_number=plain).first()
        if made is None:
            made = ThemePublication.objects.create(
                theme=found,
                index_number=plain,
                title=title[:300],
                added_by_id=actor.person_id,
                added_at=clock.now(),
            )
        else:  # it was taken out before
            _turn(made, actor, inside=True)
        put_back(found)
        _tell(PUBLICATION, found, in_post(actor, found.agency_id, (PLANNER,)), {"index_number": plain})
        public_version.public_changed()
    return made


def take_publication_out(*, theme_id: int, actor: StaffActor, index_number: str) -> ThemePublication:
    """Takes a publication out of a theme; the row stays. A second click changes nothing.

    Raises ``NotAllowed``, and ``Refusal`` where no such document was ever put under the theme.
    """
    with transaction.atomic():
        found = in_hand(Theme, theme_id, plan_access.themes_seen(actor), None)
        plan_access.may_tag(actor, found).require()
        row = found.publications.filter(index_number=index_number.replace("\x00", "").strip()).first()
        if row is None:
            raise Refusal(say("This document does not stand under the theme."))
        if themes.standing_publications(found).filter(pk=row.pk).exists():
            _turn(row, actor, inside=False)
            put_back(found)
            doing = in_post(actor, found.agency_id, (PLANNER,))
            _tell(PUBLICATION_OUT, found, doing, {"index_number": row.index_number})
            public_version.public_changed()
    return row


def _turn(row: ThemePublication, actor: StaffActor, *, inside: bool) -> None:
    number = row.turns.count() + 1
    ThemePublicationTurn.objects.create(
        publication=row, number=number, inside=inside, person_id=actor.person_id, at=clock.now()
    )


def _effects(found: Theme, key: str, _actor: StaffActor) -> None:
    if key == "open":
        found.opened_on = clock.today()
    elif key == "close":
        found.closed_on = clock.today()
    if key in ("open", "close"):
        follow(found)
        public_version.public_changed()


WAY = Way(Theme, PROCESS, plan_access.themes_seen, themes.facts, VERBS, _effects)


def _checked(given: ThemeInput) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, LONGEST[name], needed=name == "title") for name in LONGEST
    }
    for name, value in fields.items():
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    if given.ends_on < given.begins_on or (given.ends_on - given.begins_on).days > LONGEST_DAYS:
        raise Invalid(say("The last day comes after the first, within three years."), field="ends_on")
    return fields | {"begins_on": given.begins_on, "ends_on": given.ends_on}


def _tell(verb: ledger.Verb, found: Theme, actor: StaffActor, data: dict[str, Any]) -> None:
    tell_ledger(verb, subject_of(found), actor, agency=found.agency.code, number=found.number, data=data)
