"""Taking a matter in, whatever way it came: by the reporter here, by the desk, by a program."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.complaints import access, house, secret
from gongkai.complaints.actions import gathering
from gongkai.complaints.actions.checking import check
from gongkai.complaints.actions.files import Upload
from gongkai.complaints.actions.reports import Asked, Report, Submitted
from gongkai.people.actor import StaffActor

__all__ = ["Report", "Submitted", "channel_entry", "submit"]


def submit(
    *,
    agency_id: int,
    actor: StaffActor | None,
    report: Report,
    token: str = "",
    files: Sequence[Upload] = (),
    code: str = "",
) -> Submitted:
    """Takes a matter in. ``actor`` ``None``: the reporter here, or a program in the reporter's name.

    ``token`` is the form's own: sent twice, it makes one matter and gives the same number and code again. The same
    outside number is taken in once as well. ``code``: the one the reporter has elsewhere already. Raises ``Invalid``
    naming the field, ``NotAllowed`` without the post.

    Many at once share a transaction (``gathering``): when it returns, the matter is in the database and its event in
    the ledger, whatever happens to this process the moment after.
    """
    if not 0 < len(token) <= secret.LONGEST_TOKEN:
        token = secret.new_token()
    if actor is not None:
        access.may_register(actor, agency_id).require()
    check(report, agency_id, by_staff=actor is not None)
    asked = Asked(agency_id, actor, report, token, code or secret.code_of(token), tuple(files))
    return gathering.take(asked)


def channel_entry(key: str) -> str:
    """Who uses a way in: ``online``, ``by_staff`` or ``outside``; nothing for an unknown one."""
    found = house.row("channel", key)
    return str(found["entry"]) if found else ""
