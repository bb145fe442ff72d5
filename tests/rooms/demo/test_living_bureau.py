"""Is the demonstration a living bureau of the seed's shape, the same for the same day?

It takes long to build: every test of this file looks at the same one.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from datetime import date, datetime

import html5lib
import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.utils import timezone

import stages
from gongkai.annual_reports import queries as reports
from gongkai.complaints import words
from gongkai.complaints.models import Call, Matter, Nudge, Step
from gongkai.complaints.queries import figures
from gongkai.config.commands import care
from gongkai.core import clock, worktimes
from gongkai.core.models import Event, LadderStep
from gongkai.demo import build, complaints_2012
from gongkai.demo.bureau import actor
from gongkai.domain.complaints import OPEN
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.requests import PROCESS as REQUESTS
from gongkai.people.models import Agency, Body, Unit
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Document, Release
from gongkai.requests.models import Request

# The journeys build another one on PostgreSQL.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DAY = timezone.make_aware(datetime(2026, 9, 16, 14, 20))
YEAR_2012 = (date(2012, 1, 1), date(2012, 12, 31))
#: What brings a matter from the dispatch to the reporter, and what the desk does where it answers itself.
WAY = ("dispatch", "sign", "submit_reply", "agree_reply", "send_reply")
AT_ONCE = ("answer_directly",)


def _built() -> Agency:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with clock.travel_to(DAY):
        actions.sync_catalogue()
        build.ensure()
    return Agency.objects.get(is_host=True)


bureau = stages.once_a_file(_built)


def test_shape_and_states(bureau: Agency) -> None:
    kinds = Counter(Unit.objects.filter(agency=bureau).values_list("kind", flat=True))
    assert (kinds["section"], kinds["brigade"]) == (4, 5)
    assert Body.objects.filter(agency=bureau, kind=Body.Kind.LEADING_GROUP).count() == 1
    assert Body.objects.filter(agency=bureau, kind=Body.Kind.SUPERVISION_GROUP).count() == 1

    counted = {channel.kind: count for channel, count in queries.channel_counts(bureau.pk, 2012)}
    assert (counted["disclosure_site"], counted["own_portal"], counted["superior_site"]) == (84, 86, 30)

    assert set(Document.objects.values_list("state", flat=True)) == {state.key for state in PROCESS.states}
    asked = set(Request.objects.values_list("state", flat=True))
    assert asked == {state.key for state in REQUESTS.states}
    assert len(set(Request.objects.exclude(outcome="").values_list("outcome", flat=True))) >= 10
    assert reports.latest_edition(bureau.pk, DAY.year - 1, "own") is not None

    with clock.travel_to(DAY):
        board = queries.board(actor("supervisor"))
    assert {"overdue", "running"} <= {standing.state for standing in board}
    assert Release.objects.filter(struck_at__isnull=False).count() == 0
    newest = Document.objects.filter(live__isnull=False).order_by("-published_at").first()
    assert newest is not None
    assert newest.published_at is not None
    assert (DAY.date() - newest.published_at.date()).days < 20


def test_the_ledger_is_whole_and_nothing_lies_ahead(
    bureau: Agency, capsys: pytest.CaptureFixture[str]
) -> None:
    assert care.verify(argparse.ArgumentParser(), []) == 0
    events, revisions, letters, replies = (
        int("".join(filter(str.isdigit, line))) for line in capsys.readouterr().out.splitlines()
    )
    assert events == Event.objects.count()
    assert revisions > 150
    assert letters > 0
    assert replies > 392
    # The diary of the last year is told scene by scene; nothing in it lies ahead of the day it was built for.
    assert max(Event.objects.values_list("at", flat=True)) <= DAY


def test_the_year_2012_has_392_matters_over_eight_ways_and_four_are_not_closed(bureau: Agency) -> None:
    matters = Matter.objects.filter(received_on__range=YEAR_2012)
    assert sum(complaints_2012.CHANNELS.values()) == 392
    assert Counter(matters.values_list("channel", flat=True)) == complaints_2012.CHANNELS
    assert Counter(matters.values_list("state", flat=True)) == {
        "closed": 388,
        "shelved": 3,
        "merged": 1,
    }
    again = matters.get(state="merged")
    assert again.lead is not None
    assert again.lead.state == "shelved", "reported once more while it stands on the list"
    for matter in matters.filter(state="shelved"):
        assert matter.review_again_on is not None
        assert matter.review_again_on > DAY.date()
        assert matter.text != "", "what is open is not erased"
        (shelved,) = matter.steps.filter(move="shelve")
        assert len(shelved.reason) > 10, "why it cannot be solved now"
        assert shelved.person_id != matter.steps.get(move="ask_shelving").person_id
    sessions = Counter(matters.filter(session__isnull=False).values_list("session", flat=True))
    assert len(sessions) == complaints_2012.SESSIONS
    assert sum(sessions.values()) == matters.filter(channel="broadcast").count()


def test_each_of_the_388_is_traceable_from_the_call_to_the_call_back(bureau: Agency) -> None:
    closed = {
        str(each.pk): each
        for each in Matter.objects.filter(received_on__range=YEAR_2012, state="closed").select_related(
            "reporter"
        )
    }
    courses: dict[str, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(subject_type="complaints.matter", subject__in=closed).order_by("seq"):
        courses[event.subject].append(event)
    hands: dict[int, set[int | None]] = defaultdict(set)
    wrote = Step.objects.filter(matter__in=closed.values(), move__in=("author", "sign", "agree_reply"))
    for number, person in wrote.values_list("matter", "person"):
        hands[number].add(person)
    calls: dict[int, list[Call]] = defaultdict(list)
    for call in Call.objects.filter(matter__in=closed.values()).order_by("id"):
        calls[call.matter_id].append(call)
    exceptions = 0
    for key, matter in closed.items():
        told = courses[key]
        assert [each.at for each in told] == sorted(each.at for each in told), matter.number
        prefix = "complaints.matter."
        moves = [each.verb.removeprefix(prefix) for each in told if each.verb.startswith(prefix)]
        assert moves[0] in ("submitted", "entered"), matter.number
        last = len(moves) - 1 - moves[::-1].index("call_back")
        way = AT_ONCE if "answer_directly" in moves else WAY
        before = [each for each in moves[:last] if each in way]
        assert tuple(before[-len(way) :]) == way, (matter.number, moves)
        if matter.exception:
            exceptions += 1
            assert moves[-2:] == ["refer", "close_unsettled"], (matter.number, moves)
        else:
            assert moves[-1] == "close", (matter.number, moves)
            assert calls[matter.pk][-1].rating in ("satisfied", "fair")
        assert all(call.person_id not in hands[matter.pk] for call in calls[matter.pk]), matter.number
        assert matter.closed_at is not None
        assert matter.closed_at >= max(call.at for call in calls[matter.pk])
        assert told[-1].verb == "complaints.reporter.erased", "the time of keeping is over"
        assert matter.text, "what was reported is the record"
        assert (matter.address, matter.answers, matter.reporter.sealed) == ("", {}, "")
    assert 0 < exceptions < 8, "closed although somebody is not content, each with its reason"


def test_the_figures_of_2012_on_the_page_are_the_count_of_the_records(bureau: Agency) -> None:
    rows = list(Matter.objects.filter(received_on__range=YEAR_2012))
    shut = [each for each in rows if each.state == "closed"]
    settled = [each for each in shut if each.on_time is not None]
    rated = [each for each in rows if each.rating in ("satisfied", "fair", "dissatisfied")]
    expected = {
        "received": (392, None),
        "accepted": (392, 392),
        "closed": (388, 391),
        "closed_on_time": (sum(bool(each.on_time) for each in settled), len(settled)),
        "called_back": (388, 388),
        "solved": (sum(each.solved is True for each in rows), sum(each.solved is not None for each in rows)),
        "satisfied": (sum(each.rating != "dissatisfied" for each in rated), len(rated)),
        "returned": (sum(each.returns > 0 for each in rows if each.dispatched_at),
                     sum(each.dispatched_at is not None for each in rows)),
        "reopened": (sum(each.round > 1 for each in rows), sum(each.round > 1 or each in shut for each in rows)),
        "overdue": (0, 3),
        "shelved": (3, 391),
        "merged": (1, 392),
    }  # fmt: skip
    with clock.travel_to(DAY):
        scope = figures.Scope((bureau.pk,), *YEAR_2012)
        assert {each.figure.key: (each.number, each.of) for each in figures.figures(scope)} == expected
        assert 0 < expected["closed_on_time"][0] < len(settled), "some were late, as in every year"
        answer = Client().get("/complaints/figures/2012/?agency=cgj")
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    shown = {card["key"]: card for part in ("cards", "more_cards") for card in answer.context[part]}
    assert {key: card["value"] for key, card in shown.items()} == {
        key: str(number) for key, (number, _of) in expected.items()
    }
    assert all(each in shown["closed"]["share"] for each in ("99", "391", "388")), (
        "the closure rate beside it"
    )
    listed = {line[0]["value"]: line[1]["value"] for line in answer.context["tables"][0]["rows"]}
    assert listed == {words.channel(key): str(number) for key, number in complaints_2012.CHANNELS.items()}


def test_this_year_has_a_matter_in_every_open_state(bureau: Agency) -> None:
    running = set(
        Matter.objects.filter(received_on__gt=YEAR_2012[1], state__in=OPEN).values_list("state", flat=True)
    )
    assert running == set(OPEN)
    ended = set(
        Matter.objects.filter(received_on__gt=YEAR_2012[1])
        .exclude(state__in=OPEN)
        .values_list("state", flat=True)
    )
    assert {"closed", "declined", "merged"} <= ended


def test_every_step_of_the_ladder_was_taken_once_and_in_office_hours(bureau: Agency) -> None:
    fired = LadderStep.objects.filter(fired_at__isnull=False)
    assert {"yellow", "red"} <= set(fired.values_list("step", flat=True))
    told = Counter(Nudge.objects.filter(ladder_step__isnull=False).values_list("ladder_step", flat=True))
    assert set(told) == set(fired.values_list("pk", flat=True))
    assert set(told.values()) == {1}
    assert all(worktimes.is_open(each) for each in fired.values_list("fired_at", flat=True))
    assert not LadderStep.objects.filter(
        fired_at__isnull=True, cancelled_at__isnull=True, fire_at__lte=DAY
    ).exists()
    urged = Matter.objects.filter(pk__in=Nudge.objects.values("matter"))
    assert not urged.filter(state__in=("merged", "shelved")).exists()


def test_what_was_late_in_2012_was_urged_while_it_was_late(bureau: Agency) -> None:
    late = Matter.objects.filter(received_on__range=YEAR_2012, on_time=False)
    assert late.count() > 4, "some were late, as in every year"
    for matter in late:
        steps = matter.nudges.order_by("at")
        assert [each.step for each in steps] == ["yellow", "red", "urge", "supervise"], matter.number
        assert matter.signed_at is not None
        assert matter.replied_at is not None
        assert matter.signed_at < steps[0].at < steps[3].at < matter.replied_at
        assert steps[0].person_id == matter.handler_id, "the handler is warned first"
        assert steps[3].person_id != matter.handler_id, "and in the end somebody above is told"
    missed = LadderStep.objects.filter(fired_at__isnull=True, cancelled_at__gt=F("fire_at"))
    assert not missed.exists(), "no step was passed over while its clock ran"
