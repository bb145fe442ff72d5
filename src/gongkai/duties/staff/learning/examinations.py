"""Examinations: list, record with sittings, results and deeds, and the form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal, version_seen
from gongkai.domain.duties.examining import PROCESS, PUBLIC
from gongkai.duties import access_learning as access
from gongkai.duties import learning_words as words
from gongkai.duties.actions.learning import certificates
from gongkai.duties.actions.learning import examinations as actions
from gongkai.duties.forms.examining import ExaminationFilter, ExaminationForm
from gongkai.duties.forms.learning import MoveForm
from gongkai.duties.queries.learning import bank, examinations, paging, roster
from gongkai.duties.queries.learning.records import Examination
from gongkai.duties.staff.learning import cards
from gongkai.duties.staff.learning.common import (
    Tried,
    find,
    kept_agency,
    posted,
    revision,
    show,
    status_of,
    trail,
    typed,
    without_nul,
)
from gongkai.duties.staff.learning.courses import fault_rows, tabs
from gongkai.duties.staff.learning.rows import counted, examination_row
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences

FIELDS = ("title", "subject", "way", "minutes", "about")


def to_list(*rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the examinations."""
    return trail((_("Examinations"), address("learning_examinations") if rest else ""), *rest)


@staff_page
def listed(request: HttpRequest) -> HttpResponse:
    """The examinations, the newest first, each with what came of it."""
    acting = actor(request)
    form = ExaminationFilter(without_nul(request.GET))
    chosen = form.chosen()
    query = examinations.listed(acting, **chosen)
    page_of = paging.by_key(query, request.GET.get("after", ""))
    counts = examinations.counts(page_of.rows)
    here, by_state = address("learning_examinations"), examinations.counts_by_state(acting)
    count = query.count()
    buttons = [
        {"url": address("learning_examination_new"), "label": _("Draft an examination"), "icon": "plus"}
    ]
    context = {
        **frame(request, form, here, page_of.after),
        "heading": _("Examinations"),
        "buttons": buttons if roster.keeps(acting) else [],
        "tabs": tabs(here, words.state_options(PROCESS), by_state, str(chosen.get("state", ""))),
        "tabs_label": _("States of examinations"),
        "rows": [{**examination_row(each, counts[each.pk]), "at": None} for each in page_of.rows],
        "shown": ngettext("{count} examination", "{count} examinations", count).format(count=f"{count:,}"),
        "empty_title": _("There is no examination yet"),
        "empty_text": _(
            "The keeper of training drafts one; the leader releases it and confirms the results."
        ),
        "crumbs": to_list(),
    }
    return show(request, "list", context)


@staff_page
def examination(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = find(request, pk, examinations.examination)
    return page(request, found, acting)


def page(
    request: HttpRequest,
    found: Examination,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    edit = address("learning_examination_edit", found.pk)
    may_write = bool(access.may_write_examination(acting, found))
    missing = examinations.faults(found) if found.state in ("draft", "in_review") and not found.paper else []
    move_url = address("learning_examination_move", found.pk, "KEY")
    context: dict[str, Any] = {
        "record": found,
        "badges": [words.state_badge(found)],
        "facts": _facts(found),
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step(found),
        **_figures(found, acting),
        "sittings": [_sitting(each) for each in examinations.sittings(found, acting)],
        "paper": _paper(found) if access.may_see_bank(acting, found.agency_id) else [],
        "moves": cards.of(examinations.offers(found, acting), tried, move_url),
        "tried": tried,
        "edit_url": edit if may_write else "",
        "sitting_url": address("learning_sitting_new", found.pk) if access.may_enrol(acting, found) else "",
        **_certificates(found, acting),
        "writing": found.state in ("draft", "in_review"),
        "faults": fault_rows(missing, edit if may_write else ""),
        "timeline": list(reversed(sentences(examinations.told(found)))),
        "crumbs": to_list((found.number, "")),
    }
    return show(request, "examination", context, status)


def _facts(found: Examination) -> list[dict[str, Any]]:
    law = words.law_row(found.subject)
    line = _("{line} of {full} marks").format(line=found.pass_line, full=found.full_mark)
    rows = [
        (_("Number"), found.number),
        (_("Exam subject"), words.of_law("subject", found.subject)),
        (_("How it is held"), words.of_law("way", found.way)),
        (_("Pass line"), line),
        (_("Time allowed, in minutes"), str(found.minutes)),
        (_("Certificate"), words.years(law["years"]) if law else ""),
        (_("Released on"), date_format(found.released_on, "DATE_FORMAT") if found.released_on else ""),
        (_("Confirmed on"), date_format(found.confirmed_on, "DATE_FORMAT") if found.confirmed_on else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _figures(found: Examination, acting: StaffActor) -> dict[str, Any]:
    """The whole examination in numbers; they name nobody."""
    count = examinations.count(found)
    if not count.enrolled:
        return {"figures": []}
    figures = [
        (_("Enrolled"), count.enrolled),
        (_("Sat it"), count.present),
        (_("Absent"), count.absent),
        (_("Passed"), count.passed),
        (_("Not passed"), count.failed),
    ]
    return {
        "figures": [{"label": label, "value": f"{value:,}"} for label, value in figures],
        "rate": _("{passed} of {present} who sat it: {rate}").format(
            passed=f"{count.passed:,}", present=f"{count.present:,}", rate=words.percent(count.rate)
        )
        if count.present
        else "",
        "counted": counted(count),
    }


def _sitting(each: Any) -> dict[str, Any]:
    return {
        "url": address("learning_sitting", each.pk),
        "at": words.moment(each.begins_at),
        "until": words.moment(each.ends_at),
        "place": each.place,
        "resit": each.resit,
        "called_off": each.called_off_at is not None,
        "enrolled": each.enrolled_count,
        "present": each.present_count,
        "passed": each.passed_count,
    }


def _paper(found: Examination) -> list[dict[str, Any]]:
    return [
        {
            "kind": words.of_law("question_kind", each["kind"]),
            "text": each["text"],
            "options": each["options"],
            "key": each["key"],
            "marks": each["marks"],
            "source": each.get("source", ""),
        }
        for each in found.paper
    ]


def _certificates(found: Examination, acting: StaffActor) -> dict[str, str]:
    if found.state not in PUBLIC:
        return {}
    listed_url = f"{address('learning_certificates')}?text={found.number}"
    may = bool(access.may_train(acting, found.agency_id))
    return {
        "issue_url": address("learning_issue", found.pk) if may else "",
        "certificates_url": listed_url,
    }


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    found, acting = find(request, pk, examinations.examination)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return page(request, found, acting, tried=tried, status=422)
    try:
        moved = actions.move_examination(
            examination_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.reason(),
        )
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        found, acting = find(request, pk, examinations.examination)
        return page(request, found, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("learning_examination", pk)


@staff_page
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issues certificates to those who passed and have none yet."""
    _found, acting = find(request, pk, examinations.examination)
    try:
        count = certificates.issue_certificates(examination_id=pk, actor=acting)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        sentence = ngettext("{n} certificate was issued.", "{n} certificates were issued.", count)
        tell(request, sentence.format(n=f"{count:,}"))
    return go("learning_examination", pk)


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of an examination."""
    agency = kept_agency(actor(request))
    return _answer(request, None, ExaminationForm(posted(request), initial={"way": "paper"}), agency)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that is written on."""
    found, acting = find(request, pk, examinations.examination)
    access.may_write_examination(acting, found).require()
    initial = {name: getattr(found, name) for name in FIELDS}
    form = ExaminationForm(posted(request), initial=initial, wanted=found.wanted)
    return _answer(request, found, form, found.agency_id)


def _answer(
    request: HttpRequest, found: Examination | None, form: ExaminationForm, agency: int
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, found, form, agency)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The examination is saved."))
            return go("learning_examination", made.pk)
    heading = (
        _("Write on examination {number}").format(number=found.number) if found else _("Draft an examination")
    )
    context = {
        "heading": heading,
        "form": form,
        "groups": [
            {"heading": _("The examination"), "fields": [form[name] for name in FIELDS]},
            {
                "heading": _("The paper, where it is held online"),
                "fields": form.wanted(),
                "help": _bank(found, agency),
            },
        ],
        "refusal": refusal,
        "revision": revision(request, found, refusal),
        "back_url": address("learning_examination", found.pk) if found else address("learning_examinations"),
        "crumbs": to_list((heading, "")),
    }
    return show(request, "edit", context, status_of(form, refusal))


def _bank(found: Examination | None, agency: int) -> str:
    """How many questions the bank holds for the subject."""
    if found is None:
        return _("How many questions of each kind are drawn from the bank. On paper none.")
    parts = [
        f"{words.of_law('question_kind', kind)} {count}"
        for kind, count in bank.counts(agency, found.subject).items()
    ]
    return _("The bank holds for this subject: {counts}.").format(counts=_(", ").join(parts) or "0")


def _save(request: HttpRequest, found: Examination | None, form: ExaminationForm, agency: int) -> Examination:
    acting = actor(request)
    if found is None:
        return actions.draft_examination(actor=acting, agency_id=agency, given=form.given())
    return actions.write_examination(
        examination_id=found.pk, actor=acting, expected_revision=version_seen(request), given=form.given()
    )
