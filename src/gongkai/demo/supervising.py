"""What supervision found in the last days: one notice answered, one waiting, one dismissed, the rest to be sorted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gongkai.core import clock
from gongkai.demo.bureau import actor
from gongkai.demo.stage import at
from gongkai.domain.supervision.monitors import monitors
from gongkai.people.models import Agency
from gongkai.supervision.actions.looking import look
from gongkai.supervision.actions.moving import move_finding
from gongkai.supervision.models import Finding

#: The walk through all pages is left to the first night.
_KEYS = tuple(key for key, each in monitors().items() if not each.walks)


def play(day: date) -> None:
    """The look of a night, and what supervision made of it the next day."""
    agency = Agency.objects.get(code="cgj")
    with clock.travel_to(at(day, -180)):
        look(agency, keys=_KEYS)
    late = list(Finding.objects.filter(monitor="late_publication", unit__isnull=False).order_by("id")[:2])
    for place, finding in enumerate(late):
        _urge(finding, day, "请说明没有按期公开的原因，并在期限内公开。")
        if place == 0:
            _answer(finding, day)
    stale = Finding.objects.filter(monitor="stale_column").order_by("id").first()
    if stale is not None:
        with clock.travel_to(at(day, 200)):
            move_finding(
                finding_id=stale.pk,
                key="dismiss",
                actor=actor("supervisor"),
                expected_revision=None,
                reason="规划计划类信息按年公布，本年度没有新的文件。",
            )


def look_again(now: datetime) -> None:
    """The look of the last night: what is mended by then is seen to be."""
    with clock.travel_to(now):
        look(Agency.objects.get(code="cgj"), keys=_KEYS)


def _urge(finding: Finding, day: date, words: str) -> None:
    with clock.travel_to(at(day, 60)):
        move_finding(
            finding_id=finding.pk,
            key="urge",
            actor=actor("supervisor"),
            expected_revision=None,
            words=words,
            act_by=day + timedelta(days=7),
        )


def _answer(finding: Finding, day: date) -> None:
    heads = {"waste": "section-head", "appearance": "city-head", "law": "law-head", "office": "office-head"}
    code = finding.unit.code if finding.unit else ""
    who = heads.get(code, f"b{code.removeprefix('brigade')}-head" if code.startswith("brigade") else "")
    if not who:
        return
    with clock.travel_to(at(day, 240)):
        move_finding(
            finding_id=finding.pk,
            key="answer",
            actor=actor(who),
            expected_revision=None,
            words="已经催办，正在进行审查，审查完成后立即公开。",
        )
