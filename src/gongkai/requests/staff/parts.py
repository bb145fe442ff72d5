"""The parts of a record: matter, answer, hearings, letters, course, disputes. Each asks only for its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.deadlines import Standing
from gongkai.domain.clocks import Due
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.requests import access, own_words, words
from gongkai.requests.forms.staff import PurposeForm
from gongkai.requests.identity import Identity
from gongkai.requests.queries import records
from gongkai.requests.queries.records import AnswerFile, Request
from gongkai.requests.staff import course, exchanges, facts
from gongkai.requests.staff.common import address, size
from gongkai.requests.staff.tried import Tried

Clocks = Sequence[tuple[Standing, Due]]
PARTS = ("matter", "answer", "hearings", "letters", "course", "disputes")


def of(
    part: str, matter: Request, acting: StaffActor, clocks: Clocks, tried: Tried, shown: Identity | None
) -> dict[str, Any]:
    """What the template of this part needs. ``shown``: the applicant's data, just revealed."""
    if part == "matter":
        return _matter(matter, acting, tried, shown)
    if part == "answer":
        return answer(matter, acting)
    if part == "hearings":
        return exchanges.hearings(matter, acting, tried)
    if part == "letters":
        return exchanges.letters_of(matter, acting)
    if part == "course":
        return course.course(matter, clocks)
    return _disputes(matter, acting)


def _matter(matter: Request, acting: StaffActor, tried: Tried, shown: Identity | None) -> dict[str, Any]:
    applicant, masked = records.applicant(matter)
    erased = applicant is not None and applicant.erased_at is not None
    may_see = bool(access.may_see_applicant(acting, matter))
    return {
        "asked": facts.asked(matter),
        "supplement": own_words.read(matter, "supplement"),
        "receipt": facts.receipt(matter),
        "beside_facts": facts.beside(matter, records.transfers(matter)),
        "family": facts.relatives(records.family(matter)),
        "applicant_rows": facts.applicant(shown or masked, matter.applicant_kind),
        "applicant_known": applicant is not None and not erased,
        "applicant_erased": erased,
        "shown": shown is not None,
        "may_see": may_see,
        "purpose_form": tried.purpose or PurposeForm(),
        "files": [
            {
                "pk": each.pk,
                "name": each.name,
                "kind": _(_FILE_KINDS.get(each.kind, each.kind)),
                "size": size(each.size),
                "erased": each.erased_at is not None,
                "url": address("request_file", matter.pk, each.pk),
            }
            for each in records.files(matter)
        ],
        "fees": [_fee(each) for each in records.fees(matter)],
    }


_FILE_KINDS = {
    "identity": N_("Proof of identity"),
    "attachment": N_("Attachment"),
    "supplement": N_("Supplement"),
    "evidence": N_("Evidence"),
}


def _fee(fee: records.Fee) -> dict[str, Any]:
    if fee.cancelled_on:
        state, kind = _("Cancelled"), "quiet"
    elif fee.paid_on:
        state, kind = _("The fee was paid"), "done"
    elif fee.lapsed_on:
        state, kind = _("Not paid in time"), "danger"
    elif fee.notified_on:
        state, kind = _("Told, to be paid"), "info"
    else:
        state, kind = _("Worked out, not told yet"), "soon"
    return {
        "amount": f"{fee.amount:.2f}",
        "method": words.label("fees", "method", fee.method),
        "trace": fee.trace,
        "state": state,
        "kind": kind,
        "receipt": fee.receipt,
    }


def answer(matter: Request, acting: StaffActor) -> dict[str, Any]:
    """The answers, the last round first, each with its files."""
    rounds = sorted(records.answers(matter), key=lambda each: -each.round)
    return {
        "answers": [_answer(matter, each) for each in rounds],
        "may_edit": bool(access.may_edit_answer(acting, matter)),
    }


def _answer(matter: Request, row: records.Answer) -> dict[str, Any]:
    own = matter.matter == "own_record"
    told = [
        (_("Legal ground"), words.ground(row.ground) if row.ground else ""),
        (_("Reason"), row.reason),
        (_("Search record"), row.search_record),
        (_("Where and how it is to be had"), row.pointer),
        (_("The agency in charge"), f"{row.right_agency} {row.right_agency_contact}".strip()),
        (_("The law with rules of its own"), row.regime),
        (_("Number of the earlier answer"), row.earlier_number),
        (_("Public interest against a third party's objection"), row.override_reason),
        (_("Text of the answer"), row.text),
    ]
    return {
        "round": row.round,
        "present": row.round == matter.round,
        "title": words.label("requests", "own_record_result", row.own_record_result)
        if own and row.own_record_result
        else words.answer(row.kind),
        "outcome": words.outcome(row.outcome),
        "rows": [{"label": label, "value": value, "wide": True} for label, value in told if value],
        "files": files(matter, records.answer_files(matter, row.round)),
        "issued_on": row.issued_on,
        "number": row.letter.number if row.letter else "",
    }


def files(matter: Request, listed: Sequence[AnswerFile]) -> list[dict[str, Any]]:
    """Files of an answer, each with what it is: to be given, an original, or a redacted copy with its proof."""
    redacted = {each.redacted_from_id for each in listed if each.redacted_from_id}
    return [
        {
            "pk": each.pk,
            "name": each.title or each.name,
            "file_name": each.name,
            "url": address("request_answer_file", matter.pk, each.pk),
            "redact_url": address("request_redact", matter.pk, each.pk),
            "kind": each.file.kind.upper(),
            "size": size(each.file.size),
            "pages": each.file.pages,
            "delivered": each.delivered,
            "copy": each.redacted_from_id is not None,
            "of": (each.redacted_from.title or each.redacted_from.name) if each.redacted_from else "",
            "boxes": len(each.boxes),
            "proven": bool(each.proof),
            "has_copy": each.pk in redacted,
            "can_redact": each.redacted_from_id is None and each.file.kind in ("pdf", "image"),
        }
        for each in listed
    ]


def _disputes(matter: Request, acting: StaffActor) -> dict[str, Any]:
    seen = access.SUPERVISOR in acting.roles or bool(access.role_keys(acting, matter))
    may_keep = bool(access.may_keep_disputes(acting, matter.agency_id))
    return {
        "disputes": [
            {
                "kind": words.dispute_kind(each.kind),
                "number": each.number,
                "authority": each.authority,
                "filed_on": each.filed_on,
                "closed_on": each.closed_on,
                "result": words.dispute_result(each.result),
                "badge": words.DISPUTE_BADGES.get(each.result or "pending", "plain"),
                "url": address("dispute", each.pk) if may_keep or _sees_register(acting, matter) else "",
            }
            for each in (records.disputes(matter) if seen else [])
        ],
        "new_dispute_url": f"{address('dispute_new')}?request={matter.number}" if may_keep else "",
        "answer_anew": matter.state in ("closed", "archived"),
    }


def _sees_register(acting: StaffActor, matter: Request) -> bool:
    return bool(access.may_see_register(acting, matter.agency_id))
