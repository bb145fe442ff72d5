"""A bureau with several records of each kind in two units, their limits in every standing, for the dashboard."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from finding_stage import found

import cast as people
from cast import Cast
from gongkai.annual_reports.models import Report
from gongkai.campaigns.models import Campaign, Inspection, Listed, Site
from gongkai.complaints.models import Matter
from gongkai.core import clock, periods
from gongkai.core.models import Deadline
from gongkai.duties.models import Task, WorkPlan
from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Unit
from gongkai.powers.models import Decision
from gongkai.publishing.models import Document
from gongkai.requests.models import Dispute, Request

BOARD = "/workspace/dashboard/"
GRIDS = ("DC01", "DC02", "XC03", "")
#: Everything a leader of the demonstration may have, so that every room is shown.
ALL_ROLES = [
    "publishing.leader",
    "requests.leader",
    "complaints.leader",
    "powers.leader",
    "campaigns.publisher",
    "consultations.leader",
    "duties.leader",
    "annual_reports.signer",
]
#: Rule of a clock by its subject.
RULES = {
    "publishing.document": "publication.general",
    "requests.request": "request.reply",
    "requests.dispute": "dispute.review_reply",
    "complaints.matter": "complaint.handle",
    "duties.task": "duties.task",
    "campaigns.inspection": "publication.general",
    "powers.decision": "publication.penalty",
    "annual_reports.report": "annual_report.publish",
}


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def at(days: int) -> datetime:
    return periods.midnight(day(days)) + timedelta(hours=9)


def chief_of(cast: Cast) -> StaffActor:
    """A leader who sees every room; signs in as ``grand-leader``."""
    if "grand_leader" not in cast.people:
        who = people.person("grand-leader", cast.agency, cast.units["leadership"], ALL_ROLES, "局长")
        cast.people["grand_leader"] = who
    return actor_of(cast.people["grand_leader"])


def clock_on(kind: str, row: Any, due: int, unit: Unit | None, **changes: Any) -> Deadline:
    """A clock of the record that ends in so many days; ``stopped``: days until it stopped."""
    stopped = changes.pop("stopped", None)
    values = {
        "subject_type": kind,
        "subject": str(row.pk),
        "agency": row.agency.code,
        "unit": unit.pk if unit else None,
        "title": f"期限 {kind} {row.pk}",
        "rule": RULES[kind],
        "started_on": day(-40),
        "due_on": day(due),
        "stopped_on": None if stopped is None else day(stopped),
        "opened_at": at(-40),
    }
    return Deadline.objects.create(**{**values, **changes})


def document(cast: Cast, unit: str, came: int, closed: int | None = None, **changes: Any) -> Document:
    mark = uuid.uuid4().hex[:12]
    values: dict[str, Any] = {
        "agency": cast.agency,
        "unit": cast.units[unit],
        "author": cast.person("drafter"),
        "index_number": mark,
        "slug": mark,
        "created_at": at(came),
        "updated_at": at(came),
        "first_published_at": None if closed is None else at(closed),
    }
    return Document.objects.create(**{**values, **changes})


def request(cast: Cast, unit: str, came: int, closed: int | None = None, **changes: Any) -> Request:
    values: dict[str, Any] = {
        "agency": cast.agency,
        "unit": cast.units[unit],
        "number": f"R-{uuid.uuid4().hex[:10]}",
        "channel": "web",
        "applicant_kind": "citizen",
        "subject": "示例申请",
        "arrived_on": day(came),
        "received_on": day(came),
        "state": "handling" if closed is None else "closed",
        "outcome": "" if closed is None else "granted",
        "closed_on": None if closed is None else day(closed),
        "created_at": at(came),
        "updated_at": at(came),
    }
    return Request.objects.create(**{**values, **changes})


def dispute(cast: Cast, about: Request, came: int, closed: int | None = None) -> Dispute:
    return Dispute.objects.create(
        agency=cast.agency,
        request=about,
        kind=Dispute.Kind.REVIEW,
        authority="示例市人民政府",
        filed_on=day(came),
        result="" if closed is None else "upheld",
        closed_on=None if closed is None else day(closed),
        created_at=at(came),
    )


def matter(cast: Cast, unit: str, came: int, closed: int | None = None, **changes: Any) -> Matter:
    values: dict[str, Any] = {
        "agency": cast.agency,
        "unit": cast.units[unit] if unit else None,
        "number": f"M-{uuid.uuid4().hex[:10]}",
        "kind": "complaint",
        "channel": "web",
        "title": "示例诉求",
        "received_on": day(came),
        "received_at": at(came),
        "state": "handling" if closed is None else "closed",
        "closed_at": None if closed is None else at(closed),
        "created_at": at(came),
        "updated_at": at(came),
    }
    return Matter.objects.create(**{**values, **changes})


def plan(cast: Cast) -> WorkPlan:
    return WorkPlan.objects.create(
        agency=cast.agency,
        number=f"P-{uuid.uuid4().hex[:8]}",
        year=clock.today().year,
        title="示例方案",
        state="adopted",
        created_at=at(-60),
        updated_at=at(-60),
    )


def task(cast: Cast, unit: str, under: WorkPlan, came: int, closed: int | None = None) -> Task:
    return Task.objects.create(
        agency=cast.agency,
        unit=cast.units[unit],
        plan=under,
        number=f"T-{uuid.uuid4().hex[:10]}",
        title="示例任务",
        begins_on=day(-60),
        due_on=day(20),
        given_on=day(came),
        done_on=None if closed is None else day(closed),
        state="doing" if closed is None else "done",
        created_at=at(-60),
        updated_at=at(-60),
    )


def listed(cast: Cast) -> Listed:
    now = at(-60)
    campaign = Campaign.objects.create(
        agency=cast.agency, unit=cast.units["office"], number=f"C-{uuid.uuid4().hex[:8]}", title="示例整治",
        checklist="site", begins_on=day(-60), ends_on=day(60), state="running", created_at=now, updated_at=now,
    )  # fmt: skip
    site = Site.objects.create(
        agency=cast.agency, code=f"S-{uuid.uuid4().hex[:8]}", name="示例工地", address="示例路1号",
        unit=cast.units["waste"], created_at=now, updated_at=now,
    )  # fmt: skip
    return Listed.objects.create(campaign=campaign, site=site, added_at=now)


def inspection(cast: Cast, unit: str, there: Listed, came: int, closed: int | None = None) -> Inspection:
    return Inspection.objects.create(
        agency=cast.agency,
        unit=cast.units[unit],
        listed=there,
        number=f"I-{uuid.uuid4().hex[:10]}",
        device_key=uuid.uuid4(),
        sent_digest="0" * 64,
        cause="plan",
        checklist="site",
        checklist_from=day(-60),
        result="passed",
        inspector=cast.person("inspector"),
        second=cast.person("second_inspector"),
        made_at=at(came),
        received_at=at(came),
        state="recorded" if closed is None else "published",
        published_on=None if closed is None else day(closed),
        updated_at=at(came),
    )


def decision(cast: Cast, unit: str, came: int, closed: int | None = None) -> Decision:
    return Decision.objects.create(
        agency=cast.agency,
        unit=cast.units[unit],
        kind="penalty",
        number=f"D-{uuid.uuid4().hex[:10]}",
        party_kind="citizen",
        conduct="未密闭运输",
        conduct_on=day(came),
        filed_on=day(came),
        decided_on=None if closed is None else day(closed),
        state="filed" if closed is None else "decided",
        created_at=at(came),
        updated_at=at(came),
    )


def report(cast: Cast, year: int) -> Report:
    return Report.objects.create(
        agency=cast.agency, year=year, form="2021", dispute_rule="own", created_at=at(-3), updated_at=at(-3)
    )


def furnish(cast: Cast, unit: str = "waste", times: int = 2) -> None:
    """Several of each kind in the unit: open, closed in the span, closed before it, and clocks of every standing."""
    here = cast.units[unit]
    under, there = plan(cast), listed(cast)
    for turn in range(times):
        grid = GRIDS[turn % len(GRIDS)]
        every: dict[str, list[Any]] = {
            "publishing.document": [document(cast, unit, -3), document(cast, unit, -50, -4 - turn)],
            "requests.request": [request(cast, unit, -5), request(cast, unit, -70, -6)],
            "complaints.matter": [
                matter(cast, unit, -2, grid=grid),
                matter(cast, unit, -10, -1, grid=grid, rating="satisfied", on_time=True, replied_at=at(-2)),
                matter(cast, unit, -45, -33, rating="dissatisfied"),
                matter(cast, unit, -9, -8, rating="dissatisfied", on_time=False, replied_at=at(-8)),
            ],
            "duties.task": [task(cast, unit, under, -12), task(cast, unit, under, -100, -3)],
            "campaigns.inspection": [
                inspection(cast, unit, there, -7),
                inspection(cast, unit, there, -40, -39),
            ],
            "powers.decision": [decision(cast, unit, -200), decision(cast, unit, -20, -2)],
        }
        every["requests.dispute"] = [dispute(cast, row, -30 - turn) for row in every["requests.request"]]
        for kind, rows in every.items():
            clock_on(kind, rows[0], (-2, 0, 1)[turn % 3], here)
            clock_on(kind, rows[1], -1, here, stopped=-2 if turn % 2 else 0)
        found(cast, unit, state="urged", urged_on=day(-4), act_by=day(turn - 1), found_on=day(-9))
        found(cast, unit, found_on=day(-1))
        found(cast, unit, state="mended", found_on=day(-20), closed_on=day(-1), standing=False)
