"""Can a clerk load a holiday notice, see how it was understood first, and mend a bad line?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

import cast
from gongkai.core import calendars, clock, deadlines
from gongkai.core.models import CalendarNotice, Deadline, Event

pytestmark = pytest.mark.django_db

YEAR = 2027
NOTICE = """date,kind,name
2027-01-01,放假,元旦
2027-02-05,放假,春节
2027-02-06,放假,春节
2027-02-07,放假,春节
2027-02-08,放假,春节
2027-02-09,放假,春节
2027-02-20,上班,
2027-04-05,放假,清明节
2027-05-01,放假,劳动节
2027-05-02,放假,劳动节
2027-06-09,放假,端午节
2027-09-15,放假,中秋节
2027-10-01,放假,国庆节
2027-10-02,放假,国庆节
2027-10-03,放假,国庆节
"""


@pytest.fixture
def bureau(db: None) -> Iterator[cast.Cast]:
    with translation.override("en"), clock.travel_to(date(2026, 11, 23)):
        yield cast.make_cast()


def _client(bureau: cast.Cast, name: str) -> Client:
    client = Client()
    client.force_login(bureau.person(name), backend="gongkai.people.sign_in.Backend")
    return client


def _url(name: str, *args: object) -> str:
    return reverse(f"workspace:{name}", args=args)


def _sent(**changes: object) -> dict[str, object]:
    given = {
        "year": YEAR,
        "title": "关于2027年部分节假日安排的通知",
        "document_number": "",
        "published_on": "",
    }
    return {**given, "text": NOTICE, "step": "preview", **changes}


def test_everybody_sees_the_calendar_and_only_the_office_loads(bureau: cast.Cast) -> None:
    for name in ("drafter", "office", "outsider"):
        assert _client(bureau, name).get(_url("calendars")).status_code == 200
        assert _client(bureau, name).get(_url("calendar_month", 2026, 10)).status_code == 200
    for name in ("drafter", "system_admin", "outsider"):
        client = _client(bureau, name)
        assert client.get(_url("calendar_load")).status_code == 403
        assert client.post(_url("calendar_load"), _sent(step="load")).status_code == 403
    assert not CalendarNotice.objects.exists()


def test_a_month_tells_holidays_make_up_days_and_weekends(bureau: cast.Cast) -> None:
    page = _client(bureau, "drafter").get(_url("calendar_month", 2026, 10))
    cells = {cell.day.day: cell.kind for week in page.context["month"]["weeks"] for cell in week if cell}
    assert len(cells) == 31
    assert (cells[1], cells[10], cells[11], cells[12]) == ("holiday", "makeup", "weekend", "work")
    assert page.context["month"]["announced"]
    assert not _client(bureau, "drafter").get(_url("calendar_month", YEAR, 1)).context["month"]["announced"]


@pytest.mark.parametrize("address", [(2026, 13), (2026, 0), (1, 1), (99999, 1)])
def test_a_month_that_is_none_is_not_found(bureau: cast.Cast, address: tuple[int, int]) -> None:
    assert _client(bureau, "drafter").get(_url("calendar_month", *address)).status_code == 404


def test_a_notice_is_shown_as_understood_then_loaded_and_open_dates_move(bureau: cast.Cast) -> None:
    deadlines.start(
        "publication.general", subject=("tests.matter", 1), on=date(2027, 1, 25), agency="x", title="a matter"
    )
    before = Deadline.objects.get().due_on
    assert Deadline.objects.get().provisional
    client = _client(bureau, "office")
    preview = client.post(_url("calendar_load"), _sent())
    assert preview.status_code == 200
    assert len(preview.context["days"]) == 15
    assert not CalendarNotice.objects.exists(), "looking loads nothing"
    back = client.post(_url("calendar_load"), _sent(step="edit"))
    assert "2027-02-20" in back.content.decode()
    answer = client.post(_url("calendar_load"), _sent(step="load"), follow=True)
    assert "1 open due date moved" in answer.content.decode()
    assert CalendarNotice.objects.get().loaded_by == bureau.person("office").pk
    event = Event.objects.get(verb="core.calendar.notice_loaded")
    assert event.post == "政务公开办公室 office"
    after = Deadline.objects.get()
    assert not after.provisional
    assert after.due_on is not None
    assert before is not None
    assert calendars.current().is_announced(YEAR)
    again = client.post(_url("calendar_load"), _sent())
    assert "takes the place of the one loaded before" in again.content.decode()


def test_a_file_is_read_in_the_encodings_of_office_machines(bureau: cast.Cast) -> None:
    client = _client(bureau, "office")
    for content in (NOTICE.encode("utf-8-sig"), NOTICE.encode("gb18030")):
        file = SimpleUploadedFile("2027.csv", content, content_type="text/csv")
        preview = client.post(_url("calendar_load"), _sent(text="", file=file))
        assert preview.status_code == 200
        assert preview.context["days"][1]["name"] == "春节"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": NOTICE.replace("2027-02-20,上班", "2027-02-30,上班")}, "Line 8, column date"),
        ({"text": "\n".join(NOTICE.splitlines()[:5])}, "Load the whole notice at once"),
        ({"text": " "}, "Paste the days"),
        ({"year": "x"}, "error-summary"),
        ({"text": "", "file": SimpleUploadedFile("a.csv", b"\xff\xfe\xff" * 9)}, "is no text"),
        ({"text": "", "file": SimpleUploadedFile("a.csv", b"a" * 200_001)}, "too large"),
    ],
)
def test_a_bad_notice_names_what_is_wrong_and_keeps_what_was_typed(
    bureau: cast.Cast, changes: dict[str, object], sentence: str
) -> None:
    answer = _client(bureau, "office").post(_url("calendar_load"), _sent(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "关于2027年部分节假日安排的通知" in answer.content.decode()
    assert not CalendarNotice.objects.exists()
