"""What was typed for a deed that was refused, so that the record can show it again."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.forms import Form

from gongkai.complaints.forms.moving import MoveForm
from gongkai.core.refusals import Refusal


@dataclass
class Tried:
    """A deed that was not done: what was typed stays, and the sentence stands where the eye is.

    ``key`` is the move, or the deed beside the process, that it belongs to.
    """

    key: str = ""
    move: MoveForm | None = None
    deed: Form | None = None
    purpose: Form | None = None
    hide: Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)

    def forms(self) -> list[Form]:
        """Every form with something to be mended."""
        return [each for each in (self.move, self.deed, self.purpose, self.hide) if each is not None]

    def remember(self, form: Form, refusal: Refusal) -> None:
        """Keeps what was typed beside a refusal that belongs to no field."""
        self.refusal = refusal
        self.typed = [
            (str(each.label), ", ".join(map(str, value)) if isinstance(value, list) else str(value or ""))
            for each in form
            if not each.is_hidden and (value := each.value()) is not None
        ]
