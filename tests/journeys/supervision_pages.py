"""Where the walk through the site meets assessment, accountability, appraisal and the archive."""

from __future__ import annotations

import re

from journeys.duties_pages import found_in
from journeys.steps import Wire


def supervised(wire: Wire) -> tuple[str, ...]:
    """An assessment with an entry and its records, a sheet that may be changed, a case, a round, a package."""
    start: tuple[str, ...] = ()
    for each in found_in(wire.ask("/workspace/assessments/").text, r"/workspace/assessments/\d+/"):
        entries = all_in(wire.ask(each).text, r"/workspace/assessments/entries/\d+/")
        start += (each, *entries[:1], *first_with(wire, entries, r"records/[-\w]+/"))
    sheets = all_in(wire.ask("/workspace/score-sheets/").text, r"/workspace/score-sheets/\d+/")
    for ending in ("edit/", r"lines/[-\w]+/"):
        start += first_with(wire, sheets, ending)
    start += ("/workspace/score-sheets/new/", "/workspace/assessments/new/")
    for area, one in (
        ("/workspace/accountability/", r"/workspace/accountability/\d+/"),
        ("/workspace/appraisals/", r"/workspace/appraisals/\d+/"),
        ("/workspace/appraisals/calls/", r"/workspace/appraisals/calls/\d+/"),
        ("/workspace/archive/", r"/workspace/archive/\d+/"),
        ("/workspace/archive/", r"/workspace/archive/years/\d+/"),
    ):
        start += (area, *found_in(wire.ask(area).text, one))
    years = [each for each in start if each.startswith("/workspace/archive/years/")]
    for each in years:
        start += found_in(wire.ask(each).text, rf"{each}list\.csv")
    return start


def supervised_in_public(wire: Wire) -> tuple[str, ...]:
    """Published results of an assessment and of an appraisal, with their files."""
    start: tuple[str, ...] = ()
    for area, one in (
        ("/assessments/", r"/assessments/[-\w]+/\d+/"),
        ("/appraisals/", r"/appraisals/[-\w]+/[-\w]+/"),
    ):
        listed = all_in(wire.ask(area).text, one)
        start += listed[:1]
        for ending in (r"results\.csv", r"results\.json", r"frame\.csv"):
            start += first_with(wire, listed, ending)
    return start


def all_in(page: str, pattern: str) -> tuple[str, ...]:
    """Every address of this pattern on a page, each once."""
    return tuple(dict.fromkeys(re.findall(f'href="({pattern})"', page.partition("<main")[2])))


def first_with(wire: Wire, pages: tuple[str, ...], ending: str) -> tuple[str, ...]:
    """The first of the pages that leads to something below itself, and what it leads to."""
    for each in pages:
        found = found_in(wire.ask(each).text, rf"{each}{ending}")
        if found:
            return (each, *found)
    return ()
