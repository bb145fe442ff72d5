"""Does every address say who may open it, and does it keep to that?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gongkai.core.front_cache.page import may_be_kept
from house.conftest import addresses
from house.every_door import HIDDEN, House, languages, question, read
from stages import on_stage, once_a_file

RULES = {"public", "staff", "sign-in", "form", "applicant", "key"}
SIGN_IN = re.compile(r"^(/en)?/workspace/sign-in/")


built = once_a_file(House)


@pytest.fixture
def house(built: House, db: None) -> House:
    return on_stage(built)


def test_every_address_has_a_rule() -> None:
    without = [address.path for address in addresses() if address.rule not in RULES]
    assert without == []


def test_the_workspace_is_the_staffs_and_the_rest_is_everybodys() -> None:
    wrong = [
        address.path
        for address in addresses()
        if address.path.startswith("workspace/") is not (address.rule in ("staff", "sign-in"))
    ]
    assert wrong == []


def test_every_rule_guards_something() -> None:
    assert {address.rule for address in addresses()} == RULES


def test_every_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in addresses()]
    assert sorted({name for name in names if names.count(name) > 1 or name.endswith("None")}) == []


def test_nobody_reaches_a_staff_page_without_signing_in(house: House) -> None:
    wrong = []
    for address in (each for each in addresses() if each.rule == "staff"):
        for language in languages(address):
            url = house.open(address, language, house.draft)
            for method in ("get", "post"):
                response = getattr(Client(), method)(url)
                where = response.headers.get("Location", "")
                if response.status_code != 302 or not SIGN_IN.match(where):
                    wrong.append(f"{method} {url}: {response.status_code} {where}")
                elif HIDDEN in response.content.decode():
                    wrong.append(f"{method} {url} shows content")
    assert wrong == []


def test_what_needs_a_key_is_refused_without_one(house: House) -> None:
    wrong = []
    for address in (each for each in addresses() if each.rule == "key"):
        url = house.open(address, "en")
        for method in ("get", "post"):
            for headers in ({}, {"Authorization": "Bearer gk_00000000_nonsense"}):
                response = getattr(Client(), method)(url, headers=headers)
                if response.status_code != 403 or not unkept(response) or not response.json()["message"]:
                    wrong.append(f"{method} {url}: {response.status_code}")
    assert wrong == []


def test_every_public_address_answers_anybody_without_a_session(house: House) -> None:
    wrong = []
    client = Client()
    for address in (each for each in addresses() if each.rule == "public"):
        for language in languages(address):
            url = house.open(address, language)
            response = client.get(url, question(address))
            read(response)
            if response.status_code not in (200, 302, 404, 410):
                wrong.append(f"{url}: {response.status_code}")
            if "gongkai_session" in response.cookies or "gongkai_csrf" in response.cookies:
                wrong.append(f"{url}: sets a cookie")
    assert wrong == []


def unkept(response: Any) -> bool:
    """Whether neither the browser nor the front cache keeps the answer."""
    headers = [(name, str(value)) for name, value in response.items()]
    return "no-store" in response.headers["Cache-Control"] and not may_be_kept("200 OK", headers, asked=False)


def test_a_form_is_open_to_anybody_and_leaves_nothing_but_its_own_token(house: House) -> None:
    wrong = []
    for address in (each for each in addresses() if each.rule == "form"):
        for language in languages(address):
            url = house.open(address, language)
            for method, statuses in (("get", {200}), ("post", {422})):
                response = getattr(Client(), method)(url)
                text = read(response)
                if response.status_code not in statuses:
                    wrong.append(f"{method} {url}: {response.status_code}")
                if set(response.cookies) - {"gongkai_csrf"}:
                    wrong.append(f"{method} {url}: sets {sorted(response.cookies)}")
                if not unkept(response):
                    wrong.append(f"{method} {url}: may be kept")
                if HIDDEN in text or house.asked.number in text:
                    wrong.append(f"{method} {url}: shows a request")
            if Client(enforce_csrf_checks=True).post(url).status_code != 403:
                wrong.append(f"{url}: takes a forged form")
    assert wrong == []


def test_an_applicants_page_shows_nothing_without_number_and_code(house: House) -> None:
    wrong = []
    for address in (each for each in addresses() if each.rule == "applicant"):
        for language in languages(address):
            url = house.open(address, language)
            room = "complaint" if address.name.startswith("portal:complaint_") else "request"
            with translation.override(language):
                door = reverse(f"portal:{room}_follow")
            for method in ("get", "post"):
                response = getattr(Client(), method)(url)
                where = response.headers.get("Location", "")
                if (response.status_code, where, response.content) != (302, door, b""):
                    wrong.append(f"{method} {url}: {response.status_code} {where}")
                if [name for name, cookie in response.cookies.items() if cookie.value]:
                    wrong.append(f"{method} {url}: sets {sorted(response.cookies)}")
                if not unkept(response):
                    wrong.append(f"{method} {url}: may be kept")
    assert wrong == []


def test_an_applicants_page_opens_for_its_applicant_and_is_kept_nowhere(house: House) -> None:
    """The example behind each address is real: a page that only says 404 proves nothing."""
    client, shown, wrong = house.let_in(), set(), []
    # Only a request that was split has parts; see the room's own tests.
    opened = [each for each in addresses() if each.rule == "applicant" and each.name != "portal:request_part"]
    for address in opened:
        for language in languages(address):
            response = client.get(house.open(address, language))
            text = read(response)
            if response.status_code not in (200, 302):
                wrong.append(f"{address.name}: {response.status_code}")
            elif "gongkai_session" in response.cookies or not unkept(response):
                wrong.append(f"{address.name}: may be kept")
            shown |= {address.name} if response.status_code == 200 and text else set()
    assert wrong == []
    assert shown >= {
        f"portal:request_{name}" for name in ("mine", "clock", "letter_file", "answer_file", "withdraw")
    }
    assert shown >= {
        f"portal:complaint_{name}" for name in ("mine", "clock", "file", "add", "rate", "withdraw")
    }


def test_nonsense_in_an_applicants_address_is_not_an_error(house: House) -> None:
    client, wrong = house.let_in(), []
    for address in (each for each in addresses() if each.rule == "applicant" and each.parts):
        for number in (0, 999999, 10**30):
            url = house.open(address, "en", pk=number, kind="exe" if number else "pdf")
            status = client.get(url).status_code
            if status != 404:
                wrong.append(f"{url}: {status}")
    assert wrong == []


def test_most_public_addresses_show_something(house: House) -> None:
    """The example behind an address is real: a page that only says 404 proves nothing."""
    empty = set()
    for address in (each for each in addresses() if each.rule == "public"):
        response = Client().get(house.open(address, "zh-hans"), question(address))
        read(response)
        if response.status_code not in (200, 302):
            empty.add(address.name)
    assert empty == {"api:nothing_here", "open311:nothing_here", "open311:nothing_in_english"}


def test_a_withdrawn_document_is_gone_everywhere(house: House) -> None:
    for address in addresses():
        if (
            address.rule == "public"
            and {"slug", "identity"} & set(address.parts)
            and "topic" not in address.name
        ):
            if "process" in address.name or "agenc" in address.name:
                continue
            response = Client().get(house.open(address, "zh-hans", house.withdrawn))
            assert response.status_code in (404, 410), address.name


def test_nonsense_in_a_public_address_is_not_an_error(house: House) -> None:
    wrong = []
    for address in (each for each in addresses() if each.rule == "public" and each.parts):
        words = dict.fromkeys(address.parts, 999999)
        words |= dict.fromkeys(("slug", "identity", "code", "key", "rule", "name"), "never-heard-of")
        words |= {"kind": "docx", "form": "csv"}
        url = house.open(address, "en", **words)
        response = Client().get(url)
        read(response)
        if response.status_code not in (200, 302, 404, 410, 422):
            wrong.append(f"{url}: {response.status_code}")
    assert wrong == []


@pytest.mark.parametrize("who", ["office", "system_admin", "outsider", "drafter", "desk", "officer", "legal"])
def test_no_staff_page_fails_and_an_outsider_sees_nothing(house: House, who: str) -> None:
    client = Client()
    client.force_login(house.cast.person(who), "gongkai.people.sign_in.Backend")
    wrong = []
    for address in (each for each in addresses() if each.rule == "staff"):
        if address.name == "workspace:sign_out":
            continue
        url = house.open(address, "zh-hans", house.draft)
        response = client.get(url)
        text = read(response)
        if response.status_code not in (200, 302, 403, 404, 405, 409, 422):
            wrong.append(f"{url}: {response.status_code}")
        if who == "outsider" and HIDDEN in text:
            wrong.append(f"{url}: shows another agency's draft")
    assert wrong == []
