"""The letters of a decision: what was issued, and what the next one would say (说理式告知书、一次性告知书)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation

from gongkai.core import clock, letters
from gongkai.core.letters import Given, LetterDraft
from gongkai.core.models import Letter, LetterService
from gongkai.core.text import render
from gongkai.domain.discretion import Factor, Outcome, Row, in_words, written
from gongkai.domain.powers import decisions as rules
from gongkai.domain.powers.rights import rights
from gongkai.powers import identity
from gongkai.powers.models import Decision
from gongkai.powers.queries import decisions as reads

LONGEST_MATERIALS = 4000


def letters_of(found: Decision) -> list[Letter]:
    """The letters issued on the decision, the newest first; one query."""
    kind, pk = reads.subject_of(found)
    return list(Letter.objects.filter(subject_type=kind, subject=str(pk)).order_by("-issued_at", "-pk"))


def letter_of(found: Decision, number: int) -> Letter | None:
    """One of them."""
    kind, pk = reads.subject_of(found)
    return Letter.objects.filter(pk=number, subject_type=kind, subject=str(pk)).first()


def services_of(sent: Sequence[Letter]) -> dict[int, LetterService]:
    """Letter → how it was served, for those whose receipt is noted; one query."""
    rows = LetterService.objects.filter(letter__in=list(sent), struck_at__isnull=True).order_by("id")
    return {row.letter_id: row for row in rows}


def notice_issued(found: Decision) -> bool:
    """Whether the notice its kind asks for was issued."""
    kind, pk = reads.subject_of(found)
    wanted = rules.kinds()[found.kind].notice
    return Letter.objects.filter(subject_type=kind, subject=str(pk), kind=wanted).exists()


def preview(found: Decision, materials: str = "") -> LetterDraft:
    """The notice as it would be issued today. Raises ``Invalid`` where something is missing."""
    return letters.preview(
        agency=found.agency,
        kind=rules.kinds()[found.kind].notice,
        values=values(found, materials),
        on=clock.today(),
        addressee=identity.read(found.number, found.party_sealed).name,
    )


def values(found: Decision, materials: str = "") -> Mapping[str, Given]:
    """The fields of the notices, in Chinese as the agency writes them."""
    outcome = reads.applied(found)
    table = outcome.table if outcome else None
    return {
        "party_name": identity.read(found.number, found.party_sealed).name,
        "case_number": found.number,
        "conduct": found.conduct,
        "conduct_on": found.conduct_on,
        "filed_on": found.filed_on,
        "reasons_words": found.reasons,
        "facts_words": "；".join(facts_in_chinese(found)),
        "basis_words": outcome.citation if outcome else "",
        "row_words": _row_words(table.code, outcome) if outcome and table else "",
        "proposal": proposal(found),
        "deviation_words": found.deviation,
        "hearing_words": _hearing(found),
        "materials": materials.strip(),
        "you": "贵单位" if found.party_kind == "organisation" else "您",
    }


def facts_in_chinese(found: Decision) -> list[str]:
    """The facts with their names and units, for a letter or the public text."""
    outcome = reads.applied(found)
    if outcome is None:
        return []
    factors = {each.key: each for each in outcome.table.factors}
    return [
        f"{factors[key].label}：{_fact(value, factors[key])}"
        for key, value in found.facts.items()
        if key in factors
    ]


def _fact(value: Any, factor: Factor) -> str:
    if isinstance(value, bool) or factor.kind == "yes_no":
        return "是" if value in (True, "yes", "是", "true") else "否"
    return f"{written(value) if isinstance(value, Decimal) else value}{factor.unit}"


def _row_words(code: str, outcome: Outcome) -> str:
    rows = "、".join(row.key for row in outcome.rows)
    ranges = "；".join(dict.fromkeys(_range(row) for row in outcome.rows))
    return f"裁量基准{code}第{rows}档，{ranges}"


def _range(row: Row) -> str:
    """In Chinese whatever the handler reads: the letter is."""
    with translation.override("zh-hans"):
        return render(in_words(row))


def proposal(found: Decision) -> str:
    """What is to be decided, in Chinese."""
    label = str((rules.row("outcome", found.outcome) or {}).get("label", ""))
    if found.amount is None:
        return label
    return f"{label}{money(found.amount)}元"


def money(amount: Decimal) -> str:
    """Yuan as documents write it: no cents where there are none."""
    return f"{amount.quantize(Decimal(1))}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _hearing(found: Decision) -> str:
    if not rules.needs_hearing(found.kind, found.party_kind, found.amount):
        return ""
    told = next((each for each in rights(clock.today()) if each.key == "hearing"), None)
    return f"{told.text}（{told.citation}）" if told else ""
