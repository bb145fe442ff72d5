"""Does the front cache stay within its memory, and right, whatever is asked of it?"""

from __future__ import annotations

import io
import random
import threading
from typing import Any

import pytest

from gongkai.core.front_cache import FrontCache

BODY = b"x" * 900
HTML = [("Content-Type", "text/html")]


def ask(cache: FrontCache, path: str, query: str = "", host: str = "localhost") -> bytes:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host,
        "SERVER_PORT": "8000", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    return b"".join(cache(environ, lambda *_: None))  # type: ignore[arg-type]


class Counting:
    def __init__(self) -> None:
        self.paths: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.paths.append(environ["PATH_INFO"])
        start_response("200 OK", HTML)
        return [BODY]


@pytest.fixture
def app() -> Counting:
    return Counting()


def test_memory_is_bounded_in_bytes(app: Counting) -> None:
    cache = FrontCache(app, lambda: 1, 100_000)
    for number in range(500):
        ask(cache, f"/{number}")
    assert 0 < cache.shelf.held <= 100_000
    assert len(cache.shelf) < 500


def test_the_page_unused_longest_goes_first(app: Counting) -> None:
    cache = FrontCache(app, lambda: 1, 100_000)
    for number in range(200):
        ask(cache, f"/{number}")
        ask(cache, "/often")
    assert app.paths.count("/often") == 1
    ask(cache, "/199")
    assert app.paths.count("/199") == 1
    ask(cache, "/0")
    assert app.paths.count("/0") == 2


def test_outdated_pages_go_before_current_ones(app: Counting) -> None:
    number = 1
    cache = FrontCache(app, lambda: number, 100_000)
    ask(cache, "/kept")
    for page in range(10):
        ask(cache, f"/old/{page}")
    number = 2
    ask(cache, "/kept")
    for page in range(14):
        ask(cache, f"/new/{page}")
    before = len(app.paths)
    ask(cache, "/kept")
    assert len(app.paths) == before


@pytest.mark.parametrize(
    "attack",
    [
        lambda cache, number: ask(cache, "/", query=f"x={number}"),
        lambda cache, number: ask(cache, "/", host=f"localhost:{number}"),
    ],
)
def test_made_up_addresses_do_not_push_out_the_pages_all_read(app: Counting, attack: Any) -> None:
    cache = FrontCache(app, lambda: 1, 100_000)
    for number in range(10):
        ask(cache, f"/page/{number}")
    for number in range(500):
        attack(cache, number)
    before = len(app.paths)
    for number in range(10):
        ask(cache, f"/page/{number}")
    assert len(app.paths) == before
    assert cache.shelf.held <= 100_000


def test_a_page_larger_than_the_memory_is_served_and_not_kept(app: Counting) -> None:
    cache = FrontCache(app, lambda: 1, 2000)
    assert ask(cache, "/") == BODY
    assert len(cache.shelf) == 0


def test_replacing_a_page_frees_its_bytes(app: Counting) -> None:
    number = 1
    cache = FrontCache(app, lambda: number, 100_000)
    ask(cache, "/")
    held = cache.shelf.held
    number = 2
    ask(cache, "/")
    assert (len(cache.shelf), cache.shelf.held) == (1, held)


def test_threads_hammering_never_see_a_page_older_than_the_version_they_knew() -> None:
    state = {"text": 0, "version": 0, "published": 0}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", HTML)
        return [str(state["text"]).encode() + b" " + environ["PATH_INFO"].encode()]

    cache = FrontCache(app, lambda: state["version"], 30_000)
    wrong: list[str] = []

    def read(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(1500):
            path = f"/{chance.randrange(20)}"
            known = state["published"]
            text, _, about = ask(cache, path).decode().partition(" ")
            if int(text) < known or about != path:
                wrong.append(f"{text} < {known} {about} {path}")

    def publish() -> None:
        for number in range(1, 300):
            state["version"] += 1  # inside the transaction
            state["text"] = number  # the commit
            state["version"] += 1  # after it
            state["published"] = number  # now the action answers

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(4)]
    threads.append(threading.Thread(target=publish))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert 0 <= cache.shelf.held <= 30_000
