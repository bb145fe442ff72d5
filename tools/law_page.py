"""Writes docs/law.md: for each article, the clock, move or field that carries it out.

python tools/law_page.py          writes the page anew
python tools/law_page.py check    exit 1 when the page is not in step with the law's data and the process tables
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from gongkai.domain import complaints, disclosure, requests  # noqa: E402
from gongkai.domain.annual_report import course as annual_report  # noqa: E402
from gongkai.domain.annual_report import work_course as work_report  # noqa: E402
from gongkai.domain.campaigns import course as campaigns  # noqa: E402
from gongkai.domain.campaigns import inspection_course as inspections  # noqa: E402
from gongkai.domain.consultations import cleaning, collecting, evaluating, problems  # noqa: E402
from gongkai.domain.consultations import course as consultations  # noqa: E402
from gongkai.domain.duties import examining, publicity  # noqa: E402
from gongkai.domain.duties import learning as courses  # noqa: E402
from gongkai.domain.duties import meetings as duty_meetings  # noqa: E402
from gongkai.domain.duties import plans as duty_plans  # noqa: E402
from gongkai.domain.duties import tasks as duty_tasks  # noqa: E402
from gongkai.domain.duties import themes as duty_themes  # noqa: E402
from gongkai.domain.powers import course as powers  # noqa: E402
from gongkai.domain.powers import decision_course as decisions  # noqa: E402
from gongkai.domain.supervision import accountability, appraisal, assessment  # noqa: E402
from gongkai.domain.supervision import course as findings  # noqa: E402

PAGE = ROOT / "docs" / "law.md"
DATA = ROOT / "src" / "gongkai" / "law"
PROCESSES = {
    "domain/disclosure.py": disclosure.PROCESS,
    "domain/requests/": requests.PROCESS,
    "domain/complaints/": complaints.PROCESS,
    "domain/annual_report/course.py": annual_report.PROCESS,
    "domain/annual_report/work_course.py": work_report.PROCESS,
    "domain/campaigns/course.py": campaigns.PROCESS,
    "domain/campaigns/inspection_course.py": inspections.PROCESS,
    "domain/consultations/course.py": consultations.PROCESS,
    "domain/consultations/cleaning.py": cleaning.PROCESS,
    "domain/consultations/collecting.py": collecting.PROCESS,
    "domain/consultations/evaluating.py": evaluating.PROCESS,
    "domain/consultations/problems.py": problems.PROCESS,
    "domain/duties/examining.py": examining.PROCESS,
    "domain/duties/learning.py": courses.PROCESS,
    "domain/duties/publicity.py": publicity.PROCESS,
    "domain/duties/meetings.py": duty_meetings.PROCESS,
    "domain/duties/plans.py": duty_plans.PROCESS,
    "domain/duties/tasks.py": duty_tasks.PROCESS,
    "domain/duties/themes.py": duty_themes.PROCESS,
    "domain/powers/course.py": powers.PROCESS,
    "domain/powers/decision_course.py": decisions.PROCESS,
    "domain/supervision/course.py": findings.PROCESS,
    "domain/supervision/accountability.py": accountability.PROCESS,
    "domain/supervision/appraisal.py": appraisal.PROCESS,
    "domain/supervision/assessment.py: SHEET": assessment.SHEET,
    "domain/supervision/assessment.py: ROUND": assessment.ROUND,
    "domain/supervision/assessment.py: ENTRY": assessment.ENTRY,
}

#: What a row of each table of the data is, in the words of the page; ``file.table`` where two files name one alike.
KINDS = {
    "accountability.fault": "kind of fault",
    "accountability.measure": "result of a case",
    "answer": "answer",
    "appraisal.sheet": "question sheet",
    "applicant_kind": "kind of applicant",
    "assessment.sheet": "score sheet",
    "attribute": "field `openness`",
    "block": "page",
    "channel": "channel",
    "checklist": "check-list",
    "clock": "clock",
    "dispute_kind": "kind of dispute",
    "dispute_result": "result of a dispute",
    "entry": "page",
    "form": "form",
    "ground": "field `closing_ground`",
    "kind": "letter",
    "ladder.step": "step of urging",
    "consultations.kind": "kind of document",
    "consultations.period": "least days of a consultation",
    "consultations.step": "owed before the discussion",
    "decisions.kind": "decision",
    "discretion.principle": "rule of discretion",
    "duties_learning.subject": "subject of an examination",
    "duties_learning.topic": "topic of a course",
    "duties_plans.presence": "attendance",
    "duties_publicity.board": "standing board",
    "duties_publicity.kind": "kind of publicity",
    "duties_publicity.partner": "kind of partner",
    "internal.kind": "kind of staff-only publication",
    "discretion.circumstance": "circumstance",
    "link": "link between documents",
    "method": "fee",
    "origin": "field `origin`",
    "outcome": "row of the annual table",
    "remedies.block": "remedies block",
    "report_forms.fee": "figure",
    "powers.kind": "register of",
    "requests.channel": "way in",
    "review_ground": "ground of legal review",
    "review_result": "outcome of the secrecy review",
    "risks.rule": "grading rule",
    "row": "catalogue row",
    "rule": "rule of the fee",
    "service_way": "way of service",
    "validity": "field `validity`",
    "worktime.hours": "office hours",
}
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
HEAD = """# The law, article by article

Generated by `python tools/law_page.py` from `src/gongkai/law/*.toml` and the process tables; a test holds it in step.
For each article: the clock, move or field that carries it out, and where it stands. “not read” marks what was
taken from elsewhere because the text itself could not be read: such a number is configuration and is shown as such.
Limits of complaint categories are short: wh working hours, h hours, wd working days, d calendar days.
"""


class Deed(NamedTuple):
    """What carries an article out."""

    instrument: str
    article: str
    what: str
    where: str
    verified: bool


def page() -> str:
    """The whole page."""
    by_instrument: dict[str, list[Deed]] = defaultdict(list)
    for deed in (*_of_the_data(), *_of_the_processes()):
        by_instrument[deed.instrument].append(deed)
    parts = [HEAD]
    for instrument in sorted(by_instrument, key=lambda name: (-len(by_instrument[name]), name)):
        parts.append(f"## {instrument}\n")
        parts.append("| article | carried out by | where |\n|---|---|---|")
        rows = sorted(by_instrument[instrument], key=lambda deed: (place(deed.article), deed.article))
        parts += [_line(deed) for deed in dict.fromkeys(rows)]
        parts.append("")
    return "\n".join(parts)


def _line(deed: Deed) -> str:
    remark = "" if deed.verified else " (not read)"
    return f"| {deed.article or '—'} | {deed.what}{remark} | `{deed.where}` |"


def _of_the_data() -> Iterator[Deed]:
    for path in sorted(DATA.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        where = f"law/{path.name}"
        if path.stem == "complaint_categories":
            yield from _of_the_categories(data, where)
            continue
        if "instrument" in data:
            yield _deed(data, f"the whole of `{path.name}`", where)
        for name, part in data.items():
            rows = part if isinstance(part, list) else [part] if isinstance(part, dict) else []
            for row in rows:
                # What stands on several articles lists them beneath it.
                for cited in [row] if "instrument" in row else row.get("basis", []):
                    yield _deed(cited, _what(f"{path.stem}.{name}", row), where)


def _of_the_categories(data: Mapping[str, Any], where: str) -> Iterator[Deed]:
    """One line for each large class and version: its small classes with their limits in brackets."""
    for version in data["version"]:
        for large in data["class"]:
            rows = [
                f"`{row['code']}` {row['label_en']} ({_limits(row['steps'])})"
                for row in data["category"]
                if row["version"] == version["key"] and row["code"].partition("-")[0] == large["code"]
            ]
            if rows:
                kind = "components" if large["tree"] == "C" else "events"
                what = f"{kind}, class `{large['code']}` {large['label_en']}: {'; '.join(rows)}"
                yield _deed(version, what, where)


def _limits(steps: list[Mapping[str, Any]]) -> str:
    """The limits in short: ``4 wh, 7 wd, 20 wd``; cases that exclude each other are parted by a stroke."""
    short = {"working_hour": "wh", "hour": "h", "working_day": "wd", "calendar_day": "d"}
    parting = " / " if any(step.get("alternative") for step in steps) else ", "
    return parting.join(f"{step['length']} {short[step['unit']]}" for step in steps)


def _what(place: str, row: Mapping[str, Any]) -> str:
    table = place.partition(".")[2]
    if table == "method":
        return f"fee `{row['key']}`: {_bands(row)}, from {row['in_force_from']} on"
    if table == "clock":
        unit = "working days" if row["unit"] == "working_day" else "calendar days"
        more = f" + at most {row['extension_limit']}" if "extension_limit" in row else ""
        until = f"until {row['in_force_until']}" if "in_force_until" in row else "on"
        note = f"（{row['citation_note']}）" if "citation_note" in row else ""
        length = f"{row['length']}{more} {unit}"
        return f"clock `{row['key']}`: {length}, from {row['in_force_from']} {until}: {row['label_en']}{note}"
    if place in IN_WORDS:
        return f"{KINDS[place]} `{row['key']}`: {row['label_en']}, {IN_WORDS[place](row)}"
    if "key" in row:
        clock = f", clock `{row['clock']}`" if row.get("clock") else ""
        return f"{KINDS.get(place) or KINDS.get(table, table)} `{row['key']}`: {row['label_en']}{clock}"
    plain = {"instrument", "article", "citation_note", "verified", "label", "label_en"}
    numbers = [
        f"`{name}` {value}"
        for name, value in row.items()
        if isinstance(value, int | float) and name not in plain
    ]
    title = row.get("label_en") or f"`{table}`"
    return f"{title}: {', '.join(numbers)}" if numbers else str(title)


def _bands(method: Mapping[str, Any]) -> str:
    """The bands of a way to work out the fee: ``1 to 30: 0 yuan; 31 to 100: 10 yuan``."""
    words = []
    for band in method["band"]:
        upto = f" to {band['last']}" if "last" in band else " on"
        more = f", {band['price_step']} more for every {band['step']}" if "step" in band else ""
        read = "" if band["verified"] else " (a reading of the rule)"
        words.append(f"{band['first']}{upto}: {band['price']} yuan{more}{read}")
    return "; ".join(words)


def _hours(row: Mapping[str, Any]) -> str:
    """The office hours and the season they hold in: ``08:00–12:00, 14:30–17:30``."""
    spans = ", ".join("–".join(span) for span in row["spans"])
    season = "–".join(f"{month:02}-{day:02}" for month, day in row.get("season", []))
    return f"{season}: {spans}" if season else spans


def _step(row: Mapping[str, Any]) -> str:
    """When a step of urging falls and who is told: ``1 working day after the end, to handler, head``."""
    if row["when"] == "share":
        when = f"at {row['amount']:.0%} of the period"
    elif row["when"] == "due":
        when = "at the end of the period"
    else:
        unit = row["unit"].replace("_", " ") + ("s" if row["amount"] != 1 else "")
        when = f"{row['amount']} {unit} {row['when']} the end"
    return f"{when}, to {', '.join(row['to'])}"


#: Rows that are told with their numbers.
IN_WORDS = {"worktime.hours": _hours, "ladder.step": _step}


def _deed(row: Mapping[str, Any], what: str, where: str) -> Deed:
    return Deed(row["instrument"], row.get("article", ""), what, where, row.get("verified", True))


def _of_the_processes() -> Iterator[Deed]:
    for where, process in PROCESSES.items():
        for move in process.moves:
            if move.citation is not None:
                cited = move.citation
                eyes = ", by another pair of eyes" if move.distinct_from else ""
                what = f"move `{move.key}`: {move.label}{eyes}"
                yield Deed(cited.instrument, cited.article, what, where, cited.verified)


def place(article: str) -> tuple[int, ...]:
    """Where an article stands: its number and those of its paragraph and item (第二十条第（三）项 → 20, 3)."""
    return tuple(number(written) for written in re.findall("第（?([零一二三四五六七八九十百]+)", article))


def number(written: str) -> int:
    """A number written in Chinese, below 1,000 (三十三 → 33)."""
    total = digit = 0
    for sign in written:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total += (digit or 1) * (100 if sign == "百" else 10)
            digit = 0
    return total + digit


def main(argv: list[str]) -> int:
    """Writes the page, or with ``check`` says whether it is in step."""
    if argv == ["check"]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
            return 0
        print("docs/law.md is not in step: run python tools/law_page.py.")
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
