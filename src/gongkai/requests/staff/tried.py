"""What was typed for a deed that was refused, so that the record can show it again."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.forms import Form

from gongkai.core.refusals import Refusal
from gongkai.requests.forms.moving import MoveForm, OpinionForm, ReceivedForm


@dataclass
class Tried:
    """A deed that was not done: what was typed stays, and the sentence stands where the eye is.

    ``key`` is the move, the deed beside the process, or the hearing it belongs to.
    """

    key: str = ""
    move: MoveForm | None = None
    deed: Form | None = None
    opinion: tuple[int, OpinionForm] | None = None
    received: tuple[int, ReceivedForm] | None = None
    purpose: Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)

    def forms(self) -> list[Form]:
        """Every form with something to be mended."""
        pairs = [pair[1] for pair in (self.opinion, self.received) if pair]
        return [each for each in (self.move, self.deed, *pairs, self.purpose) if each is not None]

    def remember(self, form: Form, refusal: Refusal) -> None:
        """Keeps what was typed beside a refusal that belongs to no field."""
        self.refusal = refusal
        self.typed = [(str(each.label), str(each.value() or "")) for each in form if not each.is_hidden]
