"""Does each monitor find the fault that is planted, say nothing where there is none, and see when it is mended?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

import cast as people
import mattering
import reporting
from cast import Cast, moment
from domain.powers.risk_points import risk
from gongkai.complaints.models import Call, Matter, PublicMatter
from gongkai.config import cli
from gongkai.consultations.models import Document as Rule
from gongkai.core import clock, ledger
from gongkai.core.models import Deadline
from gongkai.core.refusals import NotAllowed
from gongkai.core.text import render
from gongkai.domain.supervision.monitors import monitors
from gongkai.people.models import Agency
from gongkai.powers.models import RiskPoint
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Document
from gongkai.supervision import walking
from gongkai.supervision.actions import by_itself
from gongkai.supervision.actions.looking import look, look_now
from gongkai.supervision.models import Finding, FindingStep, Look
from gongkai.supervision.monitors import LOOKING
from gongkai.supervision.queries import findings
from rooms.annual_reports import working
from rooms.consultations import consulting
from rooms.powers import registering

pytestmark = pytest.mark.django_db
NOW = moment("2026-06-10T10:00")
#: Of the pages that have no record behind them.
GUIDE = {
    "fax": "0558-5550001",
    "working_body": "政务公开办公室", "address": "示例路1号", "office_hours": "工作日9时至17时",
    "telephone": "0558-5550000", "email": "xxgk@example.org", "functions": "城市管理", "head_name": "局长",
}  # fmt: skip


@pytest.fixture
def cast() -> Any:
    with clock.travel_to(NOW):
        found = people.make_cast()
        Agency.objects.filter(pk=found.agency.pk).update(**GUIDE)
        found.agency.refresh_from_db()
        yield found


def looked(cast: Cast, key: str) -> list[Finding]:
    """What the monitor has found and is still there."""
    (made,) = look(cast.agency, keys=[key])
    assert made.error == ""
    return list(Finding.objects.filter(agency=cast.agency, monitor=key, state="found").order_by("id"))


def a_published(cast: Cast, **changes: Any) -> Document:
    return people.published(cast, **changes)


def late_publication(cast: Cast) -> Callable[[], object]:
    document = people.draft(cast, title="迟迟不公开")
    people.go(cast, document, "submit", "drafter")
    rows = Deadline.objects.filter(subject_type="publishing.document", subject=str(document.pk))
    assert rows.exists()
    rows.update(due_on=date(2026, 6, 1))
    return lambda: rows.update(stopped_on=date(2026, 6, 10))


def late_handling(cast: Cast) -> Callable[[], object]:
    matter = mattering.handling(cast)
    rows = Deadline.objects.filter(
        subject_type="complaints.matter", subject=str(matter.pk), stopped_on__isnull=True
    )
    rows.filter(pk=rows.order_by("id").values_list("pk", flat=True)[0]).update(due_on=date(2026, 6, 1))
    return lambda: rows.update(stopped_on=date(2026, 6, 10))


def stale_column(cast: Cast) -> Callable[[], object]:
    a_published(cast, title="处罚决定", catalogue=["article20.6"])
    document = a_published(cast, catalogue=["article20.1"])
    Document.objects.filter(pk=document.pk).update(first_published_at=moment("2025-06-01T10:00"))
    return lambda: a_published(cast, catalogue=["article20.1"], title="新的规范性文件")


def empty_column(cast: Cast) -> Callable[[], object]:
    where: dict[str, Any] = {"actor": cast.office, "agency_id": cast.agency.pk, "slug": "empty"}
    publishing.open_topic(title="空白专题", **where)
    return lambda: publishing.close_topic(**where)


def dead_link(cast: Cast) -> Callable[[], object]:
    target = a_published(cast, title="会被撤下的")
    body = f'<p>见<a href="/documents/{target.slug}/">该文件</a>。</p>'
    quoting = a_published(cast, title="引用别的文件", body=body)
    people.go(cast, target, "withdraw", "office", reason="数据有误")
    return lambda: people.go(cast, quoting, "withdraw", "office", reason="引用的文件已撤下")


def missing_element(cast: Cast) -> Callable[[], object]:
    Agency.objects.filter(pk=cast.agency.pk).update(telephone="")
    cast.agency.refresh_from_db()

    def mend() -> None:
        Agency.objects.filter(pk=cast.agency.pk).update(telephone="0558-5550000")
        cast.agency.refresh_from_db()

    return mend


def risk_review(cast: Cast) -> Callable[[], object]:
    registering.in_force(cast, "risk", "R-1", title="处罚随意", content=risk())
    points = RiskPoint.objects.filter(agency=cast.agency)
    points.update(regrade_on=date(2026, 6, 1))
    return lambda: points.update(regrade_on=date(2027, 6, 1))


def unanswered(cast: Cast) -> Callable[[], object]:
    matter = mattering.handling(cast)
    Matter.objects.filter(pk=matter.pk).update(received_on=date(2026, 2, 1))
    return lambda: Matter.objects.filter(pk=matter.pk).update(replied_at=clock.now())


def a_closed(cast: Cast) -> Matter:
    """A matter that was not closed in the minute it arrived."""
    matter = mattering.closed(cast)
    begun = NOW - timedelta(days=2)
    Matter.objects.filter(pk=matter.pk).update(received_at=begun, signed_at=begun, dispatched_at=begun)
    return matter


def false_closing(cast: Cast) -> Callable[[], object]:
    matter = a_closed(cast)
    Call.objects.filter(matter=matter).update(person=matter.handler)
    return lambda: Call.objects.filter(matter=matter).update(person=cast.person("caller"))


def wrong_number(cast: Cast) -> Callable[[], object]:
    reporting.with_reporters(cast)
    with clock.travel_to(working.JANUARY):
        working.fill_year(cast)
        working.published(cast)
    later = working.matter(cast, 50)
    return lambda: Matter.objects.filter(pk=later.pk).update(state="declined")


def privacy(cast: Cast) -> Callable[[], object]:
    matter = mattering.closed(cast)
    shown = PublicMatter.objects.filter(matter=matter)
    shown.update(released_at=clock.now(), title="路灯", text="请打我手机13800138000联系。")
    return lambda: shown.update(hidden_at=clock.now())


def expiring(cast: Cast) -> Callable[[], object]:
    rule = consulting.project(cast)
    rows = Rule.objects.filter(pk=rule.pk)
    rows.update(state="in_force", lapses_on=date(2026, 7, 1))
    return lambda: rows.update(lapses_on=date(2030, 7, 1))


PLANTED = {
    each.__name__: each
    for each in (
        late_publication, late_handling, stale_column, empty_column, dead_link, missing_element, risk_review,
        unanswered, false_closing, wrong_number, privacy, expiring,
    )
}  # fmt: skip


@pytest.mark.parametrize("key", PLANTED)
def test_a_planted_fault_is_found_kept_and_seen_mended(cast: Cast, key: str) -> None:
    assert looked(cast, key) == [], "nothing is wrong yet"
    mend = PLANTED[key](cast)
    found = looked(cast, key)
    assert len(found) == 1, [str(findings.said(each)) for each in found]
    (first,) = found
    assert render(findings.said(first))
    assert first.act_by == clock.calendar().after(clock.today(), monitors()[key].days)
    with clock.travel_to(NOW + timedelta(days=1)):
        assert [each.pk for each in looked(cast, key)] == [first.pk], "the same fault is one finding"
        assert Finding.objects.get(pk=first.pk).last_seen_on == date(2026, 6, 11)
        mend()
        assert looked(cast, key) == []
    first.refresh_from_db()
    assert (first.state, first.closed_on) == ("mended", date(2026, 6, 11))
    assert FindingStep.objects.filter(finding=first, move="mend").count() == 1
    assert ledger.verify()[1] is None


def test_every_monitor_of_the_data_looks_and_no_other() -> None:
    assert set(LOOKING) == set(monitors())


def test_a_sound_bureau_has_no_finding(cast: Cast) -> None:
    a_published(cast)
    a_closed(cast)
    registering.in_force(cast, content=registering.ITEM | {"limit": "90日", "remedy": "可以申请行政复议。"})
    look(cast.agency, keys=[key for key, each in monitors().items() if not each.walks])
    assert [f"{each.monitor}: {findings.said(each)}" for each in Finding.objects.all()] == []


def test_a_late_matter_against_somebody_is_told_of_nowhere(cast: Cast) -> None:
    matter = mattering.handling(cast)
    Deadline.objects.filter(subject_type="complaints.matter", subject=str(matter.pk)).update(
        due_on=date(2026, 6, 1)
    )
    Matter.objects.filter(pk=matter.pk).update(
        against_person=cast.person("handler"), received_on=date(2026, 1, 1)
    )
    assert looked(cast, "late_handling") == []
    assert looked(cast, "unanswered") == []


def test_what_was_dismissed_is_not_found_again_until_it_was_gone(cast: Cast) -> None:
    mend = missing_element(cast)
    (first,) = looked(cast, "missing_element")
    Finding.objects.filter(pk=first.pk).update(state="dismissed")
    assert looked(cast, "missing_element") == []
    mend()
    look(cast.agency, keys=["missing_element"])
    first.refresh_from_db()
    assert (first.state, first.standing) == ("dismissed", False)
    missing_element(cast)
    (again,) = looked(cast, "missing_element")
    assert again.pk != first.pk


def test_a_monitor_that_fails_keeps_the_others_and_what_it_knew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing_element(cast)
    (known,) = looked(cast, "missing_element")

    def broken(*_: object) -> Any:
        raise LookupError("no such column")

    monkeypatch.setitem(LOOKING, "missing_element", broken)  # type: ignore[arg-type]
    empty_column(cast)
    made = {each.monitor: each for each in look(cast.agency, keys=["missing_element", "empty_column"])}
    assert "no such column" in made["missing_element"].error
    assert made["empty_column"].new == 1
    known.refresh_from_db()
    assert known.state == "found"


def test_the_night_looks_once_at_every_agency_and_twice_is_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.supervision.monitors.pages.walk", lambda: iter(()))
    assert by_itself.run() == Agency.objects.count()
    number = Look.objects.count()
    assert by_itself.run() == 0
    assert Look.objects.count() == number
    with clock.travel_to(NOW + timedelta(days=1)):
        assert by_itself.run() == Agency.objects.count()


def test_only_supervision_lets_them_look(cast: Cast) -> None:
    assert look_now(agency_id=cast.agency.pk, actor=cast.supervisor, keys=["risk_review"])
    for who in ("office", "leader", "outsider", "system_admin"):
        with pytest.raises(NotAllowed):
            look_now(agency_id=cast.agency.pk, actor=getattr(cast, who))


def test_looks_are_written_once(cast: Cast) -> None:
    look(cast.agency, keys=["risk_review"])
    for change in (lambda: Look.objects.update(new=9), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("key", ["late_publication", "unanswered", "stale_column", "wrong_number"])
def test_a_look_costs_no_query_for_each_record(cast: Cast, key: str) -> None:
    costs = []
    for number in range(3):
        a_published(cast, title=f"文件{number}", catalogue=["article20.1"])
        mattering.handling(cast)
        with CaptureQueriesContext(connection) as asked:
            list(LOOKING[key](cast.agency, clock.today()))
        costs.append(len(asked))
    assert costs[1] == costs[2]


def test_the_walk_reads_pages_as_a_reader_without_scripts_does(cast: Cast) -> None:
    a_published(cast)
    seen = {page.path: page for page in walking.walk(40)}
    assert len(seen) > 20
    assert {page.status for page in seen.values()} <= {200, 302}
    home = seen["/"]
    assert (home.headings, home.lang, home.bare_pictures) == (1, "zh-Hans", 0)
    assert home.title
    assert "/documents/" in home.links or any(each.startswith("/documents/") for each in home.links)
    assert not [path for path in ("/documents/", "/en/documents/") if walking.leads_nowhere(path)]
    assert walking.leads_nowhere("/no/such/page/")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (walking.Page("/a/", 500), "does not open"),
        (walking.Page("/a/", 200, text="字", headings=1, lang="zh-Hans"), "no title"),
        (walking.Page("/a/", 200, "题", "zh-Hans", 2, 0, [], "字"), "main headings"),
        (walking.Page("/a/", 200, "题", "", 1, 0, [], "字"), "language"),
        (walking.Page("/a/", 200, "题", "zh-Hans", 1, 3, [], "字"), "3 pictures"),
        (walking.Page("/a/", 200, "题", "zh-Hans", 1, 0, ["/no/such/"], "字"), "leads nowhere"),
    ],
)
def test_what_is_wrong_with_a_page_is_a_finding(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: walking.Page, words: str
) -> None:
    good = walking.Page("/b/", 200, "题", "zh-Hans", 1, 0, ["/documents/", "https://example.org/"], "字")
    monkeypatch.setattr("gongkai.supervision.monitors.pages.walk", lambda: iter((page, good)))
    (found,) = looked(cast, "accessibility")
    assert words in str(findings.said(found))


def test_the_command_tells_what_it_found(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    missing_element(cast)
    words = ["supervision", "look", "--agency", cast.agency.code, "--monitor", "missing_element"]
    assert cli.main(words) == 0
    assert "1 found, 1 new, 0 gone" in capsys.readouterr().out
    assert cli.main(["supervision", "findings", "--json"]) == 0
    assert "missing_element" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        cli.main(["supervision", "look", "--monitor", "nothing"])
