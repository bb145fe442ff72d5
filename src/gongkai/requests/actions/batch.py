"""Entering several requests at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.actions.intake import Application, Submitted, submit


class RowsRefused(Refusal):
    """Some rows cannot be entered, so none was; ``rows`` are their places with what is wrong."""

    status = 422

    def __init__(self, rows: list[tuple[int, Refusal]]) -> None:
        super().__init__(say("Some of them cannot be entered, so none was. Mend them and send all again."))
        self.rows = rows


def submit_all(
    *, actor: StaffActor, agency_id: int, applications: Sequence[tuple[Application, str]]
) -> list[Submitted]:
    """Takes in every application (each with its form's token) in one transaction, in their order.

    Raises ``RowsRefused`` naming every row that cannot be taken; nothing is then entered.
    """
    access.may_register(actor, agency_id).require()
    taken: list[Submitted] = []
    refused: list[tuple[int, Refusal]] = []
    with transaction.atomic():
        for at, (application, token) in enumerate(applications):
            try:
                taken.append(submit(agency_id=agency_id, actor=actor, application=application, token=token))
            except Invalid as refusal:
                refused.append((at, refusal))
        if refused:
            raise RowsRefused(refused)
    return taken
