"""What an answer must have before it is submitted: Articles 32, 36 and 37, and the row it is counted in."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.domain import outcomes
from gongkai.domain.law import Citation
from gongkai.domain.text import Text, say
from gongkai.requests.models import Answer, AnswerFile, Consultation, Request

_REGULATION = "政府信息公开条例"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something an answer still lacks: the field it belongs to, what to do, and the article."""

    field: str
    reason: Text
    citation: Citation | None = None


#: need (``law/outcomes.toml``) → field of the answer that holds it.
_FIELDS = {
    "ground": ("ground", say("A refusal needs its legal ground. Choose it.")),
    "reason": ("reason", say("Say why in words: the applicant is told.")),
    "search_record": (
        "search_record",
        say(
            "“Does not exist” and “not held” need a search record: where, with which words and by whom was searched."
        ),
    ),
    "way": ("pointer", say("Say where and how the information is to be had.")),
    "earlier_answer": ("earlier_number", say("Name the number and day of the earlier answer.")),
    "channel": ("pointer", say("Name the way a complaint, petition or report would have to take.")),
}


#: Ends that are moves of the process (``domain.requests``), never an answer somebody drafts.
_OWN_STEP = frozenset({"overdue_correction", "overdue_fee", "withdrawn"})


def answer_of(request: Request) -> Answer | None:
    """The answer of the present round."""
    return Answer.objects.filter(request=request, round=request.round).first()


def missing(request: Request) -> list[Missing]:
    """What the answer of this round still lacks; nothing: it may be submitted."""
    answer = answer_of(request)
    if answer is None:
        return [Missing("kind", say("There is no answer yet. Choose how the request is answered."))]
    if request.matter == "own_record":
        return _own_record(answer)
    known = {each.key for each in outcomes.answers()}
    if answer.kind not in known or not answer.outcome:
        return [
            Missing("kind", say("Choose how the request is answered, and confirm the row it is counted in."))
        ]
    if answer.kind in _OWN_STEP:
        return [
            Missing(
                "kind",
                say("A request ends this way by a step of its own, not by an answer. Choose another answer."),
                outcomes.answer(answer.kind).citation,
            )
        ]
    confirmed = outcomes.confirm(answer.kind, answer.outcome)
    if not isinstance(confirmed, outcomes.Outcome):
        return [Missing("outcome", confirmed.reason, confirmed.citation)]
    by_ground = outcomes.answer(answer.kind).by_ground and answer.ground
    if by_ground and answer.ground not in confirmed.grounds:
        right = outcomes.suggested(answer.kind, answer.ground)
        return [
            Missing(
                "outcome",
                say(
                    "A refusal on this ground is counted in the row “{row}”.",
                    row=right.label if right else "",
                ),
                confirmed.citation,
            )
        ]
    return [*_texts(answer), *_went_before(request, answer), *_files(answer), *_objections(request, answer)]


def _own_record(answer: Answer) -> list[Missing]:
    if not answer.own_record_result:
        return [
            Missing(
                "own_record_result",
                say("Say how the request to correct the record ends."),
                Citation(_REGULATION, "第四十一条"),
            )
        ]
    return [] if answer.text.strip() else [Missing("text", say("The answer has no text yet."))]


def _texts(answer: Answer) -> list[Missing]:
    found = []
    citation = outcomes.answer(answer.kind).citation
    for need in sorted(outcomes.needs(answer.kind, answer.outcome)):
        if need in _FIELDS:
            field, reason = _FIELDS[need]
            if not str(getattr(answer, field)).strip():
                found.append(Missing(field, reason, citation))
    if answer.kind == "special_query" and not answer.regime.strip():
        found.append(
            Missing("regime", say("Name the law that has rules of its own for this information."), citation)
        )
    if answer.kind == "repeat" and answer.earlier_number and answer.earlier_on is None:
        found.append(Missing("earlier_on", say("Name the number and day of the earlier answer."), citation))
    if answer.kind == "other" and not answer.text.strip():
        found.append(Missing("text", say("The answer has no text yet.")))
    return found


def _went_before(request: Request, answer: Answer) -> list[Missing]:
    """Two answers rest on a letter sent before: they name it, and the law asks for it first."""
    if answer.kind == "unclear" and request.correction_asked_on is None:
        return [
            Missing(
                "kind",
                say("“Still unclear after correction” needs the notice asking for a correction first."),
                Citation(_REGULATION, "第三十条"),
            )
        ]
    if answer.kind == "excessive" and request.reasons_asked_on is None:
        return [
            Missing(
                "kind",
                say("The applicant must be asked for the reasons of the many requests first."),
                Citation(_REGULATION, "第三十五条"),
            )
        ]
    return []


def _files(answer: Answer) -> list[Missing]:
    """Information given needs a file or the way to it; a partial answer needs its redacted copy, proven."""
    wanted = outcomes.needs(answer.kind, answer.outcome)
    files = list(AnswerFile.objects.filter(answer=answer, removed_at__isnull=True))
    delivered = [each for each in files if each.delivered]
    if "redacted_copy" in wanted and not any(each.redacted_from_id and each.proof for each in delivered):
        return [
            Missing(
                "files",
                say(
                    "Opening a part needs the copy with the rest blacked out: add the original and black out in it."
                ),
                Citation(_REGULATION, "第三十七条"),
            )
        ]
    if "information" in wanted and not delivered and not answer.pointer.strip():
        return [Missing("files", say("Add the information, or say how and when it can be had."))]
    return []


def _objections(request: Request, answer: Answer) -> list[Missing]:
    """Opening against a third party's objection needs the public interest in words (Article 32)."""
    opens = outcomes.outcome(answer.outcome).group in ("granted", "partial")
    objects = request.consultations.filter(
        kind=Consultation.Kind.THIRD_PARTY, result=Consultation.Result.OBJECTS
    ).exists()
    if opens and objects and not answer.override_reason.strip():
        return [
            Missing(
                "override_reason",
                say(
                    "A third party objects. Opening it needs the public interest in words, and the third party "
                    "is told in writing; otherwise refuse that part."
                ),
                Citation(_REGULATION, "第三十二条"),
            )
        ]
    return []
