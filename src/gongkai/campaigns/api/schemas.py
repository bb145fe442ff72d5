"""The shapes campaigns and their sites have as open data, each field with what it means and an example."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from gongkai.core.open_data import about
from gongkai.domain.text import N_

KEY = r"^[A-Za-z0-9._-]*$"
PAGE = "https://www.example.gov.cn/campaigns/cgj/CGJ-ZX-2026-001/"
StateName = Literal["running", "closed"]
StandName = Literal["overdue", "to_correct", "unseen", "passed"]
_CURSOR = N_("Where the page begins: the cursor of the page before it, as it stands.")


class CampaignQuestion(Schema):
    """What the list of campaigns is narrowed by."""

    state: StateName | None = Field(None, description=N_("Running, or closed with its results."))
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    cursor: str = Field("", max_length=100, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Campaigns on a page."))


class SitesQuestion(Schema):
    """What the sites of a campaign are narrowed by."""

    stand: StandName | None = Field(None, description=N_("What the site stands at."))
    cursor: str = Field("", max_length=100, description=_CURSOR)
    limit: int = Field(50, ge=1, le=200, description=N_("Sites on a page."))


class CampaignInList(Schema):
    """A campaign as the list gives it."""

    number: str = about(N_("Number of the campaign."), "CGJ-ZX-2026-001")
    agency: str = about(N_("Code of an agency."), "cgj")
    title: str = about(N_("Name of the campaign."), "渣土车辆运输专项治理")
    unit: str = about(N_("Code of the unit that organises it."), "office")
    state: StateName = about(N_("Running, or closed with its results."), "running")
    begins_on: date = about(N_("First day."), "2026-03-01")
    ends_on: date = about(N_("Last day."), "2026-06-30")
    announced_on: date | None = about(N_("Day of the announcement."), "2026-02-25")
    closed_on: date | None = about(N_("Day on which it was closed; empty: it is running."), None)
    sites: int = about(N_("How many sites are in it."), 12)
    inspections: int = about(N_("How many published inspections it has."), 30)
    url: str = about(N_("The page for people."), PAGE)


class CampaignPage(Schema):
    """A page of the list of campaigns."""

    items: list[CampaignInList]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)


class Requirement(Schema):
    """An item of the check-list."""

    key: str = about(N_("Its key in the records."), "washing")
    label: str = about(N_("Its name."), "冲洗到位")
    looked_for: str = about(N_("What the inspector looks for."), "冲洗设备能用、有人操作")
    unmet: int = about(N_("In how many published inspections it was not met."), 4)


class Stands(Schema):
    """How many sites stand where."""

    overdue: int = about(N_("Sites that were not put right in time."), 1)
    to_correct: int = about(N_("Sites that are to be put right."), 2)
    unseen: int = about(N_("Sites without a published inspection."), 3)
    passed: int = about(N_("Sites in order at the newest inspection."), 6)


class CampaignWhole(CampaignInList):
    """A campaign with all it says, and the figures over its published inspections."""

    aim: str = about(N_("The aim of the campaign."), "减少带泥上路和沿途撒漏。")
    basis: str = about(N_("On which basis."), "示例市建筑垃圾管理办法第十二条。")
    results: str = about(N_("What came of it; empty while it is running."), "")
    checklist: str = about(N_("Key of the check-list."), "six_in_place")
    checklist_label: str = about(N_("Name of the check-list."), "渣土清运“六到位”")
    checklist_source: str = about(N_("Where the check-list stands written."), "本机关规定")
    checklist_verified: bool = about(
        N_("Whether the text itself was read; false: the agency set the check-list."), False
    )
    requirements: list[Requirement]
    stands: Stands
    found_wrong: int = about(N_("Inspections at which something was not met."), 8)
    put_right: int = about(N_("How often a site was in order again after that."), 5)
    records: list[str] = about(N_("The published inspections as files."), [f"{PAGE}records.csv"])


class Organisation(Schema):
    """An organisation at a site."""

    role: str = about(N_("Its part: builder, contractor, haulier or owner."), "builder")
    name: str = about(N_("Its name."), "示例建设开发有限公司")


class SiteInList(Schema):
    """A site of a campaign, and what the published inspections say of it."""

    code: str = about(N_("Code of the site."), "CGJ-GD-0001")
    name: str = about(N_("Name of the site."), "示例新区安置房二期工地")
    address: str = about(N_("Where it is."), "示例新区文化路与学院路交叉口")
    lat: float | None = about(N_("Latitude in WGS-84; empty: not known."), 33.85)
    lon: float | None = about(N_("Longitude in WGS-84; empty: not known."), 115.78)
    works: str = about(N_("What is built or dug there."), "土方开挖")
    permit: str = about(N_("The permit it is done under."), "示渣准字2026-12")
    unit: str = about(N_("Code of the unit that inspects it."), "brigade1")
    ended_on: date | None = about(N_("Day on which the works ended; empty: they go on."), None)
    organisations: list[Organisation]
    stand: StandName = about(N_("What the site stands at."), "to_correct")
    correct_by: date | None = about(N_("Last day to put it right; empty: nothing is to be."), "2026-03-12")
    inspected_on: date | None = about(
        N_("Day of the newest published inspection; empty: none."), "2026-03-09"
    )
    record: str = about(N_("Number of that inspection; empty: none."), "CGJ-JC-2026-00012")
    inspections: int = about(N_("How many published inspections there are."), 2)
    found_wrong: int = about(N_("At how many of them something was not met."), 1)
    put_right: int = about(N_("How often it was in order again after that."), 0)
    url: str = about(N_("The page for people."), f"{PAGE}CGJ-GD-0001/")


class SitePage(Schema):
    """A page of the sites of a campaign."""

    items: list[SiteInList]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)
