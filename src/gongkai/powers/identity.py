"""Who a decision is about, as one sealed value; and the mark by which earlier offences are counted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from gongkai.core import sealed, secret_codes
from gongkai.core.masking import masked_name, masked_number


@dataclass(frozen=True, slots=True)
class Party:
    """The party (当事人): name, and identity number or unified social credit code."""

    name: str = ""
    number: str = ""


def _about(number: str) -> str:
    return f"powers.decision.{number}"


def seal(number: str, party: Party) -> str:
    """The party as it is stored; bound to the decision's number."""
    return sealed.seal(json.dumps(asdict(party), ensure_ascii=False), _about(number)) if party.name else ""


def read(number: str, token: str) -> Party:
    """The party again; empty where none is kept."""
    return Party(**json.loads(sealed.unseal(token, _about(number)))) if token else Party()


def masked(party: Party) -> Party:
    """The party as lists may show it."""
    return Party(masked_name(party.name), masked_number(party.number))


def mark_of(party: Party) -> str:
    """What finds the party's earlier decisions: its number, or its name where there is none."""
    said = "".join((party.number or party.name).split()).upper()
    return secret_codes.mark_of("party", said) if said else ""


def seal_words(number: str, words: str) -> str:
    """A party's own words, sealed."""
    return sealed.seal(words, f"{_about(number)}.words") if words else ""


def read_words(number: str, token: str) -> str:
    """A party's own words again."""
    return sealed.unseal(token, f"{_about(number)}.words") if token else ""
