"""How the party of a site is reached, and other words of persons, as sealed values."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from gongkai.core import sealed
from gongkai.core.masking import masked_name, masked_number


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact person (联系人), telephone, e-mail and postal address of an organisation."""

    person: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.person or self.telephone or self.email or self.address)


def seal(party_id: int, contact: Contact) -> str:
    """The contact as it is stored; bound to its party."""
    return (
        sealed.seal(json.dumps(asdict(contact), ensure_ascii=False), f"campaigns.party.{party_id}")
        if contact
        else ""
    )


def read(party_id: int, token: str) -> Contact:
    """The contact again."""
    return Contact(**json.loads(sealed.unseal(token, f"campaigns.party.{party_id}"))) if token else Contact()


def masked(contact: Contact) -> Contact:
    """The contact as it stands where it is not needed."""
    return Contact(
        masked_name(contact.person),
        masked_number(contact.telephone),
        masked_number(contact.email),
        contact.address and "…",
    )


def seal_words(about: str, words: str) -> str:
    """Words that name a person, sealed; ``about`` binds them to their record."""
    return sealed.seal(words, f"campaigns.{about}")


def read_words(about: str, token: str) -> str:
    """These words again."""
    return sealed.unseal(token, f"campaigns.{about}")
