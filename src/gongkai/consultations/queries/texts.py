"""Versions as provisions: the text being written, the ones put out, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.consultations.models import Document, Version
from gongkai.domain.consultations.clauses import Fault, Numbered, Provision, faults, number
from gongkai.domain.consultations.versions import Change, changes


def provisions(version: Version | None) -> tuple[Provision, ...]:
    """The version's text."""
    if version is None:
        return ()
    return tuple(Provision(row["level"], row["text"], row["key"]) for row in version.provisions)


def numbered(version: Version | None) -> tuple[Numbered, ...]:
    """The text with its numbers and names."""
    return number(provisions(version))


def names(version: Version | None) -> dict[str, str]:
    """Key → the name a provision is cited by."""
    return {each.provision.key: each.name for each in numbered(version)}


def every(document: Document) -> list[Version]:
    """Every version, the oldest first."""
    return list(document.versions.order_by("number"))


def being_written(document: Document) -> Version | None:
    """The text somebody works on, if there is one."""
    return document.versions.filter(opens_on__isnull=True).first()


def put_out(document: Document) -> list[Version]:
    """The versions put out for opinions, the oldest first."""
    return list(document.versions.filter(opens_on__isnull=False).order_by("number"))


def newest(document: Document) -> Version | None:
    """The text that holds now: being written, or put out last."""
    return document.versions.order_by("-number").first()


def newest_public(document: Document) -> Version | None:
    """The text the public reads: put out last."""
    return document.versions.filter(opens_on__isnull=False).order_by("-number").first()


def text_faults(version: Version | None) -> list[Fault]:
    """What keeps the text from being put out."""
    return faults(provisions(version))


def compared(old: Version, new: Version) -> tuple[Change, ...]:
    """What happened to every provision."""
    return changes(provisions(old), provisions(new))


def taken_keys(versions: Sequence[Version]) -> list[str]:
    """Every key a provision of the document ever had; none is given twice."""
    return [row["key"] for version in versions for row in version.provisions]
