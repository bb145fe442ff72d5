"""What a report must say before it is taken in; every refusal names its field and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.complaints import house
from gongkai.complaints.models import Asset, Session
from gongkai.core import clock, places
from gongkai.core.refusals import Invalid
from gongkai.domain.complaints import categories
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.people.models import Person, Unit

if TYPE_CHECKING:
    from gongkai.complaints.actions.reports import Report

LONGEST = {"title": 200, "text": 4000, "address": 300}
LONGEST_CONTACT = {"name": 60, "telephone": 40, "email": 254, "address": 200}


def check(report: Report, agency_id: int, *, by_staff: bool) -> None:
    """Raises ``Invalid`` for what cannot be taken in."""
    _words(report)
    _choices(report, by_staff=by_staff)
    _place(report)
    _against(report, agency_id)
    if report.asset_id and not Asset.objects.filter(pk=report.asset_id, agency_id=agency_id).exists():
        raise Invalid(say("There is no such fixed asset here. Choose again."), field="asset")
    if report.session_id and not Session.objects.filter(pk=report.session_id, agency_id=agency_id).exists():
        raise Invalid(say("There is no such hotline session. Choose again."), field="session")
    if report.received_at is not None and report.received_at > clock.now():
        raise Invalid(
            say("The moment of arrival lies ahead. Enter when it really arrived."), field="received_at"
        )


def _words(report: Report) -> None:
    if not report.text.strip():
        raise Invalid(say("Say what happened: what, where and when."), field="text")
    if not report.title.strip():
        raise Invalid(say("Say in a few words what it is about."), field="title")
    for name, longest in LONGEST.items():
        if len(getattr(report, name)) > longest:
            raise Invalid(
                say(
                    "This is longer than {longest} characters. Shorten it, or attach a file.", longest=longest
                ),
                field=name,
            )
    for name, longest in LONGEST_CONTACT.items():
        if len(getattr(report.contact, name)) > longest:
            raise Invalid(
                say("This is longer than {longest} characters. Shorten it.", longest=longest), field=name
            )


def _choices(report: Report, *, by_staff: bool) -> None:
    if report.kind not in house.keys("kind"):
        raise Invalid(say("Choose what kind of matter it is."), field="kind")
    way = house.row("channel", report.channel)
    if way is None or (way["entry"] == "online" and by_staff):
        raise Invalid(say("Choose how it came in."), field="channel")
    if not by_staff and way["entry"] == "by_staff":
        raise Invalid(say("What is handed in here comes in online."), field="channel")
    if report.category:
        found = categories.category(report.category, report.received_on)
        if isinstance(found, Refused):
            raise Invalid(found.reason, field="category")


def _place(report: Report) -> None:
    if (report.lat is None) != (report.lon is None):
        raise Invalid(say("A place needs both latitude and longitude."), field="lat")
    if report.lat is not None and report.lon is not None:
        at = places.checked_point(report.lat, report.lon)
        if isinstance(at, Refused):
            raise Invalid(at.reason, field="lat")
    if report.district and places.area(report.district) is None:
        raise Invalid(say("There is no such district here. Choose again."), field="district")


def _against(report: Report, agency_id: int) -> None:
    if (
        report.against_person_id
        and not Person.objects.filter(pk=report.against_person_id, agency_id=agency_id).exists()
    ):
        raise Invalid(say("There is no such person here. Choose again."), field="against_person")
    if (
        report.against_unit_id
        and not Unit.objects.filter(pk=report.against_unit_id, agency_id=agency_id).exists()
    ):
        raise Invalid(say("There is no such unit here. Choose again."), field="against_unit")
