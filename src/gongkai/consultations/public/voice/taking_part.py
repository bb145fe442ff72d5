"""Taking part: a remark, a questionnaire, a sign-up. Nothing ties what is sent to somebody who gives no name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.actions import taking_part
from gongkai.consultations.actions.taking_part import LONGEST, Taken
from gongkai.consultations.forms.voice import RemarkForm, SheetForm, SignUpForm
from gongkai.consultations.public.voice import present
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries.records import Collection
from gongkai.core import clock, mail, rate
from gongkai.core.access import form_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.text import render as in_words
from gongkai.domain.text import Text, say


@form_page
def take_part(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """The questionnaire or the form for a remark (``?what=remark`` where there are both); sent, that it arrived."""
    found = present.found_or_404(agency, number)
    if not reads.is_open(found):
        return _closed(request, found)
    kind = words.kind_of(found.kind)
    if kind["asks"] and not (kind["remarks"] and request.GET.get("what") == "remark"):
        return _sheet(request, found)
    return _remark(request, found)


def _remark(request: HttpRequest, found: Collection) -> HttpResponse:
    takes_mail = mail.available()
    if request.method != "POST":
        return _ask(request, found, RemarkForm(takes_mail=takes_mail), "remark")
    form = RemarkForm(present.sent(request), takes_mail=takes_mail)
    stopped = _stopped(request, found, form, "remark")
    if stopped is not None:
        return stopped
    try:
        taken = taking_part.say_something(collection_id=found.pk, token=form.sending, given=form.given())
    except Refusal as refusal:
        return _refused(request, found, form, refusal, "remark")
    kept = reads.remark_by_reference(taken.reference)
    same = kept is None or reads.words_of(kept) == form.cleaned_data["words"].replace("\r\n", "\n").strip()
    steps = [
        say("Somebody reads it and leaves out what is personal; then everybody can read it here."),
        say("If it shows that something is wrong, it becomes a problem with a measure and a last day."),
        say("With reference and code you read what became of yours. Nobody can tell you the code again."),
    ]
    return _done(request, found, taken, steps, sent_before=not same)


def _sheet(request: HttpRequest, found: Collection) -> HttpResponse:
    questions = reads.questions(found)
    if request.method != "POST":
        return _ask(request, found, SheetForm(questions=questions), "sheet")
    form = SheetForm(present.sent(request), questions=questions)
    stopped = _stopped(request, found, form, "sheet")
    if stopped is not None:
        return stopped
    try:
        taking_part.fill_in(collection_id=found.pk, token=form.sending, answers=form.answers())
    except Refusal as refusal:
        return _refused(request, found, form, refusal, "sheet")
    return _done(request, found, None, [], sent_before=False)


@form_page
def sign_up(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """The form for whoever wants to come; sent, reference and code."""
    found = present.found_or_404(agency, number)
    if not reads.may_sign_up(found):
        return _closed(request, found)
    if request.method != "POST":
        return _ask(request, found, SignUpForm(takes_mail=mail.available()), "sign_up")
    form = SignUpForm(present.sent(request), takes_mail=mail.available())
    stopped = _stopped(request, found, form, "sign_up")
    if stopped is not None:
        return stopped
    said, who = form.cleaned_data, form.author()
    try:
        taken = taking_part.sign_up(
            collection_id=found.pk,
            token=form.sending,
            author=who,
            stands_for=said["stands_for"],
            text=said["words"],
            by_email=bool(who.email),
        )
    except Refusal as refusal:
        return _refused(request, found, form, refusal, "sign_up")
    steps = [
        say("{unit} decides who can come, and may call you.", unit=document_words.unit_name(found.unit)),
        say("With reference and code you read whether you can come, and where not, why."),
    ]
    return _done(request, found, taken, steps, sent_before=False)


def _stopped(request: HttpRequest, found: Collection, form: Any, what: str) -> HttpResponse | None:
    """The form again where it is not filled in, or where too much came from one place; nothing where it may go on."""
    valid = form.is_valid()
    most = settings.GONGKAI_OPINIONS_PER_MINUTE
    seconds = rate.wait("consultations.voices", rate.caller(request), most)
    if seconds:
        form.add_error(None, in_words(_too_many(most, seconds)))
        return _ask(request, found, form, what, 429)
    return None if valid else _ask(request, found, form, what, 422)


def _too_many(most: int, seconds: int) -> Text:
    return say(
        "More than {most} forms came from your address within a minute, so this one was not taken yet. Wait {seconds} "
        "seconds and send it again; what you typed still stands.",
        most=most,
        seconds=seconds,
    )


def _refused(request: HttpRequest, found: Collection, form: Any, refusal: Refusal, what: str) -> HttpResponse:
    now = present.found_or_404(found.agency.code, found.number)
    if not (reads.may_sign_up(now) if what == "sign_up" else reads.is_open(now)):
        return _closed(request, now)
    refuse(form, refusal)
    return _ask(request, found, form, what, 422)


def _ask(request: HttpRequest, found: Collection, form: Any, what: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "what": what,
        "title": _TITLES[what](),
        "closes_on": present.last_day(found),
        "days_left": present.days_left(found),
        "today": clock.today(),
        "days": words.days(found.begins_on, found.ends_on),
        "action": request.get_full_path(),
        **_around(found, _TITLES[what]()),
    }
    return render(request, "consultations/public/voice_form.html", context, status=status)


_TITLES = {
    "remark": lambda: _("Say what you think"),
    "sheet": lambda: _("Fill in the questionnaire"),
    "sign_up": lambda: _("Sign up"),
}


def _around(found: Collection, title: str) -> dict[str, Any]:
    return {
        "of": found,
        "of_url": present.address_of(found),
        "lang": document_words.content_lang(),
        "crumbs": present.trail(found, (title, "")),
    }


def _closed(request: HttpRequest, found: Collection) -> HttpResponse:
    """Why nothing can be sent; what was written stands there to be copied."""
    written = [
        value.replace("\x00", "").strip()[:LONGEST]
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "token", "nonce", "proof", "answer", "consent")
        for value in request.POST.getlist(name)
    ]
    long_ones = [value for value in written if len(value) > 3]
    context = {
        "sentence": present.sentence(found),
        "elsewhere": found.state == "open",
        "written": "\n\n".join(long_ones),
        **_around(found, _("Take part")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/public/voice_closed.html", context, status=status)


def _done(
    request: HttpRequest, found: Collection, taken: Taken | None, steps: list[Text], *, sent_before: bool
) -> HttpResponse:
    """That it arrived, with reference and code where there are any. Whoever sends the form again reads the same."""
    codes = []
    if taken is not None:
        codes = [
            {"label": _("Reference"), "value": taken.reference},
            {"label": _("Secret code"), "value": taken.code},
        ]
    context = {
        "taken": taken,
        "codes": codes,
        "steps": steps,
        "sent_before": sent_before,
        "answer_url": reverse("portal:voice_answer"),
        **_around(found, _("It has arrived")),
    }
    return render(request, "consultations/public/voice_done.html", context)
