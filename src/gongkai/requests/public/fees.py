"""What does it cost? The calculator of the processing fee, open to anyone; the same sum as ``gongkai fees``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.core.lawwords import in_chinese, label_in
from gongkai.domain import fees as domain
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say
from gongkai.requests.public.present import crumbs

#: As far as the table of bands is written out.
SHOWN_UPTO = {"by_page": 201, "by_item": 50}
#: Bands of one answer shown; a longer trace is cut and says so.
SHOWN_SLICES = 60


@dataclass(slots=True)
class Question:
    """What was asked, as typed and as understood; ``errors`` holds a sentence for each field that is wrong."""

    method: domain.Method | None = None
    typed: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    on: date | None = None
    errors: dict[str, Text] = field(default_factory=dict)


@public_page
def fees(request: HttpRequest) -> HttpResponse:
    """The two forms, the answer with its bands, and the rules."""
    question = read(request.GET)
    charge, refused = _answer(question)
    context: dict[str, Any] = {
        "question": question,
        "errors": [{"field": name, "text": text} for name, text in question.errors.items()],
        "refused": refused,
        "tariffs": [_tariff(each) for each in _in_force()],
        "principles": [{"label": label_in(each), "citation": each.citation} for each in domain.principles()],
        "examples": [_example(each) for each in domain.examples()],
        "share_url": _absolute(request, _address(question)),
        "crumbs": crumbs((gettext("Fees"), "")),
    }
    if charge is not None:
        context |= answer_of(charge)
    return render(request, "requests/public/fees.html", context)


def answer_of(charge: domain.Charge) -> dict[str, Any]:
    """The answer for a page: the amount, its bands one a row, the article and whether it was checked."""
    tariff = next(each for each in domain.tariffs() if each.key == charge.method)
    rows = [
        {
            "range": _range(each.first, each.last),
            "number": f"{each.number:,}",
            "price": f"{each.price:,}",
            "amount": f"{each.amount:,}",
            "verified": each.verified,
        }
        for each in charge.bands
    ]
    return {
        "charge": charge,
        "amount": f"{charge.amount:,}",
        "method_label": label_in(tariff),
        "unit": tariff.unit_label if in_chinese() else tariff.unit_label_en,
        "slices": rows[:SHOWN_SLICES],
        "more_slices": max(0, len(rows) - SHOWN_SLICES),
    }


def read(given: QueryDict) -> Question:
    """The question in an address: ``pages``, or ``items`` and ``before``; ``on`` is the day, else today."""
    question = Question()
    question.typed = {name: given.get(name, "").strip()[:40] for name in ("pages", "items", "before", "on")}
    if "items" in given:
        question.method = "by_item"
    elif "pages" in given:
        question.method = "by_page"
    else:
        return question
    needed = "items" if question.method == "by_item" else "pages"
    if not question.typed[needed]:
        question.errors[needed] = say("Give a number.")
    for name in (needed, "before"):
        if question.typed[name]:
            _number(question, name)
    _day(question)
    return question


def _number(question: Question, name: str) -> None:
    written = question.typed[name].replace(",", "")
    if written.isascii() and written.isdigit() and len(written) < 9:
        question.numbers[name] = int(written)
    else:
        question.errors[name] = say(
            "“{value}” is not a number: write a whole number, 0 or more.", value=question.typed[name]
        )


def _day(question: Question) -> None:
    written = question.typed["on"]
    if not written:
        question.on = clock.today()
        return
    try:
        question.on = date.fromisoformat(written)
    except ValueError:
        question.errors["on"] = say(
            "“{value}” is not a date: write it as YYYY-MM-DD, for example 2026-03-02.", value=written
        )


def _answer(question: Question) -> tuple[domain.Charge | None, Refused | None]:
    if question.method is None or question.errors or question.on is None:
        return None, None
    numbers = question.numbers
    answer = (
        domain.by_item(numbers["items"], numbers.get("before", 0), question.on)
        if question.method == "by_item"
        else domain.by_page(numbers["pages"], question.on)
    )
    return (None, answer) if isinstance(answer, Refused) else (answer, None)


def _in_force() -> list[domain.Tariff]:
    found = [domain.tariff_for(method, clock.today()) for method in ("by_page", "by_item")]
    return [each for each in found if not isinstance(each, Refused)]


def _tariff(tariff: domain.Tariff) -> dict[str, Any]:
    """A method with its bands written out as far as a reader needs them, the last one open."""
    listed = list(domain.bands(tariff, SHOWN_UPTO[tariff.key]))
    rising = tariff.bands[-1].step is not None
    rows = [
        {
            "range": _range(each.first, each.last),
            "price": gettext("free")
            if not each.price
            else gettext("{price} yuan").format(price=f"{each.price:,}"),
            "verified": each.verified,
        }
        for each in listed
    ]
    return {
        "key": tariff.key,
        "label": label_in(tariff),
        "unit": tariff.unit_label if in_chinese() else tariff.unit_label_en,
        "scope": tariff.scope if in_chinese() else tariff.scope_en,
        "definition": tariff.definition if in_chinese() else tariff.definition_en,
        "definition_verified": tariff.definition_verified,
        "bands": rows,
        "rising": rising,
        "step": tariff.bands[-1].step,
        "price_step": tariff.bands[-1].price_step,
        "citation": tariff.citation,
        "from": tariff.in_force_from,
    }


def _example(example: domain.Example) -> dict[str, Any]:
    asked = (
        {"items": example.count, "before": example.before}
        if example.method == "by_item"
        else {"pages": example.count}
    )
    if example.method == "by_page":
        words = gettext("{count} pages").format(count=example.count)
    else:
        words = gettext("{count} requests after {before} others in the same month").format(
            count=example.count, before=example.before
        )
    return {
        "words": words,
        "amount": f"{example.amount:,}",
        "url": f"{reverse('portal:fees')}?{urlencode(asked)}",
    }


def _range(first: int, last: int | None) -> str:
    if last is None:
        return gettext("from {first}").format(first=f"{first:,}")
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"


def _address(question: Question) -> str:
    asked = {"by_item": ("items", "before", "on"), "by_page": ("pages", "on")}
    names = asked[question.method] if question.method else ()
    parts = {name: question.typed[name] for name in names if question.typed[name]}
    return f"{reverse('portal:fees')}?{urlencode(parts)}"


def _absolute(request: HttpRequest, path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
