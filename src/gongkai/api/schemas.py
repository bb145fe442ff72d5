"""The shapes of what the law floor and the house itself answer."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema

from gongkai.core.open_data import about
from gongkai.domain.text import N_

SITE = "https://www.example.gov.cn"
CITED = "《政府信息公开条例》第三十三条"


class Agency(Schema):
    """An agency as anybody may look it up."""

    code: str = about(N_("Code of the agency in this installation."), "cgj")
    name: str = about(N_("Name."), "测试市城市管理局")
    short_name: str = about(N_("Short name."), "市城管局")
    name_en: str = about(N_("Name in English, if there is one."), "")
    organisation_code: str = about(N_("Organisation code, the first part of index numbers."), "014314799")
    credit_code: str = about(N_("Unified social credit code."), "")
    superior: str | None = about(N_("Code of the agency above, if it is in this installation."), None)
    is_host: bool = about(N_("Whether its name stands over the site."), True)
    head_name: str = about(N_("Its head."), "")
    functions: str = about(N_("What it is for."), "城市市容环境卫生管理。")
    working_body: str = about(N_("Its body for open information (政府信息公开工作机构)."), "政务公开办公室")
    address: str = about(N_("Address."), "测试市人民路1号")
    postcode: str = about(N_("Postcode."), "236800")
    telephone: str = about(N_("Telephone."), "0558-5550000")
    fax: str = about(N_("Fax."), "")
    email: str = about(N_("Electronic mail."), "")
    office_hours: str = about(N_("Office hours."), "周一至周五 8:00-12:00，14:30-17:30")
    closed_on: dt.date | None = about(N_("The day it was closed; empty while it is open."), None)
    count: int = about(N_("Its public documents."), 86)
    documents: str = about(N_("Its documents in this API."), f"{SITE}/api/v1/documents?agency=cgj")


class Agencies(Schema):
    """All agencies, closed ones too."""

    items: list[Agency]


class LedgerHead(Schema):
    """The end of the ledger's chain: note it, and nobody can rewrite what stands before it unseen."""

    number: int = about(N_("Number of the last event."), 4711)
    digest: str = about(N_("Its digest, which covers every event before it."), "0" * 64)
    at: dt.datetime | None = about(N_("When it was written."), "2026-03-09T09:00:00+08:00")


class ClockRule(Schema):
    """One version of a legal period."""

    rule: str = about(N_("Key of the legal period."), "request.reply")
    label: str = about(N_("Its Chinese name."), "政府信息公开申请答复期限")
    label_en: str = about(N_("Its name in English."), "Answer to a request for information")
    length: int = about(N_("Length of the period, in its unit."), 20)
    unit: Literal["working_day", "calendar_day"] = about(N_("What is counted."), "working_day")
    extension_limit: int | None = about(
        N_("Most that may be added, in the same unit; empty where the law allows no extension."), 20
    )
    in_force_from: dt.date = about(N_("First day it applies."), "2019-05-15")
    in_force_until: dt.date | None = about(N_("Last day it applies."), None)
    citation: str = about(N_("Where it stands written."), CITED)
    verified: bool = about(N_("Whether the text itself was read; false: the number is configuration."), True)


class Clocks(Schema):
    """Every version of every legal period."""

    items: list[ClockRule]


class TrailDay(Schema):
    """A day on the way to the due date."""

    date: dt.date = about(N_("The day."), "2026-03-03")
    counted: bool = about(N_("Whether it counted."), True)
    reason: str = about(N_("Why, or why not."), "星期二，工作日")


class Due(Schema):
    """When a period ends, with the reason for every day: what ``gongkai clock --json`` prints."""

    rule: str = about(N_("Key of the legal period."), "request.correction_notice")
    start: dt.date = about(N_("The day of the event, which is not counted."), "2026-03-02")
    due: dt.date | None = about(N_("The last day in time; empty while a pause is open."), "2026-03-11")
    provisional: bool = about(N_("Whether a day lies in a year whose holiday notice is not out."), False)
    trail: list[TrailDay]
    citation: str = about(N_("Where it stands written."), "《政府信息公开条例》第三十条")


class CalendarDay(Schema):
    """A day of the working-day calendar."""

    date: dt.date = about(N_("The day."), "2026-02-17")
    working: bool = about(N_("Whether it is worked."), False)
    name: str = about(N_("The holiday it belongs to; empty for any other day."), "春节")
    reason: str = about(N_("Why it is worked or not."), "春节假期")
    provisional: bool = about(N_("Whether this is an estimate: the notice for the year is not out."), False)


class CalendarYear(Schema):
    """A year of the working-day calendar (工作日历) with its make-up weekends (调休)."""

    year: int = about(N_("The year."), 2026)
    announced: bool = about(N_("Whether the year's holiday notice is out."), True)
    working_days: int = about(N_("Working days in the year."), 248)
    days: list[CalendarDay]


class LaneEntry(Schema):
    """Who owns the states of a lane."""

    key: str = about(N_("Key."), "office")
    label: str = about(N_("Who that is."), "政务公开办公室")


class StateEntry(Schema):
    """Where a matter may stand."""

    key: str = about(N_("Key."), "published")
    label: str = about(N_("The staff's word."), "已发布")
    sentence: str = about(N_("What a citizen is told; empty where it is not shown to one."), "该信息已公开。")
    lane: str = about(N_("Key of the lane that owns it."), "office")
    kind: Literal["open", "rest", "final"] = about(
        N_("open: somebody owes the next move; rest: nothing is owed, moves remain; final: the end."), "rest"
    )


class MoveEntry(Schema):
    """A way from some states to another."""

    key: str = about(N_("Key."), "publish")
    label: str = about(N_("The verb on the button."), "立即发布")
    sources: list[str] = about(N_("States it leaves."), ["release"])
    target: str = about(N_("State it leads to."), "published")
    roles: list[str] = about(
        N_("Roles that may make it; empty: only the system's clock."), ["publishing.office"]
    )
    needs: list[str] = about(N_("What must be given with it."), [])
    distinct_from: list[str] = about(
        N_("Moves whose doer may not make this one (two pairs of eyes); “author” is whoever wrote."),
        ["author"],
    )
    only_by: list[str] = about(N_("Moves one of which its doer must have made."), [])
    conditions: list[str] = about(N_("What is answered when a condition is not met."), [])
    by_clock: bool = about(N_("Whether the system's clock makes it too."), False)
    citation: str | None = about(N_("The article behind it."), "《政府信息公开条例》第二十六条")


class ProcessEntry(Schema):
    """A procedure in a list."""

    key: str = about(N_("Key."), "disclosure")
    title: str = about(N_("Title."), "从起草到公开")
    api: str = about(N_("The whole table in this API."), f"{SITE}/api/v1/processes/disclosure")
    bpmn: str = about(
        N_("The same as a BPMN 2.0 file for flowchart tools."), f"{SITE}/api/v1/processes/disclosure.bpmn"
    )


class Processes(Schema):
    """All procedures."""

    items: list[ProcessEntry]


class Process(ProcessEntry):
    """A procedure as a table: who may do what, and when. The same table guards every deed."""

    start: list[str] = about(N_("States a matter may begin in."), ["draft", "history"])
    lanes: list[LaneEntry]
    states: list[StateEntry]
    moves: list[MoveEntry]
