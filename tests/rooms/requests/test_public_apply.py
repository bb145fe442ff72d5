"""Does the form take what Article 29 asks for, keep what was typed, and make one request of many clicks?"""

from __future__ import annotations

from datetime import date
from typing import Any

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import requesting
from applying import DONE, NEW, code_of, errors, picture, typed
from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.people.models import Agency
from gongkai.requests.identity import read
from gongkai.requests.models import Applicant, Request, SealedFile
from gongkai.requests.queries.subjects import subject_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    Agency.objects.filter(pk=cast.outside_agency.pk).update(closed_on=date(2020, 1, 1))
    return cast


def sent(client: Client, **changes: Any) -> Request:
    """The form, sent and confirmed."""
    answer = client.post(NEW, typed(**changes))
    assert (answer.status_code, answer.headers["Location"]) == (302, DONE), errors(answer)
    return Request.objects.select_related("agency").latest("pk")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_form_is_valid_private_and_unlisted(cast: Cast, client: Client, prefix: str) -> None:
    answer = client.get(prefix + NEW)
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin", (
        "a stricter one makes browsers send Origin: null"
    )
    assert '<meta name="robots" content="noindex">' in html
    assert set(answer.cookies) == {"gongkai_csrf"}
    assert "1825" not in html, "the time of keeping is told in years"
    assert ("5 years after" if prefix else "5") in html


def test_what_was_sent_is_the_request(cast: Cast, client: Client) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        request = sent(
            client,
            applicant_kind="commercial_enterprise",
            organisation="示例环卫公司",
            representative="李四",
            email="a@example.org",
            by_email="on",
            help_needed=["seeing", "writing"],
            form_wanted="paper",
            way_wanted="collect",
            proof=picture(),
            attachments=[picture("一.png"), picture("二.png")],
        )
    assert (request.agency_id, request.channel, request.state) == (cast.agency.pk, "online", "received")
    assert (request.arrived_on, request.applicant_confirmed_on) == (date(2026, 3, 2), date(2026, 3, 2))
    assert (request.applicant_kind, request.form_wanted, request.way_wanted) == (
        "commercial_enterprise",
        "paper",
        "collect",
    )
    assert request.help_needed == ["seeing", "writing"]
    applicant = Applicant.objects.get(request=request)
    identity = read(applicant)
    assert (identity.organisation, identity.representative, identity.name) == (
        "示例环卫公司",
        "李四",
        requesting.MARKERS["name"],
    )
    assert (applicant.by_email, applicant.language, applicant.mark != "") == (True, "zh-hans", True)
    kinds = list(SealedFile.objects.filter(request=request).values_list("kind", flat=True))
    assert kinds == ["identity", "attachment", "attachment"]
    assert [each.verb for each in ledger.events_of([subject_of(request)])] == ["requests.request.submitted"]


def test_the_confirmation_shows_number_and_code_as_often_as_it_is_loaded(cast: Cast, client: Client) -> None:
    request = sent(client)
    for prefix in ("", "/en"):
        html = client.get(prefix + DONE).content.decode()
        html5lib.HTMLParser(strict=True).parse(html)
        assert request.number in html
        assert code_of(request) in html
        assert requesting.MARKERS["name"] not in html
    assert client.get(DONE).headers["Cache-Control"] == "no-store, private"


def test_the_confirmation_is_for_the_browser_that_sent_it_and_for_a_while(cast: Cast, client: Client) -> None:
    sent(client)
    assert Client().get(DONE).headers["Location"] == "/requests/follow/"
    cookie = client.cookies["gongkai_handed_in"]
    token = Request.objects.get().token
    assert token not in cookie.value, "the token is the code: it is sealed, not only signed"
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        "/requests/",
        True,
        "Lax",
        1800,
    )
    client.cookies["gongkai_handed_in"] = cookie.value[:-2] + "xx"
    client.cookies.pop("gongkai_handed_in_en")
    assert client.get(DONE).status_code == 302
    client.post("/requests/leave/")
    assert client.get(DONE).status_code == 302


def test_sent_twice_it_is_one_request_with_one_code(cast: Cast, client: Client) -> None:
    form = typed()
    first = client.post(NEW, form)
    shown = client.get(DONE).content.decode()
    again = client.post(NEW, form)
    assert first.headers["Location"] == again.headers["Location"] == DONE
    request = Request.objects.get()
    assert client.get(DONE).context["number"] == request.number
    assert client.get(DONE).context["code"] == code_of(request)
    assert "此前已经提交过" not in shown
    assert client.get(DONE).context["sent_before"] is False


def test_whoever_changes_the_form_after_sending_is_told_it_was_not_taken(cast: Cast, client: Client) -> None:
    form = typed()
    client.post(NEW, form)
    answer = client.post(NEW, {**form, "subject": "另一件事"}, follow=True)
    assert answer.context["sent_before"] is True
    assert Request.objects.get().subject == requesting.SUBJECT


def test_a_token_made_up_by_somebody_opens_nothing(cast: Cast, client: Client) -> None:
    from gongkai.requests import actions

    known = actions.submit(
        agency_id=cast.agency.pk, actor=None, application=requesting.application(), token="guess-me-00001"
    ).request
    request = sent(client, token="guess-me-00001")
    assert request.pk != known.pk
    assert client.get(DONE).context["number"] == request.number


def test_every_fault_is_told_at_once_and_nothing_typed_is_lost(cast: Cast, client: Client) -> None:
    form = {
        "name": "",
        "subject": "路灯",
        "description": "",
        "identity_number": "12",
        "email": "x",
        "token": "?",
    }
    answer = client.post(NEW, {**typed(way_wanted="fax", telephone="12", confirm=None), **form})
    html = answer.content.decode()
    assert answer.status_code == 422
    html5lib.HTMLParser(strict=True).parse(html)
    assert set(errors(answer)) == {
        "name", "identity_number", "telephone", "email", "description", "fax", "confirm",
    }  # fmt: skip
    summary = html[html.index("data-error-summary") : html.index("</h1>")]
    for name in errors(answer):
        assert f'href="#id_{name}"' in summary, name
        assert f'id="id_{name}_error"' in html, name
    assert 'value="路灯"' in html
    assert 'value="12"' in html
    assert f'href="/search/?q={"%E8%B7%AF%E7%81%AF"}"' in html, "look whether it is public already"
    assert not Request.objects.exists()


def test_the_token_survives_an_error(cast: Cast, client: Client) -> None:
    form = typed(name="")
    html = client.post(NEW, form).content.decode()
    assert f'value="{form["token"]}"' in html


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"applicant_kind": "law_service"}, ""),
        ({"applicant_kind": "commercial_enterprise"}, "organisation"),
        ({"applicant_kind": "nobody"}, "applicant_kind"),
        ({"telephone": ""}, "telephone"),
        ({"telephone": "", "email": "a@example.org"}, ""),
        ({"telephone": "", "address": "和平路1号"}, ""),
        ({"way_wanted": "post"}, "address"),
        ({"way_wanted": "email"}, "email"),
        ({"way_wanted": "fax"}, "fax"),
        ({"way_wanted": "fax", "fax": "0558-5550000"}, ""),
        ({"by_email": "on"}, "email"),
        ({"identity_number": "34010219900101987"}, "identity_number"),
        ({"identity_number": "３４０１０２ １９９００１０１ ９８７x"}, ""),
        ({"identity": "passport", "identity_number": "E1234567"}, ""),
        ({"matter": "everything"}, "matter"),
        ({"subject": "问" * 201}, "subject"),
        ({"description": "问" * 4001}, "description"),
        ({"help_needed": ["flying"]}, "help_needed"),
        ({"confirm": None}, "confirm"),
    ],
)  # fmt: skip
def test_what_is_missing_or_impossible_is_named(
    cast: Cast, client: Client, changes: dict[str, Any], field: str
) -> None:
    if changes.get("applicant_kind") == "law_service":
        changes = {"applicant_kind": "natural_person", "organisation": "忘了删掉的单位"}
    answer = client.post(NEW, typed(**changes))
    if field:
        assert (answer.status_code, set(errors(answer))) == (422, {field})
        assert not Request.objects.exists()
    else:
        assert answer.status_code == 302, errors(answer)
        identity = read(Applicant.objects.get())
        assert identity.organisation == "", "a natural person is no organisation"
        assert identity.identity_number in ("E1234567", "34010219900101987X", typed()["identity_number"])


def test_full_width_figures_are_the_same_figures(cast: Cast, client: Client) -> None:
    sent(client, telephone="０５５８－５５５００００", email="ａ＠example.org", postcode="２３６８００")
    identity = read(Applicant.objects.get())
    assert (identity.telephone, identity.email, identity.postcode) == (
        "0558-5550000",
        "a@example.org",
        "236800",
    )


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_asked_for_again(
    cast: Cast, client: Client, settings: Any
) -> None:
    program = SimpleUploadedFile("读我.pdf", b"MZ\x90\x00" + b"\0" * 200)
    answer = client.post(NEW, typed(proof=picture(), attachments=[picture(), program]))
    assert set(errors(answer)) == {"attachments"}
    assert "读我.pdf" in errors(answer)["attachments"][0]
    assert "请重新选择文件" in answer.content.decode() or "choose your files again" in answer.content.decode()
    assert not SealedFile.objects.exists()
    settings.GONGKAI_MAX_UPLOAD = 20
    assert "20" not in errors(client.post(NEW, typed(proof=picture())))["proof"][0].split("：")[0]
    settings.GONGKAI_MAX_UPLOAD = 1 << 20
    many = [picture(f"{at}.png") for at in range(6)]
    assert set(
        errors(client.post(NEW, typed(proof=many[:5], attachments=[picture() for _ in range(6)])))
    ) == {"attachments"}
    assert set(errors(client.post(NEW, typed(proof=[picture() for _ in range(11)])))) == {"proof"}


def test_the_agency_is_asked_for_only_where_there_are_several(cast: Cast, client: Client) -> None:
    assert 'name="agency"' not in client.get(NEW).content.decode()
    Agency.objects.update(closed_on=None)
    html = client.get(NEW).content.decode()
    assert html.index(cast.agency.name) < html.index(cast.outside_agency.name), "the host first"
    assert sent(client, agency=cast.outside_agency.pk).agency_id == cast.outside_agency.pk
    assert set(errors(client.post(NEW, typed(agency=999)))) == {"agency"}
    assert set(errors(client.post(NEW, typed()))) == {"agency"}


def test_without_any_agency_the_page_says_so(client: Client) -> None:
    answer = client.get(NEW)
    assert answer.status_code == 200
    assert '<form class="form apply"' not in answer.content.decode()
    assert client.post(NEW, typed()).status_code == 200


def test_nothing_of_the_applicant_is_in_an_address_or_a_cookie(cast: Cast, client: Client) -> None:
    answer = client.post(NEW, typed(subject="秘密的事由"))
    told = [answer.headers["Location"], *(each.value for each in client.cookies.values())]
    for secret_words in (*requesting.MARKERS.values(), "秘密的事由"):
        assert not any(secret_words in each for each in told)
    assert code_of(Request.objects.get()) not in "".join(told)


def test_the_page_of_the_portal_leads_here(cast: Cast, client: Client) -> None:
    html = client.get("/apply/").content.decode()
    assert f'href="{NEW}"' in html
    assert 'href="/requests/follow/"' in html
    assert "not open yet" not in client.get("/en/apply/").content.decode()
