"""The reporter's data as one sealed value, and as they may be shown without being asked for: masked."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields

from gongkai.complaints.models import Reporter
from gongkai.core import sealed
from gongkai.core.masking import masked_name, masked_number


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reports, and how to reach them. All of it may be empty: a matter may be handed in without a name."""

    name: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.telephone or self.email or self.address)


_NAMES = tuple(field.name for field in fields(Contact))


def _about(matter_id: int) -> str:
    return f"complaints.reporter.{matter_id}"


def seal(matter_id: int, contact: Contact) -> str:
    """The data as they are stored; bound to their matter."""
    if not contact:
        return ""
    values = {name: getattr(contact, name) for name in _NAMES}
    return sealed.seal(json.dumps(values, ensure_ascii=False), _about(matter_id))


def read(reporter: Reporter | None) -> Contact:
    """The data again; empty when there are none or they were erased."""
    if reporter is None or not reporter.sealed:
        return Contact()
    values = json.loads(sealed.unseal(reporter.sealed, _about(reporter.matter_id)))
    return Contact(**{name: str(value) for name, value in values.items() if name in _NAMES})


def masked(contact: Contact) -> Contact:
    """The data as they stand on the record before anybody has said why they need them."""
    return Contact(
        name=masked_name(contact.name),
        telephone=masked_number(contact.telephone),
        email=masked_number(contact.email),
        address=masked_name(contact.address),
    )
