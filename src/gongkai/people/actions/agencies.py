"""Opening agencies and keeping what the site says of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Invalid
from gongkai.domain import index_number
from gongkai.domain.text import N_, Text, say
from gongkai.people import access
from gongkai.people.actions import base
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

OPENED = ledger.verb("people.agency.opened", N_("{actor} opened the agency {agency}"))
CHANGED = ledger.verb("people.agency.changed", N_("{actor} changed what the site says of {agency}"))


@dataclass(frozen=True, slots=True)
class AgencyData:
    """What the footer, the guide and index numbers say of an agency."""

    name: str
    short_name: str = ""
    name_en: str = ""
    organisation_code: str = ""
    credit_code: str = ""
    index_pattern: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    office_hours: str = ""
    head_name: str = ""
    functions: str = ""
    working_body: str = ""
    site_code: str = ""
    icp_number: str = ""
    police_number: str = ""


def open_agency(*, actor: StaffActor, code: str, data: AgencyData, superior_id: int | None = None) -> Agency:
    """Opens a further agency in this installation."""
    doing = access.acting(actor, "open_agency")
    values = _values(data)
    key = base.code(code)
    if superior_id is not None and not Agency.objects.filter(pk=superior_id).exists():
        raise Invalid(say("Choose the agency above from the list."), field="superior")
    try:
        with transaction.atomic():
            agency = Agency.objects.create(
                code=key, superior_id=superior_id, opened_on=clock.today(), **values
            )
            ledger.record(
                OPENED,
                subject=("people.agency", agency.pk),
                actor=doing,
                data={"agency": agency.name, "code": agency.code},
            )
            public_version.public_changed()
    except IntegrityError as error:
        raise Invalid(
            say("There is already an agency with the code “{code}”.", code=key), field="code"
        ) from error
    return agency


def change_agency(*, actor: StaffActor, agency_id: int, data: AgencyData, seen: str | None = None) -> Agency:
    """Changes an agency's data; ``seen`` is the stamp of what the person saw. No change, no event."""
    doing = access.acting(actor, "change_agency", agency_id)
    values = _values(data)
    with transaction.atomic():
        agency = base.take(Agency, agency_id)
        base.same(agency, seen)
        before = {name: getattr(agency, name) for name in values}
        changed = sorted(name for name in values if values[name] != before[name])
        if not changed:
            return agency
        for name in changed:
            setattr(agency, name, values[name])
        agency.save(update_fields=changed)
        # The head's name is personal; what it was and is stands beside the chain.
        private = {
            f"{when}_head_name": row["head_name"]
            for when, row in (("before", before), ("after", values))
            if "head_name" in changed
        }
        shown = [name for name in changed if name != "head_name"]
        ledger.record(
            CHANGED,
            subject=("people.agency", agency.pk),
            actor=doing,
            data={
                "agency": agency.name,
                "fields": changed,
                "before": {name: before[name] for name in shown},
                "after": {name: values[name] for name in shown},
            },
            private=private,
        )
        public_version.public_changed()
    return agency


def _values(data: AgencyData) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in fields(data):
        column = Agency._meta.get_field(each.name)  # noqa: SLF001 - Django's public way to look at a field
        longest = getattr(column, "max_length", None) or 4000
        values[each.name] = base.short(getattr(data, each.name), each.name, longest)
    values["name"] = base.given(data.name, say("Give the agency its full name."), "name", 120)
    values["short_name"] = values["short_name"] or values["name"][:60]
    values["organisation_code"] = base.organisation_code(data.organisation_code)
    values["credit_code"] = base.credit_code(data.credit_code)
    values["email"] = base.email(data.email)
    values["index_pattern"] = values["index_pattern"] or index_number.default_pattern()
    refused = index_number.check_pattern(values["index_pattern"])
    if refused is not None:
        raise Invalid(refused.reason, field="index_pattern")
    _check_code_for(values)
    return values


def _check_code_for(values: dict[str, Any]) -> None:
    """The code the pattern is made of has to be known, if any code is given at all."""
    kind = "credit_code" if "{credit_code}" in values["index_pattern"] else "organisation_code"
    if (values["organisation_code"] or values["credit_code"]) and not values[kind]:
        raise Invalid(_missing_code(kind), field=kind)


def _missing_code(kind: str) -> Text:
    if kind == "credit_code":
        return say("Index numbers of this form begin with the unified social credit code. Enter it.")
    return say("Index numbers of this form begin with the organisation code. Enter it.")
