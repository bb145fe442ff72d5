"""Do the screens pass a complaint among opinions to its desk, and a decided rule to the published documents?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.complaints.models import Matter
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.staff import passing
from gongkai.people.actor import actor_of
from gongkai.people.models import Post
from gongkai.publishing.models import Document as Published
from rooms.consultations import consulting
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Document]


def furnished() -> Stage:
    cast = make_cast()
    return cast, consulting.consulting(cast)


built = once_a_file(furnished)


@pytest.fixture
def stage(built: Stage) -> Stage:
    return on_stage(built)


def complaint(made: Document, **changes: Any) -> Opinion:
    return consulting.opinion(made, "文化路夜间渣土车撒漏，请处理。", **changes).opinion


def to_desk(made: Document, row: Opinion, lead: str = "") -> str:
    return f"{lead}/workspace/consultations/{made.pk}/opinions/{row.pk}/to-complaints/"


def to_documents(made: Document, lead: str = "") -> str:
    return f"{lead}/workspace/consultations/{made.pk}/to-documents/"


def drafts_too(cast: Cast, who: str = "rule_drafter") -> None:
    """The drafter of rules drafts documents as well."""
    post_of = Post.objects.get(appointments__person=cast.person(who))
    post_of.roles = [*post_of.roles, "publishing.drafter"]
    post_of.save()


@pytest.mark.parametrize("lead", ["", "/en"])
def test_an_opinion_is_passed_on_once(stage: Stage, lead: str) -> None:
    cast, made = stage
    row = complaint(made, author=Author("示例甲", "某某市某某区某某路一百二十三号" * 4))
    client, address = client_of(cast, "rule_drafter"), to_desk(made, row, lead)
    its_page = address.removesuffix("to-complaints/")
    assert address in words_of(client.get(its_page))
    assert "文化路夜间渣土车撒漏" in words_of(client.get(address))
    for kind in ("", "nothing", "\x00"):
        assert post(client, address, kind=kind).status_code == 422
    assert not Matter.objects.exists()
    done = post(client, address, kind="complaint")
    assert (done.status_code, done["Location"]) == (302, its_page)
    matter = Matter.objects.get()
    page = words_of(client.get(its_page))
    assert matter.number in page
    assert address not in page
    assert post(client, address, kind="complaint").status_code == 422, "passed on before"
    assert client.get(address)["Location"] == its_page
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rule_publisher", 200),
        ("rule_legal", 403),
        ("rule_leader", 403),
        ("supervisor", 403),
        ("rival_rule_drafter", 404),
        ("outsider", 404),
    ],
)
def test_who_passes_an_opinion_on(stage: Stage, who: str, status: int) -> None:
    cast, made = stage
    row = complaint(made)
    client = client_of(cast, who)
    assert client.get(to_desk(made, row)).status_code == status
    sent = post(client, to_desk(made, row), kind="complaint").status_code
    assert sent == (302 if status == 200 else status)
    assert Matter.objects.count() == (1 if status == 200 else 0)


def test_what_is_not_there_is_no_page(stage: Stage) -> None:
    cast, made = stage
    client, row = client_of(cast, "rule_drafter"), complaint(made)
    other = consulting.consulting(cast, title="另一办法")
    assert client.get(to_desk(other, row)).status_code == 404
    assert (
        client.get(f"/workspace/consultations/{made.pk}/opinions/{2**70}/to-complaints/").status_code == 404
    )
    assert client.get(f"/workspace/consultations/{2**70}/to-documents/").status_code == 404


@pytest.mark.parametrize("lead", ["", "/en"])
def test_a_decided_rule_begins_one_document(stage: Stage, lead: str) -> None:
    cast, made = stage
    drafts_too(cast)
    client = client_of(cast, "rule_drafter")
    record = f"{lead}/workspace/consultations/{made.pk}/"
    assert client.get(to_documents(made, lead)).status_code == 409, "nothing is decided yet"
    assert to_documents(made) not in words_of(client.get(record))
    consulting.signed(cast, consulting.ended(made))
    assert to_documents(made, lead) in words_of(client.get(record))
    assert "示例市城市建筑垃圾管理暂行办法" in words_of(client.get(to_documents(made, lead)))
    done = post(client, to_documents(made, lead))
    draft = Published.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"{lead}/workspace/documents/{draft.pk}/")
    assert post(client, to_documents(made, lead)).status_code == 422, "begun before"
    assert client.get(to_documents(made, lead))["Location"] == record
    assert draft.index_number in words_of(client.get(record))
    assert Published.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rule_drafter", 403),
        ("rule_publisher", 403),
        ("supervisor", 403),
        ("drafter", 404),
        ("outsider", 404),
    ],
)
def test_who_begins_no_document(stage: Stage, who: str, status: int) -> None:
    cast, made = stage
    consulting.signed(cast, consulting.ended(made))
    client = client_of(cast, who)
    assert client.get(to_documents(made)).status_code == status
    assert post(client, to_documents(made)).status_code == status
    assert not Published.objects.exists()


def test_the_record_says_it_to_those_it_concerns(stage: Stage) -> None:
    cast, made = stage
    signed = consulting.signed(cast, consulting.ended(made))
    assert passing.of(signed, cast.rule_drafter) is None
    drafts_too(cast)
    told = passing.of(signed, actor_of(cast.person("rule_drafter")))
    assert told == {"number": "", "url": reverse("workspace:rule_to_publication", args=[made.pk])}
    Document.objects.filter(pk=made.pk).update(publication="X-1")
    told = passing.of(consulting.now(made), cast.supervisor)
    assert told == {"number": "X-1", "url": ""}
