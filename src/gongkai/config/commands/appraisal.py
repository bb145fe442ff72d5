"""The appraisal from the shell: ``supervision appraisal draw`` and ``supervision appraisal results``."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from gongkai.config.commands.base import setup
from gongkai.domain.supervision import sampling


def draw(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai supervision appraisal draw``: repeats a draw from the published frame. It needs no database."""
    parser.add_argument(
        "--frame", required=True, type=Path, metavar="FILE", help="the frame as published (CSV)"
    )
    parser.add_argument("--seed", required=True, metavar="SEED", help="the seed as published")
    parser.add_argument("--size", type=int, metavar="N", help="how many in all; default: as the data say")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    try:
        strata = _frame(given.frame)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        parser.error(f"{given.frame} cannot be read: {error}")
    except ValueError as error:
        parser.error(f"{given.frame}: {error}")
    people = sum(len(keys) for keys in strata.values())
    size = _default_size(people) if given.size is None else given.size
    drawn = sampling.draw(strata, given.seed, size)
    told = {
        "frame_digest": sampling.frame_digest(strata),
        "frame": {stratum: len(keys) for stratum, keys in strata.items()},
        "size": sum(len(keys) for keys in drawn.values()),
        "drawn": drawn,
    }
    if given.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    for stratum, keys in drawn.items():
        for key in keys:
            print(f"{stratum} {key}")
    print(
        f"{told['size']} of {people} are drawn; the digest of the frame is {told['frame_digest']}.",
        file=sys.stderr,
    )
    return 0


def _frame(path: Path) -> dict[str, list[str]]:
    """Stratum → keys, in the order of the file. Raises ``ValueError`` where it is no such table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != ["stratum", "key"]:
            raise ValueError("the first line is not “stratum,key”")
        strata: dict[str, list[str]] = {}
        for number, row in enumerate(rows, start=2):
            if len(row) != 2 or not all(row):
                raise ValueError(f"line {number} is not a stratum and a key")
            strata.setdefault(row[0], []).append(row[1])
    return strata


def _default_size(people: int) -> int:
    from gongkai.domain.supervision.appraisal_sheet import numbers

    rules = numbers("sampling")
    return sampling.sample_size(
        people, **{name: rules[name] for name in ("share", "margin", "smallest", "largest")}
    )


def results(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai supervision appraisal results``: the published rounds. Exit 1 when a number names none of them."""
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    parser.add_argument("--number", default="", metavar="NUMBER", help="this round alone")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    setup()
    from gongkai.supervision.appraisal_files import record
    from gongkai.supervision.models import Round

    rows = Round.objects.filter(state="published").select_related("agency", "result").order_by("-id")
    if given.agency:
        rows = rows.filter(agency__code=given.agency)
    if given.number:
        rows = rows.filter(number=given.number)
    found = [record(each, each.result) for each in rows]
    if given.json:
        print(json.dumps({"appraisals": found}, ensure_ascii=False, indent=1))
    else:
        for each in found:
            overall = each["sample"]["overall"]
            said = f"{overall['value']} of 5" if overall else "too few answers"
            print(f"{each['number']} {each['year']}: {said}, {each['sample']['answers']} sheets of the sample, "
                  f"{each['open']['answers']} open ones")  # fmt: skip
        print(f"{len(found)} rounds are published.")
    if given.number and not found:
        print(f"There is no published round {given.number}.", file=sys.stderr)
        return 1
    return 0
