"""Do the pages of figures tell what was counted, where it comes from, and nothing that points at somebody?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

import mattering
from cast import Cast, make_cast
from gongkai.complaints.models import Matter
from gongkai.complaints.queries.figures import KEYS, Scope, conditions
from gongkai.core import clock
from rooms.complaints.conftest import NOW
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
STAFF = "/workspace/complaints/figures/"
NEXT_YEAR = timezone.make_aware(datetime(2027, 2, 10, 9, 0))
GRID = "340000001001"


def page(url: str, client: Client | None = None, status: int = 200) -> str:
    response = (client or Client()).get(url)
    assert response.status_code == status, (url, response.status_code)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(content.decode())


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


def some_matters(cast: Cast) -> dict[str, Matter]:
    """One closed, one with a unit, one not taken up, one against somebody."""
    made = {
        "closed": mattering.closed(cast),
        "dispatched": mattering.dispatched(cast, title="还在办的一件"),
        "declined": mattering.go(
            cast, mattering.entered(cast), "decline", "chief", ground="court", reason="属于民事纠纷"
        ),
        "against": mattering.entered(cast, kind="report", against_person_id=cast.person("handler").pk),
    }
    Matter.objects.update(grid=GRID)
    return made


YEAR = Scope((), date(2026, 1, 1), date(2026, 12, 31))


@dataclass
class Bureau:
    cast: Cast
    made: dict[str, Matter]


def stage() -> Bureau:
    with clock.travel_to(timezone.make_aware(NOW)):
        cast = make_cast()
        return Bureau(cast, some_matters(cast))


built = once_a_file(stage)


@pytest.fixture
def bureau(built: Bureau, db: None) -> Iterator[Bureau]:
    with clock.travel_to(timezone.make_aware(NOW)):
        yield on_stage(built)


def test_everybody_reads_the_figures_of_a_year(bureau: Bureau) -> None:
    for prefix, words in (("", "当年收到"), ("/en", "4 matters arrived in the year 2026.")):
        text = page(f"{prefix}/complaints/figures/2026/")
        assert prefix == "" or words in text
        for marker in mattering.MARKERS.values():
            assert marker not in text
    text = page("/en/complaints/figures/2026/")
    assert "Of 3 to be handled, 1 are closed with an answer (33.3 %)." in text
    assert (
        "Joined, withdrawn, declined and converted matters are counted neither as closed nor as open." in text
    )
    assert "2 matters of the year are still open." in text
    assert "1 of them is not named" in text
    # A class in a grid stands in the table from three on, and below it is not told.
    assert "Where the same came most often" in text
    assert page("/en/complaints/figures/2025/", status=404)
    assert page("/en/complaints/figures/?agency=nobody", status=404)


def test_a_bulletin_writes_itself_when_its_time_is_over(bureau: Bureau) -> None:
    page("/complaints/bulletins/2026-11/", status=404)
    with clock.travel_to(NEXT_YEAR):
        assert "/complaints/bulletins/2026-11/" in page("/complaints/bulletins/")
        for written in ("2026-13", "2027", "2027-02", "2019", "26", "abcd"):
            page(f"/complaints/bulletins/{written}/", status=404)
        month, year = (page(f"/en/complaints/bulletins/{key}/") for key in ("2026-11", "2026"))
        assert "4 matters arrived in November 2026." in month
        assert "None are recorded for the period before." in month
        assert "Month by month" in year
        assert "Month by month" not in month
        for language in ("", "/en"):
            response = Client().get(f"{language}/complaints/bulletins/2026.pdf")
            content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
            text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages)
            assert "2026" in text
            assert not any(marker in text for marker in mattering.MARKERS.values())
        rows = list(csv.DictReader(io.StringIO(page("/complaints/bulletins/2026.csv").lstrip("\ufeff"))))
        whole = {row["figure"]: row for row in rows if row["part"] == "whole"}
        assert (whole["closed"]["number"], whole["closed"]["of"], whole["closed"]["percent"]) == (
            "1",
            "3",
            "33.3",
        )
        data = json.loads(page("/complaints/bulletins/2026-11.json"))
        assert {each["key"] for each in data["figures"]} == set(KEYS)
        assert sum(each["received"] for each in data["parts"]["channels"]) == 4
        assert page("/complaints/bulletins/2026.docx", status=404)


def test_only_what_has_something_to_tell_is_offered(bureau: Bureau) -> None:
    first = bureau.made["closed"]
    Matter.objects.filter(pk=first.pk).update(received_on=date(2023, 5, 8))
    with clock.travel_to(NEXT_YEAR):
        offered = re.findall(r"/complaints/bulletins/([0-9-]+)/", page("/complaints/bulletins/"))
        assert offered == ["2026", "2026-11", "2023", "2023-05"]
        page("/complaints/bulletins/2024-02/")  # an empty one says that nothing arrived
        years = re.findall(r'href="/complaints/figures/(\d+)/', page("/complaints/figures/2026/"))
        assert [each for each in years if each != "2026"] == ["2023"]
        assert "/complaints/figures/2024/" in page("/complaints/figures/2024/"), "what is shown is chosen"
        # An agency without matters has nothing to choose from.
        assert "/complaints/bulletins/2" not in page(
            f"/complaints/bulletins/?agency={bureau.cast.outside_agency.code}"
        )


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_opens_its_matters(bureau: Bureau, key: str) -> None:
    known = {each: q for each, q in conditions(YEAR, clock.now()).items() if each.startswith(key)}
    client = signed_in(bureau.cast, "chief")
    for name in known:
        of = "&of=1" if name.endswith(".of") else ""
        text = page(f"{STAFF}{key}/?first=2026-01-01&last=2026-12-31{of}", client)
        if key == "received":
            assert "属于民事纠纷" in text
            assert "诉讼" in text  # why it was not taken up, in the words of the ground
            assert text.count("data-list-item") == 3


def test_the_list_says_how_many_are_not_shown_and_never_to_whom_it_matters(bureau: Bureau) -> None:
    cast, made = bureau.cast, bureau.made
    for who in ("chief", "taker", "handler", "overseer"):
        text = page(f"{STAFF}received/", signed_in(cast, who))
        assert made["against"].number not in text, who
    assert page(f"{STAFF}nonsense/", signed_in(bureau.cast, "chief"), status=404)


def test_heads_and_leaders_see_handlers_and_signs(bureau: Bureau) -> None:
    cast, made = bureau.cast, bureau.made
    Matter.objects.filter(pk=made["closed"].pk).update(handler=cast.person("caller"))
    shown = {
        who: page(STAFF, signed_in(cast, who)) for who in ("overseer", "unit_head", "handler", "outsider")
    }
    assert 'id="signs"' in shown["overseer"]
    assert 'id="signs"' in shown["unit_head"]
    assert 'id="signs"' not in shown["handler"]
    # Another agency's people count their own agency's matters: there are none.
    assert not re.search(r'figure__value">[1-9]', shown["outsider"])
    signs = shown["overseer"].partition('id="signs"')[2]
    assert made["closed"].number in signs


def test_handlers_and_heads_find_the_figures_of_their_unit(bureau: Bureau) -> None:
    cast, made = bureau.cast, bureau.made
    waste, other = cast.units["waste"], cast.units["other"]
    for who, unit, stranger in (
        ("handler", waste, other),
        ("unit_head", waste, other),
        ("rival", other, waste),
    ):
        client = signed_in(cast, who)
        way = f'href="{STAFF}?unit={unit.pk}"'
        for start in ("/workspace/complaints/", "/workspace/complaints/precedents/", STAFF):
            text = page(start, client)
            assert way in text, (who, start)
            assert f'href="{STAFF}?unit={stranger.pk}"' not in text
        shown = page(f"{STAFF}?unit={unit.pk}", client)
        assert way not in shown.partition("<main")[2].partition("</main>")[0], "it is open already"
        assert f'<option value="{unit.pk}" selected>' in shown
        expected = Matter.objects.filter(unit=unit).count()
        assert f'figure__value">{expected}<' in shown, who
    assert Matter.objects.filter(unit=other).count() != Matter.objects.filter(unit=waste).count()
    # Who sees all has the figures of all; who sees none is led nowhere.
    for who in ("taker", "chief", "overseer", "drafter"):
        assert "?unit=" not in page("/workspace/complaints/", signed_in(cast, who)), who
    assert made["dispatched"].number in page(f"{STAFF}received/?unit={waste.pk}", signed_in(cast, "handler"))


def test_the_link_to_a_unit_gives_no_right(bureau: Bureau) -> None:
    cast, made = bureau.cast, bureau.made
    waste = cast.units["waste"]
    Matter.objects.filter(pk=made["closed"].pk).update(handler=cast.person("handler"), unit=waste)
    rival = signed_in(cast, "rival")
    assert made["closed"].number not in page(f"{STAFF}received/?unit={waste.pk}", rival)
    # A head reads the handlers of the own unit, and of no other.
    name = cast.person("handler").name
    assert (
        name in page(f"{STAFF}?unit={waste.pk}", signed_in(cast, "unit_head")).partition('id="handlers"')[2]
    )
    strange = page(f"{STAFF}?unit={waste.pk}", rival)
    assert 'id="handlers"' not in strange
    assert 'id="handlers"' in page(STAFF, rival)
    for broken in ("none", "0", "x" * 5000, "%00", "-1", "99999999999999999999"):
        page(f"{STAFF}?unit={broken}", rival)
        page(f"{STAFF}received/?handler={broken}", rival)
