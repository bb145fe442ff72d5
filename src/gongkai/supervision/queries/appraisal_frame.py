"""Who may be drawn (抽样框): everybody who dealt with the agency in a time and can be reached, one person once.

Read from the records of the rooms. Left out are those who asked to stay unnamed, whose data were erased, and who
reported against a person or a unit: an interviewer must not learn of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.complaints import identity as reporters
from gongkai.complaints.models import Reporter
from gongkai.consultations import authors
from gongkai.consultations.models import Opinion, Remark
from gongkai.core import secret_codes
from gongkai.core.formfields import half_width
from gongkai.requests import identity as applicants
from gongkai.requests.models import Applicant
from gongkai.supervision.models import Round

_DIGITS = re.compile(r"\D")
#: Figures of a telephone number that can be called.
SHORTEST, LONGEST = 7, 15


@dataclass(slots=True)
class Contact:
    """One thing somebody did: in which stratum, with which units, and how they can be reached."""

    stratum: str
    unit: int | None
    telephone: str
    #: An address the person wanted to be written to; others are not used.
    email: str
    language: str


@dataclass(slots=True)
class Someone:
    """A person of the frame."""

    stratum: str
    key: str
    telephone: str
    email: str
    language: str
    units: set[int] = field(default_factory=set)


def people(found: Round, *, by_mail: bool) -> list[Someone]:
    """Everybody who may be drawn, each once; five queries. ``by_mail``: whether this installation sends e-mail.

    Two records are the same person's where they share a telephone number or an address; the person stands in the
    stratum met first. The key is a digest under the installation's key for this round alone.
    """
    known: dict[str, Someone] = {}
    frame: list[Someone] = []
    for each in _contacts(found):
        email = each.email if by_mail else ""
        marks = [
            *([f"telephone {each.telephone}"] if each.telephone else []),
            *([f"email {email}"] if email else []),
        ]
        if not marks:
            continue
        someone = next((known[mark] for mark in marks if mark in known), None)
        if someone is None:
            key = secret_codes.mark_of(f"appraisal {found.pk}", marks[0])
            someone = Someone(each.stratum, key, each.telephone, email, each.language)
            frame.append(someone)
        someone.telephone = someone.telephone or each.telephone
        someone.email = someone.email or email
        if each.unit is not None:
            someone.units.add(each.unit)
        known |= dict.fromkeys(marks, someone)
    return frame


def _contacts(found: Round) -> Iterator[Contact]:
    """In the order of the strata of the data."""
    yield from _applicants(found)
    yield from _opinions(found)
    yield from _remarks(found)
    yield from _reporters(found)


def _applicants(found: Round) -> Iterator[Contact]:
    rows = Applicant.objects.filter(
        request__agency=found.agency_id,
        request__arrived_on__range=(found.period_from, found.period_to),
        erased_at__isnull=True,
    )
    for row in rows.exclude(sealed="").select_related("request").order_by("pk"):
        who = applicants.read(row)
        email = who.email if row.by_email else ""
        yield _contact("applicants", row.request.unit_id, who.telephone, email, row.language)


def _opinions(found: Round) -> Iterator[Contact]:
    rows = Opinion.objects.filter(
        document__agency=found.agency_id, received_on__range=(found.period_from, found.period_to)
    )
    for row in rows.exclude(author="").select_related("document").order_by("pk"):
        who = authors.read(row.reference, row.author)
        email = who.email if row.by_email else ""
        yield _contact("opinion_givers", row.document.unit_id, who.contact, email, "zh-hans")


def _remarks(found: Round) -> Iterator[Contact]:
    rows = Remark.objects.filter(
        collection__agency=found.agency_id, received_on__range=(found.period_from, found.period_to)
    )
    for row in rows.exclude(author="").select_related("collection").order_by("pk"):
        who = authors.read(row.reference, row.author)
        email = who.email if row.by_email else ""
        yield _contact("opinion_givers", row.collection.unit_id, who.contact, email, "zh-hans")


def _reporters(found: Round) -> Iterator[Contact]:
    rows = Reporter.objects.filter(
        matter__agency=found.agency_id,
        matter__received_on__range=(found.period_from, found.period_to),
        matter__against_person__isnull=True,
        matter__against_unit__isnull=True,
        anonymous=False,
        erased_at__isnull=True,
    )
    for row in rows.exclude(sealed="").select_related("matter").order_by("pk"):
        who = reporters.read(row)
        email = who.email if row.by_email else ""
        yield _contact("reporters", row.matter.unit_id, who.telephone, email, row.language)


def _contact(stratum: str, unit: int | None, telephone: str, email: str, language: str) -> Contact:
    """Numbers and addresses as they compare; what is no number (an address by post, say) cannot be called."""
    figures = _DIGITS.sub("", half_width(telephone))
    callable_number = figures if SHORTEST <= len(figures) <= LONGEST else ""
    return Contact(stratum, unit, callable_number, half_width(email).lower(), language)
