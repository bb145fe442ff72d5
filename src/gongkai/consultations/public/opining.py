"""Giving an opinion (提意见): the form, its small task, the confirmation of an e-mail address, and what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.actions import confirming, opinions
from gongkai.consultations.actions.opinions import Kept
from gongkai.consultations.forms.public import WHOLE, OpinionForm
from gongkai.consultations.public import present, said, texts
from gongkai.consultations.queries import attachments
from gongkai.consultations.queries import opinions as placing
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries import texts as versions
from gongkai.consultations.queries.records import Document, Version
from gongkai.core import clock, mail, rate, text
from gongkai.core.access import form_page
from gongkai.core.formfields import one_line, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.text import render as in_words
from gongkai.domain.text import say

#: Codes a minute that are sent to one e-mail address.
MOST_CODES = 2


@dataclass(frozen=True, slots=True)
class _Open:
    """The document and the text that is open for opinions."""

    document: Document
    version: Version

    def form(self, *data: Any, **more: Any) -> OpinionForm:
        """The form, as this consultation asks for it."""
        identity = self.version.identity
        numbered, takes_mail = versions.numbered(self.version), mail.available()
        return OpinionForm(*data, numbered=numbered, identity=identity, takes_mail=takes_mail, **more)


@form_page
def opinion(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """The form; sent, the reference and the code. Sent twice, it is one opinion and the same page."""
    found = present.found_or_404(agency, number)
    newest = reads.versions(found)[-1]
    at = _Open(found, newest)
    if not reads.is_open(found):
        return _closed(request, found, _over(found))
    if newest.identity == "email" and not mail.available():
        return _closed(request, found, _no_mail(), ways=True)
    if request.method != "POST":
        return _ask(request, at, at.form(initial=_begun(request, newest)))
    form = at.form(request.POST, request.FILES)
    valid = form.is_valid()
    most = settings.GONGKAI_OPINIONS_PER_MINUTE
    seconds = rate.wait("consultations.opinions", rate.caller(request), most)
    if seconds:
        form.add_error(None, in_words(_too_many(most, seconds)))
        return _ask(request, at, form, status=429)
    if request.POST.get("version", "") != str(newest.number):
        form.add_error(None, in_words(_newer()))
        valid = False
    if not valid:
        return _ask(request, at, form, status=422)
    return _confirm(request, at, form) if form.to_confirm else _keep(request, at, form)


def _keep(request: HttpRequest, at: _Open, form: OpinionForm) -> HttpResponse:
    try:
        kept = opinions.give_opinion(
            document_id=at.document.pk,
            version_number=at.version.number,
            token=form.sending,
            given=form.given(),
            files=form.uploads(),
        )
    except Refusal as refusal:
        now = present.found_or_404(at.document.agency.code, at.document.number)
        if not reads.is_open(now):
            return _closed(request, now, _over(now))
        refuse(form, refusal)
        return _ask(request, at, form, status=422)
    return _done(request, at, kept, form.cleaned_data["words"])


def _confirm(request: HttpRequest, at: _Open, form: OpinionForm) -> HttpResponse:
    """Sends the code to the address, or says that the one written is not it; nothing is kept yet."""
    if form.cleaned_data["mail_code"]:
        form.add_error(
            "mail_code", _("This is not the code that was sent to {email}.").format(email=form.to_confirm)
        )
        return _ask(request, at, form, status=422, code_sent=True)
    seconds = rate.wait("consultations.codes", form.to_confirm.lower(), MOST_CODES)
    if seconds:
        form.add_error("email", in_words(_codes_enough(seconds)))
        return _ask(request, at, form, status=429, code_sent=True)
    try:
        confirming.send_code(document_id=at.document.pk, token=form.sending, email=form.to_confirm)
    except Refusal as refusal:
        refuse(form, refusal)
        return _ask(request, at, form, status=422)
    return _ask(request, at, form, code_sent=True)


def _begun(request: HttpRequest, version: Version) -> dict[str, Any]:
    """What the address chose before: a provision, and the words that were marked in it."""
    key = one_line(request.GET.get("on", ""), 20)
    text = next((row["text"] for row in version.provisions if row["key"] == key), None)
    if text is None:
        return {"on": WHOLE}
    first, last = (_place(request.GET.get(name, "")) for name in ("start", "end"))
    marked = text[first:last] if first is not None and last is not None else ""
    return {"on": key, "quote": marked, "start": first if marked else None}


def _place(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _too_many(most: int, seconds: int) -> Any:
    return say(
        "More than {most} opinions came from your address within a minute, so this one was not taken yet. Wait "
        "{seconds} seconds and send it again; what you typed still stands.",
        most=most,
        seconds=seconds,
    )


def _codes_enough(seconds: int) -> Any:
    return say(
        "Codes were sent to this address just now. Look for the newest message, also among the unwanted ones; another "
        "one can be sent in {seconds} seconds.",
        seconds=seconds,
    )


def _newer() -> Any:
    return say(
        "A newer text was put out while you were writing. It is the one shown here: look whether what you wrote still "
        "fits, and send it again. Nothing of it is lost."
    )


def _over(found: Document) -> dict[str, str]:
    return {
        "title": _("This consultation is over"),
        "text": _("Opinions were taken until {day}. What became of them will be published here.").format(
            day=text.day(found.closes_on) or "—"
        ),
    }


def _no_mail() -> dict[str, str]:
    return {
        "title": _("Opinions cannot be taken on this site at present"),
        "text": _(
            "This consultation asks for an e-mail address that is confirmed, and no e-mail can be sent from here. "
            "Please give your opinion another way: it counts the same."
        ),
    }


def _ask(
    request: HttpRequest, at: _Open, form: OpinionForm, *, status: int = 200, code_sent: bool = False
) -> HttpResponse:
    found, version = at.document, at.version
    context = {
        "form": form,
        "document": found,
        "document_url": present.address_of(found),
        "version": version,
        "days_left": said.days_left(found),
        "today": clock.today(),
        "clauses": texts.clauses(found, version),
        "chosen": _chosen(form, version),
        "code_sent": code_sent,
        "waits_for_code": "mail_code" in form.fields and (code_sent or bool(form["mail_code"].value())),
        **_around(found),
    }
    return render(request, "consultations/public/opinion.html", context, status=status)


def _chosen(form: OpinionForm, version: Version) -> dict[str, str] | None:
    """The provision that is chosen, to be read above the form."""
    key = str(form["on"].value() or "")
    rows = versions.numbered(version)
    return next(
        (
            {"name": texts.name_of(each), "text": each.provision.text}
            for each in rows
            if each.provision.key == key
        ),
        None,
    )


def _closed(
    request: HttpRequest, found: Document, notice: dict[str, str], *, ways: bool = False
) -> HttpResponse:
    """Why nothing can be sent; what was written stands there to be copied."""
    context = {
        "document": found,
        "document_url": present.address_of(found),
        "notice": notice,
        "written": request.POST.get("words", "").replace("\x00", "").strip()[: opinions.LONGEST],
        "ways": ways,
        **_around(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/public/opinion_closed.html", context, status=status)


def _around(found: Document) -> dict[str, Any]:
    return {
        "agency": found.agency,
        "agency_name": words.agency_name(found.agency),
        "lang": words.content_lang(),
        "crumbs": present.trail(found, (_("Give your opinion"), "")),
    }


def _done(request: HttpRequest, at: _Open, kept: Kept, written: str) -> HttpResponse:
    """What was kept. Whoever sends the form again reads the same."""
    found = kept.opinion
    context = {
        "document": at.document,
        "document_url": present.address_of(at.document),
        "another_url": present.address_of(at.document, "consultation_opinion_new"),
        "reference": found.reference,
        "code": kept.code,
        "codes": [
            {"label": _("Reference of the opinion"), "value": found.reference},
            {"label": _("Secret code"), "value": kept.code},
        ],
        "sent_before": placing.words_of(found) != written.replace("\r\n", "\n").strip(),
        "said_before": placing.said_before(found),
        "attached": attachments.counts([found]).get(found.pk, 0),
        "steps": _steps(at.version),
        "answer_url": reverse("portal:consultation_answer"),
        **_around(at.document),
    }
    return render(request, "consultations/public/opinion_done.html", context)


def _steps(version: Version) -> list[Any]:
    last = version.closes_on
    assert last is not None  # it was put out
    return [
        say(
            "Somebody reads it and leaves out what is personal; then everybody can read it here. Who gave it is never "
            "shown."
        ),
        say(
            "After {day} every opinion gets its answer: whether it was adopted, why, and which provision it led to. "
            "Nothing is published while one stands without.",
            day=last,
        ),
        say("With reference and code you read what became of yours. Nobody can tell you the code again."),
    ]
