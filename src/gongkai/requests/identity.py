"""The applicant's data as one sealed value, and as it may be shown without being asked for: masked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from gongkai.core import sealed
from gongkai.requests.models import Applicant


@dataclass(frozen=True, slots=True)
class Identity:
    """What Article 29 asks of the applicant: name, proof of identity, contact; and who acts for them."""

    name: str = ""
    organisation: str = ""
    representative: str = ""
    agent: str = ""
    identity: str = ""
    identity_number: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    fax: str = ""

    @property
    def addressee(self) -> str:
        """Whom a letter is addressed to."""
        return self.organisation or self.name


def _about(request_id: int) -> str:
    return f"requests.applicant.{request_id}"


def seal(request_id: int, identity: Identity) -> str:
    """The data as they are stored; bound to their request."""
    return sealed.seal(json.dumps(asdict(identity), ensure_ascii=False), _about(request_id))


def read(applicant: Applicant | None) -> Identity:
    """The data again; empty when there are none or they were erased."""
    if applicant is None or not applicant.sealed:
        return Identity()
    values = json.loads(sealed.unseal(applicant.sealed, _about(applicant.request_id)))
    known = {field.name for field in fields(Identity)}
    return Identity(**{name: str(value) for name, value in values.items() if name in known})


def masked_name(name: str) -> str:
    """张三丰 → 张**; 示例环卫公司 → 示例****; a single letter is all hidden."""
    if not name:
        return ""
    kept = 1 if len(name) <= 4 else 2
    return name[:kept] + "*" * max(len(name) - kept, 1) if len(name) > 1 else "*"


def masked_number(number: str) -> str:
    """All but the last two signs hidden."""
    return "*" * max(len(number) - 2, 2) + number[-2:] if len(number) > 4 else "*" * len(number)


def masked(identity: Identity) -> Identity:
    """The data as they stand on the record before anybody has said why they need them."""
    return Identity(
        name=masked_name(identity.name),
        organisation=masked_name(identity.organisation),
        representative=masked_name(identity.representative),
        agent=masked_name(identity.agent),
        identity=identity.identity,
        identity_number=masked_number(identity.identity_number),
        telephone=masked_number(identity.telephone),
        email=masked_number(identity.email),
        address=masked_name(identity.address),
        postcode=masked_number(identity.postcode),
        fax=masked_number(identity.fax),
    )
