"""``make bench``: speed as ratios within one run. Everything runs on the loopback, in temporary folders."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench import annual, consultations, decisions, discretion, intake, load, matters, pages, site  # noqa: E402 - after the path
from bench.report import Report  # noqa: E402


def main() -> int:
    """Measure what is asked for, print the table, save the numbers."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--only",
        choices=(
            "pages",
            "search",
            "annual",
            "intake",
            "discretion",
            "decisions",
            "consultations",
            "matters",
            "site",
        ),
        help="measure this alone",
    )
    parser.add_argument("--seconds", type=float, default=4, help="of load for each measurement (4)")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved; the median counts (3)")
    parser.add_argument("--matters", type=int, default=100_000, help="how many open matters (100000)")
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="a demonstration that is there (--only site)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="save the numbers here too")
    given = parser.parse_args()
    if not 1 <= given.seconds <= 60 or not 1 <= given.rounds <= 20:
        parser.error("--seconds goes from 1 to 60, --rounds from 1 to 20")
    if not 2_000 <= given.matters <= 1_000_000:
        parser.error("--matters goes from 2000 to 1000000")
    report = Report()
    report.remark(
        "Medians of interleaved rounds. Compare within one run only: the machine's mood moves all of them."
    )
    for name, measure in _tables(given).items():
        if given.only in (None, name):
            measure(report)
    print(report.text())
    if given.json:
        report.save(given.json)
    return 0


def _tables(given: argparse.Namespace) -> dict[str, Callable[[Report], None]]:
    """What can be measured, in the order of the report."""
    return {
        "pages": lambda report: _pages(report, given),
        "search": _search,
        "annual": annual.run,
        "intake": intake.run,
        "discretion": discretion.run,
        "decisions": decisions.run,
        "consultations": consultations.run,
        "matters": lambda report: matters.run(report, given.matters),
        "site": lambda report: site.run(report, given.data),
    }


def _pages(report: Report, given: argparse.Namespace) -> None:
    report.remark(load.tool())
    pages.run(report, seconds=given.seconds, rounds=given.rounds)


def _search(report: Report) -> None:
    if importlib.util.find_spec("bench.search") is None:
        report.not_measured("Search", "search", "there is no search to measure")
        return
    importlib.import_module("bench.search").run(report)


if __name__ == "__main__":
    sys.exit(main())
