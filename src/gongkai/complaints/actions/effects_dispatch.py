"""Dispatching, signing, returning and ruling: the clock runs from the first dispatch and no return stops it."""

from __future__ import annotations

from typing import Any

from gongkai.complaints.actions import legs, timing
from gongkai.complaints.actions.given import Given
from gongkai.complaints.models import Matter, Return, Ruling
from gongkai.complaints.people import Acting
from gongkai.complaints.queries.people import handlers_of
from gongkai.core import clock
from gongkai.core.refusals import Invalid
from gongkai.domain.complaints import RULE_ON, SIGN
from gongkai.domain.text import say


def dispatch(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """To a unit in the lead (领办), with those that help (协办)."""
    told = _to(matter, given)
    timing.begin_handling(matter)
    timing.begin(matter, SIGN)
    timing.hand_over(matter)
    return told


def redirect(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """To another unit after all, by the desk's own insight: no return is counted."""
    legs.end(matter, "redirect")
    timing.stop(matter, SIGN)
    told = _to(matter, given)
    timing.begin(matter, SIGN)
    timing.hand_over(matter)
    return told


def _to(matter: Matter, given: Given) -> dict[str, Any]:
    unit = legs.open_unit(matter, given.unit)
    matter.unit, matter.handler, matter.signed_at = unit, None, None
    matter.dispatched_at = matter.dispatched_at or clock.now()
    legs.begin(matter, unit)
    return {"unit": unit.code, "co": legs.help_by(matter, given.co_units)}


def sign(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Signed for: this unit is the answerable one now, and whoever signed handles it until somebody is named."""
    matter.signed_at = clock.now()
    matter.answerable_id = matter.unit_id
    matter.handler_id = actor.person_id if actor else None
    legs.sign(matter, matter.handler_id)
    timing.stop(matter, SIGN)
    return {}


def send_back(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Returned once, citing the article that makes it another's."""
    _returned(matter, actor, given, disputed=False)
    legs.end(matter, "return")
    timing.stop(matter, SIGN)
    matter.unit = matter.handler = None
    return {}


def dispute(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """A second return: a named officer rules."""
    _returned(matter, actor, given, disputed=True)
    legs.end(matter, "dispute")
    timing.stop(matter, SIGN)
    timing.begin(matter, RULE_ON)
    return {}


def _returned(matter: Matter, actor: Acting, given: Given, *, disputed: bool) -> None:
    suggested = legs.open_unit(matter, given.suggested, "suggested") if given.suggested else None
    if suggested is not None and suggested.pk == matter.unit_id:
        raise Invalid(
            say("This is the unit that returns it. Name the one whose matter it is."), field="suggested"
        )
    Return.objects.create(
        matter=matter,
        from_unit_id=matter.unit_id,
        article=given.article.strip()[:200],
        reason=given.reason.strip(),
        suggested=suggested,
        person_id=actor.person_id if actor else None,
        at=clock.now(),
        disputed=disputed,
    )
    matter.returns += 1


def rule(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Ruled: it holds for this matter and is a precedent for the next of its kind."""
    before = matter.unit_id
    told = _to(matter, given)
    assert actor is not None
    assert actor.person_id is not None
    assert matter.unit_id is not None
    Ruling.objects.create(
        matter=matter,
        agency_id=matter.agency_id,
        category=matter.category,
        district=matter.district,
        grid=matter.grid,
        from_unit_id=before,
        to_unit_id=matter.unit_id,
        article=given.article.strip()[:200],
        reason=given.reason.strip(),
        person_id=actor.person_id,
        at=clock.now(),
    )
    matter.ruled = True
    timing.stop(matter, RULE_ON)
    timing.begin(matter, SIGN)
    timing.hand_over(matter)
    return told


def name_handler(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """The head names who handles it (专人承办)."""
    person = handlers_of(matter).filter(pk=given.officer or 0).first()
    if person is None:
        raise Invalid(say("Choose a handler of the unit that has the matter."), field="officer")
    if person.pk == matter.against_person_id:
        raise Invalid(
            say("The report is against this person; it must not reach them. Choose another."), field="officer"
        )
    matter.handler = person
    return {"handler": person.pk}
