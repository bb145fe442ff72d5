"""Is a step of the ladder told in words on the course of a matter, in the process that shows pages as well?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import mattering
from cast import Cast
from desk import client_of, words_of
from gongkai import complaints
from gongkai.complaints.actions import climb
from gongkai.complaints.models import Nudge
from gongkai.core import clock

#: What a process that answers requests knows, and nothing else has loaded.
KNOWN = """
import json, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from gongkai.core import ledger
print(json.dumps(sorted(ledger.verbs())))
"""


def test_every_deed_of_the_room_is_known_where_pages_are_shown(tmp_path: Path) -> None:
    written = set()
    for file in Path(complaints.__file__).parent.rglob("*.py"):
        written |= set(re.findall(r'ledger\.verb\(\s*"(complaints\.[a-z_.]+)"', file.read_text("utf-8")))
    assert "complaints.matter.nudged" in written
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")},
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "GONGKAI_DATA_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", KNOWN],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    assert written <= set(json.loads(done.stdout))


def test_the_course_says_which_light_it_was(cast: Cast) -> None:
    matter = mattering.handling(cast)
    with clock.travel_to(clock.now() + timedelta(days=26)):
        climb()
        taken = list(Nudge.objects.filter(matter=matter).values_list("step", flat=True))
        page = words_of(client_of(cast, "chief").get(f"/workspace/complaints/{matter.pk}/?part=course"))
    assert "yellow" in taken
    happened = page.rpartition("办理记录")[2]
    assert "黄灯预警" in happened
    assert "nudged" not in page
    for step in taken:
        assert f"（{step}）" not in happened, step
