"""Whether what an installation says about places can be used: asked when the site starts."""

from __future__ import annotations

from gongkai.core import places
from gongkai.core.places import tiles
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say


def problems() -> list[str]:
    """Every sentence, of the file of areas and of the map settings; empty where all is well."""
    return [*places.problems(), *tiles.problems()]


def check() -> None:
    """``Refusal`` with everything that is wrong, before the site starts with half a map."""
    found = problems()
    if found:
        raise Refusal(say("The settings of places cannot be used. {sentences}", sentences=" ".join(found)))
