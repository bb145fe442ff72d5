"""Urging several findings at once: one text, one last day; each is a deed of its own with an event of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.supervision.actions.moving import move_finding

#: Findings in one deed.
MOST = 100


@dataclass(frozen=True, slots=True)
class Urged:
    """What came of it: the findings that were urged, and why others were not."""

    done: tuple[int, ...]
    failed: Mapping[int, Refusal]


def urge_several(
    *, seen: Mapping[int, int | None], actor: StaffActor, words: str, act_by: date | None
) -> Urged:
    """Sends each finding the notice; ``seen``: finding → its revision as the person saw it (``None``: not compared).

    One that cannot be urged keeps the others from nothing. Raises ``Invalid`` where none or too many are chosen, or
    where text or day cannot be taken: then nobody is urged.
    """
    if not seen:
        raise Invalid(say("Tick the findings first."))
    if len(seen) > MOST:
        raise Invalid(say("At most {most} findings are urged at once.", most=MOST))
    done: list[int] = []
    failed: dict[int, Refusal] = {}
    with transaction.atomic():
        for pk, revision in seen.items():
            try:
                move_finding(
                    finding_id=pk,
                    key="urge",
                    actor=actor,
                    expected_revision=revision,
                    words=words,
                    act_by=act_by,
                )
            except Invalid:
                raise
            except Refusal as refusal:
                failed[pk] = refusal
            else:
                done.append(pk)
    return Urged(tuple(done), failed)
