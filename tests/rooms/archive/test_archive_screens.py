"""Do the screens of the archive show what is in it and what is not, and hand out whole copies?"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import archive_stage as stage
import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.archive.actions import archiving
from gongkai.archive.models import Package, Trouble
from gongkai.archive.queries import packages
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.domain.archive import rules
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST, WAITING = "/workspace/archive/", "/workspace/archive/waiting/"


def _built() -> tuple[Cast, Package, Package]:
    cast = make_cast()
    matter = stage.archived(cast, "complaint", stage.matter(cast, title="=占道经营"))
    request = stage.archived(cast, "request", stage.request(cast))
    stage.matter(cast, title="还没有归档的事项")
    return cast, matter, request


built = once_a_file(_built)


@pytest.fixture
def stood(built: Any) -> tuple[Cast, Package, Package]:
    return on_stage(built)  # type: ignore[no-any-return]


def page(package: Package, deed: str = "") -> str:
    return f"{LIST}{package.pk}/{deed}"


def year(form: str = "") -> str:
    own = f"list.{form}" if form else ""
    return f"{LIST}years/{clock.today().year}/{own}"


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def more(package: Package, count: int) -> None:
    """As many packages again, of records nobody has."""
    rows = []
    for place in range(1, count + 1):
        row = Package.objects.get(pk=package.pk)
        row.pk, row.record, row.item, row.number = (
            None,
            10_000 + place,
            100 + place,
            f"{package.number[:-4]}{9000 + place}",
        )
        rows.append(row)
    Package.objects.bulk_create(rows)


@pytest.mark.parametrize("who", ["archivist", "supervisor"])
def test_the_list_shows_and_narrows(stood: tuple[Cast, Package, Package], who: str) -> None:
    cast, matter, request = stood
    client = client_of(cast, who)
    told = words_of(client.get(LIST))
    assert matter.number in told
    assert request.number in told
    assert "还没有归档" not in told
    for query, shown in (
        ("?kind=request", {request.number}),
        (f"?text={matter.record_number}", {matter.number}),
        ("?text=占道", {matter.number}),
        ("?retention=y30", {request.number}),
        (f"?year={clock.today().year}", {matter.number, request.number}),
        ("?stand=superseded", set()),
        ("?stand=due", set()),
        ("?unit=none", set()),
    ):
        rows = client.get(f"{LIST}{query}").context["rows"]
        assert {row["number"] for row in rows} == shown, query


@pytest.mark.parametrize(
    "query",
    [
        "?year=x&kind=y&unit=z",
        "?after=99999999999999999999",
        "?text=%00",
        "?stand=%00",
        "?year=" + "9" * 400,
        "?text=" + "长" * 300,
    ],
)
def test_an_address_that_says_nonsense_is_no_error(stood: tuple[Cast, Package, Package], query: str) -> None:
    assert client_of(stood[0], "archivist").get(f"{LIST}{query}").status_code == 200
    assert client_of(stood[0], "taker").get(f"{LIST}{query}").status_code == 200
    assert client_of(stood[0], "archivist").get(f"{WAITING}{query}").status_code == 200


def test_what_is_over_is_listed_for_appraisal(stood: tuple[Cast, Package, Package]) -> None:
    cast, matter, _request = stood
    Package.objects.filter(pk=matter.pk).update(keep_until=clock.today() - timedelta(days=1))
    client = client_of(cast, "archivist")
    rows = client.get(f"{LIST}?stand=due").context["rows"]
    assert [row["number"] for row in rows] == [matter.number]
    words_of(client.get(page(matter)))


def test_others_find_a_package_by_its_number_alone(stood: tuple[Cast, Package, Package]) -> None:
    cast, matter, request = stood
    client = client_of(cast, "handler")
    assert client.get(LIST).context["rows"] == []
    for asked in (matter.number, matter.record_number):
        rows = client.get(LIST, {"text": asked}).context["rows"]
        assert [row["number"] for row in rows] == [matter.number]
        words_of(client.get(LIST, {"text": asked}))
    assert client.get(LIST, {"text": request.number}).context["rows"] == []
    assert client.get(page(matter)).status_code == 200
    assert client.get(page(request)).status_code == 404


def test_the_search_field_leads_to_a_package_the_person_may_open(
    stood: tuple[Cast, Package, Package],
) -> None:
    cast, matter, _request = stood
    for who, led in (("archivist", True), ("handler", True), ("neighbour", False)):
        answer = client_of(cast, who).get("/workspace/search/", {"q": matter.number})
        assert (answer.headers["Location"] == page(matter)) == led, who


def test_what_waits_says_why_and_is_archived_by_a_click(stood: tuple[Cast, Package, Package]) -> None:
    cast, _matter, _request = stood
    client = client_of(cast, "archivist")
    answer = client.get(WAITING)
    told = words_of(answer)
    (row,) = answer.context["rows"]
    assert row["title"] == "还没有归档的事项"
    given = {"agency": cast.agency.pk, "kind": row["kind"], "record": row["key"]}
    before = Package.objects.count()
    made = post(client, f"{WAITING}archive/", **given)
    assert made.status_code == 302
    assert Package.objects.count() == before + 1
    again = post(client, f"{WAITING}archive/", **given)
    assert again.headers["Location"] == made.headers["Location"], "a second click changes nothing"
    assert Package.objects.count() == before + 1
    assert client.get(WAITING).context["rows"] == []
    assert told


def test_why_one_could_not_be_archived_stands_there(
    stood: tuple[Cast, Package, Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, _matter, _request = stood

    def broken(*_: Any) -> Any:
        raise OSError("the disk is gone")

    monkeypatch.setattr(archiving, "drafted", broken)
    with clock.travel_to(clock.now() + timedelta(days=rules.days() + 1)):
        archiving.archive_due(cast.agency)
        assert Trouble.objects.count() == 1
        client = client_of(cast, "supervisor")
        told = words_of(client.get(WAITING))
    assert "the disk is gone" in told
    assert f"{WAITING}archive/" not in told, "who only oversees has no button"


@pytest.mark.parametrize("given", [{}, {"kind": "x"}, {"kind": "complaint", "record": "x", "agency": "1"}])
def test_nonsense_archives_nothing(stood: tuple[Cast, Package, Package], given: dict[str, str]) -> None:
    assert post(client_of(stood[0], "archivist"), f"{WAITING}archive/", **given).status_code == 404


@pytest.mark.parametrize("who", ["handler", "office", "neighbour"])
def test_who_does_not_see_the_archive_finds_no_page(stood: tuple[Cast, Package, Package], who: str) -> None:
    client = client_of(stood[0], who)
    for address in (WAITING, year(), year("csv"), page(stood[2])):
        assert client.get(address).status_code == 404, address
    given = {"agency": stood[0].agency.pk, "kind": "complaint", "record": stood[1].record}
    assert post(client, f"{WAITING}archive/", **given).status_code == 404


def test_a_package_shows_every_file_with_its_digest(stood: tuple[Cast, Package, Package]) -> None:
    cast, matter, _request = stood
    told = words_of(client_of(cast, "archivist").get(page(matter)))
    for row in matter.files:
        assert row["path"] in told
        assert row["sha256"] in told
    assert matter.digest in told


def test_a_copy_is_a_whole_zip_and_its_purpose_an_event(stood: tuple[Cast, Package, Package]) -> None:
    cast, matter, _request = stood
    client = client_of(cast, "archivist")
    answer: Any = post(client, page(matter, "export/"), **{"export-purpose": "提供利用"})
    assert answer.status_code == 200
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert packed.testzip() is None
    assert len(packed.namelist()) == len(matter.files) + 4
    assert Event.objects.latest("seq").reason == "提供利用"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_copy_without_a_purpose_is_refused_and_nothing_is_told(
    stood: tuple[Cast, Package, Package],
) -> None:
    cast, matter, _request = stood
    client, before = client_of(cast, "archivist"), Event.objects.count()
    for purpose in ("", "长" * 501):
        answer = post(client, page(matter, "export/"), **{"export-purpose": purpose})
        assert answer.status_code == 422
        assert purpose in words_of(answer)
    assert Event.objects.count() == before


def test_supervision_sees_a_package_and_takes_no_copy_with_names_it_may_not_read(
    stood: tuple[Cast, Package, Package],
) -> None:
    cast, matter, _request = stood
    client = client_of(cast, "supervisor")
    assert "why-export" in words_of(client.get(page(matter)))
    assert post(client, page(matter, "export/"), **{"export-purpose": "看"}).status_code == 403


def test_a_check_says_what_it_found(stood: tuple[Cast, Package, Package]) -> None:
    from gongkai.complaints.models import Reporter

    cast, matter, _request = stood
    client = client_of(cast, "archivist")
    assert post(client, page(matter, "check/")).status_code == 302
    assert Package.objects.get(pk=matter.pk).faults == []
    Reporter.objects.update(sealed="", erased_at=clock.now())
    post(client, page(matter, "check/"))
    told = words_of(client.get(page(matter)))
    assert 'id="faults"' in told


def test_the_yearly_list_in_every_form(stood: tuple[Cast, Package, Package]) -> None:
    cast, matter, request = stood
    client = client_of(cast, "archivist")
    assert matter.number in words_of(client.get(year()))
    table = client.get(year("csv")).content.decode("utf-8-sig")
    assert matter.number in table
    assert "'=占道经营" in table, "no spreadsheet takes a title for a formula"
    book = openpyxl.load_workbook(io.BytesIO(client.get(year("xlsx")).content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert {matter.number, request.number} <= set(cells)
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)
    paper = pypdf.PdfReader(io.BytesIO(client.get(year("pdf")).content))
    text = "".join(each.extract_text() for each in paper.pages)
    assert "归档文件目录" in text
    assert client.get(year("exe")).status_code == 404
    assert client.get(f"{LIST}years/2001/").status_code == 200
    assert client.get(f"{LIST}years/99999/").status_code == 404


def test_many_ask_no_more_than_few(stood: tuple[Cast, Package, Package]) -> None:
    cast, matter, _request = stood
    client = client_of(cast, "archivist")
    few = [queries(client, address) for address in (LIST, WAITING, year(), page(matter), year("csv"))]
    more(matter, 40)
    for place in range(3):
        stage.matter(cast, title=f"又一件{place}")
    many = [queries(client, address) for address in (LIST, WAITING, year(), page(matter), year("csv"))]
    assert many == few


def test_pages_follow_each_other_without_a_gap(
    stood: tuple[Cast, Package, Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, matter, _request = stood
    more(matter, 12)
    monkeypatch.setattr(packages, "SIZE", 5)
    monkeypatch.setattr(packages, "ROWS", 5)
    client = client_of(cast, "archivist")
    for start in (LIST, year()):
        found, address = [], start
        while address:
            answer = client.get(address)
            found += [row["number"] for row in answer.context["rows"]]
            address = answer.context["next_url"]
        assert sorted(found) == sorted(Package.objects.values_list("number", flat=True)), start


def test_no_page_of_the_archive_is_kept_by_a_browser(stood: tuple[Cast, Package, Package]) -> None:
    client = client_of(stood[0], "archivist")
    for address in (LIST, WAITING, year(), page(stood[1]), year("csv")):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
    assert json.dumps(stood[1].files)
