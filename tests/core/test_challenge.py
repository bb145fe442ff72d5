"""Does the small task before sending keep machines off, cost a person little, and hold for one form alone?"""

from __future__ import annotations

import hashlib
import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import sync_playwright

from gongkai.core import challenge, clock
from gongkai.core.challengefields import ChallengeForm
from house.conftest import SOURCE
from waiting import until

FORM = "a" * 32


def proof_of(nonce: str, bits: int) -> str:
    """What the script looks for."""
    for number in range(1 << (bits + 6)):
        digest = hashlib.sha256(f"{nonce}:{number}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - bits) == 0:
            return str(number)
    raise AssertionError("no proof")


@pytest.fixture(autouse=True)
def _few_bits(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 8


def test_a_proof_solves_it() -> None:
    task = challenge.task(FORM)
    assert challenge.judge(FORM, task.nonce, proof_of(task.nonce, task.bits), "") == "solved"
    assert {challenge.judge(FORM, task.nonce, str(number), "") for number in range(40, 50)} <= {
        "wrong",
        "solved",
    }
    assert challenge.judge(FORM, task.nonce, "-1", "") in ("wrong", "solved")


def test_a_sum_in_words_or_figures_solves_it_without_scripts() -> None:
    task = challenge.task(FORM)
    total = task.first + task.second
    from gongkai.domain.consultations import numerals

    for answer in (str(total), f" {total}。", numerals.written(total), str(total).translate(
        {ord(str(figure)): chr(0xFF10 + figure) for figure in range(10)}
    )):  # fmt: skip
        assert challenge.judge(FORM, task.nonce, "", answer) == "solved", answer
    assert challenge.judge(FORM, task.nonce, "", str(total + 1)) == "wrong"
    assert challenge.judge(FORM, task.nonce, "", "很多") == "wrong"
    assert challenge.judge(FORM, task.nonce, "", "  ") == "missing"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_question_is_in_the_readers_words(language: str) -> None:
    with translation.override(language):
        first, second = challenge.task(FORM).numbers()
    assert all(word.isalpha() for word in (first, second))
    assert first.isascii() is (language == "en")


def test_it_is_good_for_its_own_form_and_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    task = challenge.task(FORM)
    proof = proof_of(task.nonce, task.bits)
    assert challenge.judge("b" * 32, task.nonce, proof, "") == "late"
    for meddled in ("", "x", task.nonce[:-1], f"9{task.nonce}", f"{task.nonce}\x00", "1" * 500, "秘.秘.秘"):
        assert challenge.judge(FORM, meddled, proof, "") == "late", meddled
    later = clock.now() + timedelta(seconds=challenge.LASTS + 5)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert challenge.judge(FORM, task.nonce, proof, "") == "late"


def test_it_can_be_switched_off(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 0
    assert challenge.judge(FORM, "", "", "") == "solved"
    assert Short({"token": FORM}).task is None
    assert Short({"token": FORM}).is_valid()


class Short(ChallengeForm):
    """A form with nothing but the task."""

    @property
    def sending(self) -> str:
        return FORM

    def clean(self) -> dict[str, Any]:
        self.judge_task()
        return self.cleaned_data


def test_a_wrong_answer_brings_another_task_and_a_solved_one_stands() -> None:
    task = challenge.task(FORM)
    wrong = Short({"nonce": task.nonce, "answer": "99"})
    assert not wrong.is_valid()
    assert wrong.task is not None
    assert wrong.task.nonce != task.nonce
    assert wrong["answer"].value() == ""
    right = Short({"nonce": task.nonce, "answer": str(task.first + task.second)})
    assert right.is_valid()
    assert right.task == task


def test_a_form_without_a_token_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        challenge.task(ChallengeForm().sending)


@pytest.mark.browser
def test_the_browsers_own_digest_is_right() -> None:
    """The script solves what the server judges; no network, no server."""
    form = Short()
    task = form.task
    assert task is not None
    box = render_to_string("components/challenge.html", {"form": form})
    script = (SOURCE / "core/static/gongkai/challenge.js").read_text()
    page_text = f'<form onsubmit="return false">{box}<input name="words"><button>Send</button></form>'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(page_text)
        assert page.is_visible("[name=answer]")
        page.add_script_tag(content=script)
        assert not page.is_visible("[name=answer]")
        page.evaluate(
            "window.sent = 0; document.forms[0].addEventListener('submit', () => { window.sent += 1; })"
        )
        page.click("button")
        until(page, "document.querySelector('[name=proof]').value !== '' && window.sent === 1")
        proof = page.input_value("[name=proof]")
        browser.close()
    assert task.bits == settings.GONGKAI_CHALLENGE_BITS
    assert challenge.judge(FORM, task.nonce, proof, "") == "solved"
