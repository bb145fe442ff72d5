"""What became of one's own remark or sign-up: reference and code show where it stands, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.consultations import document_words
from gongkai.consultations.forms.voice import VoiceAnswerForm
from gongkai.consultations.public.voice import present
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries.records import Collection, Remark, SignUp
from gongkai.core import rate
from gongkai.core.access import form_page
from gongkai.core.formfields import half_width, one_line
from gongkai.core.text import render as in_words
from gongkai.domain.consultations.collecting import PROCESS, PUBLIC
from gongkai.domain.consultations.problems import PUBLIC as PROBLEMS_SHOWN
from gongkai.domain.text import say

#: Tries from one address in a minute, and for one reference from anywhere.
MOST_A_CALLER, MOST_A_REFERENCE = 20, 10


@form_page
def answer(request: HttpRequest) -> HttpResponse:
    """Asks for reference and code. One sentence for an unknown reference and for a wrong code."""
    if request.method != "POST":
        reference = half_width(one_line(request.GET.get("reference", ""), 20))
        return _ask(request, VoiceAnswerForm(initial={"reference": reference}))
    form = VoiceAnswerForm(present.sent(request))
    if not form.is_valid():
        return _ask(request, form, 422)
    reference = form.cleaned_data["reference"]
    seconds = rate.wait("consultations.voice_answers", rate.caller(request), MOST_A_CALLER)
    seconds = seconds or rate.wait("consultations.voice_answer", reference.upper(), MOST_A_REFERENCE)
    if seconds:
        form.add_error(None, in_words(_too_many(seconds)))
        return _ask(request, form, 429)
    found = reads.followed(reference, form.cleaned_data["code"])
    if found is None:
        form.add_error(None, _("Reference and code do not go together. Look at both again."))
        return _ask(request, form, 422)
    told = _of_remark(found) if isinstance(found, Remark) else _of_sign_up(found)
    return _told(request, found, told)


def _too_many(seconds: int) -> Any:
    return say(
        "There were too many tries within a minute, so this one was not looked at. Wait {seconds} seconds and send it "
        "again; what you typed still stands.",
        seconds=seconds,
    )


def _ask(request: HttpRequest, form: VoiceAnswerForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": present.crumbs((_title(), ""))}
    return render(request, "consultations/public/voice_answer.html", context, status=status)


def _title() -> str:
    return _("What became of what I said")


def _told(request: HttpRequest, found: Remark | SignUp, told: dict[str, Any]) -> HttpResponse:
    of: Collection = found.collection
    context = {
        "reference": found.reference,
        "of": of,
        "of_url": present.address_of(of) if of.state in PUBLIC else "",
        "sentence": _stands(of),
        "lang": document_words.content_lang(),
        "crumbs": present.crumbs((_title(), "")),
        **told,
    }
    return render(request, "consultations/public/voice_told.html", context)


def _stands(of: Collection) -> str:
    """Where the collection stands, in a sentence; whoever took part is not invited to."""
    sentence = present.sentence(of)
    return "" if sentence == _(PROCESS.state("open").sentence) else sentence


def _of_remark(found: Remark) -> dict[str, Any]:
    """Whether everybody reads it, and the problem it led to."""
    words = reads.words_of(found)
    problem = found.problem
    if found.hidden_reason:
        why = document_words.row_name("moderation", found.hidden_reason)
        badge = {"label": _("Not shown: {why}").format(why=why), "kind": "quiet"}
        text = _("It was read and is counted; its words are not shown to everybody.")
    elif found.shown_at is None:
        badge = {"label": _("Not looked at yet"), "kind": "soon"}
        text = _("Somebody reads it before everybody can.")
    else:
        badge = {"label": _("Shown"), "kind": "done"}
        same = found.public_words == words
        text = "" if same else _("It is shown without what was personal in it.")
    shown = problem is not None and problem.state in PROBLEMS_SHOWN and found.collection.state in PUBLIC
    return {
        "badge": badge,
        "text": text,
        "words": words,
        "at": found.received_on,
        "problem": present.problem_row(problem) if problem is not None and shown else None,
        "looked_into": problem is not None and problem.state == "found",
    }


def _of_sign_up(found: SignUp) -> dict[str, Any]:
    """Whether they come, and why not."""
    text = ""
    if found.accepted is None:
        badge = {"label": _("Not decided yet"), "kind": "soon"}
        unit = document_words.unit_name(found.collection.unit)
        text = _("{unit} decides who can come, and may call you.").format(unit=unit)
    elif found.accepted:
        badge = {"label": _("You can come"), "kind": "done"}
    else:
        badge = {"label": _("You cannot come"), "kind": "quiet"}
    return {
        "badge": badge,
        "text": text,
        "sign_up": True,
        "coming": found.accepted is True,
        "reason": found.reason if found.accepted is False else "",
        "at": found.at,
        "words": reads.sign_up_words(found),
    }
