"""Is what was written saved by itself, said so, and never lost?"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from editor_stage import Answer, Stage, as_json, form, stage, stored
from playwright.sync_api import Dialog, Page, expect

pytestmark = pytest.mark.browser

AUTOSAVE = 'data-autosave-url="/autosave" data-autosave-key="document.12.user.3"'

#: Seconds of quiet after which the form is saved, and a little.
QUIET = 2.1


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as opened:
        yield opened


def write(scene: Stage, answer: Answer, words: str = "新文字", **attributes: str) -> Page:
    scene.answers = {"/autosave": answer}
    page = scene.open(form(form_attributes=" ".join([AUTOSAVE, *attributes.values()])))
    page.clock.install()
    page.locator("#id_body").focus()
    page.keyboard.type(words)
    return page


def pass_by(page: Page, seconds: float) -> None:
    """So much time passes for the page at once, after it has seen what was typed."""
    page.evaluate("new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    page.clock.fast_forward(int(seconds * 1000))


def saved(**values: object) -> Answer:
    return Answer(body=json.dumps({"saved_at": "10:32", "version": 7, **values}))


def test_after_two_seconds_of_quiet_the_form_is_saved(scene: Stage) -> None:
    page = write(scene, saved())
    expect(page.locator("[data-autosave-status]")).to_have_text("Not saved yet")
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved 10:32")
    path, sent, headers = scene.posts[0]
    assert (path, len(scene.posts)) == ("/autosave", 1)
    assert "<p>新文字</p>" in sent
    assert 'name="title"' in sent
    assert headers["X-CSRFToken"] == "token-1"
    assert page.locator("[name=version]").input_value() == "7"
    assert page.evaluate("localStorage.length") == 0
    pass_by(page, 2.5)
    assert len(scene.posts) == 1
    scene.close(page)


def test_the_status_speaks_the_pages_language(scene: Stage) -> None:
    labels = as_json(saved="已保存 {time}")
    page = write(scene, saved(), labels=f'data-autosave-labels="{labels}"')
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_have_text("已保存 10:32")
    assert page.locator("[data-autosave-status]").get_attribute("role") == "status"
    scene.close(page)


def test_a_conflict_shows_the_servers_sentence_and_stops(scene: Stage) -> None:
    page = write(scene, Answer(status=409, body=json.dumps({"message": "李明 10:31 保存了新的版本。"})))
    sentence = "Saving has stopped. 李明 10:31 保存了新的版本。"
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_have_text(sentence)
    page.keyboard.type("再写")
    pass_by(page, 2.6)
    assert len(scene.posts) == 1
    for _ in range(10):  # the browser writes it when it gets round to it
        if "再写" in page.evaluate("localStorage.getItem('gongkai.copy.document.12.user.3')"):
            break
        pass_by(page, 2.6)
    assert "再写" in page.evaluate("localStorage.getItem('gongkai.copy.document.12.user.3')")
    page.evaluate("localStorage.clear()")
    scene.close(page, expected="409")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(status=400, body=json.dumps({"message": "标题太长。"})), "Not saved: 标题太长。"),
        (Answer(status=500, body="<h1>oops", kind="text/html"), "did not answer as expected"),
        (Answer(status=401), "signed out"),
    ],
)
def test_a_failure_says_why_and_keeps_a_copy(scene: Stage, answer: Answer, sentence: str) -> None:
    page = write(scene, answer)
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_contain_text(sentence)
    assert "新文字" in page.evaluate("localStorage.getItem('gongkai.copy.document.12.user.3')")
    page.evaluate("localStorage.clear()")
    scene.close(page, expected=str(answer.status))


def test_saving_is_tried_again_when_the_connection_is_back(scene: Stage) -> None:
    page = write(scene, saved())
    page.context.set_offline(True)
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved 10:32")
    scene.close(page, expected="ERR_INTERNET_DISCONNECTED")


def test_leaving_with_unsaved_words_asks_first(scene: Stage) -> None:
    page = write(scene, saved())
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    pass_by(page, 0.4)
    page.evaluate("location.assign('/elsewhere')")
    pass_by(page, 0.4)
    assert asked == ["beforeunload"]
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved 10:32")
    scene.close(page)


def test_a_newer_copy_is_offered_and_comes_back(scene: Stage) -> None:
    page = write(scene, Answer(status=500), words="断线前写的")
    page.locator("#id_title").fill("新标题")
    pass_by(page, 0.7)
    page.reload()
    offer = page.locator(".editor-offer")
    expect(offer).to_contain_text("newer than what is saved")
    assert stored(page) == ""
    offer.get_by_role("button", name="Bring the copy back").click()
    assert page.locator("#id_title").input_value() == "新标题"
    assert stored(page) == "<p>断线前写的</p>"
    scene.answers["/autosave"] = saved()
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved 10:32")
    page.reload()
    assert page.locator(".editor-offer").count() == 0
    scene.close(page, expected="500")


def test_a_copy_older_than_the_server_is_forgotten(scene: Stage) -> None:
    page = write(scene, Answer(status=500))
    pass_by(page, 0.7)
    attributes = f'{AUTOSAVE} data-autosave-saved-at="2999-01-01T00:00:00+08:00"'
    page.goto("about:blank")
    scene.document = scene.document.replace(AUTOSAVE, attributes)
    page.goto(scene.address)
    assert page.locator(".editor-offer").count() == 0
    assert page.evaluate("localStorage.length") == 0
    scene.close(page, expected="500")


def test_sending_waits_for_the_save_under_way(scene: Stage) -> None:
    hold = threading.Event()
    answer = saved()
    answer.hold = hold
    page = write(scene, answer)
    pass_by(page, QUIET)
    expect(page.locator("[data-autosave-status]")).to_have_text("Saving…")
    page.get_by_role("button", name="Send").click()
    pass_by(page, 0.3)
    assert [path for path, _, _ in scene.posts] == ["/autosave"]
    hold.set()
    page.wait_for_url("**/save")
    path, sent, _ = scene.posts[1]
    assert path == "/save"
    assert "version=7" in sent
    assert "move=send" in sent
    page.evaluate("localStorage.clear()")
    page.close()


def test_control_s_saves_at_once(scene: Stage) -> None:
    page = write(scene, saved())
    page.keyboard.press("Control+s")
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved 10:32", timeout=1500)
    scene.close(page)
