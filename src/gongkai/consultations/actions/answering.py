"""Looking at opinions (审阅), grouping alike ones, and answering each: what became of it and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from gongkai.consultations import access, authors
from gongkai.consultations.actions.base import in_post, take_in_hand, tell_ledger, words
from gongkai.consultations.actions.telling import tell_authors
from gongkai.consultations.models import Document, Opinion, OpinionGroup
from gongkai.consultations.queries import naming, texts
from gongkai.consultations.queries import opinions as reads
from gongkai.consultations.queries.opinion_lists import answer_stamp, look_stamp
from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.consultations.rules import Answer, answer_faults
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

SHOWN = ledger.verb("consultations.opinion.shown", N_("{actor} let {count} opinions on {title} be shown"))
HIDDEN = ledger.verb("consultations.opinion.hidden", N_("{actor} hid opinion {reference} on {title}"))
GROUPED = ledger.verb("consultations.opinion.grouped", N_("{actor} grouped {count} opinions on {title}"))
ANSWERED = ledger.verb("consultations.opinion.answered", N_("{actor} answered {count} opinions on {title}"))
PASSED_ON = ledger.verb(
    "consultations.opinion.passed_on",
    N_("{actor} passed opinion {reference} on {title} on to the complaints"),
)
#: Opinions in one deed.
MOST = 500
#: Opinion → how it stood when the person looked (``look_stamp``, ``answer_stamp``); ``None``: not compared.
Seen = Mapping[int, str] | None


def show_opinions(
    *,
    document_id: int,
    actor: StaffActor,
    opinion_ids: Sequence[int],
    public_words: str | None = None,
    seen: Seen = None,
) -> int:
    """Lets opinions be shown to the public; of a single one ``public_words`` are what is shown, personal data left out.

    Raises ``Invalid`` where something personal is still in it, ``Conflict`` where somebody else looked at one in the
    meantime. Gives how many are shown; what was shown so before is left as it is.
    """
    with transaction.atomic():
        found = _in_hand(document_id, actor)
        rows = _rows(found, opinion_ids)
        if public_words is not None and len(rows) != 1:
            raise Invalid(say("Words are written for one opinion at a time."), field="public_words")
        said = {row.pk: _said(row, public_words) for row in rows}
        new = [row for row in rows if row.shown_at is None or row.public_words != said[row.pk]]
        _compare(new, seen, look_stamp)
        for row in new:
            _let_through(row, said[row.pk], actor)
        if new:
            references = [row.reference for row in new]
            _tell(SHOWN, found, actor, {"count": len(new), "references": references})
    return len(rows)


def _said(row: Opinion, public_words: str | None) -> str:
    said = reads.words_of(row) if public_words is None else public_words
    return words(said, "public_words", 4000, needed=True)


def _compare(rows: Sequence[Opinion], seen: Seen, stamp: Callable[[Opinion], str]) -> None:
    """Raises ``Conflict`` when one does not stand as the person saw it."""
    if seen and any(row.pk in seen and seen[row.pk] != stamp(row) for row in rows):
        raise Conflict


def _let_through(row: Opinion, plain: str, actor: StaffActor) -> None:
    if reads.personal(plain):
        raise Invalid(
            say(
                "Opinion {reference} holds something personal: leave it out of what is shown.",
                reference=row.reference,
            ),
            field="public_words",
        )
    row.public_words, row.hidden_reason = plain, ""
    row.shown_at, row.looked_at_by_id = row.shown_at or clock.now(), actor.person_id
    row.save(update_fields=["public_words", "hidden_reason", "shown_at", "looked_at_by"])


def hide_opinion(
    *, document_id: int, actor: StaffActor, opinion_id: int, reason: str, seen: Seen = None
) -> Opinion:
    """Keeps an opinion from the public for a reason of ``law/consultations.toml``; what was said stays as it is."""
    if rules.row("moderation", reason) is None:
        raise Invalid(say("Choose why it is not shown."), field="hidden_reason")
    with transaction.atomic():
        found = _in_hand(document_id, actor)
        row = _rows(found, [opinion_id])[0]
        if row.hidden_reason == reason:
            return row
        _compare([row], seen, look_stamp)
        row.hidden_reason, row.shown_at, row.public_words = reason, None, ""
        row.looked_at_by_id = actor.person_id
        row.save(update_fields=["hidden_reason", "shown_at", "public_words", "looked_at_by"])
        _tell(HIDDEN, found, actor, {"reference": row.reference, "why": reason})
    return row


def group_opinions(
    *,
    document_id: int,
    actor: StaffActor,
    opinion_ids: Sequence[int],
    title: str,
    group_id: int | None = None,
) -> OpinionGroup:
    """Puts opinions that say the same together, in a new group or an existing one."""
    with transaction.atomic():
        found = _in_hand(document_id, actor)
        rows = _rows(found, opinion_ids)
        if group_id is not None:
            group = OpinionGroup.objects.filter(document=found, pk=group_id).first()
            if group is None:
                raise Invalid(say("Choose a group of this document."), field="group")
        else:
            group = OpinionGroup.objects.create(
                document=found,
                title=words(title, "title", 200, needed=True),
                created_by_id=actor.person_id,
                created_at=clock.now(),
            )
        Opinion.objects.filter(pk__in=[row.pk for row in rows]).update(group=group)
        data = {"count": len(rows), "group": group.title, "references": [row.reference for row in rows]}
        _tell(GROUPED, found, actor, data)
    return group


def answer_opinions(
    *, document_id: int, actor: StaffActor, opinion_ids: Sequence[int], answer: Answer, seen: Seen = None
) -> int:
    """Gives the opinions their answer, one for all of them; an earlier one is taken the place of until publication.

    Raises ``Invalid`` naming the field, ``Conflict`` where somebody else answered one in the meantime, ``Refusal`` for
    one that was passed on. Gives how many have it; those that had this very answer are left as they are.
    """
    with transaction.atomic():
        found = _in_hand(document_id, actor)
        known = naming.cited(texts.every(found))
        wrong = answer_faults(answer, known, {each.key for each in known.values() if each.gone})
        if wrong:
            field, text = next(iter(wrong.items()))
            raise Invalid(text, field=field)
        if reads.personal(answer.reason):
            raise Invalid(
                say("The public reads this: leave out names and numbers of persons."), field="reason"
            )
        every = _rows(found, opinion_ids)
        _not_passed_on(every)
        rows = [row for row in every if not _has(row, answer)]
        _compare(rows, seen, answer_stamp)
        if not rows:
            return len(every)
        for row in rows:
            row.verdict, row.reason, row.answer_clause = answer.verdict, answer.reason.strip(), answer.clause
            row.answered_by_id, row.answered_at = actor.person_id, clock.now()
        fields = ["verdict", "reason", "answer_clause", "answered_by", "answered_at"]
        Opinion.objects.bulk_update(rows, fields, batch_size=200)
        told = tell_authors(found, rows)
        data = {
            "count": len(rows),
            "verdict": answer.verdict,
            "clause": answer.clause,
            "told": told,
            "references": [row.reference for row in rows],
        }
        _tell(ANSWERED, found, actor, data, reason=answer.reason.strip())
    return len(every)


def _has(row: Opinion, answer: Answer) -> bool:
    return (row.verdict, row.reason, row.answer_clause) == (
        answer.verdict,
        answer.reason.strip(),
        answer.clause,
    )


def _not_passed_on(rows: Sequence[Opinion]) -> None:
    passed = next((row for row in rows if row.passed_on), None)
    if passed is not None:
        raise Refusal(
            say(
                "Opinion {reference} was passed on to the complaints as {number}: that is its answer.",
                reference=passed.reference,
                number=passed.passed_on,
            )
        )


def answer_group(*, document_id: int, actor: StaffActor, group_id: int, answer: Answer) -> int:
    """Answers every opinion of a group that is neither hidden nor passed on, all of them or none.

    So many at a time as one deed takes: each of those stands in the ledger.
    """
    rows = Opinion.objects.filter(document_id=document_id, group_id=group_id, hidden_reason="", passed_on="")
    keys = list(rows.order_by("id").values_list("pk", flat=True))
    with transaction.atomic():
        return sum(
            answer_opinions(
                document_id=document_id, actor=actor, opinion_ids=keys[at : at + MOST], answer=answer
            )
            for at in range(0, max(len(keys), 1), MOST)
        )


def _in_hand(document_id: int, actor: StaffActor) -> Document:
    found = take_in_hand(document_id, actor, None)
    access.may_handle_opinions(actor, found).require()
    return found


def _rows(found: Document, opinion_ids: Sequence[int]) -> list[Opinion]:
    wanted = set(opinion_ids)
    if not wanted:
        raise Invalid(say("Choose at least one opinion."), field="opinions")
    if len(wanted) > MOST:
        raise Refusal(say("At most {most} opinions at once. Choose fewer.", most=MOST))
    rows = list(
        Opinion.objects.select_for_update(no_key=True).filter(document=found, pk__in=wanted).order_by("id")
    )
    if len(rows) != len(wanted):
        raise NotAllowed(say("One of these opinions is not of this document."))
    return rows


def _tell(
    kind: ledger.Verb, found: Document, actor: StaffActor, data: dict[str, object], reason: str = ""
) -> None:
    doing = in_post(actor, found, (DRAFTER, PUBLISHER))
    tell_ledger(kind, found, doing, data=data, reason=reason)
    public_version.public_changed()


def note_passed_on(
    *, document_id: int, actor: StaffActor, opinion_id: int, number: str, code: str
) -> Opinion:
    """Notes that the opinion is a complaint and goes on there, with that as its answer; its author reads both.

    Part of the deed that passes it on. Raises ``Refusal`` when it went there before.
    """
    with transaction.atomic():
        found = _in_hand(document_id, actor)
        row = _rows(found, [opinion_id])[0]
        if row.passed_on:
            raise Refusal(say("This opinion was passed on before, as {number}.", number=row.passed_on))
        row.passed_on, row.passed_code = number, authors.seal_words(f"{row.reference}.passed", code)
        row.verdict, row.answer_clause = "outside", ""
        row.reason = f"属于诉求，已转投诉受理，受理编号{number}。"
        row.answered_by_id, row.answered_at = actor.person_id, clock.now()
        row.save(
            update_fields=[
                *("passed_on", "passed_code", "verdict", "answer_clause", "reason", "answered_by"),
                "answered_at",
            ]
        )
        told = tell_authors(found, [row])
        _tell(PASSED_ON, found, actor, {"reference": row.reference, "matter": number, "told": told})
    return row
