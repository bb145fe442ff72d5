"""Documents and opinions in the words of the public's pages. Nothing here knows who gave or handled an opinion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.public import present
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.paging import DECIDED
from gongkai.consultations.queries.records import Document, Version
from gongkai.core import clock, text
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import PROCESS
from gongkai.domain.text import N_

VERDICT_BADGES = {"adopted": "done", "partly": "info", "not_adopted": "plain", "covered": "info"}
#: States in which the next version is written; its days are not public yet.
_REDRAFTED = ("drafting", "to_consult")
#: What the public reads of those, and of a consultation whose last day is over.
_AGAIN = N_("The opinions were read, and the next version is being drafted.")
_OVER = N_("The time for opinions is over. They are being studied and answered.")


def sentence(found: Document) -> str:
    """Where it stands, in a sentence."""
    if found.state == "consulting" and not reads.is_open(found):
        return _(_OVER)
    return _(PROCESS.state(found.state).sentence or _AGAIN)


def badge(found: Document) -> dict[str, str]:
    """Where it stands, in a word."""
    if reads.is_open(found):
        return {"label": _("Open for opinions"), "kind": "info"}
    if found.state in ("published", "in_force"):
        return {"label": _("Decided and published"), "kind": "done"}
    if found.state in DECIDED or found.state == "given_up":
        return {"label": _(PROCESS.state(found.state).label), "kind": "quiet"}
    return {"label": _("Being decided"), "kind": "soon"}


def row(found: Document) -> dict[str, Any]:
    """A document for ``components/entry.html``; what is open also says until when."""
    open_now = reads.is_open(found)
    return {
        "title": found.title,
        "lang": words.content_lang(),
        "url": present.address_of(found),
        "summary": found.need if open_now else "",
        "number": found.formal_number if found.published_on else found.number,
        "unit": words.unit_name(found.unit),
        "at": found.published_on or (None if found.state in _REDRAFTED else found.closes_on),
        "badges": [badge(found), {"label": words.kind_name(found.kind), "kind": "plain"}],
        "closes_on": found.closes_on if open_now else None,
        "days_left": days_left(found) if open_now else None,
        "opinion_url": present.address_of(found, "consultation_opinion_new") if open_now else "",
        "who": words.row_name("identity", found.identity) if open_now else "",
    }


def days_left(found: Document) -> int:
    """Days after today on which opinions may still be given."""
    return (found.closes_on - clock.today()).days if found.closes_on else 0


def version_name(number: int) -> str:
    """What a version is called."""
    return _("Version {n}").format(n=number)


def verdict_badge(verdict: str) -> dict[str, str]:
    """What became of an opinion, as a badge."""
    return {"label": words.row_name("verdict", verdict), "kind": VERDICT_BADGES.get(verdict, "quiet")}


def period(found: Document, version: Version) -> dict[str, Any] | None:
    """The rule its time follows, and whether this time is shorter than it."""
    if version.opens_on is None or version.closes_on is None:
        return None
    rule = rules.period(found.kind, version.opens_on)
    if rule is None:
        return None
    least = rule.last_day(version.opens_on, clock.calendar())
    return {
        "least": words.days_and_unit(rule.days, rule.unit),
        "shorter": version.closes_on < least,
        **words.source(rule.citation),
    }


def metadata(found: Document, version: Version) -> list[dict[str, Any]]:
    """The particulars; those of the final text once it is published."""
    rows: list[tuple[str, Any]] = [
        (_("Number of the project"), found.number),
        (_("Kind of document"), words.kind_name(found.kind)),
        (_("Drafted by"), words.unit_name(found.unit)),
        (_("Agency"), words.agency_name(found.agency)),
        (_("Version"), version_name(version.number)),
        (_("The time for opinions"), _days(version.opens_on, version.closes_on)),
        (_("Who may give an opinion"), words.row_name("identity", version.identity)),
    ]
    if found.published_on:
        rows = [
            (_("Unified number"), found.formal_number),
            *rows[1:4],
            (_("Signed on"), _day(found.signed_on)),
            (_("Published on"), _day(found.published_on)),
            (_("In force from"), _day(found.in_force_from)),
            (_("In force until"), _day(found.lapses_on)),
            (_("Day it was filed"), _day(found.filed_on)),
            (_("Published through"), found.channels),
        ]
    if found.ended_on:
        rows.append((_("Ended on"), _day(found.ended_on)))
    return [{"label": label, "value": value} for label, value in rows if value]


def _day(day: date | None) -> str:
    return text.day(day)


def _days(first: date | None, last: date | None) -> str:
    return f"{_day(first)} – {_day(last)}" if first and last else ""


def way(found: Document, versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The stations of its way: done on which day, where it stands now, what is ahead."""
    passed = reads.passed(found)
    owed = rules.kinds()[found.kind].steps
    stations: list[tuple[str, str, tuple[str, ...], date | None]] = [
        ("draft", _("Drafted"), ("project", "drafting", "to_consult"), reads.drafted_on(found))
    ]
    for each in versions:
        label = _("Open for opinions: version {n}").format(n=each.number)
        stations.append((f"v{each.number}", label, (), each.opens_on))
    stations.append(("sorting", _("Opinions answered"), ("consulting", "sorting"), None))
    for key in ("experts", "risk", "hearing", "fair_review", "legality"):
        if key in owed:
            states = (key,) if key in ("fair_review", "legality") else ()
            stations.append((key, words.beside_name(key), states, passed.get(key)))
    decided = found.signed_on
    stations += [
        ("discussion", _("Discussed and decided"), ("discussion",), decided),
        ("signed", _("Signed"), (), decided),
        ("published", _("Made public"), ("signed",), found.published_on),
    ]
    return _placed(found, stations, versions)


def _placed(
    found: Document,
    stations: Sequence[tuple[str, str, tuple[str, ...], date | None]],
    versions: Sequence[Version],
) -> list[dict[str, Any]]:
    newest = versions[-1] if versions else None
    rows = []
    for key, label, states, day in stations:
        now = found.state in states
        if found.state == "consulting" and newest is not None:
            now = key == (f"v{newest.number}" if reads.is_open(found) else "sorting")
        done = day is not None and not now
        if key == "sorting":
            done = not now and reads.answered(found)
        rows.append({"key": key, "label": label, "day": day, "now": now, "done": done})
    return rows
