"""The acknowledgement of a letter (回执): reference and code of the letter, name and function; without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.campaigns.actions import letters
from gongkai.campaigns.forms.public import AcknowledgeForm
from gongkai.campaigns.public import present
from gongkai.campaigns.queries.records import Notice
from gongkai.core import rate
from gongkai.core.access import form_page
from gongkai.core.formfields import half_width, one_line, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.text import render as in_words
from gongkai.domain.text import say

#: Acknowledgements tried from one address in a minute, and of one letter from anywhere.
MOST_A_CALLER, MOST_A_LETTER = 10, 20


@form_page
def letter(request: HttpRequest) -> HttpResponse:
    """The form; sent, what was acknowledged. The reference may stand in the address, the code never does."""
    if request.method != "POST":
        reference = half_width(one_line(request.GET.get("reference", ""), 20))
        return _ask(request, AcknowledgeForm(initial={"reference": reference}))
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    seconds = _wait(request, form.cleaned_data["reference"])
    if seconds:
        form.add_error(None, in_words(_too_many(seconds)))
        return _ask(request, form, status=429)
    try:
        found = letters.acknowledge(**form.cleaned_data)
    except Refusal as refusal:
        refuse(form, refusal)
        return _ask(request, form, status=422)
    return _done(request, found)


def _wait(request: HttpRequest, reference: str) -> int:
    """Counts the try; gives the seconds to wait where there were too many."""
    return rate.wait("campaigns.letters", rate.caller(request), MOST_A_CALLER) or rate.wait(
        "campaigns.letter", reference.upper(), MOST_A_LETTER
    )


def _too_many(seconds: int) -> Any:
    return say(
        "There were too many tries within a minute, so this one was not looked at. Wait {seconds} seconds and send it "
        "again; what you typed still stands.",
        seconds=seconds,
    )


def _ask(request: HttpRequest, form: AcknowledgeForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": present.crumbs((_("Acknowledge a letter"), ""))}
    return render(request, "campaigns/public/letter.html", context, status=status)


def _done(request: HttpRequest, found: Notice) -> HttpResponse:
    """What was acknowledged; whoever sends the form again reads the same, and nobody's name."""
    context = {
        "number": found.letter.number if found.letter else found.reference,
        "title": found.campaign.title,
        "campaign_url": present.address_of(found.campaign),
        "place": found.party.site.name,
        "organisation": found.party.name,
        "at": found.acknowledged_at,
        "lang": present.content_lang(),
        "crumbs": present.crumbs((_("Acknowledge a letter"), "")),
    }
    return render(request, "campaigns/public/letter_done.html", context)
