"""A draft of what the public reads, made by rule (公开文本草稿) from the typed fields, never from free words."""

from __future__ import annotations

from gongkai.domain import privacy
from gongkai.domain.powers import decisions as rules
from gongkai.powers import identity
from gongkai.powers.models import Decision
from gongkai.powers.queries import decision_letters
from gongkai.powers.queries import decisions as reads


def draft(found: Decision) -> str:
    """The text in Chinese: number, party by rule, conduct, facts of the table, row, decision. Free words stay out.

    What still looks personal (in the conduct as it was typed) is masked.
    """
    day = f"{found.decided_on:%Y年%-m月%-d日}" if found.decided_on else ""
    outcome = reads.applied(found)
    lines = [
        f"决定文号：{found.number}",
        f"当事人：{found.party_public or '某某'}",
        f"{'许可事项' if found.kind == 'licence' else '违法行为'}：{_without_party(found, found.conduct)}",
    ]
    facts = "；".join(decision_letters.facts_in_chinese(found))
    if facts:
        lines.append(f"裁量事实：{facts}")
    if outcome is not None:
        lines.append(f"依据：{outcome.citation}")
        lines.append(f"裁量阶次：{found.table.code if found.table else ''}第{'、'.join(found.rows)}档")
    lines.append(f"决定：{decision_letters.proposal(found)}")
    if day:
        lines.append(f"决定日期：{day}")
    return privacy.mask("\n".join(lines), penalty_decision=True)


def _without_party(found: Decision, text: str) -> str:
    """The text without the party's own name, whatever kind of party it is."""
    party = identity.read(found.number, found.party_sealed)
    hidden = (rules.row("party_kind", found.party_kind) or {"hidden": True})["hidden"]
    if hidden and party.name:
        text = text.replace(party.name, found.party_public or "某某")
    return text.replace(party.number, "") if party.number else text
