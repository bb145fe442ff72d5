"""Risks that an assessment or an opinion showed, and the risk points begun from them."""

from __future__ import annotations

from gongkai.consultations.models import Beside, Document, Opinion, RiskClue
from gongkai.domain.text import Text, say

#: Answers by which an opinion counts for something: what was adopted may name a risk of the power itself.
COUNTING = ("adopted", "partly")


def beside(found: Document, pk: int) -> Beside | None:
    """A record beside the document."""
    return found.besides.filter(pk=pk).first()


def opinion(found: Document, pk: int) -> Opinion | None:
    """An opinion on the document."""
    return found.opinions.filter(pk=pk).first()


def clue_of(source: Beside | Opinion) -> RiskClue | None:
    """Where it went, if it did; one query."""
    rows = RiskClue.objects.all()
    if isinstance(source, Beside):
        return rows.filter(beside=source).first()
    return rows.filter(opinion=source).first()


def of_records(found: Document) -> dict[int, str]:
    """Record → code of the risk point begun from it; one query."""
    rows = RiskClue.objects.filter(document=found, beside__isnull=False)
    return dict(rows.values_list("beside_id", "code"))


def why_not(source: Beside | Opinion) -> Text | None:
    """Why it shows no risk that is passed on; nothing where it does."""
    if isinstance(source, Beside):
        if source.kind != Beside.Kind.RISK or source.struck_at is not None:
            return say("Only a risk assessment that stands is passed on to the register of risks.")
        return None
    if source.verdict not in COUNTING or source.hidden_reason:
        return say(
            "Only an opinion that was adopted, in whole or in part, is passed on to the register of risks."
        )
    return None


def number_of(found: Document, source: Beside | Opinion) -> str:
    """By which number the register is told where it came from."""
    return f"{found.number} {source.reference}" if isinstance(source, Opinion) else found.number
