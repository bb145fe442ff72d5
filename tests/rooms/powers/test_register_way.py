"""Does a version come into force only along its way, by two pairs of eyes, and never change after that?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import registering
from django.db import DatabaseError, transaction

from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.powers.course import PROCESS
from gongkai.powers import access, actions
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import public, register

pytestmark = pytest.mark.django_db
STATES = ("draft", "in_review", "approved", "published")
#: Who may make which move, the author of the version being ``power_editor``.
MAY = {
    "submit": {"power_editor", "second_editor"},
    "take_back": {"power_editor", "second_editor"},
    "approve": {"power_reviewer"},
    "send_back": {"power_reviewer", "power_publisher"},
    "publish": {"power_publisher"},
    "withdraw": {"power_publisher"},
    "discard": {"power_editor", "second_editor"},
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def brought_to(cast: Cast, state: str) -> Version:
    version = registering.drafted(cast)
    for key, who in (
        ("submit", "power_editor"),
        ("approve", "power_reviewer"),
        ("publish", "power_publisher"),
    ):
        if Version.objects.get(pk=version.pk).state == state:
            break
        registering.moved(version, key, getattr(cast, who))
    return Version.objects.select_related("entry").get(pk=version.pk)


@pytest.mark.parametrize("state", STATES)
def test_the_whole_access_matrix(cast: Cast, state: str) -> None:
    version = brought_to(cast, state)
    for name in cast.people:
        for move in PROCESS.moves:
            allowed = state in move.sources and name in MAY[move.key]
            before = Event.objects.count()
            with transaction.atomic():
                try:
                    registering.moved(version, move.key, getattr(cast, name), "为了测试")
                except Refusal:
                    assert not allowed, (state, move.key, name)
                    assert Event.objects.count() == before
                else:
                    assert allowed, (state, move.key, name)
                    assert Event.objects.count() == before + 1, "one event per deed"
                transaction.set_rollback(True)


def test_who_wrote_it_neither_reviews_nor_publishes_it(cast: Cast) -> None:
    both = cast.person("power_editor")
    post = both.appointments.get().post
    post.roles = ["powers.editor", "powers.reviewer", "powers.publisher"]
    post.save()
    version = registering.drafted(cast)
    registering.moved(version, "submit", cast.power_editor)
    with pytest.raises(Refusal):
        registering.moved(version, "approve", cast.power_editor)
    registering.moved(version, "approve", cast.power_reviewer)
    with pytest.raises(Refusal):
        registering.moved(version, "publish", cast.power_editor)


def test_what_is_not_complete_is_not_submitted(cast: Cast) -> None:
    version = registering.drafted(cast, content={**registering.ITEM, "decides": " "})
    assert [fault.field for fault in register.faults(version)] == ["decides"]
    with pytest.raises(Refusal, match="not complete"):
        registering.moved(version, "submit", cast.power_editor)


def test_a_version_ends_the_day_before_the_next_begins(cast: Cast) -> None:
    today = clock.today()
    first = registering.in_force(cast, on=today - timedelta(days=30))
    second = actions.draft_new_version(actor=cast.second_editor, entry_id=first.entry_id)
    assert actions.draft_new_version(actor=cast.second_editor, entry_id=first.entry_id) == second
    actions.save(
        version_id=second.pk,
        actor=cast.second_editor,
        expected_revision=second.revision,
        title="倾倒建筑垃圾的处罚",
        content={**registering.ITEM, "fee": "不收费"},
        in_force_from=today + timedelta(days=10),
    )
    registering.published(cast, second)
    entry = Entry.objects.get(pk=first.entry_id)
    assert Version.objects.get(pk=first.pk).in_force_until == today + timedelta(days=9)
    for day, number in ((today, 1), (today + timedelta(days=9), 1), (today + timedelta(days=10), 2)):
        found = register.in_force_on(entry, day)
        assert found is not None
        assert found.number == number
        assert [each.number for each in public.current("item", day)] == [number]
    assert register.in_force_on(entry, today - timedelta(days=31)) is None
    registering.moved(second, "withdraw", cast.power_publisher, "条例修改未通过")
    assert Version.objects.get(pk=first.pk).in_force_until is None, "the first one goes on"


def test_a_newer_version_begins_later(cast: Cast) -> None:
    first = registering.in_force(cast)
    second = actions.draft_new_version(actor=cast.second_editor, entry_id=first.entry_id)
    with pytest.raises(Refusal, match="later first day"):
        registering.moved(second, "submit", cast.second_editor)


def test_a_second_click_changes_nothing_and_two_people_never_overwrite(cast: Cast) -> None:
    version = registering.drafted(cast)
    for _ in range(2):
        moved = actions.move(
            version_id=version.pk, key="submit", actor=cast.power_editor, expected_revision=1
        )
        assert moved.state == "in_review"
    with pytest.raises(Conflict):
        actions.move(version_id=version.pk, key="approve", actor=cast.power_reviewer, expected_revision=1)
    assert ledger.verify()[1] is None


def test_drafting_is_the_units_own(cast: Cast) -> None:
    for name in cast.people:
        answer = access.may_draft(getattr(cast, name), cast.agency.pk, cast.units["waste"].pk)
        assert bool(answer) == (name in ("power_editor", "second_editor")), name
    version = registering.drafted(cast)
    with pytest.raises(NotAllowed):
        actions.save(
            version_id=version.pk, actor=cast.power_rival, expected_revision=1, title="别人的", content={}
        )
    with pytest.raises(NotAllowed):
        actions.save(
            version_id=version.pk, actor=cast.outsider, expected_revision=1, title="别人的", content={}
        )


@pytest.mark.parametrize("code", ["", " ", "有 空格", "x" * 61, "a/b", "\x00"])
def test_a_code_that_cannot_be_one_is_told(cast: Cast, code: str) -> None:
    with pytest.raises(Invalid) as told:
        registering.drafted(cast, code=code)
    assert told.value.field == "code"


def test_a_code_is_given_once(cast: Cast) -> None:
    registering.drafted(cast)
    with pytest.raises(Invalid):
        registering.drafted(cast)


def test_what_was_published_elsewhere_is_brought_in_once(cast: Cast) -> None:
    said = actions.BroughtIn("item", "P-9", "核准", registering.ITEM, date(2024, 1, 1))
    first = actions.bring_in(unit=cast.units["waste"], entries=[said])
    count = Event.objects.count()
    assert actions.bring_in(unit=cast.units["waste"], entries=[said]) == first
    assert Event.objects.count() == count
    with pytest.raises(Invalid):
        actions.bring_in(
            unit=cast.units["waste"],
            entries=[actions.BroughtIn("item", "P-8", "缺项", {}, date(2024, 1, 1))],
        )
    assert not Entry.objects.filter(code="P-8").exists()


def test_the_database_keeps_the_register(cast: Cast) -> None:
    version = registering.drafted(cast)
    for deed in (version.delete, version.steps.all().delete, lambda: version.steps.update(move="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
