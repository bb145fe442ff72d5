"""Does a candidate meet questions and options in an order of their own, on resuming too, and marked all the same?"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import training
from django.test import Client

from cast import Cast
from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.duties.actions.learning import online, roster, sittings
from gongkai.duties.actions.learning.roster import LearnerInput
from gongkai.duties.models import Candidate, Learner, Result
from gongkai.duties.queries.learning import mine

pytestmark = pytest.mark.django_db


def shown(found: Candidate) -> list[tuple[int, tuple[tuple[str, str], ...]]]:
    attempt = mine.attempt_of(found)
    assert attempt is not None
    return [
        (q.place, q.options) for at in range(mine.pages(found)) for q in mine.page(found, attempt, at + 1)
    ]


def test_each_meets_an_own_order_and_right_answers_count_the_same(cast: Cast) -> None:
    names = ("drafter", "case_handler", "handler", "officer")
    people: list[Learner] = [
        roster.enter_learner(
            actor=cast.trainer,
            agency_id=cast.agency.pk,
            staff_number=f"Z{at}",
            given=LearnerInput(f"示例{at}", cast.units["waste"].pk, cast.person(name).username),
        )
        for at, name in enumerate(names)
    ]
    exam = training.online(cast)
    place = training.sitting(cast, exam, begins=1)
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[each.pk for each in people])
    orders = []
    with clock.travel_to(clock.now() + timedelta(hours=1, minutes=5)):
        for name, who in zip(names, people, strict=True):
            found, acting = training.candidate(place, who), getattr(cast, name)
            online.begin(candidate_id=found.pk, actor=acting)
            orders.append(shown(found))
            right = {at: str(each["key"]) for at, each in enumerate(exam.paper)}
            online.save_answers(candidate_id=found.pk, actor=acting, answers=dict(list(right.items())[:2]))
            again = mine.candidacy(acting, found.pk)
            assert again is not None
            assert shown(again) == orders[-1], "what is resumed stands where it stood"
            client = Client()
            client.force_login(cast.person(name))
            page = client.get(address("learning_sit_page", found.pk, 1)).content.decode()
            names_of_fields = re.findall(r'name="answer_(\d+)"', page)
            assert (
                list(dict.fromkeys(map(int, names_of_fields)))
                == [q for q, _options in orders[-1]][: len(set(names_of_fields))]
            )
            online.hand_in(candidate_id=found.pk, actor=acting, answers=right)
        assert len({str(each) for each in orders}) > 1
    with clock.travel_to(clock.now() + timedelta(hours=5)):
        training.move(exam, "mark", cast.trainer)
    marks = {each.marks for each in Result.objects.filter(candidate__sitting=place)}
    assert marks == {Decimal(60)}
