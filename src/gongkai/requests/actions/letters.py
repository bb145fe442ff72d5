"""Keeping the texts of the agency's letters: the legal officer's own work, every version kept."""

from __future__ import annotations

from gongkai.core import letters
from gongkai.core.letters import Head, LetterText
from gongkai.domain.requests import LEGAL
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.requests import access


def save_letter_text(
    *,
    actor: StaffActor,
    agency_id: int,
    kind: str,
    title: str,
    text: str,
    remedies_text: str = "",
    remedies_block: str = "",
    reason: str,
    expected_version: int,
) -> LetterText:
    """Saves the next version of a letter's text. ``Invalid``: could not be sent; ``Conflict``: somebody was first."""
    access.may_edit_letters(actor, agency_id).require()
    return letters.save_template(
        agency=Agency.objects.get(pk=agency_id).code,
        kind=kind,
        title=title,
        text=text,
        remedies_text=remedies_text,
        remedies_block=remedies_block,
        reason=reason,
        expected_version=expected_version,
        actor=_as_legal(actor, agency_id),
    )


def save_letterhead(
    *,
    actor: StaffActor,
    agency_id: int,
    mark: str,
    review_authority: str,
    court: str = "",
    review_online: str = "",
    reason: str,
    expected_version: int,
) -> Head:
    """Names the agency's mark and where to turn for review and suit."""
    access.may_edit_letters(actor, agency_id).require()
    return letters.save_head(
        office=Agency.objects.get(pk=agency_id),
        mark=mark,
        review_authority=review_authority,
        court=court,
        review_online=review_online,
        reason=reason,
        expected_version=expected_version,
        actor=_as_legal(actor, agency_id),
    )


def _as_legal(actor: StaffActor, agency_id: int) -> StaffActor:
    return actor.acting_as(actor.holds(LEGAL, agency_id=agency_id))
