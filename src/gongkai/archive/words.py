"""Words of the archive in the reader's language: kinds, retentions, elements, states of a package."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.archive.models import Package
from gongkai.core import clock
from gongkai.core.lawwords import in_chinese, label_in
from gongkai.domain.archive import rules
from gongkai.people.models import Unit


def content_lang() -> str:
    """The ``lang`` of what the records say, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def kind_name(key: str) -> str:
    """What a kind of records is called; its key where the data know it no more."""
    found = rules.kinds().get(key)
    return label_in(found) if found else key


def kind_options() -> list[tuple[str, str]]:
    """Every kind with its name."""
    return [(key, label_in(each)) for key, each in rules.kinds().items()]


def retention_name(key: str) -> str:
    """A retention in words."""
    found = rules.retentions().get(key)
    return label_in(found) if found else key


def retention_options() -> list[tuple[str, str]]:
    """Every retention with its words, the longest first."""
    return [(key, label_in(each)) for key, each in rules.retentions().items()]


def element_name(key: str) -> str:
    """The name of an element or field of the metadata list."""
    known = rules.words("element") | rules.words("field")
    return label_in(known[key]) if key in known else key


def paper_name(key: str) -> str:
    """What kind of paper it is; the archive's own files have none."""
    found = rules.words("paper").get(key)
    return label_in(found) if found else _("Made by the archive")


def unit_name(unit: Unit | None) -> str:
    """A unit's name in the reader's language; of no unit: the agency's."""
    if unit is None:
        return _("The whole agency")
    return unit.name if in_chinese() or not unit.name_en else unit.name_en


def is_due(package: Package) -> bool:
    """Whether its time of keeping is over, so that somebody must appraise it."""
    return package.keep_until is not None and package.keep_until < clock.today()


def badges(package: Package) -> list[dict[str, str]]:
    """Where a package stands."""
    found = [{"label": kind_name(package.kind), "kind": "info"}]
    found.append({"label": retention_name(package.retention), "kind": "plain"})
    if not package.standing:
        found.append({"label": _("Superseded by a later package"), "kind": "quiet"})
    elif is_due(package):
        found.append({"label": _("Due for appraisal"), "kind": "soon"})
    if package.faults:
        found.append({"label": _("Not as archived"), "kind": "danger"})
    return found


def fault_name(what: str) -> str:
    """What is wrong with a file."""
    return _("is missing") if what == "missing" else _("was changed")


def counted(papers: int, pages: int | None) -> str:
    """How many papers and pages."""
    told = ngettext("{count} paper", "{count} papers", papers).format(count=papers)
    if pages is None:
        return told
    return told + _(", ") + ngettext("{count} page", "{count} pages", pages).format(count=pages)


def basis(kind: str) -> dict[str, Any]:
    """Where the retention of a kind comes from, and whether that was read."""
    citation = rules.kinds()[kind].citation
    return {"source": str(citation), "verified": citation.verified}
