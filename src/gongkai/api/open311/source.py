"""Where the answers come from: the classes of matters, the anonymised projection, and the room's way in."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext

from gongkai.api.open311 import retried
from gongkai.api.open311.shapes import (
    Attribute,
    Definition,
    Filter,
    Receipt,
    Service,
    ServiceRequest,
    Status,
    Submission,
    Update,
    Value,
)
from gongkai.complaints import house
from gongkai.complaints.actions.files import Upload, content_of
from gongkai.complaints.actions.intake import Report, submit
from gongkai.complaints.identity import Contact
from gongkai.complaints.models import PublicMatter, PublicUpdate
from gongkai.complaints.queries import open311 as projection
from gongkai.core import clock, places
from gongkai.core.api_keys import Key
from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.domain.complaints import categories as classes
from gongkai.domain.complaints.categories import Category, Named, Question
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people import directory

#: Stands for what the reporter could not class; the desk does.
OTHER = "other"
_OTHER_NAME = N_("Another kind of matter")
_OTHER_DESCRIPTION = N_("What fits no other service; the office classes it.")
_LONGEST_TITLE = 60


def services() -> list[Service]:
    """What may be reported today: the bureau's own classes that may be shown, and "something else"."""
    found = [
        Service(
            service_code=each.code,
            service_name=_named(each),
            description=_filing(each),
            metadata=bool(each.questions),
            keywords=each.keywords,
            group=_named(each.large),
        )
        for each in classes.categories(clock.today())
        if each.own and each.public
    ]
    other = Service(OTHER, gettext(_OTHER_NAME), gettext(_OTHER_DESCRIPTION), metadata=False)
    return [*found, other]


def codes() -> frozenset[str]:
    """Every code that may be asked for."""
    return frozenset(each.code for each in classes.categories(clock.today())) | {OTHER}


def definition(code: str) -> Definition | None:
    """The questions of a service of today; ``None`` where there is no such service."""
    if code == OTHER:
        return Definition(OTHER, ())
    found = classes.category(code, clock.today())
    if isinstance(found, Refused) or not found.own or not found.public:
        return None
    attributes = tuple(
        Attribute(
            code=each.code,
            datatype=each.datatype,
            required=each.required,
            order=each.order,
            description=_named(each),
            values=tuple(Value(value.code, _named(value)) for value in each.values),
        )
        for each in found.questions
    )
    return Definition(code, attributes)


def changeset() -> datetime:
    """Since when services and questions are as they are: the first moment of that day."""
    first = max(each.in_force_from for each in classes.categories(clock.today()))
    return timezone.make_aware(datetime.combine(first, time.min))


def requests(asked: Filter) -> list[ServiceRequest]:
    """Matters of the projection. Two queries, however many there are."""
    rows = projection.matters(
        projection.Asked(
            ids=asked.ids if asked.named else None,
            categories=["" if code == OTHER else code for code in asked.codes],
            statuses=asked.statuses,
            start=asked.start,
            end=asked.end,
            updated_after=asked.updated_after,
            updated_before=asked.updated_before,
            near=asked.near,
            first=asked.first,
            count=asked.page_size,
        )
    )
    return [_request(row) for row in rows]


def _request(row: PublicMatter) -> ServiceRequest:
    shown = row.released_at is not None
    closed = row.status == "closed"
    area = places.area(row.district) if row.district else None
    status: Status = "closed" if closed else "open"
    return ServiceRequest(
        service_request_id=row.public_id,
        status=status,
        status_notes=row.answer if shown else _result(row.result),
        service_name=_class_name(
            row.category, timezone.localtime(row.requested_at).date().isoformat(), _english()
        ),
        service_code=row.category or OTHER,
        description=row.text if shown else "",
        agency_responsible=row.agency_name,
        service_notice="",
        requested_datetime=row.requested_at,
        updated_datetime=row.closed_at if closed and row.closed_at else row.updated_at,
        expected_datetime=row.expected_at,
        address=places.area_name(area) if area else "",
        lat=row.lat,
        long=row.lon,
        photos=len(row.photos) if shown else 0,
        title=row.title if shown else "",
        detailed_status=row.detailed,
    )


@lru_cache(maxsize=512)
def _class_name(code: str, on: str, english: bool) -> str:
    found = classes.category(code, datetime.fromisoformat(on).date()) if code else None
    return gettext(_OTHER_NAME) if found is None or isinstance(found, Refused) else _named(found)


def _result(key: str) -> str:
    row = house.row("result", key) if key else None
    return str(row["label_en" if _english() else "label"]) if row else ""


def photo(identity: str, number: int) -> tuple[bytes, str] | None:
    """Bytes and content type of a released photo: the veiled copy."""
    found = projection.photo(identity, number)
    return (content_of(found, veiled=True).read(), found.content_type) if found else None


def updates(asked: Filter) -> list[Update]:
    """Changes of matters of the projection. Two queries, however many there are."""
    rows = projection.updates(
        projection.Asked(
            ids=asked.ids if asked.named else None,
            start=asked.start,
            end=asked.end,
            first=asked.first,
            count=asked.page_size,
        )
    )
    return [_update(row) for row in rows]


def _update(row: PublicUpdate) -> Update:
    return Update(
        update_id=str(row.pk),
        service_request_id=row.public.public_id,
        status=row.status,
        updated_datetime=row.at,
        description=row.text,
    )


def post(report: Submission, key: Key) -> Receipt:
    """Hands the report in for the agency of the key; one that is repeated is the matter it made the first time.

    Raises ``Refusal`` with the sentence of the room, ``Problems`` where a token stood for another report.
    """
    agency = directory.agency(key.agency)
    if agency is None:
        raise Refusal(say("The agency of this API key is closed. Ask the operator for a new key."))
    taken = submit(
        agency_id=agency.pk,
        actor=None,
        report=_report(report, key),
        token=retried.token_of(report, key),
        files=_files(report),
    )
    row = taken.matter.public
    notice = say(
        "The matter's number is {number}, its secret code {code}. Give both to whoever reported it and to nobody else: "
        "with them the matter is followed and added to on this site.",
        number=taken.matter.number,
        code=taken.code,
    )
    return Receipt(row.public_id, render(notice), report.account_id)


def _report(report: Submission, key: Key) -> Report:
    found = classes.category(report.service_code, clock.today()) if report.service_code != OTHER else None
    name = _named(found) if isinstance(found, Category) else gettext(_OTHER_NAME)
    first_line = report.description.split("\n", 1)[0].strip()
    address = report.address_string
    if report.address_id:
        address = f"{address} ({report.address_id})" if address else report.address_id
    return Report(
        title=first_line[:_LONGEST_TITLE] or name,
        text="\n".join([report.description or name, *report.media_urls]),
        contact=Contact(name=_full_name(report), telephone=report.phone, email=report.email),
        channel="open311",
        category="" if report.service_code == OTHER else report.service_code,
        answers=dict(report.answers),
        lat=report.lat,
        lon=report.long,
        address=address,
        by_email=bool(report.email),
        language=get_language() or "zh-hans",
        outside_system=key.name[:40],
    )


def _full_name(report: Submission) -> str:
    """Chinese names begin with the family's and have no blank."""
    first, last = report.first_name, report.last_name
    joined = last + first
    return joined if joined and not joined.isascii() and " " not in joined else f"{first} {last}".strip()


def _files(report: Submission) -> list[Upload]:
    return [Upload(photo.source, photo.name) for photo in report.photos]


def _english() -> bool:
    return get_language() == "en"


def _named(found: Named | Category | Question) -> str:
    return found.label_en if _english() else found.label


def _filing(found: Category) -> str:
    return found.filing_en if _english() else found.filing
