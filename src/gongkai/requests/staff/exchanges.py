"""Hearings and letters of a request, as its record shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.letters import evidence_of
from gongkai.domain.requests import DESK, OFFICER
from gongkai.people.actor import StaffActor
from gongkai.requests import access, words
from gongkai.requests.forms.moving import OpinionForm, ReceivedForm
from gongkai.requests.forms.staff import LETTER_PURPOSES
from gongkai.requests.queries import records
from gongkai.requests.queries.records import Heard, Request, Sent
from gongkai.requests.staff.common import address, due_fields
from gongkai.requests.staff.tried import Tried

RESULT_BADGES = {"agrees": "done", "objects": "danger", "silent": "plain", "": "info"}


def hearings(matter: Request, acting: StaffActor, tried: Tried) -> dict[str, Any]:
    """Third parties and agencies heard, each with the forms that its state allows."""
    roles = access.role_keys(acting, matter)
    hears = OFFICER in roles and matter.state == "consulting"
    notes = bool({OFFICER, DESK} & roles) and matter.state == "consulting"
    return {
        "hearings": [
            _hearing(matter, each, tried, hears=hears, notes=notes) for each in records.hearings(matter)
        ],
        "sees_opinions": bool(roles),
    }


def _hearing(matter: Request, heard: Heard, tried: Tried, *, hears: bool, notes: bool) -> dict[str, Any]:
    row, today = heard.consultation, clock.today()
    waiting = row.answered_on is None
    needless = not waiting and not row.result  # the request was closed while it was still being heard
    opinion = tried.opinion[1] if tried.opinion and tried.opinion[0] == row.pk else None
    received = tried.received[1] if tried.received and tried.received[0] == row.pk else None
    return {
        "row": row,
        "kind": words.consultation_kind(row.kind),
        "name": heard.name,
        "opinion": heard.opinion,
        "result": {
            "label": _("No longer needed") if needless else words.consultation_result(row.result),
            "kind": "plain" if needless else RESULT_BADGES.get(row.result, "plain"),
        },
        "needless": needless,
        "due": due_fields(heard.standing) if waiting else {},
        "waiting": waiting,
        "opinion_form": (opinion or OpinionForm(number=row.pk, today=today)) if hears and waiting else None,
        "opinion_open": opinion is not None,
        "opinion_url": address("request_opinion", matter.pk, row.pk),
        "received_form": (received or ReceivedForm(number=row.pk, today=today))
        if notes and waiting
        else None,
        "received_open": received is not None,
        "received_url": address("request_letter_received", matter.pk, row.pk),
    }


def letters_of(matter: Request, acting: StaffActor) -> dict[str, Any]:
    """The letters of the request; what may name the applicant is shown to those who may see such data."""
    may_open = bool(access.may_see_applicant(acting, matter))
    return {
        "letters": [_letter(matter, each, shown=may_open) for each in records.letters(matter)],
        "may_open": may_open,
        "purposes": [(key, str(label)) for key, label in LETTER_PURPOSES],
    }


def _letter(matter: Request, sent: Sent, *, shown: bool) -> dict[str, Any]:
    service = sent.service
    return {
        "title": sent.letter.title,
        "number": sent.letter.number,
        "issued_on": sent.letter.issued_on,
        "to_applicant": sent.correspondence.to_applicant,
        "erased": sent.letter.erased_at is not None,
        "url": address("request_correspondence", matter.pk, sent.letter.pk),
        "way": words.service_way(service.way) if service else "",
        "served_on": service.served_on if service else None,
        "tracking": service.tracking_number if service else "",
        "evidence": evidence_of(service) if service and shown else "",
    }
