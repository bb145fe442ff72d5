"""The shapes the room's open data have, each field with what it means and an example: also the data dictionary."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from gongkai.core.open_data import OptionalDay, about
from gongkai.domain.text import N_

KEY = r"^[A-Za-z0-9._-]*$"
SITE = "https://www.example.gov.cn"


class MatterQuestion(Schema):
    """What a list of public matters is narrowed by."""

    q: str = Field(
        "", max_length=60, description=N_("Words in titles, texts and answers that were published.")
    )
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    kind: Literal["", "enquiry", "help", "complaint", "suggestion"] = Field(
        "", description=N_("Kind of matter; reports of wrongs are never public.")
    )
    category: str = Field(
        "",
        max_length=20,
        pattern=KEY,
        description=N_("Code of a class, or of the large class it belongs to."),
    )
    district: str = Field("", max_length=40, pattern=KEY, description=N_("Code of a district of the city."))
    status: Literal["", "open", "closed"] = Field("", description=N_("Whether it is open or closed."))
    answered: bool = Field(False, description=N_("Only those whose words and answer were published."))
    received_from: OptionalDay = Field(
        None, description=N_("Arrived on this day or later."), json_schema_extra={"example": "2012-01-01"}
    )
    received_until: OptionalDay = Field(None, description=N_("Arrived on this day or earlier."))
    cursor: str = Field(
        "",
        max_length=80,
        description=N_("Where the page begins: the cursor of the page before it, as it stands."),
    )
    limit: int = Field(50, ge=1, le=200, description=N_("Matters on a page."))


class PublicMatter(Schema):
    """A matter without anything personal. Words are empty until somebody has released them."""

    id: str = about(N_("The number of the public version; it opens nothing but this."), "m-7k4p9q2w3e5t")
    agency: str = about(N_("Code of the agency."), "cgj")
    kind: str = about(N_("Kind of matter: enquiry, help, complaint or suggestion."), "complaint")
    category: str = about(N_("Code of its class; empty: not classed yet."), "E01-03")
    category_label: str = about(N_("The name of the class."), "施工废弃料")
    status: Literal["open", "closed"] = about(N_("Open or closed."), "closed")
    detailed_status: str = about(
        N_("Where it stands: RECEIVED, IN_PROCESS, PROCESSED, ARCHIVED or REJECTED."), "ARCHIVED"
    )
    district: str = about(N_("Code of the district; empty: not known."), "340000001")
    district_label: str = about(N_("The name of the district."), "东城片区")
    lat: float | None = about(N_("Latitude (WGS-84), rounded to about a hundred metres."), 33.301)
    lon: float | None = about(N_("Longitude (WGS-84), rounded to about a hundred metres."), 116.752)
    requested: datetime = about(N_("When it arrived."), "2012-05-07T09:12:00+08:00")
    updated: datetime = about(N_("When its public version changed last."), "2012-05-09T16:00:00+08:00")
    closed: datetime | None = about(N_("When it was closed."), "2012-05-09T16:00:00+08:00")
    result: str = about(
        N_("How it ended: solved, partly, explained, planned, unfounded or impossible."), "solved"
    )
    title: str = about(N_("What it is about, without names; empty until released."), "路边堆放建筑垃圾")
    text: str = about(
        N_("What was said, without anything personal; empty until released."), "路边有一堆建筑垃圾。"
    )
    answer: str = about(
        N_("The answer, without anything personal; empty until released."), "已于当日清运完毕。"
    )
    url: str = about(N_("The page for people."), f"{SITE}/complaints/published/m-7k4p9q2w3e5t/")
    photos: list[str] = about(N_("Addresses of released photos, faces and number plates veiled."), [])


class MatterUpdate(Schema):
    """A change of where a matter stands."""

    at: datetime = about(N_("When it changed."), "2012-05-09T16:00:00+08:00")
    status: str = about(
        N_(
            "What it became: OPEN, IN_PROGRESS, ACTION_SCHEDULED, INVESTIGATING, FOR_TRIAGE, CLOSED, DUPLICATE, "
            "NOT_COUNCILS_RESPONSIBILITY, INTERNAL_REFERRAL, CANCELLED or REOPEN."
        ),
        "CLOSED",
    )


class PublicMatterWhole(PublicMatter):
    """A matter by itself: with its agency's name, when it is expected to be done, and how it went."""

    agency_name: str = about(N_("Name of the agency."), "示范市城市管理局")
    expected: datetime | None = about(N_("When it is expected to be done; empty: not said."), None)
    updates: list[MatterUpdate]


class MatterPage(Schema):
    """A page of a list of public matters, the newest first."""

    items: list[PublicMatter]
    next: str | None = about(N_("Address of the next page; nothing on the last."), None)
    cursor: str | None = about(N_("The same as a cursor."), None)
    count: int | None = about(N_("How many there are in all; only the first page says it."), 1)


class FigureQuestion(Schema):
    """The span a figure is counted over: a year, or from one day until another."""

    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency; empty: all."))
    year: int | None = Field(
        None, ge=1990, le=2999, description=N_("A whole year; empty: the last whole one.")
    )
    received_from: OptionalDay = Field(
        None, description=N_("Arrived on this day or later; goes before the year.")
    )
    received_until: OptionalDay = Field(None, description=N_("Arrived on this day or earlier; empty: today."))


class MatterFigure(Schema):
    """A figure with its denominator and its definition."""

    key: str = about(N_("Key of the figure."), "closed")
    label: str = about(N_("What it is called."), "Matters closed with an answer")
    definition: str = about(
        N_("What is counted, in a sentence."), "Closed after the reply and the call-back."
    )
    number: int = about(N_("How many matters are counted."), 388)
    of: int | None = about(N_("Out of how many; nothing for a plain count."), 392)
    of_label: str = about(N_("What they are out of, in words."), "of the matters to be handled")
    percent: float | None = about(N_("The rate, half up to one decimal; nothing over nothing."), 99.0)
    reason: str = about(N_("Why there is no rate."), "")


class MatterCount(Schema):
    """The matters that have one thing in common."""

    key: str = about(N_("Its key; empty: none is given."), "telephone")
    label: str = about(N_("Its name."), "投诉电话")
    received: int = about(N_("Matters that arrived."), 210)
    closed: int = about(N_("Of them, closed with an answer."), 209)


class MatterFigures(Schema):
    """The figures of a span as things stand now."""

    first: str = about(N_("The first day of the span."), "2012-01-01")
    last: str = about(N_("The last day of the span."), "2012-12-31")
    agency: str = about(N_("Code of the agency; empty: all of them."), "")
    figures: list[MatterFigure]
    channels: list[MatterCount]
    kinds: list[MatterCount]
    classes: list[MatterCount]
    districts: list[MatterCount]
