"""What became of one's own opinion: reference and code show where it stands, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.forms.public import AnswerForm
from gongkai.consultations.public import present, said, texts
from gongkai.consultations.public.opinions import led_to
from gongkai.consultations.queries import attachments, naming
from gongkai.consultations.queries import opinions as placing
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.records import Document, Opinion
from gongkai.core import rate
from gongkai.core.access import form_page
from gongkai.core.formfields import half_width, one_line
from gongkai.core.text import render as in_words
from gongkai.domain.text import say

#: Tries from one address in a minute, and for one opinion from anywhere.
MOST_A_CALLER, MOST_AN_OPINION = 20, 10


@form_page
def answer(request: HttpRequest) -> HttpResponse:
    """Asks for reference and code. One sentence for an unknown reference and for a wrong code."""
    if request.method != "POST":
        reference = half_width(one_line(request.GET.get("reference", ""), 20))
        return _ask(request, AnswerForm(initial={"reference": reference}))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    reference = form.cleaned_data["reference"]
    seconds = rate.wait("consultations.answers", rate.caller(request), MOST_A_CALLER)
    seconds = seconds or rate.wait("consultations.answer", reference.upper(), MOST_AN_OPINION)
    if seconds:
        form.add_error(None, in_words(_too_many(seconds)))
        return _ask(request, form, status=429)
    found = placing.followed(reference, form.cleaned_data["code"])
    if found is None:
        form.add_error(None, _("Reference and code do not go together. Look at both again."))
        return _ask(request, form, status=422)
    return _told(request, found)


def _too_many(seconds: int) -> Any:
    return say(
        "There were too many tries within a minute, so this one was not looked at. Wait {seconds} seconds and send it "
        "again; what you typed still stands.",
        seconds=seconds,
    )


def _ask(request: HttpRequest, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": present.crumbs((_("What became of my opinion"), ""))}
    return render(request, "consultations/public/answer.html", context, status=status)


def _told(request: HttpRequest, found: Opinion) -> HttpResponse:
    document = found.document
    names = texts.names(found.version)
    context = {
        "reference": found.reference,
        "title": document.title,
        "document_url": present.address_of(document),
        "sentence": said.sentence(document),
        "on": names.get(found.clause, "") if found.clause else _("The whole text"),
        "quote": found.quote if found.start is not None else "",
        "words": placing.words_of(found),
        "received_on": found.received_on,
        "version": found.version.number,
        "attached": attachments.counts([found]).get(found.pk, 0),
        "shown": _shown(found),
        "passed_on": found.passed_on,
        "passed_code": placing.passed_code(found),
        **_answer(document, found),
        "lang": words.content_lang(),
        "crumbs": present.crumbs((_("What became of my opinion"), "")),
    }
    return render(request, "consultations/public/answer_told.html", context)


def _shown(found: Opinion) -> dict[str, str]:
    """Whether everybody reads it, and why not."""
    if found.hidden_reason:
        why = words.row_name("moderation", found.hidden_reason)
        return {
            "label": _("Not shown"),
            "kind": "quiet",
            "text": _("It is kept as you wrote it but not shown to everybody: {reason}.").format(reason=why),
        }
    if found.shown_at is None:
        return {
            "label": _("Not looked at yet"),
            "kind": "soon",
            "text": _("Somebody reads it before everybody can."),
        }
    same = found.public_words == placing.words_of(found)
    return {
        "label": _("Shown"),
        "kind": "done",
        "text": "" if same else _("It is shown without what was personal in it."),
    }


def _answer(document: Document, found: Opinion) -> dict[str, Any]:
    if not found.verdict:
        return {"verdict": None}
    versions = reads.versions(document)
    return {
        "verdict": said.verdict_badge(found.verdict),
        "reason": found.reason,
        **led_to(
            document,
            found.answer_clause,
            found.version.number,
            versions[-1].number,
            naming.cited(versions),
        ),
    }
