"""A bulletin that writes itself (办理情况通报): sentences with figures, tables, the sheet for paper, plain numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import figure_words, words
from gongkai.complaints.figure_words import percent, thousands
from gongkai.complaints.queries.bulletins import Bulletin, Period
from gongkai.complaints.queries.figures import Counted, Line
from gongkai.core import clock
from gongkai.core.context import demonstration
from gongkai.core.paper.sheet import Block, Cell, Heading, Paragraph, Run, Sheet, Table
from gongkai.core.text import render
from gongkai.domain.complaints.figures import FIGURES, Rate
from gongkai.domain.refusal import Refused

#: Things a sentence names before it stops.
NAMED = 3
#: The parts of a bulletin counted apart, in their order.
PARTS = ("kinds", "channels", "classes", "districts")
_COLUMN = {"kinds": "kind", "channels": "channel", "classes": "category", "districts": "district"}


def when(period: Period) -> str:
    """The month or the year as a sentence names it."""
    if period.month:
        return figure_words.month(period.first)
    return _("the year {year}").format(year=period.year)


def title(period: Period) -> str:
    """What the bulletin is called."""
    if period.month:
        return _("How matters were handled: {month}").format(month=figure_words.month(period.first))
    return _("How matters were handled in {year}").format(year=period.year)


def prose(found: Bulletin) -> list[str]:
    """The sentences, a paragraph each."""
    if not found.number("received").number:
        return [_("No matter arrived in {when}.").format(when=when(found.period))]
    return [
        *(each for each in (_arrived(found), _ways(found), _ended(found), _said(found)) if each),
        *_rest(found),
    ]


def _arrived(found: Bulletin) -> str:
    now, before = found.number("received").number, found.was("received").number
    first = ngettext("{n} matter arrived in {when}.", "{n} matters arrived in {when}.", now).format(
        n=thousands(now), when=when(found.period)
    )
    if not before:
        second = _("None are recorded for the period before.")
    elif now == before:
        second = _("In the period before it were as many.")
    else:
        second = (_("That is {n} more than in the period before ({before}).") if now > before
                  else _("That is {n} fewer than in the period before ({before}).")).format(
            n=thousands(abs(now - before)), before=thousands(before))  # fmt: skip
    third = _of(_("{number} of {whole} were taken up ({percent})."), found.number("accepted"))
    return _joined(first, second, third)


def _ways(found: Bulletin) -> str:
    kinds = _listed(found, "kinds", len(found.kinds))
    ways = _listed(found, "channels", NAMED)
    return _joined(_("By kind: {list}.").format(list=kinds), _("Most came in by: {list}.").format(list=ways))


def _listed(found: Bulletin, part: str, most: int) -> str:
    lines: Sequence[Line] = getattr(found, part)
    named = [
        _("{thing} {n}").format(
            thing=figure_words.thing(_COLUMN[part], line.key, found.period.last),
            n=thousands(line.counts["received"]),
        )
        for line in lines[:most]
    ]
    return ("，" if words.in_chinese() else ", ").join(named)


def _ended(found: Bulletin) -> str:
    closed, overdue = found.number("closed"), found.number("overdue")
    still = overdue.of or 0
    sentences = [
        _of(_("Of {whole} to be handled, {number} are closed with an answer ({percent})."), closed),
    ]
    if still:
        sentences.append(
            ngettext(
                "{n} is still open, {late} of them past the limit.",
                "{n} are still open, {late} of them past their limit.",
                still,
            ).format(n=thousands(still), late=thousands(overdue.number))
        )
    else:
        sentences.append(_("None is open any more."))
    sentences.append(
        _of(
            _(
                "{number} of {whole} were closed within the limit ({percent}); what is open past its limit is counted "
                "as not in time."
            ),
            found.number("closed_on_time"),
        )
    )
    shelved = found.number("shelved").number
    if shelved:
        sentences.append(
            ngettext(
                "{n} cannot be solved now and stands on the shelved list.",
                "{n} cannot be solved now and stand on the shelved list.",
                shelved,
            ).format(n=thousands(shelved))
        )
    return _joined(*sentences)


def _said(found: Bulletin) -> str:
    sentences = [
        _of(
            _("Of {whole} reporters who answered, {number} say that it is solved ({percent})."),
            found.number("solved"),
        ),
        _of(_("Of {whole} who rated, {number} are content ({percent})."), found.number("satisfied")),
    ]
    back, again = found.number("returned").number, found.number("reopened").number
    sentences.append(
        _(
            "{back} were sent back by a unit at least once; {again} were taken up again after the reply."
        ).format(back=thousands(back), again=thousands(again))
    )
    return _joined(*sentences)


def _rest(found: Bulletin) -> Iterator[str]:
    topics = [
        _("{thing} {n}").format(
            thing=figure_words.thing("category", each.category, found.period.last), n=thousands(each.now)
        )
        for each in found.topics[:NAMED]
    ]
    if topics:
        yield _("Named most often: {list}.").format(list=("，" if words.in_chinese() else ", ").join(topics))
    grown = max(found.topics, key=lambda each: each.now - each.before, default=None)
    if grown is not None and grown.before and grown.now > grown.before:
        yield _("“{thing}” grew most: from {before} to {now}.").format(
            thing=figure_words.thing("category", grown.category, found.period.last),
            before=thousands(grown.before),
            now=thousands(grown.now),
        )


def _of(sentence: str, counted: Counted) -> str:
    """A sentence of a part and its whole; nothing where there was nothing to count."""
    if not isinstance(counted.rate, Rate):
        return ""
    return sentence.format(
        number=thousands(counted.number), whole=thousands(counted.of or 0), percent=percent(counted.rate)
    )


def _joined(*sentences: str) -> str:
    return ("" if words.in_chinese() else " ").join(each for each in sentences if each)


def tables(found: Bulletin) -> list[dict[str, Any]]:
    """The tables beside the text, for ``components/data_table.html``."""
    return [
        figure_words.table(_COLUMN[part], getattr(found, part), found.period.last)
        for part in PARTS
        if getattr(found, part)
    ]


def figure_table(found: Bulletin) -> dict[str, Any]:
    """Every figure with its rate, the period before, and its definition."""
    columns = [
        {"label": _("What is counted")},
        {"label": _("How many"), "numeric": True},
        {"label": _("Rate and what it is out of")},
        {"label": _("Period before"), "numeric": True},
    ]
    rows = [
        [
            {"value": figure_words.label(now)},
            {"value": thousands(now.number)},
            {"value": figure_words.share(now) or "—"},
            {"value": figure_words.briefly(was) if was.of else thousands(was.number)},
        ]
        for now, was in zip(found.figures, found.earlier, strict=True)
    ]
    return {"title": _("The figures"), "columns": columns, "rows": rows}


def month_table(found: Bulletin) -> dict[str, Any] | None:
    """A year month by month; nothing for a month."""
    if not found.months:
        return None
    columns = [{"label": _("Month")}, *figure_words.table("kind", [], found.period.last)["columns"][1:]]
    rows = [[{"value": figure_words.month(day)}, *figure_words.row(line)] for day, line in found.months]
    return {"title": _("Month by month"), "columns": columns, "rows": rows}


def sheet(found: Bulletin, issuer: str) -> Sheet:
    """The bulletin for paper, in the reader's language."""
    blocks: list[Block] = [Paragraph((Run(each),)) for each in prose(found)]
    month = month_table(found)
    for each in [figure_table(found), *([month] if month else []), *tables(found)]:
        blocks += [Heading(1, (Run(each["title"]),)), _printed(each)]
    blocks.append(Heading(1, (Run(_("What each figure means")),)))
    blocks += [
        Paragraph((Run(f"{figure_words.label(each)}{_(': ')}", bold=True), Run(_(each.figure.definition))))
        for each in found.figures
    ]
    return Sheet(
        title=title(found.period),
        language="zh" if words.in_chinese() else "en",
        issuer=issuer,
        date_line=date_format(clock.today(), "DATE_FORMAT"),
        blocks=tuple(blocks),
        metadata=((_("As the records stood on"), date_format(clock.today(), "DATE_FORMAT")),),
        notice=_("Demonstration: made-up figures.") if demonstration() else "",
    )


def _printed(table: dict[str, Any]) -> Table:
    head = tuple(
        Cell((Paragraph((Run(str(each["label"])),)),), header=True, align="center")
        for each in table["columns"]
    )
    body = [
        tuple(
            Cell((Paragraph((Run(str(cell["value"])),)),), align="left" if at == 0 else "center")
            for at, cell in enumerate(row)
        )
        for row in table["rows"]
    ]
    return Table((head, *body), header_rows=1)


def data(found: Bulletin, agency: str) -> dict[str, Any]:
    """The plain numbers: what the JSON file holds."""
    return {
        "title": title(found.period),
        "period": found.period.key,
        "first": found.period.first.isoformat(),
        "last": found.period.last.isoformat(),
        "agency": agency,
        "as_of": clock.today().isoformat(),
        "figures": [
            {**figure_data(now), "before": was.number, "before_of": was.of}
            for now, was in zip(found.figures, found.earlier, strict=True)
        ],
        "parts": {part: [_line(part, line, found) for line in getattr(found, part)] for part in PARTS},
        "months": [{"month": f"{day:%Y-%m}", **dict(line.counts)} for day, line in found.months],
        "ratings": found.ratings,
    }


def figure_data(counted: Counted) -> dict[str, Any]:
    """A figure as open data give it; ``percent`` is nothing where there was nothing to count."""
    rate = figure_words.plain_percent(counted.rate)
    return {
        "key": counted.figure.key,
        "label": figure_words.label(counted),
        "definition": _(counted.figure.definition),
        "number": counted.number,
        "of": counted.of,
        "of_label": _(counted.figure.of_label) if counted.of is not None else "",
        "percent": float(rate) if rate is not None else None,
        "reason": render(counted.rate.reason) if isinstance(counted.rate, Refused) else "",
    }


def _line(part: str, line: Line, found: Bulletin) -> dict[str, Any]:
    label = figure_words.thing(_COLUMN[part], line.key, found.period.last)
    return {"key": line.key, "label": label, **dict(line.counts)}


#: The columns of the CSV file.
COLUMNS = ("part", "key", "label", "figure", "number", "of", "percent", "before")


def lines(found: Bulletin) -> Iterator[tuple[Any, ...]]:
    """The same as rows of a table: every figure of the whole, then of each part."""
    for now, was in zip(found.figures, found.earlier, strict=True):
        yield (
            "whole",
            "",
            "",
            now.figure.key,
            now.number,
            now.of,
            figure_words.plain_percent(now.rate),
            was.number,
        )
    for part in PARTS:
        for line in getattr(found, part):
            yield from _parts(
                part, line.key, figure_words.thing(_COLUMN[part], line.key, found.period.last), line
            )
    for day, line in found.months:
        yield from _parts("months", f"{day:%Y-%m}", figure_words.month(day), line)


def _parts(part: str, key: str, label: str, line: Line) -> Iterator[tuple[Any, ...]]:
    for each in (line.counted(figure.key) for figure in FIGURES):
        yield (
            part,
            key,
            label,
            each.figure.key,
            each.number,
            each.of,
            figure_words.plain_percent(each.rate),
            None,
        )
