"""Two people at the same moment: is there one result, one clear answer for the other, and nothing lost?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cast import Cast, content, draft, go, make_cast, walk_to
from gongkai.core import clock, jobs, ledger, notices, numbering
from gongkai.core.models import Deadline, JobRun
from gongkai.core.refusals import Conflict, Refusal
from gongkai.publishing import actions, integrity
from gongkai.publishing.actions.moving import Given
from gongkai.publishing.importing import ImportRecord
from gongkai.publishing.models import Document, Release, Revision
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)

NOTICE = "date,kind,name\n" + "".join(
    f"2027-{day},holiday,节日\n"
    for day in (
        *("01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "02-11", "04-05", "05-01", "05-02"),
        *("06-09", "09-15", "10-01", "10-02", "10-03"),
    )
)


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found
        broken = found.alone(lambda: (ledger.verify()[1], integrity.verify()[1]))
        assert broken == (None, None)


@pytest.fixture
def cast(together: Together) -> Cast:
    made: Cast = together.alone(make_cast)
    return made


def moving(document: Document, key: str, actor: Any, **given: Any) -> Callable[[], Document]:
    return lambda: actions.move(
        document_id=document.pk, key=key, actor=actor, expected_version=document.version, given=Given(**given)
    )


def test_approving_and_returning_at_once_is_one_of_the_two(cast: Cast, together: Together) -> None:
    leader, second = together.alone(lambda: (cast.leader, _second(cast, "leader", "publishing.leader")))
    for _ in range(3):
        document = together.alone(lambda: walk_to(cast, "approval"))
        outcome = together.at_once(
            moving(document, "approve", leader), moving(document, "approve_return", second, reason="再改")
        )
        lost = [each for each in outcome if isinstance(each, Exception)]
        assert [type(each) for each in lost] == [Conflict]
        state, steps = together.alone(partial(_standing, document.pk))
        assert state in ("release", "draft")
        assert steps.count("approve") + steps.count("approve_return") == 1


def _second(cast: Cast, name: str, role: str) -> Any:
    from cast import person
    from gongkai.people.actor import actor_of

    return actor_of(person(f"second-{name}", cast.agency, cast.units["leadership"], [role]))


def _standing(pk: int) -> tuple[str, list[str]]:
    document = Document.objects.get(pk=pk)
    return document.state, list(document.steps.values_list("move", flat=True))


def test_two_people_approving_at_once(cast: Cast, together: Together) -> None:
    leader, second = together.alone(lambda: (cast.leader, _second(cast, "leader", "publishing.leader")))
    document = together.alone(lambda: walk_to(cast, "approval"))
    outcome = together.at_once(moving(document, "approve", leader), moving(document, "approve", second))
    assert sorted(type(each).__name__ for each in outcome) == ["Conflict", "Document"]
    assert together.alone(lambda: _standing(document.pk))[1].count("approve") == 1


def test_a_double_click_on_publish_is_one_publication(cast: Cast, together: Together) -> None:
    document = together.alone(lambda: walk_to(cast, "release"))
    office = together.alone(lambda: cast.office)
    outcome = together.at_once(*[moving(document, "publish", office)] * 3)
    assert [getattr(each, "state", each) for each in outcome] == ["published"] * 3
    assert together.alone(lambda: _standing(document.pk))[1].count("publish") == 1
    assert together.alone(lambda: Release.objects.count()) == 1


def test_two_workers_publish_what_is_due_once(cast: Cast, together: Together) -> None:
    def prepare() -> None:
        for _ in range(3):
            go(cast, walk_to(cast, "release"), "schedule", "office", moment=clock.now() + timedelta(hours=1))

    def work() -> int:
        with clock.travel_to(later):
            return actions.publish_due()

    together.alone(prepare)
    later = clock.now() + timedelta(hours=2)
    assert sum(together.at_once(work, work, work)) == 3
    assert together.alone(lambda: Document.objects.filter(state="published").count()) == 3
    assert together.alone(lambda: Revision.objects.filter(published_at__isnull=False).count()) == 3


def test_two_workers_run_a_job_once(together: Together, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    job = jobs.Job("tests.once", timedelta(hours=1), lambda: done.append(1))
    monkeypatch.setattr(jobs, "_jobs", {job.name: job})
    ran = together.at_once(*[jobs.run_due] * 4)
    assert sorted(map(len, ran)) == [0, 0, 0, 1]
    assert done == [1]
    assert together.alone(lambda: JobRun.objects.get().runs) == 1


def test_index_numbers_have_no_gap_and_no_double(cast: Cast, together: Together) -> None:
    drafter, unit = together.alone(lambda: (cast.drafter, cast.units["waste"].pk))

    def begin() -> list[str]:
        begun = []
        for number in range(4):
            try:
                document = actions.start_document(
                    actor=drafter,
                    unit_id=unit,
                    content=content(title="好" * (201 if number == 2 else 3)),
                    year=2026,
                )
                begun.append(document.index_number)
            except Refusal:
                continue
        return begun

    given = [number for numbers in together.at_once(begin, begin, begin) for number in numbers]
    assert sorted(given) == [f"014314799/2026-{serial:05d}" for serial in range(1, 10)]


def test_a_series_has_no_gap(together: Together) -> None:
    def take() -> list[int]:
        taken = []
        for number in range(6):
            with transaction.atomic():
                serial = numbering.next_in("tests")
                if number == 3:
                    transaction.set_rollback(True)
                else:
                    taken.append(serial)
        return taken

    taken = [serial for serials in together.at_once(take, take, take) for serial in serials]
    assert sorted(taken) == list(range(1, 16))


def test_saving_over_each_other_loses_nothing(cast: Cast, together: Together) -> None:
    document, first, second = together.alone(lambda: (draft(cast), cast.drafter, cast.second_drafter))

    def save(actor: Any, text: str) -> Callable[[], Document]:
        return lambda: actions.save_draft(
            document_id=document.pk,
            actor=actor,
            expected_version=document.version,
            content=actions.DraftInput(body=f"<p>{text}</p>"),
        )

    outcome = together.at_once(save(first, "甲"), save(second, "乙"))
    assert sorted(type(each).__name__ for each in outcome) == ["Conflict", "Document"]
    (kept,) = (each for each in outcome if isinstance(each, Document))
    assert together.alone(lambda: Revision.objects.get().body) == kept.working.body  # type: ignore[union-attr]


def test_a_holiday_notice_loaded_while_everybody_works(cast: Cast, together: Together) -> None:
    """Deeds that lock several rows queue at the end of the ledger, so none waits for another for ever."""
    day = date(2026, 12, 10)
    with clock.travel_to(day):
        documents = together.alone(lambda: [draft(cast, date_made=day) for _ in range(4)])
    drafter, head = together.alone(lambda: (cast.drafter, cast.section_head))

    def work(document: Document) -> Callable[[], str]:
        def deeds() -> str:
            with clock.travel_to(day):
                for number in range(3):
                    actions.save_draft(
                        document_id=document.pk,
                        actor=drafter,
                        expected_version=document.version + number,
                        content=actions.DraftInput(title=f"第{number}稿"),
                    )
                version = document.version + 3
                actions.move(document_id=document.pk, key="submit", actor=drafter, expected_version=version)
                return actions.move(
                    document_id=document.pk, key="section_agree", actor=head, expected_version=version + 1
                ).state

        return deeds

    def load() -> int:
        return notices.load_notice(
            year=2027, title="通知", document_number="", published_on=None, text=NOTICE, actor=ledger.System()
        )

    outcome = together.at_once(*map(work, documents), load)
    assert outcome[:4] == ["secrecy_review"] * 4
    assert isinstance(outcome[4], int)
    assert not together.alone(lambda: Deadline.objects.filter(provisional=True).count())


def test_importing_while_others_begin(cast: Cast, together: Together) -> None:
    drafter, second, unit = together.alone(
        lambda: (cast.drafter, cast.second_drafter, cast.units["waste"].pk)
    )
    records = [
        ImportRecord("表.csv", line, f"文件{line}", "<p>正文。</p>", date_made=date(year, 3, 2))
        for line, year in enumerate((2026, 2012, 2024, 2026, 2012), start=2)
    ]
    reverse = list(reversed(records))

    def begin() -> list[str]:
        return [
            actions.start_document(actor=second, unit_id=unit, content=content(), year=year).index_number
            for year in (2012, 2026, 2024)
        ]

    outcome = together.at_once(
        lambda: [
            each.index_number for each in actions.bring_in(actor=drafter, unit_id=unit, records=records)
        ],
        lambda: [
            each.index_number for each in actions.bring_in(actor=drafter, unit_id=unit, records=reverse)
        ],
        begin,
    )
    numbers = sorted(number for numbers in outcome for number in numbers)
    expected = [
        *(f"014314799/2012-{serial:05d}" for serial in range(1, 6)),
        *(f"014314799/2024-{serial:05d}" for serial in range(1, 4)),
        *(f"014314799/2026-{serial:05d}" for serial in range(1, 6)),
    ]
    assert numbers == expected


def test_the_edit_lock_is_one_persons(cast: Cast, together: Together) -> None:
    document, first, second = together.alone(lambda: (draft(cast), cast.drafter, cast.second_drafter))
    outcome = together.at_once(
        lambda: actions.hold(document_id=document.pk, actor=first),
        lambda: actions.hold(document_id=document.pk, actor=second),
    )
    assert sorted(each is None for each in outcome) == [False, True]
    assert {each for each in outcome if each} <= {"drafter-name", "second-drafter-name"}
