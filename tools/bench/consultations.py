"""50,000 opinions and questionnaires against 50 in the same run; texts compared, alike and wholly different.

The reads are those of the pages: one page of the staff's list with where each opinion lies, one page of the public's,
the numbers of the adoption report, the results of a questionnaire of ten questions; and one more sheet is kept. The
comparison is held against Python's ``difflib`` over the words of both texts.
"""

from __future__ import annotations

import difflib
import json
import random
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
    from gongkai.domain.consultations.clauses import Provision

MANY, FEW, CLAUSES, ROUNDS, PAGE = 50_000, 50, 200, 7, 50
QUESTIONS, OTHERS = 10, 2_000
PEER = f"same with {FEW}"


def run(report: Report) -> None:
    """Adds a table for each database, and one for the comparison."""
    report.remark(
        f"Consultations: {MANY:,} opinions on a draft of {CLAUSES} clauses, pages of {PAGE}. Ratios are times of the "
        f"same reads over {FEW} opinions over times of Gongkai over {MANY:,}: 1.0 is as quick. Questionnaires have "
        f"{QUESTIONS} questions."
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
    mine, others = keyed(_different(1)), _different(2)
    times["different"] = [_clock(lambda: changes(mine, keyed(inherit(mine, others)))) for _ in range(3)]
    report.row("Comparison of texts", f"{OTHERS:,} clauses, wholly different", times["different"], unit="ms")


def _different(seed: int) -> list[Provision]:
    """Clauses of ordinary letters that have nothing in common but those."""
    from gongkai.domain.consultations.clauses import Provision

    dice, letters = random.Random(seed), sorted({sign for at in range(24) for sign in _clause(at)})
    return [Provision("article", "".join(dice.choices(letters, k=60))) for _ in range(OTHERS)]


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
    asked, hardly = _survey(MANY), _survey(FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found: databases.Measured = []
    measures: tuple[tuple[str, Callable[[Any], object], Any, Any], ...] = (
        ("staff list, one page", _staff, many, few),
        ("public list, one page", _public, many, few),
        ("report", _report, many, few),
        ("results of a questionnaire", _results, asked, hardly),
        ("one sheet kept", _sheet, asked, hardly),
    )
    for what, deed, much, little in measures:
        times: dict[str, list[float]] = {"ours": [], PEER: []}
        for _ in range(ROUNDS):
            times["ours"].append(_clock(lambda deed=deed, of=much: deed(of)))
            times[PEER].append(_clock(lambda deed=deed, of=little: deed(of)))
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


def _results(collection: Any) -> object:
    from gongkai.consultations.queries import collecting

    return (
        collecting.sheet_number(collection),
        collecting.response_rate(collection),
        collecting.figures(collection),
    )


def _sheet(collection: Any) -> object:
    from gongkai.consultations.actions import taking_part
    from gongkai.core import secret_codes

    return taking_part.fill_in(
        collection_id=collection.pk, token=secret_codes.new_token(), answers=_answers(random.randrange(MANY))
    )


def _answers(at: int) -> dict[str, Any]:
    """A filled-in sheet: single choices, marks and several of several."""
    return {f"q{n}": (at + n) % 5 + 1 if n % 3 else [1 + at % 2, 3 + at % 3] for n in range(1, QUESTIONS + 1)}


def _survey(count: int) -> Any:
    """A survey that is open, with sheets and their counts."""
    from datetime import date

    from gongkai.consultations.actions import counting
    from gongkai.consultations.models import Collection, Sheet
    from gongkai.core import clock

    agency, unit = _whose()
    now, today, options = clock.now(), clock.today(), [f"选项{at}" for at in range(1, 6)]
    made = Collection.objects.create(
        agency=agency, unit=unit, number=f"S-{count}", kind="survey", title="S", begins_on=date(2026, 1, 1),
        state="open", opened_on=today, invited=2 * MANY, created_at=now, updated_at=now,
        questions=[
            {"key": f"q{n}", "kind": "single" if n % 3 else "multiple", "text": "问", "options": options}
            for n in range(1, QUESTIONS + 1)
        ],
    )  # fmt: skip
    Sheet.objects.bulk_create(
        (
            Sheet(
                collection=made,
                answers=_answers(at),
                channel="web",
                token_mark=f"S{count}-{at}",
                received_on=today,
            )
            for at in range(count)
        ),
        batch_size=2000,
    )
    assert counting.recount([made.pk]).sheets == count
    return made


def _whose() -> tuple[Any, Any]:
    from datetime import date

    from gongkai.people.models import Agency, Unit

    begin = date(2010, 1, 1)
    agency, _ = Agency.objects.get_or_create(
        code="bench", defaults={"name": "Bench", "short_name": "Bench", "is_host": True, "opened_on": begin}
    )
    unit, _ = Unit.objects.get_or_create(agency=agency, code="u", defaults={"name": "u", "opened_on": begin})
    return agency, unit


def _document(count: int) -> Any:
    from datetime import date

    from gongkai.consultations import authors
    from gongkai.consultations.models import Document, Opinion, Version
    from gongkai.core import clock

    agency, unit = _whose()
    now = clock.now()
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
