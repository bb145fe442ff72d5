"""The facts of a request as rows of words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.templatetags.gongkai import zh_date
from gongkai.domain.text import N_
from gongkai.requests import own_words, words
from gongkai.requests.identity import Identity
from gongkai.requests.queries.records import Request, Transfer
from gongkai.requests.staff.common import address

#: Field of the applicant's data → its words, in the order of the form.
_APPLICANT = (
    ("name", N_("Name of the applicant")),
    ("organisation", N_("Name of the organisation")),
    ("representative", N_("Legal representative or person in charge")),
    ("agent", N_("Acts for the applicant")),
    ("identity_number", N_("Number of the document")),
    ("telephone", N_("Telephone")),
    ("email", N_("E-mail")),
    ("address", N_("Postal address")),
    ("postcode", N_("Postcode")),
    ("fax", N_("Fax")),
)


def head(matter: Request) -> list[dict[str, Any]]:
    """What stands under the title on every part of the record; empty facts are left out."""
    return _filled(
        _row(_("Received on"), zh_date(matter.received_on)),
        _row(_("Arrived on"), "" if matter.received_on else zh_date(matter.arrived_on)),
        _row(_("How it came in"), words.channel(matter.channel)),
        _row(_("Who asks"), words.applicant_kind(matter.applicant_kind)),
        _row(_("Unit"), matter.unit.name if matter.unit else ""),
        _row(_("Officer"), matter.officer.name if matter.officer else ""),
        _row(_("How it ended"), _ended(matter)),
        _row(_("Closed on"), zh_date(matter.closed_on)),
    )


def _ended(matter: Request) -> str:
    if matter.matter == "own_record":
        return (
            words.label("requests", "own_record_result", matter.own_record_result)
            if matter.own_record_result
            else ""
        )
    return words.outcome(matter.outcome)


def asked(matter: Request) -> list[dict[str, Any]]:
    """How the answer is wanted, and what else the form says."""
    return _filled(
        _row(_("What it is about"), words.label("requests", "matter", matter.matter)),
        _row(_("In which form"), words.label("requests", "form", matter.form_wanted)),
        _row(_("How it should reach the applicant"), words.label("requests", "way", matter.way_wanted)),
        _row(
            _("Help needed"),
            _("; ").join(words.label("requests", "help", each) for each in matter.help_needed),
        ),
        _row(_("Help given"), matter.help_given, wide=True),
        _row(_("Written down by the staff"), _("Yes") if matter.written_by_staff else ""),
        _row(_("Set aside because"), matter.void_reason, wide=True),
    )


def receipt(matter: Request) -> list[dict[str, Any]]:
    """The day of receipt and what proves it (Article 31)."""
    return _filled(
        _row(_("How it came in"), words.channel(matter.channel)),
        _row(_("Arrived on"), zh_date(matter.arrived_on)),
        _row(_("Confirmed by the agency on"), zh_date(matter.agency_confirmed_on)),
        _row(_("Confirmed by the applicant on"), zh_date(matter.applicant_confirmed_on)),
        _row(_("Received on"), zh_date(matter.received_on)),
        _row(_("Evidence of the day"), own_words.read(matter, "receipt_evidence"), wide=True),
    )


def beside(matter: Request, transfers: list[Transfer]) -> list[dict[str, Any]]:
    """Correction, extension and reasons; the numbers among the complaints."""
    return _filled(
        _row(_("Correction asked on"), zh_date(matter.correction_asked_on)),
        _row(_("What is to be completed"), matter.correction_wanted, wide=True),
        _row(_("To be completed by"), zh_date(matter.correction_by) if not matter.corrected_on else ""),
        _row(_("Completed on"), zh_date(matter.corrected_on)),
        _row(_("Extended by"), _days(matter.extension_days)),
        _row(_("Asked for more time"), _days(matter.extension_asked) if not matter.extension_days else ""),
        _row(_("Reasons asked on"), zh_date(matter.reasons_asked_on)),
        _row(_("The applicant's reasons"), own_words.read(matter, "reasons"), wide=True),
        _row(_("Later day set"), zh_date(matter.delayed_until)),
        *(_transfer(each) for each in transfers),
    )


def _days(count: int) -> str:
    return _("{days} working days").format(days=count) if count else ""


def _transfer(transfer: Transfer) -> dict[str, Any]:
    came = transfer.direction == "from_complaint"
    label = _("Came from the complaint") if came else _("Handed to the complaint")
    system = f"{transfer.system} " if transfer.system else ""
    return _row(label, f"{system}{transfer.number} ({zh_date(transfer.on)})")


def applicant(identity: Identity, kind: str) -> list[dict[str, Any]]:
    """The applicant's data, masked or shown."""
    values = [_row(_(label), str(getattr(identity, name))) for name, label in _APPLICANT]
    proof = words.label("requests", "identity", identity.identity) if identity.identity else ""
    return _filled(
        _row(_("Who asks"), words.applicant_kind(kind)),
        *values[:4],
        _row(_("Proof of identity"), proof),
        *values[4:],
    )


def relatives(family: list[Request]) -> list[dict[str, str]]:
    """The requests it was split from or into."""
    return [
        {"number": each.number, "title": each.subject, "url": address("request", each.pk)} for each in family
    ]


def _row(label: str, value: str, *, wide: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "wide": wide}


def _filled(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in rows if row["value"]]
