"""Is a real installation ever taken for a demonstration?"""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from gongkai.demo import build
from gongkai.people.models import Agency

pytestmark = pytest.mark.django_db


def test_a_real_installation_is_never_mixed_with_a_demonstration() -> None:
    Agency.objects.create(code="real", name="真实单位", short_name="真实", opened_on=date(2026, 1, 1))
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with pytest.raises(build.NotADemonstration):
        build.ensure()
