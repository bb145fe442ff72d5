"""50,000 opinions on one draft against 50 on another in the same run, and a text of 200 clauses compared.

The reads are those of the pages: one page of the staff's list with where each opinion lies, one page of the public's,
the numbers of the adoption report. The comparison is held against Python's ``difflib`` over the words of both texts.
"""

from __future__ import annotations

import difflib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path[0:0] = [] if "bench" in sys.modules else [str(Path(__file__).resolve().parent.parent)]

from bench import databases  # noqa: E402 - after the path

if TYPE_CHECKING:
    from bench.report import Report

MANY, FEW, CLAUSES, ROUNDS, PAGE = 50_000, 50, 200, 7, 50
PEER = f"same with {FEW}"


def run(report: Report) -> None:
    """Adds a table for each database, and one for the comparison."""
    report.remark(
        f"Consultations: {MANY:,} opinions on a draft of {CLAUSES} clauses, pages of {PAGE}. Ratios are times of the "
        f"same reads over {FEW} opinions over times of Gongkai over {MANY:,}: 1.0 is as quick."
    )
    _compare(report)
    for vendor, name in databases.VENDORS:
        section = f"Consultations, {name}"
        try:
            found = databases.measured(Path(__file__), vendor)
        except databases.NotMeasured as why:
            report.not_measured(section, "pages", str(why))
            continue
        for what, times, note in found:
            row = report.row(section, what, times["ours"], unit="ms", note=note)
            row.ratios[PEER] = median(times[PEER]) / row.value


def _compare(report: Report) -> None:
    from gongkai.domain.consultations.clauses import Provision, keyed
    from gongkai.domain.consultations.versions import changes, inherit

    old = keyed([Provision("article", _clause(at)) for at in range(CLAUSES)])
    edited = [Provision("article", _clause(at).replace("登记", "备案")) for at in range(CLAUSES) if at % 9]
    new = keyed(inherit(old, edited), [each.key for each in old])
    before, after = ("".join(each.text for each in side) for side in (old, new))

    def bare() -> object:
        return difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()

    times: dict[str, list[float]] = {"ours": [], "difflib": []}
    for _ in range(3):
        times["ours"].append(_clock(lambda: changes(old, new)))
        times["difflib"].append(_clock(bare))
    row = report.row("Comparison of texts", f"{CLAUSES} clauses, edited", times["ours"], unit="ms")
    row.ratios["difflib"] = median(times["difflib"]) / row.value


def _clause(at: int) -> str:
    return f"第{at}类运输车辆应当在每日{at % 24}时以前，由所属单位{at % 7}到主管部门办理登记手续，并随车携带核准文件。"


# What follows runs in the measuring process.


def measure() -> databases.Measured:
    """Fills the database of the settings and times both drafts, one after the other."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    many, few = _document(MANY), _document(FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found: databases.Measured = []
    for what, reads in (
        ("staff list, one page", _staff),
        ("public list, one page", _public),
        ("report", _report),
    ):
        times: dict[str, list[float]] = {"ours": [], PEER: []}
        for _ in range(ROUNDS):
            times["ours"].append(_clock(lambda reads=reads: reads(many)))
            times[PEER].append(_clock(lambda reads=reads: reads(few)))
        found.append((what, times, ""))
    return found


def _clock(deed: Callable[[], object]) -> float:
    begin = time.perf_counter()
    deed()
    return (time.perf_counter() - begin) * 1000


def _staff(document: Any) -> object:
    from gongkai.consultations.queries import opinions, texts

    newest = texts.newest(document)
    assert newest is not None
    return opinions.place(list(opinions.asked(document, verdict="none")[:PAGE]), newest)


def _public(document: Any) -> object:
    from gongkai.consultations.queries import public

    return list(public.opinions(document)[:PAGE])


def _report(document: Any) -> object:
    from gongkai.consultations.queries import public

    return public.tally(document)


def _document(count: int) -> Any:
    from datetime import date

    from gongkai.consultations import authors
    from gongkai.consultations.models import Document, Opinion, Version
    from gongkai.core import clock
    from gongkai.people.models import Agency, Unit

    begin, now = date(2010, 1, 1), clock.now()
    agency, _ = Agency.objects.get_or_create(
        code="bench", defaults={"name": "Bench", "short_name": "Bench", "is_host": True, "opened_on": begin}
    )
    unit, _ = Unit.objects.get_or_create(agency=agency, code="u", defaults={"name": "u", "opened_on": begin})
    made = Document.objects.create(
        agency=agency, unit=unit, number=f"B-{count}", kind="normative", title="B", state="sorting",
        created_at=now, updated_at=now,
    )  # fmt: skip
    rows = [{"level": "article", "text": _clause(at), "key": f"c{at}"} for at in range(CLAUSES)]
    version = Version.objects.create(
        document=made, number=1, provisions=rows, explanation="B", opens_on=date(2026, 1, 1),
        closes_on=date(2026, 2, 1), created_at=now, updated_at=now,
    )  # fmt: skip
    Opinion.objects.bulk_create(
        (
            Opinion(
                document=made,
                version=version,
                reference=f"B{count}-{at}",
                clause=f"c{at % CLAUSES}",
                quote=rows[at % CLAUSES]["text"],
                words=authors.seal_words(f"B{count}-{at}", "建议修改。") if at < PAGE else "v1.",
                public_words="建议修改。",
                channel="web",
                received_on=date(2026, 1, 5),
                shown_at=now,
                verdict="" if at % 2 else "not_adopted",
                reason="" if at % 2 else "与上位法不一致。",
            )
            for at in range(count)
        ),
        batch_size=2000,
    )
    return made


if __name__ == "__main__":
    databases.as_script()
    print(json.dumps(measure()))
