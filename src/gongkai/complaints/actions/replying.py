"""Drafting the reply, and the wordings it may begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta

from django.db import transaction
from django.db.models import Max

from gongkai.complaints import access, house
from gongkai.complaints.actions.base import in_post, needed, note_author, take_in_hand, tell_ledger
from gongkai.complaints.models import Matter, Reply, ReplyTemplate
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid
from gongkai.domain.complaints import CHIEF, DESK, HANDLER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

DRAFTED = ledger.verb("complaints.reply.drafted", N_("{actor} wrote in the reply to {number}"))
TEMPLATE = ledger.verb("complaints.template.kept", N_("{actor} kept the wording {title} for replies"))
RETIRED = ledger.verb("complaints.template.retired", N_("{actor} retired the wording {title} for replies"))
#: How long what saves itself joins the event of the same person's last change.
JOINED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ReplyInput:
    """What the reply says so far; nothing is asked for before it is submitted."""

    text: str = ""
    result: str = ""
    evidence: str = ""
    template_id: int | None = None


def write_reply(
    *,
    matter_id: int,
    actor: StaffActor,
    reply: ReplyInput,
    expected_version: int | None = None,
    seen: str | None = None,
    quiet: bool = False,
) -> Reply:
    """Saves the draft of this round's reply. Whoever wrote a word of it is its author.

    ``seen``: ``mark_of`` the draft the person looked at; somebody else's words since are a ``Conflict`` and are not
    written over. ``quiet``: saved by itself, which joins the event of the same person's last change.
    """
    with transaction.atomic():
        matter = take_in_hand(matter_id, actor, expected_version)
        access.may_edit_reply(actor, matter).require()
        if reply.result and reply.result not in house.keys("result"):
            raise Invalid(say("Choose how it ended."), field="result")
        if len(reply.text) > 8000:
            raise Invalid(
                say("This is longer than {longest} characters. Shorten it.", longest=8000), field="text"
            )
        template = ReplyTemplate.objects.filter(pk=reply.template_id or 0, agency_id=matter.agency_id).first()
        now = clock.now()
        row, created = Reply.objects.get_or_create(
            matter=matter, round=matter.round, defaults={"created_at": now, "updated_at": now}
        )
        if row.sent_at is not None:
            raise Conflict(say("The reply of this round was sent; its wording stays as it was sent."))
        if seen is not None and not created and seen != mark_of(row):
            raise Conflict(
                say(
                    "Somebody else changed this reply meanwhile. Yours is still here: look at both and save again."
                )
            )
        row.text, row.result = reply.text.strip(), reply.result
        row.evidence = reply.evidence.strip()[:4000]
        row.template = template or row.template
        row.updated_at = now
        row.save()
        doing = in_post(actor, matter, (HANDLER, DESK))
        assert isinstance(doing, StaffActor)
        note_author(matter, doing)
        if not (quiet and _just_told(matter, actor)):
            tell_ledger(DRAFTED, matter, doing, data={"round": matter.round, "result": row.result})
    return row


def mark_of(reply: Reply | None) -> str:
    """By what a draft is known to be the one that was looked at; empty where there is none."""
    return reply.updated_at.astimezone(UTC).isoformat() if reply is not None else ""


def _just_told(matter: Matter, actor: StaffActor) -> bool:
    """Whether the matter's last event already says that this person is writing the reply now."""
    kind, key = subject_of(matter)
    last = Event.objects.filter(subject_type=kind, subject=str(key)).order_by("-seq").first()
    return (
        last is not None
        and last.person == actor.person_id
        and last.verb == DRAFTED.key
        and last.at > clock.now() - JOINED
    )


def keep_template(
    *, agency_id: int, actor: StaffActor, key: str, title: str, text: str, reason: str,
    category: str = "", result: str = "",
) -> ReplyTemplate:  # fmt: skip
    """Keeps a wording, as a new version where there is one under this key."""
    access.may_keep_rules(actor, agency_id).require()
    if not key.strip():
        raise Invalid(say("Give the wording a key: a short word by which it is known."), field="key")
    if result and result not in house.keys("result"):
        raise Invalid(say("Choose how it ended."), field="result")
    with transaction.atomic():
        ledger.take_turn()
        agency = Agency.objects.get(pk=agency_id)
        rows = ReplyTemplate.objects.filter(agency=agency, key=key.strip()[:40])
        now = clock.now()
        rows.filter(retired_at__isnull=True).update(retired_at=now)
        row = ReplyTemplate.objects.create(
            agency=agency,
            key=key.strip()[:40],
            version=(rows.aggregate(last=Max("version"))["last"] or 0) + 1,
            title=needed(title, "title", 100),
            category=category.strip()[:20],
            result=result,
            text=needed(text, "text", 8000),
            reason=needed(reason, "reason", 300),
            created_by_id=actor.person_id,
            created_at=now,
        )
        _tell(TEMPLATE, row, actor)
    return row


def retire_template(*, template_id: int, actor: StaffActor, reason: str) -> None:
    """A wording is not offered any more; replies that began with it stay as they are."""
    with transaction.atomic():
        ledger.take_turn()
        row = (
            ReplyTemplate.objects.select_related("agency")
            .filter(pk=template_id, retired_at__isnull=True)
            .first()
        )
        if row is None:
            raise Invalid(say("There is no such wording, or it was retired before."))
        access.may_keep_rules(actor, row.agency_id).require()
        row.reason = needed(reason, "reason", 300)
        ReplyTemplate.objects.filter(pk=row.pk).update(retired_at=clock.now())
        _tell(RETIRED, row, actor)


def _tell(kind: ledger.Verb, row: ReplyTemplate, actor: StaffActor) -> None:
    ledger.record(
        kind,
        subject=("complaints.template", row.pk),
        actor=actor.acting_as(actor.holds(CHIEF, agency_id=row.agency_id)),
        data={"title": row.title, "key": row.key, "version": row.version},
        reason=row.reason,
    )
