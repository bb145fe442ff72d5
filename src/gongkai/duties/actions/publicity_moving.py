"""Moving an activity on. One door: access → the process table → effects → compare-and-set → event."""

from __future__ import annotations

from django.db import transaction

from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Conflict, Invalid
from gongkai.domain import privacy
from gongkai.domain.duties.publicity import PROCESS
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.duties import access, publicity_indexing
from gongkai.duties import access_publicity as own
from gongkai.duties.actions.base import (
    done_before,
    in_hand,
    in_post,
    note_step,
    put_back,
    refusal,
    tell_ledger,
)
from gongkai.duties.models import Activity
from gongkai.duties.queries import publicity as queries
from gongkai.duties.queries.publicity import STEPS, subject_of
from gongkai.people.actor import StaffActor

VERBS = {move.key: ledger.verb(f"duties.publicity.{move.key}", move.done) for move in PROCESS.moves}
LONGEST_REASON = 1000


def move_activity(
    *, activity_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Activity:
    """Makes the move ``key`` (``domain.duties.publicity``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster. A second click
    on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            found = in_hand(Activity, activity_id, own.activities_seen(actor), expected_revision, "unit")
        except Conflict:
            again = queries.activity(actor, activity_id)
            if again is not None and done_before(STEPS, again, key, actor, expected_revision):
                return again
            raise
        plain = reason.replace("\x00", "").strip()[:LONGEST_REASON]
        answer = step(PROCESS, found.state, key, queries.facts(found, actor, ("reason",) if plain else ()))
        if isinstance(answer, Refused):
            raise refusal(PROCESS, key, answer, access.roles_over(actor, found.agency_id, found.unit_id))
        if key == "withdraw" and privacy.findings(plain):
            raise Invalid(
                say("The public reads this: leave out names and numbers of persons."), field="reason"
            )
        before, found.state = found.state, answer.state.key
        _effects(found, key, plain)
        doing = in_post(actor, found.agency_id, PROCESS.move(key).roles, found.unit_id)
        put_back(found)
        note_step(STEPS, found, key, doing, reason=plain)
        tell_ledger(
            VERBS[key],
            subject_of(found),
            doing,
            agency=found.agency.code,
            number=found.number,
            data={"from": before, "to": found.state, **_told(found, key)},
            reason=plain,
        )
        if key in ("publish", "withdraw"):
            publicity_indexing.follow(found)
            public_version.public_changed()
    return found


def _effects(found: Activity, key: str, reason: str) -> None:
    if key == "publish":
        found.published_on = clock.today()
    elif key == "withdraw":
        found.withdrawn_on, found.withdrawn_reason = clock.today(), reason


def _told(found: Activity, key: str) -> dict[str, int]:
    """The numbers of what was published stand in the ledger: the year's figures are proved by them."""
    if key != "publish":
        return {}
    return {name: getattr(found, name) for name in ("printed", "given_out", "consulted")}
