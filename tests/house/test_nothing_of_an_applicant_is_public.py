"""Does anything of an applicant, or of what was asked, reach a page, a file or a log line that is not theirs?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import applying
import requesting
from applying import TEXTS
from gongkai.domain.requests import PROCESS
from gongkai.requests import actions
from gongkai.requests.models import Request
from house.conftest import addresses
from house.every_door import House, languages, read
from stages import on_stage, once_a_file

STATES = [state.key for state in PROCESS.states]
#: Words every secret begins with: they can be searched for, and an answer that holds a secret holds more than them.
STEM = "秘密"
NOWHERE = ("/nowhere/", "/requests/", "/requests/mine/nowhere/", "/en/requests/1/", "/workspace/requests/1/")


class Asked(House):
    """The bureau of the house with requests in every state, each with something to hide."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = {state: applying.in_state(self.cast, state) for state in STATES}
        self._with_everything()
        self.numbers = [each.number for each in Request.objects.all()]
        self.letters = [
            sent.letter.number
            for each in Request.objects.all()
            for sent in each.letters.select_related("letter")
        ]

    def _with_everything(self) -> None:
        """A request on which everything was said that can be said, and a file was given."""
        cast, go = self.cast, requesting.go
        request = go(cast, applying.in_state(cast, "correction"), "corrected", "applicant",
                     supplement=TEXTS["supplement"])  # fmt: skip
        request = go(cast, request, "accept", "desk", unit=cast.units["waste"].pk)
        told = {"party": TEXTS["party"], "contact": TEXTS["contact"], "reason": "涉及商业秘密"}
        request = go(cast, request, "hear_third_party", "officer", **told)
        hearing = request.consultations.get()
        given = {"consultation": hearing.pk, "result": "agrees", "opinion": TEXTS["opinion"]}
        request = go(cast, request, "last_opinion", "officer", **given)
        request = go(cast, request, "ask_reasons", "officer", reason="多", by_day=applying.ahead())
        request = go(cast, request, "reasons_given", "applicant", reasons=TEXTS["reasons"])
        actions.note_help(request_id=request.pk, actor=cast.desk, expected_version=None, text=TEXTS["help"])
        actions.add_file(
            request_id=request.pk, actor=cast.officer, expected_version=None,
            source=io.BytesIO(f"名称\n{STEM}文件辰\n".encode()), name=f"{STEM}文件巳.csv",
        )  # fmt: skip
        self.everything = requesting.walk_to(cast, requesting.answered(cast, request), "issued")

    @property
    def secrets(self) -> set[str]:
        """What may be found nowhere."""
        return {
            *requesting.MARKERS.values(), *TEXTS.values(), f"{STEM}文件辰", f"{STEM}文件巳",
            *self.numbers, *self.letters,
        }  # fmt: skip

    def found_in(self, text: str, *, but: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
        """The secrets a text holds."""
        return sorted(secret for secret in self.secrets - but if secret in text)


built = once_a_file(Asked)


@pytest.fixture
def asked(built: Asked, db: None) -> Asked:
    return on_stage(built)


def words_of(response: Any) -> str:
    """Everything an answer says: its head, its cookies, its body, and what is packed into a file it holds."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    said = f"{response.headers} {response.cookies} {content.decode(errors='replace')}"
    if content.startswith(b"%PDF"):
        said += "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            said += "".join(bundle.read(name).decode(errors="replace") for name in bundle.namelist())
    return said


def every_open_address(house: Asked) -> Iterator[str]:
    """Every address anybody may call, in both languages; those with parts also with what a request would be called."""
    for address in (each for each in addresses() if each.rule in ("public", "form", "applicant")):
        for language in languages(address):
            yield house.open(address, language)
            for request in (house.requests["handling"], house.everything):
                words = dict.fromkeys(("slug", "identity", "code", "key", "name", "token"), request.number)
                named = {part: words[part] for part in address.parts if part in words}
                if named and address.name != "api:nothing_here":
                    yield house.open(address, language, **named)
                if {"pk", "number"} & set(address.parts):
                    yield house.open(address, language, pk=request.pk, number=request.pk)


def test_there_is_something_to_hide(asked: Asked) -> None:
    """The secrets are where they belong: the applicant reads them on the own page."""
    own = applying.let_in(asked.everything).get(applying.MINE).content.decode()
    for name in ("subject", "description", "supplement", "reasons", "help"):
        assert TEXTS[name] in own, name
    assert asked.everything.number in own
    assert {each.state for each in asked.requests.values()} == set(STATES)
    assert len(asked.letters) > 20


def test_no_address_anybody_may_call_shows_it(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    client, wrong, seen = Client(), [], 0
    for url in every_open_address(asked):
        response = client.get(url, {"start": "2026-03-02"} if url.endswith("/due") else {})
        text = words_of(response)
        but = {number for number in asked.numbers if number in url}  # what was asked for may be said again
        wrong += [f"{url}: {secret}" for secret in asked.found_in(text, but=but)]
        seen += 1
    assert wrong == []
    assert seen > 200
    assert asked.found_in(caplog.text, but=set(asked.numbers)) == []


def test_no_form_shows_it_whatever_is_sent(asked: Asked) -> None:
    wrong = []
    for address in (each for each in addresses() if each.rule in ("form", "applicant")):
        for language in languages(address):
            url = asked.open(address, language)
            for number in ("", asked.requests["closed"].number, asked.everything.number):
                response = Client().post(url, {"number": number, "code": "AAAAA-AAAAA", "version": "1"})
                wrong += [f"{url}: {each}" for each in asked.found_in(read(response), but={number})]
    assert wrong == []


def test_no_search_and_no_open_data_finds_it(asked: Asked) -> None:
    wrong = []
    for words in (
        STEM,
        "姓名甲乙",
        "事由丁",
        "答复",
        "13955519",
        "marker-person",
        "341600CG-2026",
        "CG-2026-0000",
    ):
        for path in (
            "/search/?q=", "/en/search/?q=", "/api/v1/documents?q=", "/documents/?q=", "/search/?order=newest&q=",
        ):  # fmt: skip
            text = read(Client().get(path + quote(words)))
            wrong += [f"{path}{words}: {secret}" for secret in asked.found_in(text, but={words})]
    assert wrong == []


def test_no_error_page_shows_it(asked: Asked) -> None:
    for path in NOWHERE:
        for address in (path, f"{path}{asked.everything.number}/"):
            response = Client().get(address)
            assert response.status_code in (302, 404)
            assert asked.found_in(read(response), but={asked.everything.number}) == []


def test_what_fails_inside_shows_nothing(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError(" ".join(asked.secrets))

    client = Client(raise_request_exception=False)
    client.cookies = applying.let_in(asked.everything).cookies
    monkeypatch.setattr("gongkai.requests.queries.following.following", broken)
    response = client.get(applying.MINE)
    assert response.status_code == 500
    assert asked.found_in(read(response)) == []
    forged = Client(enforce_csrf_checks=True).post(applying.NEW, applying.typed())
    assert forged.status_code == 403
    assert asked.found_in(read(forged)) == []


def test_one_applicant_sees_nothing_of_another(asked: Asked) -> None:
    """The others' subjects, numbers, letters and files, from within a request."""
    mine = asked.requests["registered"]
    client = applying.let_in(mine)
    own = {mine.number, *(sent.letter.number for sent in mine.letters.select_related("letter"))}
    own |= {TEXTS["subject"], TEXTS["description"]}
    others = [f"{TEXTS['subject']}{state}" for state in STATES if state != "registered"]
    wrong = []
    for address in (each for each in addresses() if each.rule == "applicant"):
        for language in languages(address):
            with translation.override(language):
                for number in range(1, 60):
                    parts: dict[str, Any] = {"pk": number, "kind": "pdf"}
                    url = reverse(address.name, kwargs={part: parts[part] for part in address.parts})
                    response = client.get(url)
                    if "application/" in response.headers.get("Content-Type", ""):
                        letter = mine.letters.filter(letter_id=number).exists()
                        wrong += [] if letter and "letter" in address.name else [f"{url}: a file"]
                        continue
                    text = read(response)
                    wrong += [f"{url}: {each}" for each in asked.found_in(text, but=own)]
                    wrong += [f"{url}: {each}" for each in others if each in text]
                    if not address.parts:
                        break
    assert wrong == []
