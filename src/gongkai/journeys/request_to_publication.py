"""What was given to several applicants becomes a draft of a public document (Article 44).

Two rooms write, in one transaction: a draft begins among the documents, with the text and the files that were given
(never an original), and the request's ledger says so. What becomes of the draft is decided on the usual way.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.db import transaction

from gongkai.core import files, ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain import outcomes
from gongkai.domain.law import Citation
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions import DraftInput
from gongkai.publishing.queries import Document
from gongkai.requests.queries import records, repeated
from gongkai.requests.queries.records import Answer, Request
from gongkai.requests.queries.subjects import SUBJECT, subject_of

PROPOSED = ledger.verb(
    "requests.request.proposed",
    N_("{actor} proposed to publish what was given on {number}: the draft {document} was begun"),
)
DRAFTER = "publishing.drafter"
ARTICLE = Citation("政府信息公开条例", "第四十四条")


def may_propose(actor: StaffActor) -> bool:
    """Whether the actor may begin drafts at all."""
    return bool(actor.units_where(DRAFTER))


def propose_publication(request_id: int, actor: StaffActor) -> Document:
    """Begins the draft. Raises ``NotAllowed`` without a drafting post, ``Refusal`` where nothing was opened."""
    units = actor.units_where(DRAFTER)
    if not units:
        raise NotAllowed(say("Only drafters begin documents. Pass it on to a drafter of your unit."))
    with transaction.atomic():
        ledger.take_turn()
        request = records.request_for_staff(actor, request_id)
        if request is None:
            raise NotAllowed(say("There is no such request, or your posts do not show it to you."))
        answer = _opened(request)
        already = proposals([request.pk]).get(request.pk)
        if already is not None:
            raise Refusal(say("It was proposed before: the draft {document} was begun.", document=already[1]))
        unit = request.unit_id if request.unit_id in units else units[0]
        document = publishing.start_document(
            actor=actor,
            unit_id=unit,
            content=DraftInput(title=request.subject, body=_body(answer), openness="active"),
        )
        for given in repeated.given_files(answer):
            with files.path_of(given.file.sha256).open("rb") as source:
                publishing.attach(
                    document_id=document.pk, actor=actor, source=source, name=given.name, title=given.title
                )
        ledger.record(
            PROPOSED,
            subject=subject_of(request),
            actor=actor.acting_as(actor.holds(DRAFTER, unit_id=unit)),
            data={"number": request.number, "document": document.index_number, "document_id": document.pk},
        )
    return document


def _opened(request: Request) -> Answer:
    opening = {row.key for row in outcomes.outcomes() if row.group in ("granted", "partial")}
    answer = repeated.answer_of(request)
    if answer is None or answer.outcome not in opening:
        raise Refusal(
            say("Only what was opened to an applicant is proposed for publication."), citation=ARTICLE
        )
    return answer


def _body(answer: Answer) -> str:
    """What the answer said and where it is to be had, as paragraphs; the reasons for what was withheld stay out."""
    lines = f"{answer.text}\n{answer.pointer}".splitlines()
    return "".join(f"<p>{escape(line.strip())}</p>" for line in lines if line.strip())


def proposals(request_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Which of these requests were proposed: the draft's key and index number. One query."""
    events = ledger.events_of([(SUBJECT, pk) for pk in request_ids])
    return {
        int(each.subject): (int(each.data["document_id"]), str(each.data["document"]))
        for each in events
        if each.verb == PROPOSED.key
    }
