"""The yearly search for risks (风险排查): opened for the units, signed off by each of them, closed by the publisher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.powers.course import EDITOR, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.powers import access, access_searches
from gongkai.powers.models import Search, SearchPart
from gongkai.powers.queries import searches as queries

OPENED = ledger.verb("powers.search.opened", N_("{actor} opened {title} for {units} units"))
SIGNED = ledger.verb("powers.search.signed", N_("{actor} signed {title} off for {unit}: {found} found"))
CLOSED = ledger.verb("powers.search.closed", N_("{actor} closed {title}"))
LONGEST_TITLE, LONGEST_REASON = 120, 500
#: Days a search lasts at most.
LONGEST = 366


def open_search(
    *,
    actor: StaffActor,
    agency_id: int,
    year: int,
    title: str,
    opens_on: date,
    closes_on: date,
    unit_ids: Sequence[int] | None = None,
) -> Search:
    """Opens the search of a year for the units (all but the leadership). Raises ``Invalid`` naming the field."""
    name = _needed(title, "title", LONGEST_TITLE)
    if not 2000 <= year <= 2200:
        raise Invalid(say("Write the year as four figures."), field="year")
    if closes_on < opens_on or (closes_on - opens_on).days > LONGEST:
        raise Invalid(say("The last day comes after the first, within a year."), field="closes_on")
    with transaction.atomic():
        ledger.take_turn()
        access_searches.may_run(actor, agency_id).require()
        agency = Agency.objects.get(pk=agency_id)
        if Search.objects.filter(agency=agency, year=year).exists():
            raise Invalid(say("There is a search of this year already."), field="year")
        units = list(queries.units_for(agency_id, opens_on))
        if unit_ids is not None:
            units = [unit for unit in units if unit.pk in set(unit_ids)]
        if not units:
            raise Invalid(say("Choose at least one unit."), field="units")
        search = Search.objects.create(
            agency=agency,
            year=year,
            title=name,
            opens_on=opens_on,
            closes_on=closes_on,
            opened_by_id=actor.person_id,
            opened_at=clock.now(),
        )
        SearchPart.objects.bulk_create(SearchPart(search=search, unit=unit) for unit in units)
        days = {"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat()}
        _tell(OPENED, search, actor, PUBLISHER, {"units": len(units), **days})
    return search


def sign_off(*, actor: StaffActor, part_id: int, reason: str = "") -> SearchPart:
    """Signs a unit's part off with what it found; a reason where nothing new was found.

    Raises ``NotAllowed`` without the post, ``Invalid`` without the reason. The same person again changes nothing.
    """
    with transaction.atomic():
        ledger.take_turn()
        rows = SearchPart.objects.select_for_update(of=("self",), no_key=True)
        part = rows.select_related("search__agency", "unit").filter(pk=part_id).first()
        if part is None or part.search.agency_id not in access.agencies_seen(actor):
            raise NotAllowed(say("There is no such search, or your posts do not show it to you."))
        if part.signed_at is not None and part.signed_by_id == actor.person_id:
            return part
        access_searches.may_sign(actor, part).require()
        if clock.today() < part.search.opens_on:
            raise Refusal(say("The search begins on {day}.", day=part.search.opens_on))
        found = queries.found_so_far(part.search).get(part.unit_id, queries.Found())
        part.reason = "" if found.new else _needed(reason, "reason", LONGEST_REASON)
        doing = _in_post(actor, part.search, EDITOR, part.unit_id)
        part.found, part.regraded = found.new, found.regraded
        part.signed_by_id, part.post, part.signed_at = actor.person_id, doing.post_title[:120], clock.now()
        part.save()
        data = {"unit": part.unit.name, "found": found.new, "regraded": found.regraded}
        _tell(SIGNED, part.search, doing, EDITOR, data, reason=part.reason, unit_id=part.unit_id)
    return part


def close_search(*, actor: StaffActor, search_id: int, note: str = "") -> Search:
    """Closes a search. Raises ``Invalid`` without a note where a unit has not signed off."""
    with transaction.atomic():
        ledger.take_turn()
        rows = Search.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
        search = rows.filter(pk=search_id, agency_id__in=access.agencies_seen(actor)).first()
        if search is None:
            raise NotAllowed(say("There is no such search, or your posts do not show it to you."))
        if search.closed_at is not None and search.closed_by_id == actor.person_id:
            return search
        access_searches.may_close(actor, search).require()
        missing = list(search.parts.filter(signed_at__isnull=True).values_list("unit__name", flat=True))
        if missing and not note.strip():
            names = "、".join(missing)
            raise Invalid(say("Not signed off: {names}. Write why it is closed all the same.", names=names),
                          field="note")  # fmt: skip
        search.closing_note = _short(note, "note", LONGEST_REASON)
        search.closed_by_id, search.closed_at = actor.person_id, clock.now()
        search.save()
        _tell(CLOSED, search, actor, PUBLISHER, {"missing": missing}, reason=search.closing_note)
    return search


def _needed(text: str, field: str, longest: int) -> str:
    plain = _short(text, field, longest)
    if not plain:
        words = {
            "title": say("Give it a name."),
            "reason": say("Nothing new was found: write why, so that it can be looked into."),
        }
        raise Invalid(words[field], field=field)
    return plain


def _short(text: str, field: str, longest: int) -> str:
    plain = text.replace("\x00", "").strip()
    if len(plain) > longest:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field
        )
    return plain


def _in_post(actor: StaffActor, search: Search, role: str, unit_id: int | None = None) -> StaffActor:
    return actor.acting_as(actor.holds(role, agency_id=search.agency_id, unit_id=unit_id))


def _tell(
    kind: ledger.Verb,
    search: Search,
    actor: StaffActor,
    role: str,
    data: dict[str, Any],
    *,
    reason: str = "",
    unit_id: int | None = None,
) -> None:
    ledger.record(
        kind,
        subject=(queries.SEARCH, search.pk),
        actor=_in_post(actor, search, role, unit_id),
        data={"title": search.title, "year": search.year, **data},
        reason=reason,
    )
    public_version.public_changed()
