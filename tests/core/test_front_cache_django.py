"""Does the front cache keep Django's own promises: allowed hosts, form tokens, languages, views?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import override_settings
from django.urls import path
from django.utils.translation import get_language

from gongkai.core.front_cache import FrontCache

# A request closes old database connections.
pytestmark = pytest.mark.django_db

rendered: list[str] = []


def page(request: HttpRequest) -> HttpResponse:
    rendered.append(request.path)
    view = ",".join(sorted(request.view_preferences))  # type: ignore[attr-defined]
    return HttpResponse(f"{request.build_absolute_uri()} {get_language()} {view}")


def form(request: HttpRequest) -> HttpResponse:
    rendered.append(request.path)
    return HttpResponse(get_token(request))


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("refused", status=400)


urlpatterns = [path("page/", page), path("form/", form)]


@pytest.fixture
def cache() -> Iterator[FrontCache]:
    rendered.clear()
    with override_settings(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["localhost"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "gongkai.core.middleware.view_preferences",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
    ):
        yield FrontCache(get_wsgi_application(), lambda: 1, 1_000_000)


def ask(
    cache: FrontCache, path: str, host: str = "localhost:8000", **more: str
) -> tuple[str, dict[str, str], str]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": host, "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), **more,
    }  # fmt: skip
    told: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
        told.extend((status, dict(headers)))

    body = b"".join(cache(environ, start_response)).decode()
    return told[0], told[1], body


def test_a_page_is_rendered_once_for_each_host_language_and_view(cache: FrontCache) -> None:
    for _ in range(2):
        assert ask(cache, "/page/")[2] == "http://localhost:8000/page/ zh-hans "
        assert ask(cache, "/page/", HTTP_ACCEPT_LANGUAGE="en")[2] == "http://localhost:8000/page/ en "
        assert ask(cache, "/page/", HTTP_COOKIE="gongkai_view=dark")[2].endswith("zh-hans dark")
        assert ask(cache, "/page/", host="localhost")[2] == "http://localhost/page/ zh-hans "
    assert len(rendered) == 4


def test_a_host_that_is_not_allowed_is_refused_though_the_page_is_kept(cache: FrontCache) -> None:
    assert ask(cache, "/page/")[0] == "200 OK"
    assert ask(cache, "/page/", host="evil.example")[0] == "400 Bad Request"
    assert len(cache.shelf) == 1


def test_the_headers_of_django_stay(cache: FrontCache) -> None:
    first, second = ask(cache, "/page/"), ask(cache, "/page/")
    assert first == second
    assert second[1]["X-Content-Type-Options"] == "nosniff"
    assert second[1]["Content-Language"] == "zh-hans"


def test_nobody_gets_the_form_token_of_another(cache: FrontCache) -> None:
    _, headers, first = ask(cache, "/form/")
    assert "gongkai_csrf=" in headers["Set-Cookie"]
    cookie = headers["Set-Cookie"].partition(";")[0]
    _, again, _second = ask(cache, "/form/", HTTP_COOKIE=cookie)
    assert again["Set-Cookie"].startswith(cookie)  # the token in an open tab stays good
    assert ask(cache, "/form/")[2] != first
    assert len(rendered) == 3
    assert len(cache.shelf) == 0
