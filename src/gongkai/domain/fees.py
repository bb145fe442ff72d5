"""The processing fee (信息处理费) for requests whose number or frequency clearly exceeds what is reasonable.

Source: 政府信息公开条例 Article 42 and 政府信息公开信息处理费管理办法 (国办函〔2020〕109号); the bands are data in
``law/fees.toml``. Two methods, one a request: by item (按件; all requests of one applicant in one calendar month
together) or by page (按量; each request by itself). Both are progressive over bands: what lies in a band costs that
band's price, so the first ones stay free however many follow. Amounts are in yuan (元).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeAlias

from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

Method: TypeAlias = Literal["by_item", "by_page"]

#: More than this is a slip of the pen, not a request.
MOST: dict[Method, int] = {"by_item": 10_000, "by_page": 1_000_000}

_ARTICLE = Citation("政府信息公开条例", "第四十二条")


@dataclass(frozen=True, slots=True)
class Band:
    """A band (档次): from ``first`` to ``last`` (both included; ``None``: without end) each one costs ``price`` yuan.

    With ``step`` the band is the first of a series: every ``step`` more make a band of their own, ``price_step``
    yuan dearer than the one before. ``verified`` is false where the number is a reading of the rule.
    """

    first: int
    last: int | None
    price: Decimal
    step: int | None
    price_step: Decimal
    verified: bool


@dataclass(frozen=True, slots=True)
class Tariff:
    """One version of a method (计收方式), in force from and until (both ends included)."""

    key: Method
    label: str
    label_en: str
    unit_label: str
    unit_label_en: str
    scope: str
    scope_en: str
    definition: str
    definition_en: str
    definition_verified: bool
    bands: tuple[Band, ...]
    citation: Citation
    in_force_from: date
    in_force_until: date | None

    @property
    def free(self) -> int:
        """How many nobody pays for: the last one of the first band."""
        return self.bands[0].last or 0


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a charge that lies in one band: ``number`` of them, from the ``first`` to the ``last``."""

    first: int
    last: int
    number: int
    price: Decimal
    amount: Decimal
    verified: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee (收费金额) in yuan and how it comes about; ``before`` is 0 for pages.

    ``verified`` is false where a band that costs something is a reading of the rule.
    """

    amount: Decimal
    method: Method
    count: int
    before: int
    bands: tuple[Slice, ...]
    citation: Citation
    verified: bool


@dataclass(frozen=True, slots=True)
class Principle:
    """A rule that holds for both methods, in both languages."""

    key: str
    label: str
    label_en: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Example:
    """An amount of a published annual report that fits the bands; its count is worked back from it."""

    method: Method
    count: int
    before: int
    amount: Decimal


@cache
def tariffs() -> tuple[Tariff, ...]:
    """Every version of every method, in the order of ``law/fees.toml``."""
    return tuple(_tariff(row) for row in load("fees")["method"])


@cache
def principles() -> tuple[Principle, ...]:
    """What holds for both methods."""
    return tuple(
        Principle(row["key"], row["label"], row["label_en"], citation_of(row)) for row in load("fees")["rule"]
    )


@cache
def examples() -> tuple[Example, ...]:
    """Amounts seen in published annual reports."""
    return tuple(
        Example(row["method"], row["count"], row.get("before", 0), Decimal(row["amount"]))
        for row in load("fees")["example"]
    )


def tariff_for(method: Method, on: date) -> Tariff | Refused:
    """The version of ``method`` in force on the day ``on``; refused before there was one."""
    versions = [each for each in tariffs() if each.key == method]
    found = in_force(versions, on)
    if found is not None:
        return found
    return Refused(
        say(
            "No fee may be worked out for {day}: the bands apply from {begin} on. "
            "Give a later day, or answer without a fee.",
            day=on,
            begin=min(each.in_force_from for each in versions),
        ),
        _ARTICLE,
    )


def by_page(pages: int, on: date) -> Charge | Refused:
    """The fee for one request of ``pages`` pages (one side of A4 or smaller), by the bands of the day ``on``."""
    return _charge("by_page", pages, 0, on)


def by_item(count: int, before: int, on: date) -> Charge | Refused:
    """The fee for ``count`` requests of one applicant who made ``before`` others earlier in the same calendar month.

    ``on`` is the day whose bands apply: that of the request.
    """
    return _charge("by_item", count, before, on)


def bands(tariff: Tariff, upto: int) -> Iterator[Band]:
    """The bands of a tariff as a plain list, as far as the ``upto``-th one: a series is written out."""
    for band in tariff.bands:
        if band.step is None:
            if band.first <= upto:
                yield band
            continue
        first, price = band.first, band.price
        while first <= upto:
            yield Band(first, first + band.step - 1, price, None, Decimal(0), band.verified)
            first, price = first + band.step, price + band.price_step


def trace(charge: Charge) -> list[dict[str, Any]]:
    """The bands of a charge as plain values, to be kept with the fee; prices and amounts as text."""
    return [
        {
            "first": each.first,
            "last": each.last,
            "number": each.number,
            "price": str(each.price),
            "amount": str(each.amount),
            "verified": each.verified,
        }
        for each in charge.bands
    ]


def _charge(method: Method, count: int, before: int, on: date) -> Charge | Refused:
    tariff = tariff_for(method, on)
    if isinstance(tariff, Refused):
        return tariff
    if count < 0 or before < 0 or count + before > MOST[method]:
        return Refused(
            say("The number must lie between 0 and {most}. Check what was entered.", most=MOST[method]),
            tariff.citation,
        )
    slices = tuple(_slices(tariff, before + 1, before + count))
    return Charge(
        amount=sum((each.amount for each in slices), Decimal(0)),
        method=method,
        count=count,
        before=before,
        bands=slices,
        citation=tariff.citation,
        verified=all(each.verified for each in slices if each.amount),
    )


def _slices(tariff: Tariff, first: int, last: int) -> Iterator[Slice]:
    """What of ``first`` to ``last`` lies in each band; bands that hold none of it are left out."""
    for band in bands(tariff, last):
        begin, end = max(first, band.first), min(last, band.last or last)
        if begin <= end:
            number = end - begin + 1
            yield Slice(begin, end, number, band.price, band.price * number, band.verified)


def _tariff(row: dict[str, Any]) -> Tariff:
    plain = (
        *("key", "label", "label_en", "unit_label", "unit_label_en", "scope", "scope_en"),
        *("definition", "definition_en", "definition_verified", "in_force_from"),
    )
    return Tariff(
        **{name: row[name] for name in plain},
        bands=tuple(_band(each) for each in row["band"]),
        citation=citation_of(row),
        in_force_until=row.get("in_force_until"),
    )


def _band(row: dict[str, Any]) -> Band:
    return Band(
        first=row["first"],
        last=row.get("last"),
        price=Decimal(row["price"]),
        step=row.get("step"),
        price_step=Decimal(row.get("price_step", 0)),
        verified=row["verified"],
    )
