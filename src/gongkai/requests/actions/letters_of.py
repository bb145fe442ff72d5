"""The letters of a request: which values fill their fields, and how they are issued and kept with the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gongkai.core import clock, ledger, letters
from gongkai.core.models import Letter
from gongkai.domain import clocks, outcomes
from gongkai.domain.law import load
from gongkai.domain.requests import REPLY, channels
from gongkai.requests.actions.timing import reply_clock
from gongkai.requests.identity import read
from gongkai.requests.models import Answer, Applicant, Correspondence, Request
from gongkai.requests.people import Acting
from gongkai.requests.queries.subjects import subject_of

#: Which letter the answer refers back to, by the answer's kind.
REFERS_TO = {
    "unclear": "correction_notice",
    "overdue_correction": "correction_notice",
    "excessive": "reasons_letter",
    "overdue_fee": "fee_notice",
}


def day(value: date | None) -> str:
    """A day as letters write it: 2026年3月5日; nothing where there is none."""
    return letters.zh_day(value) if value else ""


def applicant_of(request: Request) -> Applicant | None:
    """Who asks; nobody for what was brought in from a register."""
    return Applicant.objects.filter(request=request).first()


def common(request: Request) -> dict[str, str]:
    """What every letter to the applicant may use."""
    identity = read(applicant_of(request))
    running = reply_clock(request)
    rule = clocks.rule_for(REPLY, request.received_on or request.arrived_on)
    due = running.due_on if running and not running.provisional else None
    labels = {each.key: each.label for each in channels()}
    return {
        "applicant_name": identity.addressee or "申请人",
        "you": "贵单位" if identity.organisation else "您",
        "request_number": request.number,
        "subject": request.subject,
        "submitted_on": day(request.arrived_on),
        "received_on": day(request.received_on),
        "corrected_on": day(request.corrected_on),
        "channel": labels.get(request.channel, request.channel),
        "reply_days": str(rule.length) if isinstance(rule, clocks.Rule) else "",
        "due_on": day(due),
    }


def earlier(request: Request, kind: str) -> dict[str, str]:
    """Number and day of the letter of ``kind`` sent before, for one that refers back to it."""
    sent = request.letters.filter(letter__kind=kind).select_related("letter").last()
    if sent is None:
        return {}
    return {"letter_number": sent.letter.number, "letter_date": day(sent.letter.issued_on)}


def _label(table: str, key: str) -> str:
    return next((str(row["label"]) for row in load("requests")[table] if row["key"] == key), "")


def answer_values(request: Request, answer: Answer) -> dict[str, str]:
    """What an answer's letter may use besides the common values."""
    ground = next((row for row in load("openness")["ground"] if row["key"] == answer.ground), None)
    values = {
        "access_way": answer.pointer,
        "right_channel": answer.pointer,
        "form": _label("form", request.form_wanted) or "纸质",
        "delivery": _label("way", request.way_wanted) or "邮寄",
        "open_on": day(clock.today()),
        "withheld": answer.reason,
        "ground": str(ground["label"]).removeprefix("属于") if ground else "",
        "ground_basis": f"《条例》{ground['article']}" if ground else "",
        "reason": answer.reason,
        "search": answer.search_record,
        "regime": answer.regime,
        "right_agency": answer.right_agency,
        "right_agency_contact": answer.right_agency_contact,
        "letter_number": answer.earlier_number,
        "letter_date": day(answer.earlier_on),
        "record": request.subject,
        "answer_text": answer.text or answer.reason,
    }
    if answer.kind in REFERS_TO:
        values |= earlier(request, REFERS_TO[answer.kind])
    return values


def answer_letter(request: Request, answer: Answer) -> tuple[str, str]:
    """The kind of letter an answer is sent as, and the group of outcomes that chooses its remedies."""
    if request.matter == "own_record":
        return "rectification_answer", "other"
    return f"answer_{answer.kind}", outcomes.outcome(answer.outcome).group


#: What the name of an organisation ends in; a person's name does not.
_BODIES = (
    "公司",
    "厂",
    "店",
    "局",
    "委",
    "办",
    "院",
    "会",
    "所",
    "中心",
    "社",
    "站",
    "部",
    "行",
    "队",
    "校",
    "企业",
    "政府",
)


def form_of_address(name: str) -> str:
    """How a third party or an agency is addressed, going by its name."""
    return "贵单位" if name.strip().endswith(_BODIES) else "您"


def send(
    request: Request,
    kind: str,
    actor: Acting,
    values: Mapping[str, str],
    *,
    addressee: str = "",
    group: str = "",
    to_applicant: bool = True,
) -> Letter:
    """Issues a letter of the request: numbered, its wording kept. Part of the deed that sends it."""
    given = {**common(request), **values}
    if not to_applicant:
        given["you"] = form_of_address(addressee)
    letter = letters.issue(
        subject=subject_of(request),
        agency=request.agency,
        kind=kind,
        values=given,
        outcome_group=group,
        on=clock.today(),
        actor=actor or ledger.System(request.agency.code),
        addressee=addressee or given["applicant_name"],
    )
    Correspondence.objects.create(request=request, letter=letter, to_applicant=to_applicant)
    return letter
