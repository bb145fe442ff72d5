"""Are the whole pages made of the components valid, light and free of inline script and style?"""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from gongkai.core import context, preferences
from gongkai.core.middleware import view_preferences
from gongkai.workspace import styleguide

STATIC = Path(__file__).parents[2] / "src/gongkai/core/static/gongkai"
PAGES = ("", *styleguide.SAMPLES)


def page(sample: str, language: str = "zh-hans", view: str = "") -> str:
    request = RequestFactory().get("/en/x/" if language == "en" else "/x/", {"q": "渣土"})
    request.COOKIES[preferences.COOKIE] = view
    with translation.override(language):
        answer = view_preferences(lambda asked: styleguide.styleguide(asked, sample))(request)
    assert answer.status_code == 200
    assert "Cookie" in answer["Vary"]
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("sample", PAGES)
def test_the_page_is_valid_and_clean(sample: str, language: str) -> None:
    html = page(sample, language)
    html5lib.HTMLParser(strict=True).parse(html)
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son\w+="', html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_the_chosen_view_is_on_the_page() -> None:
    html = page("document", view="dark.elder")
    assert 'class="elder dark"' in html
    assert "read-aloud.js" in html
    assert "read-aloud.js" not in page("document")


@pytest.mark.django_db
def test_an_anonymous_page_is_light() -> None:
    weight = sum(
        len(gzip.compress(part))
        for part in (page("document").encode(), (STATIC / "gongkai.css").read_bytes())
    )
    assert weight < 20_000
    assert len(gzip.compress((STATIC / "gongkai.css").read_bytes())) <= 12_000


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_an_error_page_needs_nothing_around_it(name: str) -> None:
    html5lib.HTMLParser(strict=True).parse(render_to_string(name))


def test_a_refusal_shows_its_sentence_and_article() -> None:
    html = render_to_string("refusal.html", {"sentence": "两人原则", "citation": "《条例》第十七条"})
    assert "两人原则" in html
    assert "《条例》第十七条" in html


def test_the_footer_leaves_out_what_is_not_known() -> None:
    agency = SimpleNamespace(name="某局", address="", telephone="0500-1", site_code="")
    site = SimpleNamespace(language="zh-Hans", footer=[])
    with translation.override("en"):
        html = render_to_string("components/site_footer.html", {"site_agency": agency, "site": site})
    assert "Telephone" in html
    assert "Address" not in html
    assert "Site identification code" not in html


def test_the_frame_asks_no_database_and_keeps_the_question() -> None:
    # Without the django_db mark any query would fail.
    request = RequestFactory().get("/x/", {"q": "a b"})
    site = context.Site(request)
    assert site.view == frozenset()
    assert site.html_classes == ""
    assert [switch.on for switch in site.switches] == [False] * 4
    assert "q=a" in site.other_language_url
