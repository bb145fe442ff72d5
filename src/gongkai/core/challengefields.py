"""The fields of a form that sets a small task before it is sent (see ``core.challenge``)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core import challenge
from gongkai.core.challenge import LONGEST, Task
from gongkai.core.formfields import HalfWidthField
from gongkai.domain.text import N_

_SAID = {
    "missing": N_("Write what the two numbers add up to."),
    "wrong": N_("That is not the sum. Here is another one; what you wrote still stands."),
    "late": N_("The page had been open for too long, so here is another sum. What you wrote still stands."),
}


class ChallengeForm(forms.Form):
    """A form with a task (``components/challenge.html``). Who subclasses it names the form's token in ``sending``."""

    nonce = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    answer = HalfWidthField(
        label=_("A small sum, so that no machine sends this"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._task: Task | None = None
        #: What the script found for the task that stands on the page, if it was solved before.
        self.proof_kept = ""
        if not challenge.wanted():
            for name in ("nonce", "proof", "answer"):
                del self.fields[name]

    @property
    def sending(self) -> str:
        """The token the form is sent under."""
        raise TypeError("A form with a task has a token.")

    @property
    def task(self) -> Task | None:
        """The task on the page: the one that was solved with this form already, else a fresh one; ``None``: none."""
        if self._task is None and challenge.wanted():
            self._task = challenge.task(self.sending)
        return self._task

    def judge_task(self) -> None:
        """Adds what is wrong with the task's answer, if anything is; called by ``clean``."""
        if not challenge.wanted():
            return
        nonce, proof, answer = (
            str(self.cleaned_data.get(name) or "") for name in ("nonce", "proof", "answer")
        )
        verdict = challenge.judge(self.sending, nonce, proof, answer)
        if verdict == "solved":
            # Something else may be wrong: nobody solves two tasks for one form.
            self._task, self.proof_kept = challenge.again(nonce), proof
            return
        self.add_error("answer", gettext(_SAID[verdict]))
        # The answer belonged to the task before; the page shows another.
        self.data = {**{name: self.data.get(name) for name in self.data}, "answer": ""}
