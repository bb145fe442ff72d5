"""What a move does to a decision beside changing its state: days, clocks, the prepared figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.core import clock, deadlines, public_version
from gongkai.core.refusals import Invalid
from gongkai.domain.powers import decisions as rules
from gongkai.domain.text import say
from gongkai.powers import decision_indexing, identity
from gongkai.powers.actions.decisions import figures
from gongkai.powers.actions.decisions.given import Given
from gongkai.powers.models import Decision
from gongkai.powers.queries import decision_letters
from gongkai.powers.queries.decisions import personal, subject_of, tells_party

#: Where a decision counts for oversight, and where it counts for the public strip as well.
COUNTED = ("decided", "served", "published", "withheld")
PUBLIC = ("published",)


def before_saving(found: Decision, key: str, given: Given) -> None:
    """Sets the decision's own fields."""
    day = given.on or clock.today()
    if key in ("notify", "serve", "revoke") and day > clock.today():
        raise Invalid(say("This day lies ahead."), field="on")
    if key == "notify":
        if not given.way.strip() and not decision_letters.notice_issued(found):
            raise Invalid(
                say("Issue the notice first, or write in which other way the party was told."), field="way"
            )
        found.notice_on = _not_before(found.filed_on, day)
    elif key in ("object", "send_back"):
        found.review_opinion = ""
    elif key == "reviewed":
        found.review_opinion = given.opinion.strip()
    elif key == "decide":
        found.decided_on = clock.today()
    elif key == "serve":
        found.served_on, found.served_way = _not_before(found.decided_on, day), given.way[:20]
    elif key == "publish":
        found.published_on = clock.today()
    elif key == "revoke":
        _harmless(found, given.reason)
        found.revoked_on, found.revoked_reason = day, given.reason.strip()


def _harmless(found: Decision, reason: str) -> None:
    """The reason stands on the public page where the decision was public."""
    party = identity.read(found.number, found.party_sealed)
    if personal(reason) or tells_party(party, found.party_kind, reason):
        raise Invalid(
            say("The public reads this reason: leave out names and numbers of persons."), field="reason"
        )


def _not_before(first: date | None, day: date) -> date:
    if first is not None and day < first:
        raise Invalid(
            say("This day lies before {first}, when the step before it was made.", first=first), field="on"
        )
    return day


def after_saving(found: Decision, key: str, before: str) -> None:
    """Sets what stands beside it."""
    kind = rules.kinds()[found.kind]
    subject = subject_of(found)
    if key == "decide":
        _start(found, kind.publish, found.decided_on)
    elif key in ("publish", "withhold"):
        deadlines.stop(subject)
    elif key == "revoke":
        deadlines.stop(subject)
        _start(found, kind.withdraw, found.revoked_on)
    elif key == "withdraw":
        deadlines.stop(subject)
    figures.follow(found, before)
    if "published" in (before, found.state) or key == "withdraw":
        decision_indexing.follow(found)
        public_version.public_changed()


def _start(found: Decision, rule: str, on: date | None) -> None:
    deadlines.start(
        rule,
        subject=subject_of(found),
        on=on or clock.today(),
        agency=found.agency.code,
        title=f"{found.number} {found.conduct}",
        unit=found.unit_id,
    )


def told(found: Decision, key: str, given: Given) -> dict[str, Any]:
    """What the ledger is told of the move."""
    if key == "decide":
        return {
            "rows": found.rows,
            "outcome": found.outcome,
            "amount": str(found.amount) if found.amount is not None else "",
            "outside_range": found.outside_range,
            "deviation": found.deviation,
        }
    days = {"notify": found.notice_on, "serve": found.served_on, "revoke": found.revoked_on}
    day = days.get(key)
    said = {"on": day.isoformat()} if day else {}
    return {**said, "way": given.way.strip()[:200]} if key in ("notify", "serve") else said
