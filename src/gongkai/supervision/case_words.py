"""Words of cases of accountability in the reader's language: kinds of fault, results, states, origins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.lawwords import in_chinese, label_in
from gongkai.domain.process import Kind
from gongkai.domain.supervision import first_contact, liability
from gongkai.domain.supervision.accountability import PROCESS
from gongkai.domain.supervision.liability import FaultKind, Measure
from gongkai.people.models import Person
from gongkai.supervision.models import Case

STATE_BADGES = {
    "opened": "plain",
    "looking": "info",
    "hearing": "soon",
    "heard": "info",
    "proposed": "soon",
    "decided": "info",
    "carried_out": "info",
    "reviewing": "soon",
    "closed": "done",
    "dropped": "quiet",
    "revoked": "quiet",
}


def fault_name(key: str) -> str:
    """What a kind of fault is called; its key where the data know it no more."""
    found = liability.faults().get(key)
    return label_in(found) if found else key


def measure_name(key: str) -> str:
    """What a result is called; its key where the data know it no more."""
    found = liability.measures().get(key)
    return label_in(found) if found else key


def way_fault_name(key: str) -> str:
    """What a fault of a matter's way is called."""
    found = first_contact.way_faults().get(key)
    return label_in(found) if found else key


def fault_options() -> list[tuple[str, str]]:
    """Every kind of fault with its name."""
    return [(key, label_in(each)) for key, each in liability.faults().items()]


def measure_options(*, person: bool, than: str = "") -> list[tuple[str, str]]:
    """What may follow, the lightest first; ``than``: nothing graver."""
    known = liability.measures_for(person)
    return [
        (key, label_in(each)) for key, each in known.items() if not than or liability.no_graver(key, than)
    ]


def says(row: FaultKind | Measure | first_contact.WayFault) -> str:
    """What it is, as a sentence."""
    return row.says if in_chinese() else row.says_en


def shown(row: FaultKind | Measure) -> dict[str, Any]:
    """A kind of fault or a result: name, sentence, source, and whether the text of the source was read."""
    return {
        "name": label_in(row),
        "says": says(row),
        "source": str(row.citation),
        "note": row.citation.note,
        "verified": row.citation.verified,
    }


def listed(rows: Iterable[FaultKind | Measure]) -> list[dict[str, Any]]:
    """All of them, to be read."""
    return [shown(each) for each in rows]


def source_name(source: str) -> str:
    """Where a case came from."""
    return {
        Case.Source.HAND.value: _("Opened by hand"),
        Case.Source.FINDING.value: _("A finding of the monitors"),
        Case.Source.MATTER.value: _("A matter of the complaints desk"),
        Case.Source.FIRST_CONTACT.value: _("First contact of a matter"),
    }.get(source, source)


def person_name(person: Person | None) -> str:
    """The person's name; of nobody: that it is the unit's."""
    return person.name if person is not None else _("The unit as a whole")


def person_option(person: Person) -> str:
    """A person to choose: name and account, and whether the account is closed."""
    name = f"{person.name} ({person.username})"
    return name if person.is_active else _("{name}, account closed").format(name=name)


def state_badge(case: Case) -> dict[str, str]:
    """Where a case stands, as a badge."""
    return {"label": _(PROCESS.state(case.state).label), "kind": STATE_BADGES.get(case.state, "plain")}


def next_step(case: Case) -> str:
    """Who has the next step; nothing once it is over."""
    state = PROCESS.state(case.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))
