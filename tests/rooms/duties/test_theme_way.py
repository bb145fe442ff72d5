"""Who opens a theme, what is put under it, and how far has it come?"""

from __future__ import annotations

from typing import Any

import planning as stage
import pytest
from django.test import Client

from cast import Cast
from everybody import who_may
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.duties.actions import tasks, themes
from gongkai.duties.queries import themes as reads
from gongkai.journeys import theme_of_documents
from gongkai.people.actor import StaffActor

pytestmark = pytest.mark.django_db


def test_a_theme_is_opened_by_other_eyes(cast: Cast) -> None:
    made = stage.theme(cast)

    def opened(actor: StaffActor) -> Any:
        return themes.move_theme(theme_id=made.pk, key="open", actor=actor, expected_revision=None)

    assert who_may(cast, opened) == {"duty_leader"}
    assert reads.public_theme(cast.agency.code, made.number) is None
    stage.theme_moved(made, "open", cast.duty_leader)
    assert reads.public_theme(cast.agency.code, made.number) is not None
    with pytest.raises(Refusal):
        stage.theme_moved(stage.theme(cast, measures=""), "open", cast.duty_leader)


def test_progress_counts_tasks_by_state(cast: Cast) -> None:
    made = stage.theme(cast)
    plan = stage.adopted(cast, "甲", "乙", "丙")
    for task in plan.tasks.all():
        tasks.tag_task(task_id=task.pk, actor=cast.planner, expected_revision=None, theme_id=made.pk)
    stage.moved(stage.reported(cast, stage.first(plan)), "find_done", cast.duty_leader)
    progress = reads.progress(list(reads.public_tasks(made)))
    assert (progress.tasks, progress.by_state, progress.percent) == (3, {"planned": 2, "done": 1}, 33)


def test_only_the_planner_puts_tasks_and_documents_under_a_theme(cast: Cast) -> None:
    made, task = stage.theme(cast), stage.first(stage.adopted(cast))

    def tag(actor: StaffActor) -> Any:
        return tasks.tag_task(task_id=task.pk, actor=actor, expected_revision=None, theme_id=made.pk)

    def put(actor: StaffActor) -> Any:
        return themes.put_publication(theme_id=made.pk, actor=actor, index_number="A/1", title="办法")

    assert [who_may(cast, deed) for deed in (tag, put)] == [{"planner"}] * 2
    put(cast.planner)
    with pytest.raises(Refusal):
        put(cast.planner)
    stage.theme_moved(made, "open", cast.duty_leader)
    stage.theme_moved(made, "close", cast.duty_leader)
    with pytest.raises(NotAllowed):
        tag(cast.planner)


def test_a_document_is_taken_out_of_a_theme_and_may_be_put_back(cast: Cast) -> None:
    made = stage.theme(cast)
    themes.put_publication(theme_id=made.pk, actor=cast.planner, index_number="A/1", title="办法")
    themes.put_publication(theme_id=made.pk, actor=cast.planner, index_number="A/2", title="规程")

    def out(actor: StaffActor) -> Any:
        return theme_of_documents.take_out(theme_id=made.pk, actor=actor, index_number="A/1")

    def standing() -> list[str]:
        return [each.index_number for each in reads.publications(made)]

    assert who_may(cast, out) == {"planner"}
    out(cast.planner)
    assert standing() == ["A/2"]
    told = len(reads.told(made))
    out(cast.planner)
    assert len(reads.told(made)) == told, "a second click tells nothing"
    assert reads.told(made)[-1].verb == "duties.theme.publication_out"
    with pytest.raises(Refusal):
        theme_of_documents.take_out(theme_id=made.pk, actor=cast.planner, index_number="A/9")
    themes.put_publication(theme_id=made.pk, actor=cast.planner, index_number="A/1", title="办法")
    assert standing() == ["A/1", "A/2"]
    stage.theme_moved(made, "open", cast.duty_leader)
    stage.theme_moved(made, "close", cast.duty_leader)
    with pytest.raises(NotAllowed):
        out(cast.planner)


def test_the_page_of_a_theme_takes_a_document_out(cast: Cast) -> None:
    made = stage.theme(cast)
    themes.put_publication(theme_id=made.pk, actor=cast.planner, index_number="A/1", title="办法")
    here = f"/workspace/themes/{made.pk}/"
    planner, doer = Client(), Client()
    planner.force_login(cast.person("planner"))
    doer.force_login(cast.person("duty_leader"))
    assert f"{here}publications/out/" in planner.get(here).content.decode()
    assert f"{here}publications/out/" not in doer.get(here).content.decode()
    assert doer.post(f"{here}publications/out/", {"index_number": "A/1"}).status_code == 403
    assert planner.get(f"{here}publications/out/").status_code == 405
    for _ in range(2):
        assert planner.post(f"{here}publications/out/", {"index_number": "A/1"}).status_code == 302
    assert planner.post(f"{here}publications/out/", {"index_number": "\x00" * 200}).status_code == 302
    assert reads.publications(made) == []
