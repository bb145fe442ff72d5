"""Numbers are given in order, without gap, and never twice."""

from __future__ import annotations

import pytest
from django.db import transaction

from gongkai.core import numbering
from gongkai.core.models import Counter


@pytest.mark.django_db
def test_a_series_begins_at_one_and_is_its_own() -> None:
    with transaction.atomic():
        assert [numbering.next_in("a"), numbering.next_in("a"), numbering.next_in("b")] == [1, 2, 1]


@pytest.mark.django_db
def test_a_number_given_back_is_given_again() -> None:
    with transaction.atomic():
        numbering.next_in("a")
    with transaction.atomic():
        assert numbering.next_in("a") == 2
        transaction.set_rollback(True)
    with transaction.atomic():
        assert numbering.next_in("a") == 2


@pytest.mark.django_db
def test_a_series_is_only_ever_raised() -> None:
    numbering.raise_to("a", 7)
    numbering.raise_to("a", 3)
    with transaction.atomic():
        assert numbering.next_in("a") == 8


@pytest.mark.django_db(transaction=True)
def test_a_number_belongs_to_a_deed() -> None:
    with pytest.raises(RuntimeError):
        numbering.next_in("a")
    assert not Counter.objects.exists()
