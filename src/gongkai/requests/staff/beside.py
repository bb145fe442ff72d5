"""Deeds beside the process: splitting, the fee, the complaint's number, help given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.domain.requests import DESK, OFFICER, OPEN
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.requests import access, actions, secret
from gongkai.requests.forms.staff import DEEDS
from gongkai.requests.queries import records
from gongkai.requests.queries.records import Request
from gongkai.requests.staff.common import address
from gongkai.requests.staff.tried import Tried

#: Deed → the words on its button, and who does it. The actions ask again.
_OFFERED: dict[str, tuple[str, frozenset[str]]] = {
    "split": (N_("Split it into several"), frozenset({DESK})),
    "fee": (N_("Work out the fee"), frozenset({DESK, OFFICER})),
    "transfer": (N_("Note the complaint's number"), frozenset({DESK, OFFICER})),
    "help": (N_("Note the help given"), frozenset({DESK, OFFICER})),
    "service": (N_("Enter the service of a letter"), frozenset({DESK})),
}
#: Where each can be done; the rest of the open states would only be refused.
_STATES = {
    "split": ("registered", "handling"),
    "fee": ("registered", "handling"),
    "service": (*OPEN[1:], "closed"),
}


def deeds(matter: Request, acting: StaffActor, tried: Tried) -> list[dict[str, Any]]:
    """The deeds this person may do beside the process, each with its form."""
    roles = access.role_keys(acting, matter)
    listed = []
    for key, (label, who) in _OFFERED.items():
        if not who & roles or matter.state not in _STATES.get(key, OPEN):
            continue
        if key == "split" and matter.matter != "information":
            continue
        form = tried.deed if tried.key == key and tried.deed is not None else _fresh(key, matter)
        listed.append(
            {
                "key": key,
                "label": label,
                "form": form,
                "open": form is tried.deed,
                "url": address("request_deed", matter.pk, key),
            }
        )
    return listed


def may_pass_on(matter: Request, acting: StaffActor) -> bool:
    """Whether the way to the complaints desk is offered here (Article 39)."""
    return matter.state in OPEN and bool({DESK, OFFICER} & access.role_keys(acting, matter))


def _fresh(key: str, matter: Request) -> Form:
    initial: dict[str, Any] = {}
    if key == "split":
        initial["subjects"] = matter.subject
    elif key == "fee":
        initial = {"method": "by_item", "count": 1, "before": actions.suggested_before(matter)["before"]}
    elif key == "service":
        initial = {"letter": records.unserved_number(matter), "day": clock.today()}
    elif key == "help":
        initial["text"] = matter.help_given
    return DEEDS[key](initial=initial, prefix=key)


def _fee(matter: Request, acting: StaffActor, seen: int, data: dict[str, Any]) -> str:
    fee = actions.work_out_fee(
        request_id=matter.pk,
        actor=acting,
        expected_version=seen,
        method=data["method"],
        count=data["count"],
        before=data["before"] or 0 if data["method"] == "by_item" else 0,
    )
    if not fee.amount:
        return _("Nothing is to be paid: it lies within what is free.")
    return _("The fee is {amount} yuan. The head of the openness body sends the notice.").format(
        amount=f"{fee.amount:.2f}"
    )


def _transfer(matter: Request, acting: StaffActor, seen: int, data: dict[str, Any]) -> str:
    actions.note_transfer(request_id=matter.pk, actor=acting, expected_version=seen, **data)
    return _("The complaint's number is noted; the request is found by it.")


def _help(matter: Request, acting: StaffActor, seen: int, data: dict[str, Any]) -> str:
    actions.note_help(request_id=matter.pk, actor=acting, expected_version=seen, text=data["text"])
    return _("The help given is noted.")


def _service(matter: Request, acting: StaffActor, seen: int, data: dict[str, Any]) -> str:
    actions.record_letter_service(
        request_id=matter.pk,
        actor=acting,
        expected_version=seen,
        letter_number=data["letter"],
        way=data["way"],
        day=data["day"],
        evidence=data["evidence"],
        tracking=data["tracking"],
    )
    return _("The service of the letter is recorded.")


def split(matter: Request, acting: StaffActor, seen: int, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Splits the request. Gives its parts with their secret codes, which are shown this once."""
    made = actions.split(
        request_id=matter.pk, actor=acting, expected_version=seen, subjects=data["subjects"].splitlines()
    )
    return [{"matter": each, "code": secret.code_of(each.token or "")} for each in made]


_DONE: dict[str, Callable[[Request, StaffActor, int, dict[str, Any]], str]] = {
    "fee": _fee,
    "transfer": _transfer,
    "help": _help,
    "service": _service,
}


def do(key: str, matter: Request, acting: StaffActor, seen: int, data: dict[str, Any]) -> str:
    """Does the deed ``key`` on the version seen. Gives the sentence that tells it."""
    return _DONE[key](matter, acting, seen, data)
