"""Counting a round once: figures of those drawn and of the open sheet, apart; and what is shown of people's words."""

from __future__ import annotations

from typing import Any

from gongkai.core import clock
from gongkai.domain.supervision.appraisal_results import results
from gongkai.supervision.models import AppraisalAnswer, AppraisalWords, Round, RoundResult
from gongkai.supervision.queries import appraisals


def count(found: Round) -> dict[str, Any]:
    """Keeps the results; gives what the ledger tells of them."""
    sheet, rules = appraisals.sheet_of(found), found.rules
    limits = {"fewest": int(rules["fewest"]), "cell": int(rules["cell"])}
    sample = _grades(found, AppraisalAnswer.Way.SAMPLE)
    everybody = _grades(found, AppraisalAnswer.Way.OPEN)
    RoundResult.objects.create(
        round=found,
        sample=results(sheet, sample, population=int(rules["frame"]), **limits),
        open=results(sheet, everybody, population=None, **limits),
        strata=appraisals.strata(found),
        outcomes=appraisals.outcomes(found),
        counted_at=clock.now(),
    )
    return {"sample": len(sample), "open": len(everybody)}


def _grades(found: Round, way: str) -> list[dict[str, int]]:
    return list(found.answers.filter(way=way).order_by("pk").values_list("grades", flat=True))


def keep_public_words(found: Round) -> int:
    """Erases what people wrote as they wrote it; what was released stays. Gives how many are shown."""
    AppraisalWords.objects.filter(round=found).exclude(words="").update(words="")
    return found.words.exclude(public_words="").count()


def forget_words(found: Round) -> None:
    """Of a round called off nothing is shown: what people wrote is erased."""
    AppraisalWords.objects.filter(round=found).update(words="", public_words="")
