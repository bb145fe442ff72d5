"""A decision's record: the facts held against the table, what is missing, its course and letters, and the deeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import text
from gongkai.core.access import staff_page
from gongkai.core.lawwords import label
from gongkai.core.staffpages import address, address_if_any, due_fields
from gongkai.domain.discretion import Milder, Outcome
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.domain.process import Kind
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell
from gongkai.powers import access, decision_access, identity
from gongkai.powers import decision_words as words
from gongkai.powers import discretion_words as told
from gongkai.powers.actions.decisions.revealing import Revealed
from gongkai.powers.forms.decisions import DefenceForm, NoticeForm, PurposeForm
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries import decision_letters, decision_work
from gongkai.powers.queries import decisions as reads
from gongkai.powers.queries.records import Decision
from gongkai.powers.staff.common import address_of as entry_address
from gongkai.powers.staff.decisions import cards
from gongkai.powers.staff.decisions.cards import Tried
from gongkai.powers.staff.decisions.common import found, show, trail

#: Earlier decisions of the same party that are listed.
MOST_EARLIER = 20


@staff_page
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found(request, pk)
    return page(request, of, acting)


def page(
    request: HttpRequest,
    of: Decision,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    shown: Revealed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused; ``shown``: the party in the clear, this once."""
    tried = tried or Tried()
    letters = decision_letters.letters_of(of)
    notice = any(each.kind == reads.notice_kind(of) for each in letters)
    sees = of.agency_id in access.agencies_seen(acting)  # the register's own records
    may_write = bool(decision_access.may_write(acting, of))
    context: dict[str, Any] = {
        "decision": of,
        "title": of.conduct,
        "badges": _badges(of),
        "facts": _facts(of, shown, sees),
        "sentence": PROCESS.state(of.state).label,
        "next": _next(of),
        **due_fields(decision_work.clocks_of([of]).get(of.pk)),
        "moves": cards.of(of, acting, tried, notice=notice),
        "tried": tried,
        "faults": _faults(of, editable=may_write),
        "writing": of.state in decision_access.WRITABLE,
        "edit_url": address("power_decision_edit", of.pk) if may_write else "",
        "publish_url": address("power_decision_public", of.pk)
        if decision_access.may_publish(acting, of)
        else "",
        "public_url": _public_url(of),
        "letters": _letters(of, letters, may=bool(decision_access.may_note_receipt(acting, of))),
        "notice_url": address("power_decision_notice", of.pk) if may_write else "",
        "notice_form": _own(tried, "notice") or (NoticeForm() if of.kind == "licence" else None),
        "reveal_form": _own(tried, "reveal") or PurposeForm(prefix="reveal"),
        "shown": shown,
        "defence_form": _own(tried, "defence") or DefenceForm(prefix="defence"),
        "may_write": may_write,
        "earlier": [_earlier(each) for each in reads.earlier(of)[:MOST_EARLIER]],
        "timeline": list(reversed(tell(decision_work.told(of)))),
        "crumbs": trail(of),
        **_held(of, sees),
        **_written(of),
    }
    return show(request, "decision_record", context, status)


def _own(tried: Tried, key: str) -> Any:
    return tried.form if tried.key == key else None


def _badges(of: Decision) -> list[dict[str, str]]:
    badges = [{"label": words.kind_name(of.kind), "kind": "plain"}, words.state_badge(of)]
    if of.outside_range:
        badges.append({"label": _("Outside the range"), "kind": "danger"})
    if of.outside_number:
        badges.append(
            {
                "label": _("From {system}").format(system=of.outside_system or _("another system")),
                "kind": "quiet",
            }
        )
    return badges


def _facts(of: Decision, shown: Revealed | None, sees: bool) -> list[dict[str, Any]]:
    party = identity.read(of.number, of.party_sealed)
    seen = shown.party if shown else identity.masked(party)
    days = (
        (_("Day of the conduct"), of.conduct_on),
        (_("Filed on"), of.filed_on),
        (_("Told on"), of.notice_on),
        (_("Decided on"), of.decided_on),
        (_("Served on"), of.served_on),
        (_("Published on"), of.published_on),
        (_("Revoked on"), of.revoked_on),
    )
    return [
        {"label": _("Document number"), "value": of.number},
        {"label": _("Unit"), "value": unit_name(of.unit)},
        {"label": _("Case handler"), "value": of.officer.name if of.officer else of.officer_code},
        {"label": _("Party"), "value": f"{seen.name} {seen.number}".strip()},
        {"label": _("Kind of party"), "value": words.party_kind_name(of.party_kind)},
        *({"label": name, "value": text.day(day)} for name, day in days if day is not None),
        *_power(of, sees),
    ]


def _power(of: Decision, sees: bool) -> list[dict[str, Any]]:
    if of.item is None:
        return []
    url = entry_address(of.item) if sees else ""
    return [
        {
            "label": _("Power that is used"),
            "value": f"{of.item.code} {of.item.title}",
            "url": url,
            "wide": True,
        }
    ]


def _next(of: Decision) -> str:
    state = PROCESS.state(of.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))


def _faults(of: Decision, *, editable: bool) -> list[dict[str, Any]]:
    """What the case lacks, each with the way to its field; of decisions already made nothing is asked any more."""
    if of.state not in ("filed", "notified", "in_review", "to_decide"):
        return []
    edit = address("power_decision_edit", of.pk)
    return [
        {
            "label": _(words.FIELDS.get(each.field, each.field)),
            "reason": each.reason,
            "url": f"{edit}#{words.ANCHORS.get(each.field, f'id_{each.field}')}" if editable else "",
        }
        for each in reads.faults(of)
    ]


def _held(of: Decision, sees: bool) -> dict[str, Any]:
    """The facts against the table: rows and range, and where the amount lies."""
    answer = reads.judged(of)
    chosen = answer.outcome if isinstance(answer, Milder) else answer
    outcome = chosen if isinstance(chosen, Outcome) else None
    return {
        "result": words.result(of),
        "table_title": f"{of.table.code} {of.table.title}" if of.table else "",
        "table_url": entry_address(of.table) if of.table and sees else "",
        "fact_lines": words.fact_lines(of, outcome),
        "row_lines": words.row_lines(outcome) if outcome else [],
        "remarks": outcome.remarks() if outcome else (),
        "unjudged": answer.reason if isinstance(answer, Refused) else "",
        "milder": answer if isinstance(answer, Milder) else None,
        "trace": told.outcome_shown(outcome) if outcome else None,
        "scale": words.scale(of.amount, of.minimum, of.maximum),
    }


def _written(of: Decision) -> dict[str, Any]:
    """What is written in words, and by whom the social impact was judged."""
    parts = (
        (_("Facts, evidence and reasons"), of.reasons),
        (_("Why outside the range"), of.deviation),
        (_("Record of the education"), of.education),
        (_("Opinion of the legal review"), of.review_opinion),
        (_("Why it was revoked"), of.revoked_reason),
        (_("What the public reads"), of.public_text),
    )
    circumstances = [
        label("discretion", "circumstance", each) for each in of.circumstances if isinstance(each, str)
    ]
    impact = ""
    if of.impact:
        said = _("Yes: it is published") if of.impact == "yes" else _("No: it is not published")
        impact = f"{said}{_(': ')}{of.impact_reason}" if of.impact_reason else said
    return {
        "parts": [{"label": name, "text": text} for name, text in parts if text],
        "circumstances": circumstances,
        "ground": label("decisions", "review_ground", of.review_ground) if of.review_ground else "",
        "impact": impact,
        "impact_by": of.impact_by.name if of.impact_by else "",
        "defended": bool(of.defence_sealed),
    }


def _letters(of: Decision, letters: Sequence[Any], *, may: bool) -> list[dict[str, Any]]:
    served = decision_letters.services_of(letters)
    return [_letter(of, each, served.get(each.pk), may=may) for each in letters]


def _letter(of: Decision, letter: Any, served: Any, *, may: bool) -> dict[str, Any]:
    return {
        "served": words.served(served) if served else "",
        "receipt": address("power_decision_receipt", of.pk, letter.pk) if may and not served else "",
        "title": letter.title,
        "number": letter.number,
        "on": letter.issued_on,
        "pdf": address("power_decision_letter", of.pk, letter.pk, "pdf"),
        "docx": address("power_decision_letter", of.pk, letter.pk, "docx"),
    }


def _earlier(each: Decision) -> dict[str, Any]:
    return {
        "number": each.number,
        "conduct": each.conduct,
        "on": each.decided_on,
        "result": words.result(each),
        "badge": words.state_badge(each),
        "url": address("power_decision", each.pk),
    }


def _public_url(of: Decision) -> str:
    if of.state != "published":
        return ""
    return address_if_any("portal:power_decision", of.agency.code, of.pk)
