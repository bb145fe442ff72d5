"""The year 2012: waste trucks of the southern new district, from the letter to builders and contractors to the results."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gongkai.campaigns.actions import letters
from gongkai.campaigns.actions.writing import CampaignInput
from gongkai.campaigns.models import Campaign, Inspection, Listed, Notice
from gongkai.campaigns.queries import public
from gongkai.core import clock
from gongkai.demo import campaign_texts as texts
from gongkai.demo.campaign_stage import CampaignStage, listed_of
from gongkai.demo.stage import Stage, at

BEGINS, ENDS = date(2012, 4, 9), date(2012, 6, 29)
#: Site, day, and what was not met; a day without anything after one with something puts it right.
VISITS: tuple[tuple[int, date, tuple[str, ...]], ...] = (
    (0, date(2012, 4, 17), ("washing", "sweeping")),
    (0, date(2012, 4, 20), ()),
    (1, date(2012, 4, 18), ()),
    (2, date(2012, 4, 24), ("paving",)),
    (2, date(2012, 4, 27), ()),
    (3, date(2012, 5, 3), ("papers", "covering")),
    (3, date(2012, 5, 7), ("covering",)),
    (3, date(2012, 5, 10), ()),
    (1, date(2012, 5, 22), ("fence",)),
    (1, date(2012, 5, 25), ()),
    (0, date(2012, 5, 29), ()),
    (2, date(2012, 6, 5), ()),
    (3, date(2012, 6, 12), ()),
)


def play(stage: Stage) -> Campaign:
    """Plays it from the draft to the results."""
    acting = CampaignStage(stage)
    with clock.travel_to(at(date(2012, 4, 5), 30)):
        chosen = [
            acting.site(place, number, f"示渣准字〔2012〕{number + 1}号", date(2013, 6, 30))
            for number, place in enumerate(texts.YEAR_2012)
        ]
        given = CampaignInput(
            title=texts.TITLE,
            unit_id=stage.unit("waste"),
            checklist="six_in_place",
            begins_on=BEGINS,
            ends_on=ENDS,
            aim=f"南部新区在建工地：{texts.AIM}",
            basis=texts.BASIS_2012,
            letter_words=texts.LETTER,
        )
        campaign = acting.draft(given, chosen)
    acting.announce(campaign, date(2012, 4, 6))
    _write(acting, acting.write_to_all(campaign, at(date(2012, 4, 10), 30)))
    _inspect(acting, listed_of(campaign))
    acting.close(campaign, date(2012, 6, 28), _results(Campaign.objects.get(pk=campaign.pk)))
    return campaign


def _write(acting: CampaignStage, sent: list[Notice]) -> None:
    """Most answer at once; the last but one after a reminder, the last signs a receipt."""
    for number, notice in enumerate(sent[:-2]):
        acting.acknowledged(notice, at(date(2012, 4, 11) + timedelta(days=number % 3), 90 + number * 5))
    acting.received(sent[-1], at(date(2012, 4, 13), 200))
    with clock.travel_to(at(date(2012, 4, 16), 5)):
        letters.remind()
    acting.acknowledged(Notice.objects.get(pk=sent[-2].pk), at(date(2012, 4, 17), 40))


def _inspect(acting: CampaignStage, rows: list[Listed]) -> None:
    """The visits day by day; each record is published six days later."""
    waiting: list[tuple[date, Inspection]] = []
    for number, day, unmet in (*VISITS, (None, ENDS, ())):
        for due, record in [each for each in waiting if each[0] < day]:
            acting.publish(record, at(due, 300))
        waiting = [each for each in waiting if each[0] >= day]
        if number is not None:
            waiting.append((day + timedelta(days=6), _visit(acting, rows[number], day, unmet)))


def _visit(acting: CampaignStage, listed: Listed, day: date, unmet: tuple[str, ...]) -> Inspection:
    before = listed.inspections.order_by("-made_at").first()
    again = before is not None and before.result == "to_correct"
    more: dict[str, Any] = {"cause": "follow_up", "remark": "" if unmet else texts.PUT_RIGHT} if again else {}
    return acting.inspect(listed, at(day, 60 + listed.pk % 5 * 20), *unmet, **more)


def _results(campaign: Campaign) -> str:
    """What came of it, in the figures of its records."""
    found = public.figures(public.site_rows(campaign))
    return (
        f"专项治理期间，南部新区{found.sites}处在建工地全部纳入检查，发出《致工程建设单位和施工单位的一封信》"
        f"{campaign.notices.count()}封，均已回执；现场检查{found.inspections}次，其中{found.found_wrong}次发现问题，"
        f"责令限期整改，经复查已整改到位{found.put_right}处。工地出入口冲洗、硬化和道路保洁明显改善，检查记录已按工地公开。"
    )
