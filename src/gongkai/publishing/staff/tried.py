"""What was typed for a deed that was refused, so that the record can show it again."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.core.refusals import Refusal
from gongkai.publishing import forms


@dataclass
class Tried:
    """A deed that was not done: what was typed stays, and the sentence stands where the eye is."""

    key: str = ""
    move: forms.MoveForm | None = None
    release: forms.ReleaseForm | None = None
    strike: tuple[int, forms.StrikeForm] | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)
