"""The cast on a Wednesday morning, for every test of the room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone

from cast import Cast, make_cast
from gongkai.core import clock

NOW = datetime(2026, 11, 25, 9, 0)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock.travel_to(timezone.make_aware(NOW)):
        yield make_cast()
