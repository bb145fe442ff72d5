"""What provisions of all versions of a document are cited by: those of the newest text, and those since taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from gongkai.consultations.models import Version
from gongkai.consultations.queries import texts


@dataclass(frozen=True, slots=True)
class Cited:
    """A provision as the newest text has it, or as the last version had it that did (``gone``)."""

    key: str
    #: Such as 第四条; empty for what has no number, which is then called by its level.
    name: str
    level: str
    text: str
    version: int
    gone: bool


#: Key → provision: the newest text in its order, then what was taken out, the latest first.
Names: TypeAlias = "Mapping[str, Cited]"
NOBODY: Names = {}


def cited(versions: Sequence[Version]) -> Names:
    """Every provision of the versions (the oldest first) by its key; asks the database nothing."""
    found: dict[str, Cited] = {}
    for version in reversed(versions):
        gone = version is not versions[-1]
        for each in texts.numbered(version):
            line = each.provision
            made = Cited(line.key, each.name, line.level, line.text, version.number, gone)
            found.setdefault(line.key, made)
    return found
