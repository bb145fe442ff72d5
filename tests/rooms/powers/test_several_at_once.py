"""Are several entries moved at once, each by its own deed, and is what was not moved told with its reason?"""

from __future__ import annotations

import pytest
import registering
from django.test import Client
from django.urls import reverse

from cast import Cast, make_cast
from gongkai.core.models import Event
from gongkai.powers.models import Version

pytestmark = pytest.mark.django_db
BACKEND = "gongkai.people.sign_in.Backend"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name), BACKEND)
    return client


def test_a_list_narrowed_to_drafts_offers_to_submit_what_is_ticked(cast: Cast) -> None:
    whole = registering.drafted(cast, code="P-1")
    lacking = registering.drafted(cast, code="P-2", title="缺项的事项", content={"category": "penalty"})
    client = signed_in(cast, "power_editor")
    page = client.get(reverse("workspace:powers"), {"state": "draft"}).content.decode()
    for version in (whole, lacking):
        assert f'value="{version.pk}:1"' in page
    events = Event.objects.count()
    answer = client.post(
        reverse("workspace:powers_bulk", args=["submit"]), {"chosen": [f"{whole.pk}:1", f"{lacking.pk}:1"]}
    )
    assert answer.status_code == 409
    assert "缺项的事项" in answer.content.decode()
    assert Event.objects.count() == events + 1
    assert Version.objects.get(pk=whole.pk).state == "in_review"
    assert Version.objects.get(pk=lacking.pk).state == "draft"
    again = client.post(reverse("workspace:powers_bulk", args=["submit"]), {"chosen": [f"{whole.pk}:1"]})
    assert again.status_code == 302, "a second click is no error"
    assert Event.objects.count() == events + 1


def test_reviewer_and_publisher_go_on_and_nobody_else(cast: Cast) -> None:
    version = registering.drafted(cast)
    registering.moved(version, "submit", cast.power_editor)
    for name, key in (("power_editor", "approve"), ("power_reviewer", "publish"), ("drafter", "approve")):
        answer = signed_in(cast, name).post(
            reverse("workspace:powers_bulk", args=[key]), {"chosen": [f"{version.pk}:2"]}
        )
        assert answer.status_code in (403, 409, 422), name
    for name, key, revision in (("power_reviewer", "approve", 2), ("power_publisher", "publish", 3)):
        client = signed_in(cast, name)
        state = {"approve": "in_review", "publish": "approved"}[key]
        assert "powers/several" in client.get(reverse("workspace:powers"), {"state": state}).content.decode()
        answer = client.post(
            reverse("workspace:powers_bulk", args=[key]), {"chosen": [f"{version.pk}:{revision}"]}
        )
        assert answer.status_code == 302
    assert Version.objects.get(pk=version.pk).state == "published"


@pytest.mark.parametrize("sent", [[], ["x"], ["1"], ["99999999999999999999:1"], ["7:\x00"], ["1:1:1"]])
def test_nothing_ticked_and_nonsense_are_answered(cast: Cast, sent: list[str]) -> None:
    answer = signed_in(cast, "power_editor").post(
        reverse("workspace:powers_bulk", args=["submit"]), {"chosen": sent}
    )
    assert answer.status_code == 422
    assert (
        signed_in(cast, "power_editor")
        .post(reverse("workspace:powers_bulk", args=["withdraw"]), {"chosen": sent})
        .status_code
        == 404
    )
