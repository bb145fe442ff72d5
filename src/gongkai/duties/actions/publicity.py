"""Writing an activity of publicity: what happened where, what was printed and given out, who was consulted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q

from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.duties import publicity as rules
from gongkai.domain.text import N_, say
from gongkai.duties import access_publicity as access
from gongkai.duties.access import PUBLICIST
from gongkai.duties.actions.base import in_hand, in_post, note_author, put_back, tell_ledger, words
from gongkai.duties.models import Activity, Board, Partner
from gongkai.duties.publicity_input import LONGEST, NUMBERS, ActivityInput
from gongkai.duties.queries.publicity import SAID_IN_PUBLIC, STEPS, subject_of
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

__all__ = ["LONGEST", "ActivityInput", "check", "create", "record_activity", "write_activity"]

DRAFTED = ledger.verb("duties.publicity.drafted", N_("{actor} recorded activity {number}"))
WRITTEN = ledger.verb("duties.publicity.written", N_("{actor} changed the draft of activity {number}"))


def record_activity(*, actor: StaffActor, agency_id: int, given: ActivityInput) -> Activity:
    """Begins the record of an activity. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    with transaction.atomic():
        ledger.take_turn()
        access.may_record(actor, agency_id).require()
        made = create(actor=actor, agency_id=agency_id, given=given)
        doing = in_post(actor, agency_id, (PUBLICIST,), made.unit_id)
        note_author(STEPS, made, doing)
        _tell(DRAFTED, made, doing, {"title": made.title, "kind": made.kind})
    return made


def create(*, actor: StaffActor | None, agency_id: int, given: ActivityInput) -> Activity:
    """The rows of a new activity; inside the caller's transaction. ``actor`` ``None``: the operator's shell."""
    fields = _checked(given, agency_id, None)
    if actor is not None:
        access.may_record(actor, agency_id, given.unit_id).require()
    unit, now = Unit.objects.select_related("agency").get(pk=given.unit_id), clock.now()
    code, year = unit.agency.code, given.begins_on.year
    serial = numbering.next_in(f"publicity.{code}.{year}")
    made = Activity.objects.create(
        agency=unit.agency,
        number=f"{code.upper()}-XC-{year}-{serial:03d}",
        created_by_id=actor.person_id if actor else None,
        created_at=now,
        updated_at=now,
        **fields,
    )
    made.partners.set(_partners(given, agency_id, set()))
    return made


def write_activity(
    *, activity_id: int, actor: StaffActor, expected_revision: int | None, given: ActivityInput
) -> Activity:
    """Changes a draft. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    with transaction.atomic():
        seen = access.activities_seen(actor)
        found = in_hand(Activity, activity_id, seen, expected_revision, "unit")
        access.may_write(actor, found).require()
        access.may_record(actor, found.agency_id, given.unit_id).require()
        fields = _checked(given, found.agency_id, found)
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        before = set(found.partners.values_list("pk", flat=True))
        partners = _partners(given, found.agency_id, before)
        if {each.pk for each in partners} != before:
            changed.append("partners")
        if not changed:
            return found
        for name in changed:
            if name != "partners":
                setattr(found, name, fields[name])
        doing = in_post(actor, found.agency_id, (PUBLICIST,), found.unit_id)
        put_back(found)
        found.partners.set(partners)
        note_author(STEPS, found, doing)
        _tell(WRITTEN, found, doing, {"fields": sorted(changed)})
    return found


def check(given: ActivityInput, agency_id: int) -> None:
    """Raises ``Invalid`` naming the field where an activity could not be recorded like this."""
    _checked(given, agency_id, None)


def _tell(kind: ledger.Verb, found: Activity, doing: StaffActor, data: dict[str, Any]) -> None:
    tell_ledger(kind, subject_of(found), doing, agency=found.agency.code, number=found.number, data=data)


def _checked(given: ActivityInput, agency_id: int, before: Activity | None) -> dict[str, Any]:
    """The columns of the activity; ``Invalid`` naming the field where something cannot be."""
    kind = rules.kinds().get(given.kind)
    if kind is None:
        raise Invalid(say("Choose what kind of activity it is."), field="kind")
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, longest, needed=name == "title")
        for name, longest in LONGEST.items()
    }
    for name in fields.keys() & set(SAID_IN_PUBLIC):
        if privacy.findings(fields[name]):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    _check_days(given)
    _check_numbers(given)
    _check_url(fields["press_url"])
    if not Unit.objects.filter(pk=given.unit_id, agency_id=agency_id).exists():
        raise Invalid(say("Choose a unit of the agency."), field="unit")
    fields |= {
        "kind": given.kind,
        "unit_id": given.unit_id,
        "begins_on": given.begins_on,
        "ends_on": given.ends_on or given.begins_on,
        "board_id": _board(given, agency_id, kind.board, before),
        "press_on": given.press_on,
    }
    return fields | {name: getattr(given, name) for name in NUMBERS}


def _check_days(given: ActivityInput) -> None:
    most = rules.limits()["days"]
    last = given.ends_on or given.begins_on
    if not 0 <= (last - given.begins_on).days <= most:
        sentence = say("The last day comes after the first, within {most} days.", most=most)
        raise Invalid(sentence, field="ends_on")
    if given.begins_on > clock.today():
        raise Invalid(say("What is recorded has taken place: the day cannot lie ahead."), field="begins_on")


def _check_numbers(given: ActivityInput) -> None:
    for name, limit in NUMBERS.items():
        most = rules.limits()[limit]
        if not 0 <= getattr(given, name) <= most:
            raise Invalid(say("Write a whole number from 0 to {most}.", most=most), field=name)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        wrong = bool(url) and (parts.scheme not in ("http", "https") or not parts.hostname)
    except ValueError:
        wrong = True
    if wrong or any(sign.isspace() for sign in url):
        raise Invalid(say("Write the whole address, beginning with https:// or http://."), field="press_url")


def _board(given: ActivityInput, agency_id: int, kind: str, before: Activity | None) -> int | None:
    """The board that was renewed; only where the kind of activity renews one."""
    if not kind or given.board_id is None:
        return None
    open_then = Q(ended_on__isnull=True) | Q(ended_on__gte=given.begins_on)
    if before is not None:
        open_then |= Q(pk=before.board_id)
    if not Board.objects.filter(open_then, pk=given.board_id, agency_id=agency_id, kind=kind).exists():
        raise Invalid(say("Choose a board of this kind."), field="board")
    return given.board_id


def _partners(given: ActivityInput, agency_id: int, before: set[int]) -> list[Partner]:
    wanted = set(given.partner_ids)
    open_now = Q(ended_on__isnull=True) | Q(pk__in=before)
    found = list(Partner.objects.filter(open_now, agency_id=agency_id, pk__in=wanted))
    if {each.pk for each in found} != wanted:
        raise Invalid(say("Choose partners of the agency."), field="partners")
    return found
