"""Are words that stood open in the database sealed by the migration, once, and those of the erased taken away?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.transaction import atomic
from django.db.utils import DatabaseError

import requesting
from cast import Cast, make_cast
from gongkai.core import clock
from gongkai.requests import own_words
from gongkai.requests.models import Applicant, Request
from request_stage import TODAY

pytestmark = pytest.mark.django_db
sealing = import_module("gongkai.requests.migrations.0003_sealed_words")
EDITOR = SimpleNamespace(connection=connection)

OPEN = {"supplement": "补充：王某某的那份", "reasons": "v1. 因为诉讼", "receipt_evidence": "王某某电话确认"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def stored() -> list[tuple[str, ...]]:
    return list(Request.objects.order_by("pk").values_list(*OPEN))


def test_open_words_are_sealed_once_and_can_be_opened_again(cast: Cast) -> None:
    request, silent, erased = (requesting.submitted(cast) for _ in range(3))
    Request.objects.filter(pk__in=[request.pk, erased.pk]).update(**OPEN)
    Applicant.objects.filter(request=erased).update(erased_at=clock.now())
    sealing.seal(apps, EDITOR)
    once = stored()
    assert once[1] == once[2] == ("", "", ""), "nothing was said, and nothing is left of what was erased"
    assert not [text for row in once for text in row for word in OPEN.values() if word in text]
    fresh = Request.objects.get(pk=request.pk)
    assert {field: own_words.read(fresh, field) for field in OPEN} == OPEN
    sealing.seal(apps, EDITOR)
    assert stored() == once
    sealing.unseal(apps, EDITOR)
    assert stored()[0] == tuple(OPEN.values())
    assert own_words.SEALED == sealing.FIELDS
    assert silent.pk < erased.pk


def test_an_empty_register_has_nothing_to_seal() -> None:
    sealing.seal(apps, EDITOR)
    sealing.unseal(apps, EDITOR)
    assert not Request.objects.exists()


def test_the_table_made_anew_still_refuses_to_lose_a_request(cast: Cast) -> None:
    request = requesting.submitted(cast)
    with pytest.raises(DatabaseError, match="not deleted"), atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM requests_request WHERE id = %s", [request.pk])
    assert Request.objects.filter(pk=request.pk).exists()
