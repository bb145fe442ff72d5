"""Is what a device sends kept once, by its owner alone, or refused with a sentence and nothing kept?"""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import campaigning as stage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.campaigns.models import Campaign, Inspection
from gongkai.core import clock, sealed
from gongkai.core.models import Event
from gongkai.people.models import Person
from together import own_database

pytestmark = pytest.mark.django_db
STREET = "/workspace/campaigns/street/"


def sent(cast: Cast, *unmet: str, **changes: Any) -> dict[str, Any]:
    """A record as the script sends it."""
    said: dict[str, Any] = {
        "device_key": str(uuid.uuid4()),
        "made_at": clock.now().isoformat(),
        "cause": "plan",
        "cause_number": "",
        "second": str(cast.person("second_inspector").pk),
        "days": "3",
        "remark": "",
        "present": "现场负责人示例丙",
        "lat": "33.850100",
        "lon": "115.780100",
        "accuracy": "12",
        **{f"verdict_{key}": "unmet" if key in unmet else "met" for key in stage.ITEMS},
        **{f"note_{key}": "出口有带泥" if key in unmet else "" for key in stage.ITEMS},
    }
    return {**said, **changes}


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("1.jpg", content or stage.picture().getvalue(), "image/jpeg")


def door(campaign: Campaign) -> str:
    return f"{STREET}send/{stage.listed(campaign).pk}/"


def send(client: Client, campaign: Campaign, said: dict[str, Any], **photos: Any) -> Any:
    return client.post(door(campaign), {**said, **photos}, headers={"Accept": "application/json"})


def kept_files() -> list[Path]:
    folder = sealed._folder()
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


# -------------------------------------------------------------------------------------------------------- the page
def test_without_a_script_the_page_leads_to_the_ordinary_forms(cast: Cast) -> None:
    running = stage.running(cast, stage.site(cast), stage.site(cast, "示例路改造工地"))
    stage.recorded(cast, running, "washing", made_at=clock.now() - timedelta(hours=1))
    response = client_of(cast, "inspector").get(STREET)
    html = words_of(response)
    assert f"/workspace/campaigns/inspect/{stage.listed(running).pk}/" in html
    assert [row["title"] for row in response.context["rows"]] == ["示例新区安置房二期工地", "示例路改造工地"]
    assert "blob:" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_site_in_two_campaigns_says_which_line_is_which(cast: Cast) -> None:
    first = stage.running(cast)
    page = words_of(client_of(cast, "inspector").get(STREET))
    assert f"<span>{first.number} {first.title}</span>" not in page
    second = stage.running(cast, stage.listed(first).site, title="夜间渣土专项治理")
    page = words_of(client_of(cast, "inspector").get(STREET))
    for each in (first, second):
        assert f"<span>{each.number} {each.title}</span>" in page


def test_only_this_page_may_show_what_is_on_the_device(cast: Cast) -> None:
    response = client_of(cast, "inspector").get("/workspace/campaigns/inspections/")
    assert "blob:" not in response.headers["Content-Security-Policy"]


def test_the_device_takes_along_the_sites_of_the_own_unit_and_nothing_personal(cast: Cast) -> None:
    running = stage.running(cast, stage.site(cast), stage.site(cast, "别科工地", "other"))
    stage.recorded(cast, running, "washing")
    response = client_of(cast, "inspector").get(f"{STREET}bundle.json")
    told = response.json()
    assert "no-store" in response.headers["Cache-Control"]
    assert [each["name"] for each in told["sites"]] == ["示例新区安置房二期工地"]
    site = told["sites"][0]
    assert (site["stand"], site["correct_by"]) == ("to_correct", str(clock.today() + timedelta(days=3)))
    assert site["colleagues"] == [[cast.person("second_inspector").pk, "second-inspector-name"]]
    assert [item["key"] for item in told["lists"]["six_in_place"]["items"]] == list(stage.ITEMS)
    assert told["person"]["id"] == cast.person("inspector").pk
    for word in ("示例甲", "0558-5550001", "示例丙"):
        assert word not in response.content.decode()


@pytest.mark.parametrize(("name", "count"), [("rival_inspector", 0), ("organiser", 0), ("outsider", 0)])
def test_others_take_nothing_along(cast: Cast, name: str, count: int) -> None:
    stage.running(cast)
    client = client_of(cast, name)
    assert len(client.get(f"{STREET}bundle.json").json()["sites"]) == count
    words_of(client.get(STREET))


def test_page_and_bundle_ask_no_more_for_more_sites(cast: Cast) -> None:
    stage.running(cast)
    client = client_of(cast, "inspector")

    def asked(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    before = asked(STREET), asked(f"{STREET}bundle.json")
    stage.running(cast, *(stage.site(cast, f"示例工地{number}") for number in range(4)))
    assert (asked(STREET), asked(f"{STREET}bundle.json")) == before


def test_the_worker_keeps_to_its_page_and_knows_its_files(cast: Cast) -> None:
    client = client_of(cast, "inspector")
    response = client.get(f"{STREET}worker.js")
    script = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert script.startswith("self.STREET = {")
    assert f'"page": "{STREET}"' in script
    page = client.get(STREET).content.decode()
    for each in client.get(STREET).context["scripts"]:
        assert each in page
        assert f'"{each}"' in script
    assert client.get(f"/en{STREET}worker.js").content.decode().count(f"/en{STREET}") == 2


def test_a_changed_file_is_another_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from gongkai.campaigns.staff.inspections import shell

    before, known = shell._digest(), shell._path
    other = tmp_path / "form.js"
    other.write_text("other")
    monkeypatch.setattr(shell, "_path", lambda name: other if name.endswith("form.js") else known(name))
    assert shell._digest() != before


# --------------------------------------------------------------------------------------------------------- sending
def test_the_door_says_who_is_signed_in_and_gives_a_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.person("inspector"), backend="gongkai.people.sign_in.Backend")
    running = stage.running(cast)
    said = sent(cast)
    assert send(client, running, said).status_code == 403
    told = client.get(door(running)).json()
    assert told["person"] == cast.person("inspector").pk
    headers = {"Accept": "application/json", "X-CSRFToken": told["token"]}
    assert client.post(door(running), said, headers=headers).status_code == 200


def test_what_was_kept_on_the_device_is_a_record(cast: Cast) -> None:
    client, running = client_of(cast, "inspector"), stage.running(cast)
    before = clock.now()
    made_at = clock.now().isoformat()
    answer = send(client, running, sent(cast, "washing", made_at=made_at), photos_washing=[photo(), photo()])
    made = Inspection.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {"number": made.number, "url": f"/workspace/campaigns/inspections/{made.pk}/"}
    assert made.made_at >= before
    assert (made.lat, made.accuracy, made.photos.count()) == (33.8501, 12.0, 2)
    assert client.get(answer.json()["url"]).status_code == 200


def test_sent_twice_is_the_same_record_even_when_the_campaign_is_closed_since(cast: Cast) -> None:
    client, running = client_of(cast, "inspector"), stage.running(cast)
    said = sent(cast, "washing")
    one = send(client, running, said, photos_washing=photo())
    Campaign.objects.filter(pk=running.pk).update(state="closed")
    two = send(client, running, said, photos_washing=photo())
    assert one.status_code == two.status_code == 200
    assert one.json() == two.json()
    assert Event.objects.filter(verb="campaigns.inspection.recorded").count() == 1


def test_another_content_under_the_same_key_is_refused(cast: Cast) -> None:
    client, running = client_of(cast, "inspector"), stage.running(cast)
    said = sent(cast)
    number = send(client, running, said).json()["number"]
    answer = send(client, running, {**said, "remark": "另外的内容"})
    assert answer.status_code == 409
    assert number in answer.json()["error"]


def test_nobody_sends_under_another_persons_key(cast: Cast) -> None:
    running, said = stage.running(cast), sent(cast)
    send(client_of(cast, "inspector"), running, said)
    other = {**said, "second": str(cast.person("inspector").pk)}
    answer = send(client_of(cast, "second_inspector"), running, other)
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["organiser", "campaign_publisher", "rival_inspector", "supervisor", "outsider"]
)
def test_only_inspectors_of_the_unit_send(cast: Cast, name: str) -> None:
    answer = send(client_of(cast, name), stage.running(cast), sent(cast))
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/json")
    assert not Inspection.objects.exists()


def test_nobody_sends_without_a_session(cast: Cast) -> None:
    answer = send(Client(), stage.running(cast), sent(cast))
    assert answer.status_code == 302
    assert "/workspace/sign-in/" in answer.headers["Location"]
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"device_key": "no uuid"}, "device_key"),
        ({"device_key": ""}, "device_key"),
        ({"made_at": "yesterday"}, "made_at"),
        ({"made_at": "2050-01-01T00:00:00Z"}, "made_at"),
        ({"made_at": "2011-02-01T00:00:00Z"}, "made_at"),
        ({"second": ""}, "second"),
        ({"second": "9" * 30}, "second"),
        ({"days": "31"}, "days"),
        ({"days": "x"}, "days"),
        ({"cause": ""}, "cause"),
        ({"lat": "91"}, "lat"),
        ({"remark": "长" * 1001}, "remark"),
        ({"remark": "a\x00b"}, "remark"),
        ({"verdict_fence": ""}, "item:fence"),
        ({"verdict_fence": "perhaps"}, "item:fence"),
        ({"verdict_unknown": "met"}, "answers"),
        ({"photos_unknown": photo()}, "photos"),
        ({"photos_washing": photo(b"no photo")}, "item:washing"),
        ({"photos_washing": [photo() for _ in range(7)]}, "photos"),
        ({"photos_washing": []}, "item:washing"),
    ],
)
def test_what_is_no_record_is_refused_at_its_field_and_leaves_nothing(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    running, before = stage.running(cast), kept_files()
    said = {**sent(cast, "washing"), "photos_washing": photo(), **changes}
    answer = send(client_of(cast, "inspector"), running, said)
    assert answer.status_code == 400, answer.content
    assert answer.json()["field"] == field
    assert answer.json()["error"]
    assert not Inspection.objects.exists()
    assert kept_files() == before


def test_a_photo_with_too_many_pixels_or_bytes_is_refused_with_a_sentence(cast: Cast, settings: Any) -> None:
    client, running = client_of(cast, "inspector"), stage.running(cast)
    out = io.BytesIO()
    Image.new("1", (8_000, 7_000)).save(out, "PNG")
    answer = send(client, running, sent(cast, "washing"), photos_washing=photo(out.getvalue()))
    assert (answer.status_code, answer.json()["field"]) == (400, "item:washing")
    settings.GONGKAI_MAX_UPLOAD = 500
    answer = send(client, running, sent(cast, "washing"), photos_washing=photo())
    assert (answer.status_code, answer.json()["field"]) == (400, "item:washing")
    assert not Inspection.objects.exists()


def test_a_site_that_is_not_there_is_refused(cast: Cast) -> None:
    client = client_of(cast, "inspector")
    for number in (0, 999999, 10**30):
        answer = client.post(f"{STREET}send/{number}/", sent(cast))
        assert answer.status_code == 403
        assert answer.json()["error"]


@pytest.mark.django_db(transaction=True)
def test_the_same_record_sent_twice_at_once_is_one(tmp_path: Path) -> None:
    with own_database(tmp_path) as together:

        def begin() -> tuple[Cast, Campaign]:
            cast = make_cast()
            return cast, stage.running(cast)

        cast, running = together.alone(begin)
        said = together.alone(lambda: sent(cast, "washing"))

        def try_it() -> Any:
            client = Client()
            person = Person.objects.get(pk=cast.person("inspector").pk)
            client.force_login(person, backend="gongkai.people.sign_in.Backend")
            return send(client, running, said, photos_washing=photo()).json()["number"]

        numbers = together.at_once(try_it, try_it, try_it)
        assert len({str(each) for each in numbers}) == 1, numbers
        assert together.alone(Inspection.objects.count) == 1
