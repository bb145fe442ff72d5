"""Builds the demonstration once, the same for the same day."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.demo import (
    archiving,
    bureau,
    campaigns_2012,
    cast,
    complaints_2012,
    consultations_years,
    duties_learning_2012,
    duties_plans_2012,
    duties_publicity_2012,
    powers_years,
    work_reports,
)
from gongkai.demo.living_year import LivingYear
from gongkai.demo.stage import Stage
from gongkai.demo.year_2012 import play as play_2012
from gongkai.people.models import Agency

#: The dice of the play: the same numbers every time.
SEED = 2012
#: Printed and shown on the sign-in page, in this order.
SHOWN = (
    "drafter",
    "section-head",
    "secrecy",
    "leader",
    "office",
    "request-desk",
    "request-officer",
    "request-legal",
    "complaint-desk",
    "complaint-chief",
    "complaint-caller",
    "b1-drafter",
    "b1-head",
    "b1-officer",
    "supervisor",
    "system-admin",
    "permission-admin",
    "audit-admin",
)


class NotADemonstration(Exception):  # noqa: N818 - it reads as a sentence
    """The data folder holds a real installation."""


def ensure() -> bool:
    """Builds the demonstration unless it is there. Gives whether it was built now."""
    path = settings.DATA_DIR / "demonstration"
    if Agency.objects.exists():
        if path.exists():
            return False
        raise NotADemonstration(
            f"{settings.DATA_DIR} holds a real installation, and a demonstration never mixes with one. "
            "Set GONGKAI_DATA_DIR to another folder, or run gongkai serve."
        )
    path.write_text(clock.today().isoformat(), encoding="utf-8")
    accounts_file = settings.DATA_DIR / "demonstration-accounts.json"
    accounts_file.write_text(json.dumps(_accounts(), ensure_ascii=False, indent=1), encoding="utf-8")
    try:
        build()
    except BaseException:
        path.unlink()
        raise
    return True


def build() -> None:
    """Founds the bureau and plays its years in one transaction: all of it, or nothing."""
    today, now = clock.today(), clock.now()
    with transaction.atomic():
        with clock.travel_to(bureau.BEGIN):
            bureau.found()
        stage = Stage(random.Random(SEED))  # noqa: S311 - dice for a play
        play_2012(stage)
        complaints_2012.play(stage)
        campaigns_2012.play(stage)
        duties_plans_2012.play(stage)
        duties_publicity_2012.play(stage)
        duties_learning_2012.play(stage)
        archiving.play_2012()
        consultations_years.play(stage)
        powers_years.play(Agency.objects.get(code="cgj"))
        work_reports.play()
        LivingYear(stage, today, _end_of_play(today, now)).play()
        archiving.play(today)
    ledger.anchor()


def _end_of_play(today: object, now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _accounts() -> list[dict[str, str]]:
    parts = {part.username: part for part in cast.PARTS}
    return [
        {"username": name, "password": cast.PASSWORD, "name": parts[name].name, "part": parts[name].part}
        for name in SHOWN
    ]


def accounts() -> list[str]:
    """The demonstration accounts as lines for the shell."""
    lines = [f"\nAccounts 演示账号 (password 密码: {cast.PASSWORD})"]
    return lines + [f"  {row['username']:<18}{row['part']}" for row in _accounts()]
