"""The page of a request for its applicant: where it stands, why that day, its letters and the files of its answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.core import deadlines, files, letters
from gongkai.core.context import demonstration
from gongkai.core.paper.sheet import PrintError
from gongkai.domain.process import Kind
from gongkai.domain.requests import PROCESS
from gongkai.domain.text import N_
from gongkai.requests import own_words, words
from gongkai.requests.actions.effects_fee import PAY_WAY
from gongkai.requests.public import told, visit
from gongkai.requests.public.guard import own_page
from gongkai.requests.public.present import chip, content_lang, crumbs
from gongkai.requests.public.sending import attachment
from gongkai.requests.queries import following as queries
from gongkai.requests.queries import moves
from gongkai.requests.queries.following import Answer, Following, Request

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: What is said on top after a deed; the address carries its key.
SAID = {
    "completed": N_("Your correction has arrived. The time to answer begins anew."),
    "reasons": N_("Your reasons have arrived."),
    "withdrawn": N_("Your request is withdrawn. The acknowledgement is among the letters."),
    "notices": N_("Your choice about notices is kept."),
}
#: Kind of a file the applicant sent → what it is called.
SENT = {
    "identity": N_("Proof of identity"),
    "attachment": N_("Attachment"),
    "supplement": N_("Sent with the correction"),
}


@own_page()
def mine(request: HttpRequest, found: Request) -> HttpResponse:
    """Everything about the request on one page."""
    followed = queries.following(found)
    return shown(request, followed, said=SAID.get(request.GET.get("said", ""), ""))


def shown(
    request: HttpRequest, followed: Following, *, said: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what was just done or refused on top."""
    own, state = followed.own, PROCESS.state(followed.request.state)
    context = {
        "followed": followed,
        "request_number": followed.request.number,
        "said": said,
        "problem": problem,
        "state": state,
        "ended": _ended(followed.request),
        "next": told.next_step(followed),
        "may": may(followed.request),
        "held": followed.held if state.kind is Kind.OPEN else None,
        "reply": chip(followed.reply) if followed.reply else None,
        "own": chip(own) if own else None,
        "answers": [_answer(each) for each in followed.answers],
        "letters": [_letter(each.letter) for each in followed.letters],
        "asked": _asked(followed.request),
        "sent_files": [
            {
                "label": gettext(SENT[each.kind]),
                "kind": each.name.rpartition(".")[2].upper(),
                "size": _size(each.size),
            }
            for each in followed.files
        ],
        "fee": _fee(followed),
        "timeline": told.timeline(followed.steps),
        "family": [
            {"pk": each.pk, "number": each.number, "state": PROCESS.state(each.state)}
            for each in followed.family
        ],
        "lang": content_lang(),
        "crumbs": crumbs((followed.request.number, "")),
    }
    return render(request, "requests/public/mine.html", context, status=status)


def may(request: Request) -> frozenset[str]:
    """What the applicant may do now; the process table says it."""
    offered = moves.offers(request, queries.actor_of(request))
    return frozenset(each.move.key for each in offered if each.refused is None)


def _ended(request: Request) -> str:
    """How it ended, in the words of the annual table or of Article 41."""
    if request.matter == "own_record":
        return (
            words.label("requests", "own_record_result", request.own_record_result)
            if request.closed_on
            else ""
        )
    return words.outcome(request.outcome)


def _asked(request: Request) -> list[dict[str, Any]]:
    rows = [
        (gettext("What is it about?"), words.label("requests", "matter", request.matter)),
        (gettext("In one line"), request.subject),
        (gettext("Description of the information"), request.description),
        (gettext("What you completed"), own_words.read(request, "supplement")),
        (gettext("Your reasons"), own_words.read(request, "reasons")),
        (gettext("Form wanted"), words.label("requests", "form", request.form_wanted)),
        (gettext("Way wanted"), words.label("requests", "way", request.way_wanted)),
        (
            gettext("Help needed"),
            "、".join(words.label("requests", "help", each) for each in request.help_needed),
        ),
        (gettext("Help given"), request.help_given),
    ]
    return [{"question": question, "answer": answer} for question, answer in rows if answer]


def _letter(letter: queries.Letter) -> dict[str, Any]:
    return {
        "title": words.letter_title(letter.kind) if not words.in_chinese() else letter.title,
        "number": letter.number,
        "on": letter.issued_on,
        "pdf": reverse("portal:request_letter_file", args=[letter.pk, "pdf"]),
        "docx": reverse("portal:request_letter_file", args=[letter.pk, "docx"]),
        "erased": letter.erased_at is not None,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    assert answer.letter is not None
    given = [
        {
            "name": each.title or each.name,
            "url": reverse("portal:request_answer_file", args=[each.pk]),
            "kind": each.name.rpartition(".")[2].upper(),
            "size": _size(each.file.size),
        }
        for each in getattr(answer, "given", [])
    ]
    return {
        "kind": words.answer(answer.kind) if answer.kind else "",
        "outcome": words.outcome(answer.outcome),
        "on": answer.issued_on,
        "letter": _letter(answer.letter),
        "pointer": answer.pointer,
        "given": given,
        "remedies": answer.letter.remedies,
    }


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size // 1024)} KB"


def _fee(followed: Following) -> dict[str, Any] | None:
    fee = followed.fee
    if fee is None:
        return None
    return {
        "amount": f"{fee.amount:,.2f}".rstrip("0").rstrip("."),
        "trace": fee.trace,
        "notified_on": fee.notified_on,
        "paid_on": fee.paid_on,
        "lapsed_on": fee.lapsed_on,
        "letter": fee.letter.number if fee.letter else "",
        "way": PAY_WAY,
    }


@own_page()
def clock(request: HttpRequest, found: Request) -> HttpResponse:
    """Why this date: every day of the count, counted or not, and why."""
    followed = queries.following(found)
    own = followed.own
    periods = [_period(each) for each in (followed.reply, own) if each is not None]
    context = {
        "request_number": found.number,
        "periods": periods,
        "lang": content_lang(),
        "crumbs": crumbs((found.number, reverse("portal:request_mine")), (gettext("Why this date?"), "")),
    }
    return render(request, "requests/public/clock.html", context)


def _period(deadline: queries.Deadline) -> dict[str, Any]:
    due = deadlines.explain(deadline)
    counted, trail = 0, []
    for day in due.trail:
        counted += day.counted
        trail.append({"day": day, "count": counted if day.counted else None, "last": day.date == due.due})
    return {
        "label": words.label_in(due.rule),
        "due": due,
        "started_on": deadline.started_on,
        "fixed_on": deadline.fixed_on,
        "stopped_on": deadline.stopped_on,
        "chip": chip(deadline),
        # A day set by a decision was not counted, so there is nothing to show day by day.
        "trail": [] if deadline.fixed_on else trail,
        "length": due.rule.length,
        "extension": due.extension,
        "working": due.rule.unit == "working_day",
    }


@own_page()
def letter_file(request: HttpRequest, found: Request, pk: int, kind: str) -> HttpResponseBase:
    """A letter to the applicant as PDF or DOCX."""
    letter = queries.letter(found, pk) if kind in CONTENT_TYPES else None
    if letter is None:
        raise Http404
    make = letters.pdf if kind == "pdf" else letters.docx
    try:
        content = make(letter, demonstration=demonstration())
    except PrintError as error:
        return shown(request, queries.following(found), problem=str(error), status=503)
    name = f"{letter.title} {letter.number}.{kind}"
    return attachment(content, name=name, content_type=CONTENT_TYPES[kind])


@own_page()
def answer_file(request: HttpRequest, found: Request, pk: int) -> HttpResponseBase:
    """A file given with the answer, once it was issued."""
    given = queries.answer_file(found, pk)
    path = files.path_of(given.file.sha256) if given else None
    if given is None or path is None or not path.exists():
        raise Http404
    return attachment(path.open("rb"), name=given.name, content_type=given.file.content_type)


@own_page()
def part(request: HttpRequest, found: Request, pk: int) -> HttpResponse:
    """Goes over to another part of a request that was split: the same applicant's. Its own code opens it too."""
    other = queries.kin(found, pk)
    if other is None:
        raise Http404
    response = redirect("portal:request_mine")
    visit.let_in(response, other.pk)
    return response
