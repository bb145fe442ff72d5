"""What guide, catalogue, powers and services must hold (Articles 12 and 20) and do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.domain.powers import checks
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import N_, say
from gongkai.people.models import Agency
from gongkai.powers.models import Version
from gongkai.powers.queries.public import in_force
from gongkai.powers.queries.register import Codes
from gongkai.publishing import queries as publishing

#: What the guide must name of the working body (Article 12), and what the agency must show of itself (Article 20).
GUIDE = {
    "working_body": N_("name of the working body"),
    "address": N_("office address"),
    "office_hours": N_("office hours"),
    "telephone": N_("telephone"),
    "email": N_("e-mail address"),
    "functions": N_("functions of the agency"),
    "head_name": N_("name of the head"),
}
#: Kinds of the register whose entries must be whole while they are in force.
_KINDS = ("item", "service", "chart", "risk")


def missing(agency: Agency, today: date) -> Iterator[Fault]:
    """What is missing in the guide, among the channels, and in the entries of the register in force."""
    for name, words in GUIDE.items():
        if not str(getattr(agency, name)).strip():
            yield Fault(
                f"guide:{name}",
                agency.name,
                say(
                    "The guide lacks: {element}. The system administrator enters it with the agency.",
                    element=say(words),
                ),
                None,
                ("workspace:people_agency", (agency.pk,)),
            )
    if not publishing.channels(agency.pk):
        yield Fault(
            "guide:channels",
            agency.name,
            say("The agency names no channel on which it publishes. The openness office enters them."),
            None,
            ("workspace:channels", ()),
        )
    yield from _entries(agency, today)


def _entries(agency: Agency, today: date) -> Iterator[Fault]:
    rows = Version.objects.filter(in_force(today), entry__agency=agency, entry__kind__in=_KINDS)
    looking = Codes(agency.pk)
    for version in rows.select_related("entry").order_by("id").iterator(chunk_size=200):
        if version.as_published:
            continue  # loaded as it was published elsewhere: its own page says what it lacks
        own = version.entry
        found = checks.faults(own.kind, version.title, version.content, looking_up=looking)
        if found:
            yield Fault(
                f"entry:{own.kind}:{own.code}",
                f"{own.code} {version.title}",
                found[0].reason,
                own.unit_id,
                ("workspace:power", (agency.code, own.kind, own.code)),
            )
