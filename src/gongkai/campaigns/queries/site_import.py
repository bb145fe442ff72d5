"""What a list of sites would change: new, changed, the same, and what stands in the way. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from gongkai.campaigns import contacts
from gongkai.campaigns.contacts import Contact
from gongkai.campaigns.models import Site, SiteParty
from gongkai.campaigns.site_files import Fault, PartyRow, SiteRow, columns, parted
from gongkai.core import clock
from gongkai.domain.text import say
from gongkai.people.models import Unit


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the file with everything it leaves as it is filled in; ``site`` is ``None`` for a new one."""

    row: SiteRow
    site: Site | None
    unit_id: int
    works: str
    permit: str
    lat: float | None
    lon: float | None
    #: Role → organisation and contact.
    parties: Mapping[str, tuple[str, Contact]]
    changes: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What the file comes to."""

    new: Sequence[Planned] = ()
    changed: Sequence[Planned] = ()
    same: Sequence[Planned] = ()
    faults: Sequence[Fault] = ()

    @property
    def sound(self) -> bool:
        """Whether it may be brought in: nothing stands in the way, and something would change."""
        return not self.faults and bool(self.new or self.changed)


def look(agency_id: int, read_in: Iterable[SiteRow | Fault]) -> Look:
    """The lines of a file against what is known; a fixed number of queries."""
    rows, faults = parted(read_in)
    units = _units(agency_id)
    known = _known(agency_id, rows)
    planned: list[Planned] = []
    for row in rows:
        unit = units.get(row.unit)
        if unit is None:
            reason = say("There is no unit {code}. Write its code or its name.", code=row.unit)
            faults.append(Fault(row.line, columns()["unit"], reason))
        else:
            planned.append(_planned(row, known.get(row.code), unit))
    return Look(
        new=[each for each in planned if each.site is None],
        changed=[each for each in planned if each.site is not None and each.changes],
        same=[each for each in planned if not each.changes],
        faults=sorted(faults, key=lambda fault: fault.line),
    )


def as_rows(found: Iterable[Site]) -> list[SiteRow]:
    """Sites as lines of a file, with their contacts; ask first whether the person may see those."""
    sites = list(found)
    parties = _parties(sites)
    return [_as_row(line, site, parties.get(site.pk, {})) for line, site in enumerate(sites, 2)]


def _as_row(line: int, site: Site, parties: Mapping[str, SiteParty]) -> SiteRow:
    written = {}
    for role, party in parties.items():
        reached = contacts.read(party.pk, party.contact)
        written[role] = PartyRow(party.name, reached.person, reached.telephone, reached.email)
    return SiteRow(
        line, site.code, site.name, site.address, site.unit.code, site.works, site.permit, site.lat, site.lon,
        placed=True, parties=written,
    )  # fmt: skip


def _units(agency_id: int) -> dict[str, int]:
    """Code and name → unit of the agency that is open; a code goes before a name."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    rows = list(Unit.objects.filter(is_open, agency_id=agency_id))
    return {each.name: each.pk for each in rows} | {each.code: each.pk for each in rows}


def _known(agency_id: int, rows: Sequence[SiteRow]) -> dict[str, tuple[Site, dict[str, SiteParty]]]:
    codes = [row.code for row in rows]
    sites = list(Site.objects.filter(agency_id=agency_id, code__in=codes).select_related("unit"))
    parties = _parties(sites)
    return {each.code: (each, parties.get(each.pk, {})) for each in sites}


def _parties(sites: Sequence[Site]) -> dict[int, dict[str, SiteParty]]:
    found: dict[int, dict[str, SiteParty]] = {}
    keys = [each.pk for each in sites]
    for party in SiteParty.objects.filter(site_id__in=keys, until__isnull=True).order_by("id"):
        found.setdefault(party.site_id, {})[party.role] = party
    return found


def _planned(row: SiteRow, known: tuple[Site, dict[str, SiteParty]] | None, unit: int) -> Planned:
    site, parties = known or (None, {})
    works = row.works if row.works is not None else site.works if site else ""
    permit = row.permit if row.permit is not None else site.permit if site else ""
    lat, lon = (row.lat, row.lon) if row.placed or site is None else (site.lat, site.lon)
    wanted = {role: _party(party, parties.get(role)) for role, party in row.parties.items()}
    changes = site is None or (
        (row.name, row.address, unit, works, permit, lat, lon)
        != (site.name, site.address, site.unit_id, site.works, site.permit, site.lat, site.lon)
        or any(_differs(party, parties.get(role)) for role, party in wanted.items())
    )
    return Planned(row, site, unit, works, permit, lat, lon, wanted, changes)


def _party(said: PartyRow, known: SiteParty | None) -> tuple[str, Contact]:
    """Who it is and how reached: of the same organisation, what the file does not say stays."""
    if not said.name:
        return "", Contact()
    same = known is not None and known.name == said.name
    kept = contacts.read(known.pk, known.contact) if known is not None and same else Contact()
    return said.name, Contact(
        kept.person if said.person is None else said.person,
        kept.telephone if said.telephone is None else said.telephone,
        kept.email if said.email is None else said.email,
        kept.address,
    )


def _differs(wanted: tuple[str, Contact], known: SiteParty | None) -> bool:
    if known is None:
        return bool(wanted[0])
    return wanted != (known.name, contacts.read(known.pk, known.contact))
