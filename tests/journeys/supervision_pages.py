"""Where the walk through the site meets assessment, accountability, appraisal and the archive."""

from __future__ import annotations

from journeys.duties_pages import found_in
from journeys.steps import Wire


def supervised(wire: Wire) -> tuple[str, ...]:
    """An assessment with an entry and its records, a sheet that may be changed, a case, a round, a package."""
    start: tuple[str, ...] = ()
    assessments = found_in(wire.ask("/workspace/assessments/").text, r"/workspace/assessments/\d+/")
    for each in assessments:
        entries = found_in(wire.ask(each).text, r"/workspace/assessments/entries/\d+/")
        start += (each, *entries)
        for entry in entries:
            start += found_in(wire.ask(entry).text, rf"{entry}records/[-\w]+/")
    for each in found_in(wire.ask("/workspace/score-sheets/").text, r"/workspace/score-sheets/\d+/"):
        start += (each, *found_in(wire.ask(each).text, rf"{each}edit/"))
        start += found_in(wire.ask(each).text, rf"{each}lines/[-\w]+/")
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
        for each in found_in(wire.ask(area).text, one):
            start += (each,)
            for ending in (r"results\.csv", r"results\.json", r"frame\.csv"):
                start += found_in(wire.ask(each).text, rf"{each}{ending}")
    return start
