"""Sitting an examination online: the page of a sitting, the paper page by page, and handing it in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal
from gongkai.domain.duties.examining import FALSE, LETTERS, TRUE
from gongkai.duties import access_learning as access
from gongkai.duties import learning_words as words
from gongkai.duties.actions.learning import online
from gongkai.duties.queries.learning import mine
from gongkai.duties.queries.learning.records import Attempt, Candidate
from gongkai.duties.staff.learning import own
from gongkai.duties.staff.learning.common import find, show, trail, without_nul
from gongkai.people.middleware import actor


@staff_page
def my_examinations(request: HttpRequest) -> HttpResponse:
    """One's own sittings, courses and hours."""
    context = {**own.context(actor(request)), "crumbs": trail((_("My examinations"), ""))}
    return show(request, "mine", context)


@staff_page
def sit(request: HttpRequest, pk: int) -> HttpResponse:
    """A sitting of one's own: what it is, when, and the button to begin."""
    found, acting = find(request, pk, mine.candidacy)
    attempt, now, sitting = mine.attempt_of(found), clock.now(), found.sitting
    exam = sitting.examination
    may = access.may_sit(acting, found)
    opens = attempt is None and mine.open_now(found, now)
    known = exam.state in ("confirmed", "corrected") and found.present is not None
    context = {
        "record": found,
        "exam": exam,
        "facts": _facts(found),
        "opens": opens and bool(may),
        "refused": None if may or exam.way != "online" else may.reason,
        "running": mine.running(attempt, now),
        "page_url": address("learning_sit_page", pk, 1),
        "begin_url": address("learning_sit_begin", pk),
        "handed_in": attempt.submitted_at if attempt else None,
        "over": attempt is not None and attempt.submitted_at is None and not mine.running(attempt, now),
        "question": _("The time of {n} minutes runs from now, also when you leave the page. Begin?").format(
            n=exam.minutes
        ),
        "badge": words.result_badge(found) if known else None,
        "marks": words.marks_of(found.marks) if known else "",
        "crumbs": trail((_("My examinations"), address("learning_mine")), (exam.title, "")),
    }
    return show(request, "sit", context)


def _facts(found: Candidate) -> list[dict[str, Any]]:
    sitting, exam = found.sitting, found.sitting.examination
    rows = [
        (_("Number"), exam.number),
        (_("Exam subject"), words.of_law("subject", exam.subject)),
        (_("How it is held"), words.of_law("way", exam.way)),
        (_("Beginning"), words.moment(sitting.begins_at)),
        (_("End"), words.moment(sitting.ends_at)),
        (_("Place"), sitting.place),
        (_("Time allowed, in minutes"), str(exam.minutes)),
        (_("Pass line"), _("{line} of {full} marks").format(line=exam.pass_line, full=exam.full_mark)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


@staff_page
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The time begins to run."""
    _found, acting = find(request, pk, mine.candidacy)
    try:
        online.begin(candidate_id=pk, actor=acting)
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return go("learning_sit", pk)
    return go("learning_sit_page", pk, 1)


@staff_page
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of the paper: saved with its button, left without losing what was saved."""
    found, acting = find(request, pk, mine.candidacy)
    attempt = mine.attempt_of(found)
    last = mine.pages(found)
    if not 1 <= number <= last:
        raise Http404
    if not mine.running(attempt, clock.now()) or not access.may_sit(acting, found):
        return go("learning_sit", pk)
    assert attempt is not None
    if request.method == "POST":
        return _save(request, found, attempt, number, last)
    return _shown(request, found, attempt, number, last)


def _save(request: HttpRequest, found: Candidate, attempt: Attempt, number: int, last: int) -> HttpResponse:
    answers = _typed(request, found, attempt, number)
    acting = actor(request)
    do = request.POST.get("do", "")
    hands_in = do in ("hand_in", "hand_in_anyway")
    if do == "hand_in" and mine.unanswered(found, attempt, answers):
        hands_in = False
    try:
        if hands_in:
            online.hand_in(candidate_id=found.pk, actor=acting, answers=answers)
        else:
            online.save_answers(candidate_id=found.pk, actor=acting, answers=answers)
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return go("learning_sit", found.pk)
    if hands_in:
        tell(request, _("Handed in. The result stands here once it is confirmed."))
        return go("learning_sit", found.pk)
    if do == "hand_in":
        # Without JavaScript nothing asks again, and what is handed in cannot be changed: so the page asks.
        return HttpResponseRedirect(address("learning_sit_page", found.pk, last) + "?unanswered=1")
    step = {"next": 1, "back": -1}.get(do, 0)
    tell(request, _("This page is saved."))
    return HttpResponseRedirect(address("learning_sit_page", found.pk, min(max(number + step, 1), last)))


def _typed(request: HttpRequest, found: Candidate, attempt: Attempt, number: int) -> dict[int, str]:
    """What the page says: place → letters or words."""
    data = without_nul(request.POST)
    asked = mine.page(found, attempt, number)
    return {each.place: "".join(data.getlist(f"answer_{each.place}")) for each in asked}


def _shown(request: HttpRequest, found: Candidate, attempt: Attempt, number: int, last: int) -> HttpResponse:
    exam = found.sitting.examination
    gaps = mine.unanswered(found, attempt, {}) if "unanswered" in request.GET else []
    left = max(0, int((attempt.until - clock.now()).total_seconds()) // 60)
    context = {
        "exam": exam,
        "number": number,
        "last": last,
        "questions": [_question(each) for each in mine.page(found, attempt, number)],
        "answered": len(attempt.answers),
        "count": len(exam.paper),
        "until": timezone.localtime(attempt.until),
        "left": left,
        "pages": [
            {
                "label": _("Page {n}").format(n=each),
                "url": address("learning_sit_page", found.pk, each),
                "current": each == number,
            }
            for each in range(1, last + 1)
        ],
        "question": _("Nothing can be changed after that. Hand it in?"),
        "unanswered": _(
            "Not answered yet: {numbers}. What you wrote is saved. Nothing can be changed once it is handed in."
        ).format(numbers=_(", ").join(map(str, mine.numbers(found, gaps))))
        if gaps
        else "",
        "crumbs": trail(
            (_("My examinations"), address("learning_mine")),
            (exam.title, address("learning_sit", found.pk)),
            (_("Page {n}").format(n=number), ""),
        ),
    }
    return show(request, "sit_page", context)


def _question(each: mine.Asked) -> dict[str, Any]:
    if each.kind == "judge":
        options = [(TRUE, _("True")), (FALSE, _("False"))]
    else:
        options = [
            (letter, f"{shown}. {words}")
            for shown, (letter, words) in zip(LETTERS, each.options, strict=False)
        ]
    return {
        "name": f"answer_{each.place}",
        "number": each.number,
        "kind": words.of_law("question_kind", each.kind),
        "input": {"multiple": "checkbox", "written": ""}.get(each.kind, "radio"),
        "text": each.text,
        "marks": each.marks,
        "answer": each.answer,
        "options": [{"key": key, "label": label, "chosen": key in each.answer} for key, label in options],
        "own_words": each.kind != "judge",
    }
