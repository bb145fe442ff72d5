"""``gongkai fees``: what a processing fee comes to, band by band. Answers in Chinese unless asked otherwise."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from gongkai.config.spoken import Spoken
from gongkai.domain import fees as domain
from gongkai.domain.fees import Charge
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say


def fees(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai fees --pages N`` or ``gongkai fees --items N --before M``; exit 1 where no fee may be charged."""
    counted = parser.add_mutually_exclusive_group(required=True)
    counted.add_argument(
        "--pages", type=_number, metavar="N", help="by page: pages of one request, A4 or smaller"
    )
    counted.add_argument(
        "--items", type=_number, metavar="N", help="by item: requests of one applicant to be charged"
    )
    parser.add_argument(
        "--before", type=_number, metavar="M", help="requests of that applicant earlier in the same month"
    )
    parser.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help="the day whose bands apply (today)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--language", choices=("zh-hans", "en"), default="zh-hans", help="language of the answer"
    )
    given = parser.parse_args(words)
    if given.pages is not None and given.before is not None:
        parser.error("--before goes with --items: the pages of each request are counted by themselves")
    on = given.on or _today()
    spoken = Spoken(chinese=given.language == "zh-hans")
    charge = (
        domain.by_page(given.pages, on)
        if given.pages is not None
        else domain.by_item(given.items, given.before or 0, on)
    )
    if isinstance(charge, Refused):
        sys.stderr.write(f"gongkai: {spoken(charge.reason)}\n")
        return 1
    sys.stdout.write((_json(charge, on) if given.json else _table(charge, on, spoken)) + "\n")
    return 0


def _json(charge: Charge, on: date) -> str:
    answer: dict[str, Any] = {
        "method": charge.method,
        "count": charge.count,
        "before": charge.before,
        "on": on.isoformat(),
        "amount": str(charge.amount),
        "bands": domain.trace(charge),
        "citation": str(charge.citation),
        "verified": charge.verified,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _table(charge: Charge, on: date, spoken: Spoken) -> str:
    tariff = domain.tariff_for(charge.method, on)
    assert not isinstance(tariff, Refused)
    unit = tariff.unit_label if spoken.chinese else tariff.unit_label_en
    label = tariff.label if spoken.chinese else tariff.label_en
    lines = [
        f"{label} ({charge.method})",
        spoken(say("Basis: {citation}", citation=str(charge.citation)))
        + f" {tariff.citation.note if spoken.chinese else ''}".rstrip(),
        "",
    ]
    for each in charge.bands:
        mark = "" if each.verified else " *"
        lines.append(
            f"{each.first:>7} - {each.last:<7} {each.number:>7} {unit} x {each.price:>5} = {each.amount:>8}{mark}"
        )
    lines += ["", spoken(say("Fee: {amount} yuan", amount=f"{charge.amount:,}"))]
    if any(not each.verified for each in charge.bands):
        lines.append(spoken(say("* This band is a reading of the rule; the text was not checked.")))
    return "\n".join(lines)


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 9):
        raise argparse.ArgumentTypeError(f"“{written}” is not a number: write a whole number, 0 or more")
    return int(written)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}” is not a date: write it as YYYY-MM-DD") from None


def _today() -> date:
    from gongkai.config.commands.base import setup

    setup()
    from gongkai.core import clock

    return clock.today()
