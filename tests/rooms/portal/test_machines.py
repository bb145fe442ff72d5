"""What do machines get: site map, robots.txt, health, the process file, the ledger's last link?"""

from __future__ import annotations

from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
from django.db import OperationalError
from django.test import Client

from gongkai.core import ledger
from gongkai.publishing.queries import public as reads
from rooms.portal.site import Stage, many, stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


built = once_a_file(stage)


@pytest.fixture
def on(built: Stage, db: None) -> Stage:
    return on_stage(built)


def locations(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/xml")
    return [str(each.text) for each in ET.fromstring(answer.content).findall(".//s:loc", SPACE)]


def test_the_site_map_names_what_is_public_and_nothing_else(on: Stage, client: Client) -> None:
    files = locations(client, "/sitemap.xml")
    assert files == ["http://testserver/sitemap-0.xml", "http://testserver/sitemap-1.xml"]
    named = locations(client, "/sitemap-1.xml")
    assert f"http://testserver/documents/{on.document.slug}/" in named
    assert not [each for each in named if on.internal.slug in each or on.withdrawn.slug in each]
    for address in locations(client, "/sitemap-0.xml"):
        assert client.get(address).status_code == 200, address


def test_the_site_map_is_paged(on: Stage, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(reads, "SITEMAP_PAGE", 2)
    many(on.cast, 3)
    files = locations(client, "/sitemap.xml")
    assert len(files) == 4
    documents = [each for file in files[1:] for each in locations(client, file)]
    assert len(documents) == len(set(documents)) == 5


def test_the_public_address_is_used_where_there_is_one(on: Stage, client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"
    assert locations(client, "/sitemap.xml")[0] == "https://xxgk.example.gov.cn/sitemap-0.xml"
    assert "https://xxgk.example.gov.cn/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_robots_stay_out_of_the_workspace(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    for path in ("/workspace/", "/search/", "/en/workspace/"):
        assert f"Disallow: {path}" in text


def test_health_tells_what_matters_and_no_secret(on: Stage, client: Client, settings: Any) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    report = answer.json()
    assert report["database"] == "ok"
    assert report["disk"]["writable"] is True
    assert report["ledger"]["events"] == ledger.head()[0]
    assert str(settings.DATA_DIR) not in answer.content.decode()


def test_health_says_when_the_database_is_away(client: Client) -> None:
    with patch("gongkai.portal.queries.connection.cursor", side_effect=OperationalError("secret host")):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
    assert "secret" not in answer.content.decode()


def test_the_process_comes_as_a_file_and_with_counts(on: Stage, client: Client) -> None:
    answer = client.get("/processes/disclosure.bpmn")
    assert ET.fromstring(answer.content).tag.endswith("definitions")
    assert "attachment" in answer["Content-Disposition"]
    html = client.get("/processes/disclosure/").content.decode()
    assert 'class="state__count-label"' in html
    assert reads.state_counts()["repealed"] == 1


def test_the_ledger_page_shows_the_last_link(on: Stage, client: Client) -> None:
    number, digest, _ = ledger.head()
    html = client.get("/ledger/").content.decode()
    assert str(number) in html
    assert digest in html
