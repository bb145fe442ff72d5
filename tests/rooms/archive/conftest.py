from __future__ import annotations

import pytest

from cast import Cast, make_cast
from everybody import forget_actors


@pytest.fixture
def cast() -> Cast:
    forget_actors()
    return make_cast()
