"""Does every address say who may open it, and does it keep to that?"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import cast as people
from gongkai.publishing import actions
from gongkai.publishing.models import Document
from house.conftest import Address, addresses

RULES = {"public", "staff", "sign-in"}
HIDDEN = "秘不可示"
LANGUAGES = ("zh-hans", "en")
SIGN_IN = re.compile(r"^(/en)?/workspace/sign-in/")


class House:
    """A bureau with something behind every address."""

    def __init__(self) -> None:
        self.cast = people.make_cast()
        actions.open_topic(
            actor=self.cast.office, agency_id=self.cast.agency.pk, slug="muck", title="渣土整治"
        )
        self.public = people.draft(self.cast, topics=["muck"])
        self.attached = actions.attach(
            document_id=self.public.pk,
            actor=self.cast.drafter,
            source=io.BytesIO("名称,数量\n甲,1\n".encode()),
            name="list.csv",
            title="名录",
        )
        for key, who in people.WAY:
            people.go(self.cast, self.public, key, who)
        self.withdrawn = people.published(self.cast, title="撤下的")
        people.go(self.cast, self.withdrawn, "withdraw", "office", reason="数据有误")
        self.draft = people.draft(self.cast, title=f"{HIDDEN}标题", body=f"<p>{HIDDEN}</p>")

    def open(self, address: Address, language: str, document: Document | None = None, **changes: Any) -> str:
        """The address with every part filled in."""
        document = document or self.public
        values: dict[str, Any] = {
            "slug": document.slug,
            "identity": document.slug,
            "code": self.cast.agency.code,
            "key": "article20.1",
            "rule": "request.reply",
            "kind": "pdf",
            "form": "json",
            "year": 2026,
            "month": 3,
            "number": 1,
            "name": "none.pdf",
            "path": "nothing",
            "sample": "form",
            "token": "none",
            "person_id": self.cast.person("drafter").pk,
            "unit_id": self.cast.units["waste"].pk,
            "agency_id": self.cast.agency.pk,
            "pk": document.pk,
        }
        values |= {"slug": "muck"} if "topic" in address.name else {}
        if address.name == "portal:document_attachment":
            values |= {"number": self.attached.pk, "name": self.attached.name}
        values |= {"slug": "form"} if "styleguide" in address.name else {}
        values |= {"key": "disclosure"} if "process" in address.name else {}
        values |= {"key": "submit"} if "move" in address.name else {}
        values |= changes
        with translation.override(language):
            return reverse(address.name, kwargs={part: values.get(part, 1) for part in address.parts})


def question(address: Address) -> dict[str, str]:
    """What must be asked along, so that the address answers."""
    return {"start": "2026-03-02"} if address.name == "api:v1:due" else {}


def read(response: Any) -> str:
    """The whole answer; one that is streamed is read to its end, as a browser would."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


@pytest.fixture
def house(db: None) -> House:
    return House()


def languages(address: Address) -> tuple[str, ...]:
    return LANGUAGES if address.localised else LANGUAGES[:1]


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


def test_most_public_addresses_show_something(house: House) -> None:
    """The example behind an address is real: a page that only says 404 proves nothing."""
    empty = set()
    for address in (each for each in addresses() if each.rule == "public"):
        response = Client().get(house.open(address, "zh-hans"), question(address))
        read(response)
        if response.status_code not in (200, 302):
            empty.add(address.name)
    assert empty == {"api:nothing_here"}


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


@pytest.mark.parametrize("who", ["office", "system_admin", "outsider", "drafter"])
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
