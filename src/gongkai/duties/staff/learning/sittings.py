"""A sitting: its candidates with their marks, enrolling, striking off, calling off, and marking written answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.domain.duties.examining import mark
from gongkai.duties import access_learning as access
from gongkai.duties import learning_words as words
from gongkai.duties.actions.learning import results
from gongkai.duties.actions.learning import sittings as actions
from gongkai.duties.forms.examining import CandidateFilter, EnrolForm, MarksForm, ReasonForm, SittingForm
from gongkai.duties.queries.learning import examinations, paging, roster
from gongkai.duties.queries.learning.mine import question_of
from gongkai.duties.queries.learning.records import Sitting
from gongkai.duties.staff.learning.common import find, posted, show, status_of, without_nul
from gongkai.duties.staff.learning.examinations import to_list
from gongkai.people.actor import StaffActor


def _trail(found: Sitting, *rest: tuple[str, str]) -> list[dict[str, str]]:
    exam = found.examination
    own = (words.moment(found.begins_at), address("learning_sitting", found.pk) if rest else "")
    return to_list((exam.number, address("learning_examination", exam.pk)), own, *rest)


@staff_page
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new sitting of an examination."""
    exam, acting = find(request, pk, examinations.examination)
    access.may_enrol(acting, exam).require()
    begins = timezone.localtime(clock.now() + timedelta(days=7)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    initial = {
        "begins_at": begins,
        "ends_at": begins + timedelta(minutes=exam.minutes),
        "resit": bool(exam.confirmed_on),
    }
    form = SittingForm(posted(request), initial=initial)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_sitting(examination_id=pk, actor=acting, given=form.given())
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The sitting is set. Enrol the candidates now."))
            return go("learning_sitting", made.pk)
    heading = _("Set a sitting of {number}").format(number=exam.number)
    context = {
        "heading": heading,
        "lede": _(
            "Online, whoever is enrolled begins between beginning and end, and has the minutes from then on."
        )
        if exam.way == "online"
        else "",
        "form": form,
        "groups": [{"heading": _("The sitting"), "fields": list(form)}],
        "refusal": refusal,
        "revision": 0,
        "back_url": address("learning_examination", pk),
        "crumbs": to_list((exam.number, address("learning_examination", pk)), (heading, "")),
    }
    return show(request, "edit", context, status_of(form, refusal))


@staff_page
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates; while it is marked their marks are entered here."""
    found, acting = find(request, pk, examinations.sitting)
    return page(request, found, acting)


def page(
    request: HttpRequest,
    found: Sitting,
    acting: StaffActor,
    *,
    refusal: Refusal | None = None,
    enrolling: EnrolForm | None = None,
    reasoning: ReasonForm | None = None,
) -> HttpResponse:
    """The sitting's page, also after a deed that was refused."""
    exam = found.examination
    chosen = CandidateFilter(without_nul(request.GET), units=roster.units_seen(acting))
    query = examinations.candidates(found, acting, **chosen.chosen())
    listed = paging.by_word(query, "learner__staff_number", request.GET.get("after", ""))
    enrols, marks = bool(access.may_enrol(acting, exam)), bool(access.may_mark(acting, exam))
    entering = _marks(request, found, listed.rows) if marks and not found.called_off_at else None
    if request.method == "POST" and entering and "enter" in request.POST and entering.is_valid():
        try:
            count = results.enter_results(
                sitting_id=found.pk,
                actor=acting,
                given=entering.given(),
                reason=entering.cleaned_data.get("reason", ""),
            )
        except Invalid as invalid:
            refuse(entering, invalid)
        except Refusal as other:
            refusal = other
        else:
            sentence = ngettext("{n} result was entered.", "{n} results were entered.", count)
            tell(request, sentence.format(n=f"{count:,}"))
            return go("learning_sitting", found.pk)
    count = query.count()
    wrong = any(form is not None and form.errors for form in (enrolling, reasoning, entering))
    context: dict[str, Any] = {
        **frame(request, chosen, address("learning_sitting", found.pk), listed.after),
        "record": found,
        "exam": exam,
        "heading": _("Sitting on {moment}").format(moment=words.moment(found.begins_at)),
        "facts": _facts(found),
        "rows": [_candidate(each, entering) for each in listed.rows],
        "shown": ngettext("{count} candidate", "{count} candidates", count).format(count=f"{count:,}"),
        "entering": entering,
        "refusal": refusal,
        "enrolling": enrolling
        or (EnrolForm(units=roster.units_of(exam.agency_id)) if enrols and not found.called_off_at else None),
        "reasoning": reasoning or ReasonForm(auto_id="off_%s"),
        "may_call_off": enrols and not found.called_off_at and found.begins_at > clock.now(),
        "may_strike": enrols,
        "online": exam.way == "online",
        "to_mark": [_attempt(each) for each in examinations.to_mark(found)] if marks else [],
        "bring_url": f"{address('learning_bring', 'results')}?of={found.pk}" if marks else "",
        "crumbs": _trail(found),
    }
    status = refusal.status if refusal else 422 if wrong else 200
    return show(request, "sitting", context, status)


def _marks(request: HttpRequest, found: Sitting, rows: Any) -> MarksForm:
    data = posted(request) if "enter" in request.POST else None
    exam = found.examination
    return MarksForm(data, candidates=rows, full=exam.full_mark, correcting=exam.state == "correcting")


def _facts(found: Sitting) -> list[dict[str, Any]]:
    rows = [
        (_("Examination"), f"{found.examination.number} {found.examination.title}"),
        (_("Beginning"), words.moment(found.begins_at)),
        (_("End"), words.moment(found.ends_at)),
        (_("Place"), found.place),
        (_("Resit"), _("Yes") if found.resit else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _candidate(each: Any, entering: MarksForm | None) -> dict[str, Any]:
    return {
        "pk": each.pk,
        "number": each.learner.staff_number,
        "name": each.learner.name,
        "url": address("learning_learner", each.learner_id),
        "unit": words.unit_name(each.unit),
        "marks": words.marks_of(each.marks),
        "badge": words.result_badge(each),
        "field": entering[f"marks_{each.pk}"] if entering else None,
        "strike_url": address("learning_strike", each.pk) if each.present is None else "",
    }


def _attempt(each: Any) -> dict[str, Any]:
    return {"url": address("learning_paper", each.pk), "number": each.candidate.learner.staff_number}


@staff_page
@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Enrols units, single people, or those short of a pass."""
    found, acting = find(request, pk, examinations.sitting)
    form = EnrolForm(without_nul(request.POST), units=roster.units_of(found.examination.agency_id))
    if not form.is_valid():
        return page(request, found, acting, enrolling=form)
    try:
        count = actions.enrol(
            sitting_id=pk,
            actor=acting,
            unit_ids=form.cleaned_data["units"],
            learner_ids=_named(found.examination.agency_id, form.staff_numbers()),
            short=form.cleaned_data["short"],
        )
    except Invalid as invalid:
        refuse(form, invalid)
        return page(request, found, acting, enrolling=form)
    except Refusal as refusal:
        return page(request, found, acting, enrolling=form, refusal=refusal)
    sentence = ngettext("{n} candidate was enrolled.", "{n} candidates were enrolled.", count)
    tell(request, sentence.format(n=f"{count:,}"))
    return go("learning_sitting", pk)


def _named(agency: int, numbers: list[str]) -> list[int]:
    """The people of these staff numbers. Raises ``Invalid`` naming one that is not in the roster."""
    known = dict(roster.here(agency).filter(staff_number__in=numbers).values_list("staff_number", "pk"))
    missing = next((number for number in numbers if number not in known), None)
    if missing is not None:
        sentence = _("Nobody with the staff number {number} is in the roster.").format(number=missing)
        raise Invalid(sentence, field="numbers")
    return list(known.values())


@staff_page
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls the sitting off."""
    found, acting = find(request, pk, examinations.sitting)
    form = ReasonForm(without_nul(request.POST), auto_id="off_%s")
    if not form.is_valid():
        return page(request, found, acting, reasoning=form)
    try:
        actions.call_off(sitting_id=pk, actor=acting, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        return page(request, found, acting, reasoning=form, refusal=refusal)
    tell(request, _("The sitting is called off."))
    return go("learning_sitting", pk)


@staff_page
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, and strikes a candidate off who has not begun."""
    found, acting = find(request, pk, examinations.candidate)
    access.may_enrol(acting, found.sitting.examination).require()
    form = ReasonForm(posted(request))
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.strike(candidate_id=pk, actor=acting, reason=form.cleaned_data["reason"])
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The candidate is struck off."))
            return go("learning_sitting", found.sitting_id)
    heading = _("Strike {number} off").format(number=found.learner.staff_number)
    context = {
        "heading": heading,
        "lede": found.learner.name,
        "form": form,
        "groups": [{"heading": _("Why"), "fields": list(form)}],
        "refusal": refusal,
        "revision": 0,
        "button": _("Strike off"),
        "back_url": address("learning_sitting", found.sitting_id),
        "crumbs": _trail(found.sitting, (heading, "")),
    }
    return show(request, "edit", context, status_of(form, refusal))


@staff_page
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What one candidate wrote, by staff number alone; the written answers are marked here."""
    found, acting = find(request, pk, lambda actor, key: examinations.attempt(key, actor))
    exam = found.candidate.sitting.examination
    refusal: Refusal | None = None
    wrong: dict[int, bool] = {}
    written = [place for place, each in enumerate(exam.paper) if each["kind"] == "written"]
    said = {place: request.POST.get(f"marks_{place}", "").strip() for place in written}
    if request.method == "POST":
        wrong = {place: True for place, each in said.items() if not (each.isascii() and each.isdigit())}
        answered = {place for place in written if found.answers.get(str(place))}
        wrong = {place: True for place in wrong if place in answered}
        if not wrong:
            try:
                results.mark_written(
                    attempt_id=pk,
                    actor=acting,
                    expected_revision=version_seen(request),
                    given={place: int(said[place]) for place in answered},
                )
            except Refusal as other:
                refusal = other
            else:
                tell(request, _("The paper is marked."))
                return go("learning_sitting", found.candidate.sitting_id)
    context = {
        "heading": _("Paper of {number}").format(number=found.candidate.learner.staff_number),
        "questions": [_answered(found, exam.paper, place, said, wrong) for place in range(len(exam.paper))],
        "refusal": refusal,
        "wrong": wrong,
        "revision": found.revision,
        "marking": found.candidate.present is None and bool(access.may_mark(acting, exam)),
        "back_url": address("learning_sitting", found.candidate.sitting_id),
        "crumbs": _trail(found.candidate.sitting, (found.candidate.learner.staff_number, "")),
    }
    return show(request, "paper", context, refusal.status if refusal else 422 if wrong else 200)


def _answered(
    found: Any, asked: Any, place: int, said: dict[int, str], wrong: dict[int, bool]
) -> dict[str, Any]:
    question = question_of(asked[place])
    answer = found.answers.get(str(place), "")
    return {
        "place": place,
        "number": place + 1,
        "text": question.text,
        "kind": words.of_law("question_kind", question.kind),
        "options": question.options,
        "key": question.key,
        "marks": question.marks,
        "answer": answer,
        "written": question.kind == "written" and bool(answer),
        "earned": mark(question, answer) if question.kind != "written" else "",
        "typed": said.get(place) or found.given.get(str(place), ""),
        "wrong": wrong.get(place, False),
    }
