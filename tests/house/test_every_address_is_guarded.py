"""Does every address say who may open it, and does it keep to that?"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import applying
import cast as people
import complaining
import mattering
import reporting
import requesting
from gongkai.complaints import actions as complaints
from gongkai.complaints.models import Matter, MatterFile
from gongkai.core import clock
from gongkai.core.front_cache.page import may_be_kept
from gongkai.publishing import actions
from gongkai.publishing.models import Document
from gongkai.requests import actions as requests
from gongkai.requests.models import AnswerFile, Request
from house.conftest import Address, addresses
from rooms.api import open311_stage
from stages import on_stage, once_a_file

RULES = {"public", "staff", "sign-in", "form", "applicant", "key"}
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
        self.asked = applying.answered_with_a_file(self.cast, subject=f"{HIDDEN}事由")
        self.answer_file = AnswerFile.objects.get(answer__request=self.asked)
        self.letter = self.asked.letters.filter(to_applicant=True).latest("pk").letter_id
        self.shown = open311_stage.illustrated(
            self.cast, title="路灯", text="灯不亮", released_at=clock.now()
        )
        self._handle()
        self.report = reporting.published_as_agency_and_government(reporting.with_reporters(self.cast), 2023)
        self._report_a_matter()

    def _report_a_matter(self) -> None:
        """A matter whose reply was sent with a photo."""
        matter = mattering.drafted(self.cast, title=f"{HIDDEN}诉求", text=HIDDEN)
        file = complaints.Upload(complaining.photo().file, "a.jpg", MatterFile.Kind.REPLY)
        added = complaints.add_files(matter_id=matter.pk, actor=self.cast.handler, files=[file])
        self.reply_file = added[0]
        for key, who in (("submit_reply", "handler"), ("agree_reply", "unit_head"), ("send_reply", "taker")):
            self.matter = mattering.go(self.cast, matter, key, who)
        # A bulletin needs a month that is over.
        Matter.objects.filter(pk=matter.pk).update(received_on=date(2026, 3, 2))

    def let_in(self) -> Client:
        """A browser that has shown number and code of the request and of the matter."""
        return complaining.let_in(self.matter, applying.let_in(self.asked))

    def _handle(self) -> None:
        """A request on the staff's desks, with a hearing behind it, a file, a letter and a review."""
        self.handled = requesting.handling(self.cast, subject=f"{HIDDEN}申请", description=HIDDEN)
        requesting.go(self.cast, self.handled, "hear_third_party", "officer", party=HIDDEN, reason=HIDDEN)
        heard = self.handled.consultations.get().pk
        agrees = {"consultation": heard, "result": "agrees", "opinion": HIDDEN}
        requesting.go(self.cast, self.handled, "last_opinion", "officer", **agrees)
        requesting.answered(self.cast, self.handled)
        file = requests.add_file(
            request_id=self.handled.pk,
            actor=self.cast.officer,
            expected_version=Request.objects.get(pk=self.handled.pk).version,
            source=io.BytesIO(HIDDEN.encode()),
            name="list.txt",
            title=HIDDEN,
        )
        review = requests.DisputeInput("administrative_review", self.handled.arrived_on, number=HIDDEN)
        self.review = requests.file_dispute(
            actor=self.cast.legal, agency_id=self.cast.agency.pk, content=review
        )
        receipt = self.handled.letters.earliest("pk").letter_id
        #: Word in an address's name → what the number in it names.
        self.numbers = {"opinion": heard, "received": heard, "correspondence": receipt}
        self.numbers |= dict.fromkeys(("answer_file", "redact", "page"), file.pk)

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
        if address.name.startswith("portal:request_"):
            values |= {"pk": self.asked.pk}
            values |= {"pk": self.answer_file.pk} if "answer_file" in address.name else {}
            values |= {"pk": self.letter} if "letter_file" in address.name else {}
        if address.name.startswith("portal:complaint_file"):
            values |= {"pk": self.reply_file.pk}
        if address.name.startswith(("portal:complaint_", "workspace:complaint_figure")):
            values |= {
                "public_id": self.shown.public_id,
                "period": "2026-03",
                "key": "received",
                "kind": "csv",
            }
        values |= {"slug": "form"} if "styleguide" in address.name else {}
        values |= {"key": "disclosure"} if "process" in address.name else {}
        values |= {"key": "submit"} if "move" in address.name else {}
        if address.name.startswith(("workspace:request", "workspace:dispute")):
            values |= self._of_requests(address.name)
        if address.name.startswith(("portal:report", "workspace:report")):
            values |= self._of_reports()
        if address.name.startswith("open311:"):
            identity = self.shown.public_id
            values |= {"code": open311_stage.LAMP, "matter": identity, "token": identity, "number": 1}
        values |= changes
        with translation.override(language):
            return reverse(address.name, kwargs={part: values.get(part, 1) for part in address.parts})

    def _of_requests(self, name: str) -> dict[str, Any]:
        """The request or the review behind the staff's addresses of that room."""
        return {
            "pk": self.review.pk if "dispute" in name else self.handled.pk,
            "number": next((number for word, number in self.numbers.items() if word in name), 1),
            "key": "split" if "deed" in name else "submit_answer",
            "kind": "answer_open",
            "form": "csv",
            "register": "requests",
            "agency": self.cast.agency.pk,
        }

    def _of_reports(self) -> dict[str, Any]:
        """The annual report behind the addresses of those."""
        return {
            "agency": self.cast.agency.code,
            "year": self.report.year,
            "pk": self.report.pk,
            "kind": "json",
            "key": "correct",
            "table": "table3_requests",
            "row": "new_received",
            "column": "total",
        }


def question(address: Address) -> dict[str, str]:
    """What must be asked along, so that the address answers."""
    return {"start": "2026-03-02"} if address.name == "api:v1:due" else {}


def read(response: Any) -> str:
    """The whole answer; one that is streamed is read to its end, as a browser would."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


built = once_a_file(House)


@pytest.fixture
def house(built: House, db: None) -> House:
    return on_stage(built)


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
