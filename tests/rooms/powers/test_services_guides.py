"""Do services show how complete they are, and does a guide lead from the counter to its page?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import registering
from django.test import Client

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core.refusals import Refusal
from gongkai.domain.powers.completeness import completeness
from gongkai.domain.powers.schema import kinds
from gongkai.powers import actions
from gongkai.powers.models import Version
from gongkai.powers.paper import sheet_of

ELEMENTS = ("basis", "duty", "promise", "fee", "norm", "discipline", "result", "supervision")
WHOLE: dict[str, Any] = {key: f"{key}的说明" for key in ELEMENTS} | {"counter": "示例大厅 3 号窗口"}


def test_the_eight_elements_are_the_required_ones() -> None:
    assert tuple(field.key for field in kinds()["service"].fields if field.required) == ELEMENTS
    for at in range(len(ELEMENTS) + 1):
        found = completeness("service", dict.fromkeys(ELEMENTS[:at], "有"))
        assert (found.filled, found.total, found.whole) == (at, 8, at == 8)
        assert [field.key for field in found.missing] == list(ELEMENTS[at:])


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ELEMENTS)
def test_a_service_without_one_of_them_is_not_published(cast: Cast, missing: str) -> None:
    content = {key: value for key, value in WHOLE.items() if key != missing}
    version = registering.drafted(cast, "service", "S-1", title="停车泊位咨询", content=content)
    with pytest.raises(Refusal):
        registering.moved(version, "submit", cast.power_editor)
    page = words_of(client_of(cast, "power_editor").get("/workspace/powers/service/S-1/"))
    assert f"#id_f-{missing}" in page
    listed = words_of(client_of(cast, "power_editor").get("/workspace/powers/?kind=service"))
    assert re.search(r"8\D+7|7\D+8", listed)


@pytest.mark.django_db
def test_a_service_is_a_guide_on_screen_and_on_paper(cast: Cast) -> None:
    registering.in_force(cast, "service", "S-1", on=date(2026, 1, 1), title="停车泊位咨询", content=WHOLE)
    client = Client()
    address = f"/powers/{cast.agency.code}/service/S-1/"
    for language in ("", "/en"):
        page = words_of(client.get(f"{language}{address}"))
        for value in WHOLE.values():
            assert value in page
        assert f"{language}{address}sheet.pdf" in page
        assert re.search(r"8\D+8", words_of(client.get(f"{language}/powers/services/")))
    paper = client.get(f"{address}sheet.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert b"".join(paper)[:5] == b"%PDF-"
    drawn = client.get(f"{address}qr.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg")
    assert client.get(f"{address}sheet.pdf?on=2020-01-01").status_code == 404


@pytest.mark.django_db
def test_the_printed_guide_carries_its_address_as_a_code(cast: Cast) -> None:
    registering.in_force(cast, "service", "S-1", title="停车泊位咨询", content=WHOLE)
    version = Version.objects.select_related("entry__agency", "entry__unit").get()
    sheet = sheet_of(version, "https://example.gov.cn/powers/x/")
    assert "example.gov.cn/powers/x/" in sheet.blocks[-1].caption  # type: ignore[union-attr]
    assert ("责任单位", "渣土管理科") in sheet.metadata
    headings = [block.runs[0].text for block in sheet.blocks if type(block).__name__ == "Heading"]
    assert headings == [field.label for field in kinds()["service"].fields]


@pytest.mark.django_db
def test_gaps_of_what_was_taken_over_are_shown_to_everybody(cast: Cast) -> None:
    said = actions.BroughtIn("service", "S-2", "咨询", {"basis": "示例"}, date(2026, 1, 1))
    actions.bring_in(unit=cast.units["waste"], entries=[said], as_published=True)
    page = words_of(Client().get(f"/en/powers/{cast.agency.code}/service/S-2/"))
    assert "1 of 8 elements" in page
    assert page.count("Missing") == 7
    assert "1 of 8 elements" in words_of(Client().get("/en/powers/services/"))
