"""Words of documents (文件) in the reader's language: kinds, states, levels of provisions, records, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.consultations.models import Document
from gongkai.consultations.queries.naming import Cited
from gongkai.core.lawwords import in_chinese, label_in, label_of
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import PROCESS
from gongkai.domain.law import Citation
from gongkai.domain.process import Kind
from gongkai.domain.text import N_
from gongkai.people.models import Agency, Unit

STATE_BADGES = {
    "project": "plain",
    "drafting": "plain",
    "to_consult": "soon",
    "consulting": "info",
    "sorting": "soon",
    "fair_review": "soon",
    "legality": "soon",
    "discussion": "soon",
    "signed": "info",
    "published": "done",
    "in_force": "done",
    "repealed": "quiet",
    "lapsed": "quiet",
    "given_up": "quiet",
}
#: What the fields are called, where a fault names one.
FIELDS = {
    "title": N_("Title"),
    "need": N_("Why it is needed, and on which basis"),
    "text": N_("Text"),
    "explanation": N_("Explanation of the draft"),
    "closes_on": N_("Last day of the consultation"),
    "shorter_reason": N_("Why it is shorter than the rule"),
}
#: Faults mended in the editor of the text; the others in the project.
OF_TEXT = frozenset({"text", "explanation"})
LEVELS = {
    "opening": N_("Words before the first article"),
    "part": N_("Part of the text"),
    "chapter": N_("Chapter"),
    "section": N_("Section of a chapter"),
    "article": N_("Article"),
    "paragraph": N_("Paragraph"),
    "item": N_("Item"),
    "subitem": N_("Sub-item"),
}
BESIDES = {"discussion": N_("Collective discussion")}


def field_name(field: str) -> str:
    """What a field is called; one nobody named stands as it is."""
    return _(FIELDS.get(field, field))


def content_lang() -> str:
    """The ``lang`` of what the units wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def unit_name(unit: Unit) -> str:
    """A unit's name in the reader's language."""
    return unit.name if in_chinese() or not unit.name_en else unit.name_en


def agency_name(agency: Agency) -> str:
    """An agency's name in the reader's language."""
    return agency.name if in_chinese() or not agency.name_en else agency.name_en


def unit_options(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units for a choice, under their agencies where there are several of those."""
    by_agency: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        by_agency.setdefault(agency_name(unit.agency), []).append((unit.pk, unit_name(unit)))
    groups = list(by_agency.items())
    return groups if len(groups) > 1 else [each for _name, rows in groups for each in rows]


def kind_name(kind: str) -> str:
    """What a kind of document is called."""
    known = rules.kinds().get(kind)
    return label_in(known) if known else kind


def kind_options() -> list[tuple[str, str]]:
    """Every kind with its name."""
    return [(key, label_in(each)) for key, each in rules.kinds().items()]


def identity_options() -> list[tuple[str, str]]:
    """Who may give an opinion, with its words."""
    return [(row["key"], label_of(row)) for row in rules.rows("identity")]


def row_name(table: str, key: str) -> str:
    """The words of a row of ``law/consultations.toml``; a key it does not know stands as it is."""
    row = rules.row(table, key)
    return label_of(row) if row else key


def beside_name(kind: str) -> str:
    """What a record beside the text is called."""
    return _(BESIDES[kind]) if kind in BESIDES else row_name("step", kind)


def level_name(level: str) -> str:
    """What a level of provisions is called."""
    return _(LEVELS.get(level, level))


def level_options() -> list[tuple[str, str]]:
    """Every level with its name, the outermost first."""
    return [(key, _(name)) for key, name in LEVELS.items()]


def provision_name(name: str, level: str) -> str:
    """The name a provision is cited by; what has none is called by its level."""
    return name or level_name(level)


def cited_name(each: Cited | None) -> str:
    """What a provision of any version is cited by; one since taken out says with which version. Empty: no provision."""
    if each is None:
        return ""
    name = provision_name(each.name, each.level)
    if not each.gone:
        return name
    return _("{clause} (version {n}, since taken out)").format(clause=name, n=each.version)


def state_badge(found: Document) -> dict[str, str]:
    """Where a document stands, as a badge."""
    return {"label": _(PROCESS.state(found.state).label), "kind": STATE_BADGES.get(found.state, "plain")}


def state_options() -> list[tuple[str, str]]:
    """Every state with its name."""
    return [(state.key, _(state.label)) for state in PROCESS.states]


def next_step(found: Document) -> str:
    """Who has the next step; nothing once it is over."""
    state = PROCESS.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))


def days_and_unit(days: int, unit: str) -> str:
    """A number of days of the unit, in words."""
    if unit == "working_day":
        return _("{days} working days").format(days=days)
    return _("{days} days").format(days=days)


def source(citation: Citation) -> dict[str, Any]:
    """Where a number comes from, and whether its text was read."""
    return {"source": str(citation), "note": citation.note, "verified": citation.verified}


def named(table: Mapping[str, Any]) -> str:
    """The name of a table of the house's numbers."""
    return label_of(table)
